//! What is printed while it is measured, and what is written at the end.

use std::error::Error;
use std::path::Path;

use harness::{Value, json};

use crate::number::{Number, short, table};
use crate::sample::Rounds;

#[derive(Debug, Default)]
pub struct Report {
    /// What is measured now: database and size.
    place: String,
    loads: Vec<Value>,
    figures: Vec<Value>,
    numbers: Vec<Number>,
}

impl Report {
    /// What follows was measured there.
    pub fn at(&mut self, place: String) {
        if self.place != place {
            println!("\n{place}");
            self.place = place;
        }
    }

    pub fn rounds(&mut self, title: &str, all: &[Rounds]) {
        let head = ["req/s", "p50 ms", "p99 ms", "p99.9 ms", "server us", "database us", "bytes", ""];
        let mut rows = vec![[title].into_iter().chain(head).map(str::to_owned).collect()];
        rows.extend(all.iter().map(row));
        println!("\n{}", table(&rows).trim_end());
        for rounds in all {
            let mut load = rounds.json();
            load["place"] = json!(self.place);
            load["workload"] = json!(title);
            self.loads.push(load);
        }
    }

    /// What is worth knowing and promised by nobody.
    pub fn figure(&mut self, name: &str, value: f64, unit: &'static str) {
        println!("{}", format!("{name}: {} {unit}", short(value)).trim_end());
        self.figures.push(json!({ "place": self.place, "name": name, "value": value, "unit": unit }));
    }

    pub fn number(&mut self, number: Number) {
        let name = format!("{}: {}", self.place, number.name);
        let number = Number { name, ..number };
        println!("{}", number.row().join("  ").trim_end());
        self.numbers.push(number);
    }

    /// All promises once more, one beneath the other.
    pub fn sum_up(&self) {
        let head = ["", "measured", "bound", "", ""].map(str::to_owned).to_vec();
        let rows: Vec<_> = std::iter::once(head).chain(self.numbers.iter().map(Number::row)).collect();
        println!("\n{}", table(&rows));
    }

    pub fn write(&self, file: &Path, machine: &Value) -> Result<(), Box<dyn Error>> {
        let numbers: Vec<_> = self.numbers.iter().map(Number::json).collect();
        let all = json!({
            "machine": machine, "loads": self.loads, "figures": self.figures, "numbers": numbers,
            "notMeasured": ["allocations"],
        });
        std::fs::write(file, serde_json::to_string_pretty(&all)?)?;
        Ok(())
    }
}

fn row(rounds: &Rounds) -> Vec<String> {
    let cpu = |at: usize| short(rounds.middle(|sample| sample.cpu_micros()[at]));
    let quantile = |part: f64| format!("{:.2}", rounds.middle(|sample| sample.quantile(part)));
    let hits = rounds.cached().hit_share().map(|share| format!("{:.1} % from the cache", share * 100.0));
    vec![
        rounds.name.clone(),
        short(rounds.middle(|sample| sample.count() / sample.spell.as_secs_f64())),
        quantile(0.5),
        quantile(0.99),
        quantile(0.999),
        cpu(0),
        cpu(1),
        short(rounds.middle(crate::sample::Sample::bytes_each)),
        hits.unwrap_or_default(),
    ]
}
