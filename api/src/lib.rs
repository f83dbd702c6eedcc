//! Cities: a headless content API for networks of cities. The rooms, in reading order.
//!
//! `#[cfg(not(test))]` stands before what has no tests of its own and takes long to compile: the suite tells what it does.

pub mod app;
#[cfg(not(test))]
pub mod cli;
pub mod config;
pub mod domain;
pub mod error;
pub mod exchange;
pub mod feed;
pub mod http;
pub mod kit;
pub mod platform;
pub mod query;
pub mod service;
pub mod worker;
