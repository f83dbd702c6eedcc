//! What readers notice of those who sign in.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use harness::{CLUSTER_PAGE, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::admin::{CLIENTS, page, sign_in};
use crate::load::{Load, request};
use crate::server::Server;
use crate::{Done, SPELL, quantile};

/// Each of the readers asks at its own times, however long answers take.
const READERS: u32 = 4;
/// Between two pages of all readers together.
const PACE: Duration = Duration::from_millis(10);
const ROUNDS: usize = 5;

/// A page when nobody signs in, and while fifty do at once over and over: in turns, at the same pace.
pub async fn measure(server: &Server) -> Done {
    let (mut idle, mut crowded) = (Vec::new(), Vec::new());
    let (mut ratios, mut signed_in) = (Vec::new(), 0);
    read(server.address, SPELL / 4).await?;
    for _ in 0..ROUNDS {
        let quiet = read(server.address, SPELL).await?;
        let crowd = Crowd::gather(server.address);
        // Until all of them wait for one another.
        tokio::time::sleep(SPELL / 4).await;
        let loud = read(server.address, SPELL).await?;
        signed_in += crowd.dismiss().await?;
        ratios.push(quantile(&loud, 99) / quantile(&quiet, 99));
        idle.extend(quiet);
        crowded.extend(loud);
    }
    for (name, took) in [("idle", &mut idle), ("while 50 clients sign in at once", &mut crowded)] {
        took.sort_unstable();
        println!(
            "Cluster page, {name}: p50 {:.2} ms, p99 {:.2} ms, {} times",
            quantile(took, 50),
            quantile(took, 99),
            took.len()
        );
    }
    ratios.sort_unstable_by(f64::total_cmp);
    println!(
        "p99 is {:.2} times its idle value (over all rounds; middle of {ROUNDS} rounds {:.2}, worst {:.2}); {signed_in} sign-ins",
        quantile(&crowded, 99) / quantile(&idle, 99),
        ratios[ROUNDS / 2],
        ratios[ROUNDS - 1],
    );
    Ok(())
}

/// How long each page took from the moment it was due, in order.
async fn read(address: SocketAddr, spell: Duration) -> io::Result<Vec<Duration>> {
    let body = json!({ "query": CLUSTER_PAGE, "variables": page() }).to_string();
    let request: Arc<[u8]> = request("/graphql", &body).into();
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
        let (status, _) = load.ask(&request).await?;
        if status != 200 {
            return Err(io::Error::other(format!("a page was refused: {status}")));
        }
        took.push(due.elapsed());
        due += PACE * READERS;
    }
    Ok(took)
}

/// Clients that sign in, each as another user, again as soon as they are in.
struct Crowd {
    goes_home: Arc<AtomicBool>,
    signed_in: Arc<AtomicU32>,
    clients: JoinSet<io::Result<()>>,
}

impl Crowd {
    fn gather(address: SocketAddr) -> Self {
        let (goes_home, signed_in) = (Arc::<AtomicBool>::default(), Arc::<AtomicU32>::default());
        let mut clients = JoinSet::new();
        for number in 1..=CLIENTS {
            let (goes_home, signed_in) = (Arc::clone(&goes_home), Arc::clone(&signed_in));
            clients.spawn(async move {
                let mut load = Load::connect(address).await?;
                while !goes_home.load(Ordering::Relaxed) {
                    let answer = load.json(&sign_in(number)).await?;
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
    async fn dismiss(mut self) -> io::Result<u32> {
        self.goes_home.store(true, Ordering::Relaxed);
        while let Some(client) = self.clients.join_next().await {
            client.map_err(io::Error::other)??;
        }
        Ok(self.signed_in.load(Ordering::Relaxed))
    }
}
