//! What cannot be beaten, each in a process of its own, so that its CPU is measured alone: this program again.

pub mod page;
mod postgres;
mod sqlite;
pub mod wire;

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use axum::Router;
use axum::serve::ListenerExt;
use harness::load::Server;
use harness::{Answer, Statement, json};
use tokio::net::TcpListener;

use crate::Done;

/// What a process of ours calls itself at PostgreSQL.
pub const NAME: &str = "cities-bench";

/// A bare handler that gives this answer to everybody.
pub async fn start_wire(answer: &Answer, folder: &Path) -> Result<Server, Box<dyn Error>> {
    let file = folder.join("answer.json");
    std::fs::write(&file, wire::kept(answer).to_string())?;
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--serve-answer").arg(file);
    Server::launch(command, None).await
}

/// A bare handler that reads the page of a cluster with one statement written by hand.
pub async fn start_page(url: &str) -> Result<Server, Box<dyn Error>> {
    start_statement(url, None).await
}

/// One that reads with the statement the server has sent, and answers what the database did.
pub async fn start_same(url: &str, statement: &Statement, folder: &Path) -> Result<Server, Box<dyn Error>> {
    let file = folder.join("statement.json");
    std::fs::write(&file, json!({ "sql": statement.sql, "values": statement.values }).to_string())?;
    start_statement(url, Some(&file)).await
}

async fn start_statement(url: &str, file: Option<&Path>) -> Result<Server, Box<dyn Error>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--serve-page", url]);
    if let Some(file) = file {
        command.arg("--statement").arg(file);
    }
    let postgres = url.starts_with("postgres").then(|| (url.to_owned(), NAME));
    Server::launch(command, postgres).await
}

/// Answers until it is ended, and first says where.
async fn serve(router: Router) -> Done {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let mut out = std::io::stdout();
    writeln!(out, "listening on http://{}", listener.local_addr()?)?;
    out.flush()?;
    let listener = listener.tap_io(|stream| {
        if let Err(cause) = stream.set_nodelay(true) {
            eprintln!("a connection stays slow: {cause}");
        }
    });
    axum::serve(listener, router).await?;
    Ok(())
}
