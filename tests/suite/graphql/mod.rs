//! What a front end asks and gets.

mod audits;
mod bad_input;
mod batch;
mod cluster_page;
mod comparison;
mod http;
mod idempotency;
mod keys;
mod limits;
mod nul;
mod persisted;
mod scalars;
mod trusted;
