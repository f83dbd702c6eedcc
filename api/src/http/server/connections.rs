//! All open connections: how many there may be, and who makes room.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::activity::Activity;

/// Sent to who comes when every connection is at work.
fn refusal(bound: usize) -> Bytes {
    let detail = "every connection is at work; try again shortly";
    let body = serde_json::json!({
        "type": "about:blank", "title": "Service Unavailable", "status": 503, "code": "OVERLOADED",
        "detail": detail, "limit": "connections", "allowed": bound, "found": bound + 1,
    });
    let (body, kind) = (body.to_string(), "application/problem+json");
    let head = format!("content-type: {kind}\r\ncontent-length: {}\r\nretry-after: 1", body.len());
    format!("HTTP/1.1 503 Service Unavailable\r\n{head}\r\nconnection: close\r\n\r\n{body}").into()
}

#[derive(Clone)]
pub struct Connections(Arc<Inner>);

struct Inner {
    bound: usize,
    refusal: Bytes,
    open: Mutex<Open>,
    /// How many refusals are being said at once; beyond it connections are closed without a word.
    refusals: Arc<Semaphore>,
}

#[derive(Default)]
struct Open {
    next: u64,
    by_number: HashMap<u64, Arc<Activity>>,
}

impl Connections {
    pub fn new(bound: usize) -> Self {
        let refusals = Arc::new(Semaphore::new(64));
        Self(Arc::new(Inner { bound, refusal: refusal(bound), open: Mutex::default(), refusals }))
    }

    /// A place for a new connection, if need be that of the one that has waited longest for its client.
    pub fn enter(&self) -> Option<Place> {
        let mut open = self.0.open();
        if open.by_number.len() >= self.0.bound && !open.evict() {
            return None;
        }
        let (number, activity) = (open.next, Activity::new());
        open.next += 1;
        open.by_number.insert(number, Arc::clone(&activity));
        Some(Place { number, activity, connections: self.clone() })
    }

    /// Closes the connection that has waited longest, if any waits.
    pub fn make_room(&self) {
        self.0.open().evict();
    }

    /// Says that there is no place, to whoever is still listening in a second.
    pub fn refuse(&self, mut stream: TcpStream) {
        let Ok(permit) = Arc::clone(&self.0.refusals).try_acquire_owned() else { return };
        let refusal = self.0.refusal.clone();
        tokio::spawn(async move {
            let _permit = permit;
            let say = async {
                stream.write_all(&refusal).await?;
                stream.shutdown().await?;
                // Closing with bytes unread would reset the connection under the answer.
                while stream.read(&mut [0; 4096]).await? > 0 {}
                std::io::Result::Ok(())
            };
            let _ = timeout(Duration::from_secs(1), say).await;
        });
    }
}

impl Inner {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().expect("nothing panics while holding it")
    }
}

impl Open {
    fn evict(&mut self) -> bool {
        let ranked = self.by_number.iter().filter_map(|(number, activity)| Some((activity.rank()?, *number)));
        let Some((_, number)) = ranked.min() else { return false };
        if let Some(activity) = self.by_number.remove(&number) {
            activity.evict();
        }
        true
    }
}

/// One connection's place; free again when dropped.
pub struct Place {
    number: u64,
    activity: Arc<Activity>,
    connections: Connections,
}

impl Place {
    pub fn activity(&self) -> &Arc<Activity> {
        &self.activity
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.0.open().by_number.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_waiting_makes_room_and_who_works_stays() {
        let connections = Connections::new(2);
        let first = connections.enter().expect("a free place");
        let second = connections.enter().expect("a free place");
        let _work = first.activity().work();
        let third = connections.enter().expect("the place of the second");
        assert!(!connections.0.open().by_number.contains_key(&second.number));
        let _also_work = third.activity().work();
        assert!(connections.enter().is_none(), "both work");
        drop(first);
        assert!(connections.enter().is_some());
    }

    #[tokio::test]
    async fn who_is_refused_gets_to_read_why() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        Connections::new(1).refuse(listener.accept().await.unwrap().0);
        client.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        let mut answer = Vec::new();
        client.read_to_end(&mut answer).await.unwrap();
        assert_eq!(answer, refusal(1));
    }

    #[test]
    fn the_refusal_is_as_long_as_it_says() {
        let told = refusal(4096);
        let text = std::str::from_utf8(&told).expect("ASCII");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{}", body.len());
        assert!(body.contains("\"limit\":\"connections\"") && body.contains("\"allowed\":4096"), "{body}");
    }
}
