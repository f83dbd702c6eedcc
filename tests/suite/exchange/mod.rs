//! Bundles by the command line, beside a server that answers all the while.
//!
//! What only the library can show (every refusal, faults in the middle, lists after random edits) is told in
//! `api/src/exchange/bundle/tests`.

mod bundle;
mod drafts;
mod many;
pub mod rich_text;
