//! From the start of the program to its first answer, on content that is there.

use std::time::Instant;

use harness::load::{Load, Server};

use super::Bench;
use crate::driver::good;
use crate::number::{Number, short};
use crate::sample::median;
use crate::store::Data;
use crate::{Done, asked};

const TIMES: usize = 9;

pub async fn measure(bench: &mut Bench<'_>, data: &Data) -> Done {
    let mut took = Vec::new();
    for _ in 0..TIMES {
        let started = Instant::now();
        let server = Server::start(&data.url, &data.folder).await?;
        let mut load = Load::connect(server.address).await?;
        let reply = load.ask(&asked::page(0)).await?;
        took.push(started.elapsed().as_secs_f64() * 1000.0);
        good(&load, reply, 200)?;
    }
    let fastest = took.iter().copied().fold(f64::INFINITY, f64::min);
    let number = Number::ratio("start to first cluster page", median(took), 150.0).of("ms");
    let note = format!("the middle one of {TIMES}, the fastest {}; promised at 1,000,000", short(fastest));
    bench.report.number(number.noting(note));
    Ok(())
}
