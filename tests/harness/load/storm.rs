//! Readers at a pace of their own, while others sign in over and over.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::caller::{Load, request};
use crate::people::PASSWORD;

/// Each of the readers asks at its own times, however long answers take.
const READERS: u32 = 4;
/// Between two pages of all readers together.
const PACE: Duration = Duration::from_millis(10);

/// What it takes to sign in.
pub const SIGN_IN: &str = "mutation ($email: String!, $password: String!) {
    signIn(input: { email: $email, password: $password }) { session { accessToken refreshToken } userErrors { message } } }";

/// The request of a user of [`super::add_user`].
pub fn sign_in(email: &str) -> Vec<u8> {
    let variables = json!({ "email": email, "password": PASSWORD });
    request("/graphql", &json!({ "query": SIGN_IN, "variables": variables }).to_string())
}

/// How long each page took from the moment it was due, in order.
pub async fn read_at_a_pace(
    address: SocketAddr,
    request: &[u8],
    spell: Duration,
) -> io::Result<Vec<Duration>> {
    let request: Arc<[u8]> = request.into();
    let start = Instant::now() + PACE;
    let mut readers = JoinSet::new();
    for number in 0..READERS {
        let request = Arc::clone(&request);
        readers.spawn(reader(address, request, start + PACE * number, start + spell));
    }
    let mut took = Vec::new();
    while let Some(one) = readers.join_next().await {
        took.extend(one.map_err(io::Error::other)??);
    }
    took.sort_unstable();
    Ok(took)
}

async fn reader(
    address: SocketAddr,
    request: Arc<[u8]>,
    mut due: Instant,
    end: Instant,
) -> io::Result<Vec<Duration>> {
    let mut load = Load::connect(address).await?;
    let mut took = Vec::new();
    while due < end {
        sleep_until(due).await;
        let reply = load.ask(&request).await?;
        if reply.status != 200 {
            return Err(io::Error::other(format!("a page was refused: {}", reply.status)));
        }
        took.push(due.elapsed());
        due += PACE * READERS;
    }
    Ok(took)
}

/// Clients that sign in, each as another user, again as soon as they are in.
#[derive(Debug)]
pub struct Crowd {
    goes_home: Arc<AtomicBool>,
    signed_in: Arc<AtomicU32>,
    clients: JoinSet<io::Result<()>>,
}

impl Crowd {
    pub fn gather(address: SocketAddr, emails: impl IntoIterator<Item = String>) -> Self {
        let (goes_home, signed_in) = (Arc::<AtomicBool>::default(), Arc::<AtomicU32>::default());
        let mut clients = JoinSet::new();
        for email in emails {
            let (goes_home, signed_in) = (Arc::clone(&goes_home), Arc::clone(&signed_in));
            clients.spawn(async move {
                let mut load = Load::connect(address).await?;
                while !goes_home.load(Ordering::Relaxed) {
                    let answer = load.json(&sign_in(&email)).await?;
                    if answer["data"]["signIn"]["session"].is_null() {
                        return Err(io::Error::other(format!("a sign-in was refused: {answer}")));
                    }
                    signed_in.fetch_add(1, Ordering::Relaxed);
                }
                Ok(())
            });
        }
        Self { goes_home, signed_in, clients }
    }

    /// How often they have signed in.
    pub async fn dismiss(mut self) -> io::Result<u32> {
        self.goes_home.store(true, Ordering::Relaxed);
        while let Some(client) = self.clients.join_next().await {
            client.map_err(io::Error::other)??;
        }
        Ok(self.signed_in.load(Ordering::Relaxed))
    }
}
