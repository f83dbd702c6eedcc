//! What a server sent: into a folder, by `--mail-url file:DIR`, or to a mail server of this machine.

use std::fs;
use std::path::Path;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::wait::eventually;

/// All mails in a folder, oldest first, once there are so many.
pub async fn mails(folder: &Path, count: usize) -> Vec<String> {
    eventually(async || read(folder).len() >= count).await;
    read(folder)
}

fn read(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|end| end == "eml")).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).expect("a mail is text")).collect()
}

/// A mail server that takes one mail; its URL, and what it was told.
pub async fn mail_server() -> (String, JoinHandle<Vec<String>>) {
    mail_server_after(0).await
}

/// The same that says nothing to so many who come before.
pub async fn mail_server_after(silent: usize) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    let told = tokio::spawn(async move {
        let mut held = Vec::new();
        for _ in 0..silent {
            held.push(listener.accept().await.expect("somebody comes"));
        }
        let (mut stream, _) = listener.accept().await.expect("somebody comes");
        let (reader, mut writer) = stream.split();
        let (mut lines, mut told, mut is_data) = (BufReader::new(reader).lines(), Vec::new(), false);
        writer.write_all(b"220 here\r\n").await.expect("they listen");
        while let Some(line) = lines.next_line().await.expect("they speak") {
            let answer = match line.as_str() {
                "." => "250 taken",
                _ if is_data => "",
                "DATA" => "354 go on",
                _ => "250 good",
            };
            is_data = (is_data || line == "DATA") && line != ".";
            told.push(line);
            if !answer.is_empty() {
                writer.write_all(format!("{answer}\r\n").as_bytes()).await.expect("they listen");
            }
            if answer == "250 taken" {
                break;
            }
        }
        told
    });
    (url, told)
}
