//! Every write. An input is everything that can be edited about a thing, its relations by id; `save_many` checks all
//! inputs, names every mistake at once, and writes only what differs from what is stored. Nothing here commits: the
//! unit of work does.

pub mod content;
pub mod input;
pub mod save;

pub mod asset;
pub mod call;
pub mod city;
pub mod cluster;
pub mod media_item;
pub mod news_item;
pub mod partner;
pub mod practice;
pub mod topic;

pub mod account;
pub mod api_token;
pub mod asset_link;
pub mod decision;
pub mod idempotency;
pub mod key;
pub mod mail;
pub mod password_reset;
pub mod preview;
pub mod privacy;
pub mod review;
pub mod second_factor;
pub mod session;
pub mod submission;
pub mod user;
