//! One caller on one connection that is kept, asking the same thing again and again.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A kept connection.
#[derive(Debug)]
pub struct Load {
    address: SocketAddr,
    stream: TcpStream,
    buffer: Vec<u8>,
    /// Where the body of the last answer begins.
    body: usize,
}

/// What is told of an answer without keeping it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    /// Length of the body.
    pub length: usize,
    closes: bool,
}

/// A POST of JSON.
pub fn request(path: &str, body: &str) -> Vec<u8> {
    with_headers(path, "", body)
}

/// The same by who carries this token.
pub fn request_as(token: &str, path: &str, body: &str) -> Vec<u8> {
    with_headers(path, &format!("authorization: Bearer {token}\r\n"), body)
}

/// A GET with further headers, each with its line's end.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n").into_bytes()
}

fn with_headers(path: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\naccept: application/json\r\n\
         {headers}content-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

impl Load {
    pub async fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { address, stream, buffer: Vec::new(), body: 0 })
    }

    /// Asks, and reads the answer to its end.
    pub async fn ask(&mut self, request: &[u8]) -> io::Result<Reply> {
        // A refusal may come before everything was sent, and closes the connection.
        let sent = self.stream.write_all(request).await;
        self.buffer.clear();
        self.body = 0;
        let mut reply: Option<Reply> = None;
        while reply.is_none_or(|reply| self.buffer.len() < self.body + reply.length) {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                sent?;
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if reply.is_none()
                && let Some(end) = end_of_head(&self.buffer)
            {
                self.body = end;
                reply = Some(head(&self.buffer[..end])?);
            }
        }
        let reply = reply.expect("the loop ends with one");
        if reply.closes {
            self.stream = TcpStream::connect(self.address).await?;
            self.stream.set_nodelay(true)?;
        }
        Ok(reply)
    }

    /// The body of the last answer.
    pub fn body(&self) -> &[u8] {
        &self.buffer[self.body..]
    }

    /// A header of the last answer, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(std::str::from_utf8(&self.buffer[..self.body]).ok()?, name)
    }

    /// What is answered, whatever the status.
    pub async fn json(&mut self, request: &[u8]) -> io::Result<Value> {
        self.ask(request).await?;
        serde_json::from_slice(self.body()).map_err(io::Error::other)
    }

    /// Asks for as long as `spell`, and tells how often and how long the middle one took.
    pub async fn repeat(&mut self, request: &[u8], spell: Duration) -> io::Result<(u32, Duration)> {
        let started = Instant::now();
        let mut took = Vec::new();
        while started.elapsed() < spell {
            let asked = Instant::now();
            self.ask(request).await?;
            took.push(asked.elapsed());
        }
        took.sort_unstable();
        let count = u32::try_from(took.len()).map_err(io::Error::other)?;
        Ok((count, took[took.len() / 2]))
    }
}

/// Every answer here says how long it is, but for those that have no body.
fn head(bytes: &[u8]) -> io::Result<Reply> {
    let wrong = || io::Error::other("an answer without status or length");
    let head = std::str::from_utf8(bytes).map_err(io::Error::other)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(wrong)?;
    let length = match header(head, "content-length") {
        _ if matches!(status, 204 | 304) => 0,
        Some(length) => length.parse().map_err(io::Error::other)?,
        None => return Err(wrong()),
    };
    let closes = header(head, "connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
    Ok(Reply { status, length, closes })
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
    lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// Where the body begins.
fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"\r\n\r\n").map(|end| end + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_how_much_follows() {
        let told = head(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: close\r\n\r\n").unwrap();
        assert_eq!(told, Reply { status: 200, length: 12, closes: true });
        let empty = head(b"HTTP/1.1 304 Not Modified\r\ncontent-length: 900\r\n\r\n").unwrap();
        assert_eq!((empty.status, empty.length, empty.closes), (304, 0, false));
        assert!(head(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
        assert_eq!(
            header("HTTP/1.1 200 OK\r\nCache-Status: cities; hit\r\n", "cache-status"),
            Some("cities; hit")
        );
    }
}
