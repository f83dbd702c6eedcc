//! The harness: the real server on a free port, with a database and a clock of its own.
//!
//! ```ignore
//! let app = TestApp::start().await;
//! let answer = app.graphql("{ clusters { nodes { title } } }", json!({})).await;
//! assert_eq!(answer["data"]["clusters"]["nodes"], json!([]));
//! ```

mod app;
mod audits;
mod binary;
mod browser;
mod client;
mod crowd;
mod database;
mod demo;
mod end;
mod issuer;
mod line;
pub mod load;
mod mail;
mod markup;
mod node;
mod once;
mod people;
mod pooler;
mod python;
mod reads;
mod replica;
mod seed;
mod server;
mod sheet;
mod shell;
mod wait;

pub use app::{Statement, TestApp};
pub use audits::audits;
pub use binary::{Outcome, cities, command, program, tell};
pub use browser::chromium;
pub use client::{Answer, CLUSTER_PAGE, Client};
pub use crowd::{multiply, multiply_submissions, settle};
pub use database::TestDatabase;
pub use demo::Demo;
pub use issuer::{Issuer, IssuerKey};
pub use line::Line;
pub use mail::{mail_server, mail_server_after, mails};
pub use markup::{Element, elements, elements_on_a_page};
pub use node::{node, npm, say};
pub use once::once;
pub use people::PASSWORD;
pub use python::{pypi, python};
pub use reads::{Meter, SESSION as POSTGRES_SESSION};
pub use seed::{Bundle, demo};
pub use serde_json::{Value, json};
pub use server::Node;
pub use sheet::Sheet;
pub use shell::bash;
pub use wait::eventually;
