//! Callers on kept connections, each of whom asks again as soon as it is answered.

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use harness::load::{Load, Probe, Reply};
use tokio::task::JoinSet;

use crate::gate::Gate;
use crate::sample::{Rounds, Sample};

/// The request of each number, counted from nought.
pub type Requests = Arc<dyn Fn(u64) -> Arc<[u8]> + Send + Sync>;

/// What is measured beside others.
#[derive(Clone)]
pub struct Contender {
    pub name: String,
    pub address: SocketAddr,
    pub probe: Probe,
    pub requests: Requests,
    pub connections: u32,
    /// Any other status ends the run.
    pub status: u16,
    /// What each request must pass.
    pub gate: Option<Arc<Gate>>,
}

/// The same request every time.
pub fn always(request: Vec<u8>) -> Requests {
    let request: Arc<[u8]> = request.into();
    Arc::new(move |_| Arc::clone(&request))
}

/// Measures all in turns, `A B C A B C …`, so that what else runs on the machine disturbs all alike.
pub async fn in_rounds(
    contenders: &[Contender],
    rounds: usize,
    spell: Duration,
) -> Result<Vec<Rounds>, Box<dyn Error>> {
    let mut all: Vec<Rounds> = contenders
        .iter()
        .map(|contender| Rounds { name: contender.name.clone(), samples: Vec::new() })
        .collect();
    // Numbers go on from spell to spell: what must be new every time is.
    let numbers: Vec<_> = contenders.iter().map(|_| Arc::<AtomicU64>::default()).collect();
    for (contender, number) in contenders.iter().zip(&numbers) {
        contender.spell(spell / 4, number).await?;
    }
    for _ in 0..rounds {
        for ((contender, number), rounds) in contenders.iter().zip(&numbers).zip(&mut all) {
            rounds.samples.push(contender.spell(spell, number).await?);
        }
    }
    Ok(all)
}

impl Contender {
    async fn spell(&self, spell: Duration, number: &Arc<AtomicU64>) -> Result<Sample, Box<dyn Error>> {
        let mut callers = Vec::new();
        for _ in 0..self.connections {
            callers.push(Load::connect(self.address).await?);
        }
        let before = self.probe.cpu().await?;
        let started = Instant::now();
        // Shared, since each of them is large, and nobody waits for it long.
        let noted = Arc::new(Mutex::new(Sample::empty()));
        let mut asking = JoinSet::new();
        for load in callers {
            let (requests, number) = (Arc::clone(&self.requests), Arc::clone(number));
            let gate = self.gate.clone();
            let asked = Asked { requests, number, status: self.status, end: started + spell, gate };
            asking.spawn(ask(load, asked, Arc::clone(&noted)));
        }
        while let Some(one) = asking.join_next().await {
            one?.map_err(|cause| format!("{}: {cause}", self.name))?;
        }
        let mut sample = noted.lock().unwrap_or_else(PoisonError::into_inner).clone();
        sample.spell = started.elapsed();
        sample.cpu = self.probe.cpu().await?.since(before);
        Ok(sample)
    }
}

/// What one caller asks, and until when.
struct Asked {
    requests: Requests,
    number: Arc<AtomicU64>,
    status: u16,
    end: Instant,
    gate: Option<Arc<Gate>>,
}

async fn ask(mut load: Load, asked: Asked, noted: Arc<Mutex<Sample>>) -> io::Result<()> {
    while Instant::now() < asked.end {
        if let Some(gate) = &asked.gate {
            gate.pass().await?;
        }
        let request = (asked.requests)(asked.number.fetch_add(1, Ordering::Relaxed));
        let begun = Instant::now();
        let reply = load.ask(&request).await?;
        let took = begun.elapsed();
        good(&load, reply, asked.status)?;
        let mut noted = noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.note(took);
        noted.bytes += reply.length as u64;
        noted.cached.note(load.header("cache-status"));
    }
    Ok(())
}

/// Ends the run at an answer that was not asked for.
pub fn good(load: &Load, reply: Reply, status: u16) -> io::Result<()> {
    // GraphQL puts its errors before the data.
    if reply.status == status && !load.body().starts_with(b"{\"errors\"") {
        return Ok(());
    }
    let said = String::from_utf8_lossy(load.body()).into_owned();
    Err(io::Error::other(format!("{} instead of {status}: {said}", reply.status)))
}
