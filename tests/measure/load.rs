//! One caller on one connection that is kept, asking the same thing again and again.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use harness::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A kept connection.
#[derive(Debug)]
pub struct Load {
    address: SocketAddr,
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A POST of JSON.
pub fn request(path: &str, body: &str) -> Vec<u8> {
    with_headers(path, "", body)
}

/// The same by who carries this token.
pub fn request_as(token: &str, path: &str, body: &str) -> Vec<u8> {
    with_headers(path, &format!("authorization: Bearer {token}\r\n"), body)
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
        Ok(Self { address, stream, buffer: Vec::new() })
    }

    /// The status and the length of the answer's body.
    pub async fn ask(&mut self, request: &[u8]) -> io::Result<(u16, usize)> {
        // A refusal may come before everything was sent, and closes the connection.
        let sent = self.stream.write_all(request).await;
        self.buffer.clear();
        let mut whole = None;
        while whole.is_none_or(|(_, whole, _)| self.buffer.len() < whole) {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                sent?;
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            whole = whole.or_else(|| head(&self.buffer));
        }
        let (status, length, closes) = whole.expect("the loop ends with one");
        if closes {
            self.stream = TcpStream::connect(self.address).await?;
        }
        Ok((status, length))
    }

    /// What is answered, whatever the status.
    pub async fn json(&mut self, request: &[u8]) -> io::Result<Value> {
        self.ask(request).await?;
        let body = end_of_head(&self.buffer).map_or(&[][..], |end| &self.buffer[end..]);
        String::from_utf8_lossy(body).parse().map_err(io::Error::other)
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

/// Status, length of head and body, and whether the connection ends, once the head is there.
fn head(bytes: &[u8]) -> Option<(u16, usize, bool)> {
    let end = end_of_head(bytes)?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?.to_ascii_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length: usize =
        head.lines().find_map(|line| line.strip_prefix("content-length:"))?.trim().parse().ok()?;
    Some((status, end + length, head.contains("connection: close")))
}

/// Where the body begins.
fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"\r\n\r\n").map(|end| end + 4)
}
