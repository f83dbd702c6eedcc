//! What a front end asks and gets.

mod audits;
mod cluster_page;
mod http;
mod persisted;
