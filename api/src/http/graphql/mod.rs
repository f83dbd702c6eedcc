//! GraphQL: one schema over every read, and its door over HTTP.
//!
//! Resolvers name their arguments for the schema only: the selection has read them before anything resolves.

#![expect(clippy::used_underscore_binding, reason = "the macro reads arguments that resolvers do not")]
#![expect(clippy::unused_async, reason = "the macro wants every resolver asynchronous")]

mod answer;
mod arguments;
mod asset;
mod call;
mod city;
mod cluster;
mod connection;
mod content;
mod context;
mod country;
pub mod document;
mod door;
mod event;
mod filter;
mod kind;
mod media_item;
mod negotiate;
mod news_item;
mod node;
mod order;
mod partner;
mod persisted;
mod practice;
mod problem;
mod request;
mod root;
mod scalar;
mod schema;
mod selection;
mod topic;

pub use answer::{PATH, refusals};
pub use door::router;
pub use schema::sdl;
