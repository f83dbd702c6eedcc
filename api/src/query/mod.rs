//! Every read.
//!
//! A noun is declared once (`news_item.rs`, …): its columns, relations, lists and filters. A door turns what
//! it was asked for into a `Selection`; `compile` makes one SQL statement of it, `read` runs it, `node` is
//! what comes back. Invariants: one statement a root field, whatever the number of rows; every level applies
//! the one rule of visibility; nothing is read that nobody asked for.

mod compile;
pub mod content;
pub mod declare;
mod drafts;
pub mod filter;
pub mod kinds;
pub mod named;
pub mod node;
pub mod nouns;
pub mod page;
pub mod read;
pub mod record;
mod rests;
pub mod selection;
pub mod value;

pub mod asset;
pub mod audit_event;
pub mod call;
pub mod call_extension;
pub mod city;
pub mod cluster;
pub mod event;
pub mod inbox;
pub mod media_item;
pub mod media_source;
pub mod news_item;
pub mod partner;
pub mod practice;
pub mod review_comment;
pub mod revision;
pub mod topic;

pub use compile::{Again, Key, Name};

#[cfg(test)]
mod tests;
