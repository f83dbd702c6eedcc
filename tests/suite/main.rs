//! The stories, one module a subject.

mod architecture;
mod contract;
mod graphql;
mod server;
mod settings;
mod storage;
