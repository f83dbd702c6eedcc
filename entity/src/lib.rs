//! The tables as types: no behavior, no GraphQL, no HTTP.

// Its tests are in `entity/tests`: a second copy of all tables with their derives would cost every build more than they do.
#![cfg(not(test))]

pub mod id;
pub mod instant;
pub mod noun;
pub mod rich_text;
pub mod role;
pub mod status;

pub mod cluster;
pub mod cluster_translation;

pub mod city;
pub mod city_translation;
pub mod membership;

pub mod topic;
pub mod topic_translation;

pub mod news_item;
pub mod news_item_city;
pub mod news_item_cluster;
pub mod news_item_media;
pub mod news_item_topic;
pub mod news_item_translation;

pub mod event;
pub mod event_translation;

pub mod call;
pub mod call_cluster;
pub mod call_extension;
pub mod call_translation;

pub mod practice;
pub mod practice_cluster;
pub mod practice_translation;

pub mod media_item;
pub mod media_item_cluster;
pub mod media_item_translation;
pub mod media_source;

pub mod partner;
pub mod partner_cluster;
pub mod partner_translation;

pub mod asset;
pub mod asset_translation;
pub mod asset_use;

pub mod password_reset;
pub mod recovery_code;
pub mod second_factor;
pub mod user;

pub mod api_token;
pub mod idempotency;
pub mod refresh_token;
pub mod session;
pub mod signing_key;

pub mod audit_event;
pub mod outbox;
pub mod review_comment;
pub mod revision;

pub mod job;
pub mod mail;
pub mod removed_attachment;
pub mod spent_challenge;
pub mod submission;
pub mod submission_attachment;
pub mod submission_contact;
pub mod submission_decision;
pub mod submission_event;
pub mod submission_form;
pub mod submission_number;
pub mod submission_outcome;
pub mod submission_redaction;
pub mod submission_version;

pub mod decision_record;
pub mod review;
pub mod review_assignment;
pub mod review_conflict;
pub mod review_plan;

pub mod directory;
pub mod list_size;
pub mod listing;
pub mod slug_history;
