//! The stories, one module a subject.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod architecture;
mod asset;
mod auth;
mod browser;
mod calls;
mod contract;
mod demo;
mod embed;
mod exchange;
mod feed;
mod graphql;
mod kept;
mod machines;
mod metrics;
mod permission;
mod property;
mod protocol;
mod readme;
mod rest;
mod review;
mod schema;
mod server;
mod settings;
mod storage;
mod submission;
mod workflow;
