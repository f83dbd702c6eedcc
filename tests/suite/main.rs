//! The stories, one module a subject.

mod architecture;
mod server;
mod settings;
mod storage;
