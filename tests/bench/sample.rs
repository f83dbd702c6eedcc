//! What one spell of load showed, and what several of them show together.

use std::time::Duration;

use harness::load::Cpu;
use hdrhistogram::Histogram;
use serde_json::{Value, json};

/// Longer than any request may take, in microseconds.
const LONGEST: u64 = 120_000_000;

/// What the server's cache did, by its own word (RFC 9211).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cached {
    pub hits: u64,
    /// Answers that waited for the same query of another request.
    pub collapsed: u64,
    pub misses: u64,
    /// Answers without a word about it.
    pub silent: u64,
}

impl Cached {
    /// Notes the `Cache-Status` of one answer.
    pub fn note(&mut self, status: Option<&str>) {
        let says = |word: &str| {
            let mut parts = status.into_iter().flat_map(|status| status.split(';').skip(1));
            parts.any(|part| part.trim().trim_end_matches("=?1") == word)
        };
        let counted = match status {
            None => &mut self.silent,
            Some(_) if says("hit") => &mut self.hits,
            Some(_) if says("collapsed") => &mut self.collapsed,
            Some(_) => &mut self.misses,
        };
        *counted += 1;
    }

    pub fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.collapsed += other.collapsed;
        self.misses += other.misses;
        self.silent += other.silent;
    }

    /// Of all answers, those from the cache; `None` when none says a word about it.
    #[expect(clippy::cast_precision_loss, reason = "counts of one run")]
    pub fn hit_share(self) -> Option<f64> {
        let all = self.hits + self.collapsed + self.misses;
        (all > 0).then(|| self.hits as f64 / (all + self.silent) as f64)
    }
}

/// One spell.
#[derive(Clone, Debug)]
pub struct Sample {
    pub took: Histogram<u64>,
    pub spell: Duration,
    pub cpu: Cpu,
    pub cached: Cached,
    /// Of all bodies.
    pub bytes: u64,
}

impl Sample {
    pub fn empty() -> Self {
        let took = Histogram::new_with_max(LONGEST, 3).expect("these bounds are good");
        Self { took, spell: Duration::ZERO, cpu: Cpu::default(), cached: Cached::default(), bytes: 0 }
    }

    pub fn note(&mut self, took: Duration) {
        self.took.saturating_record(u64::try_from(took.as_micros()).unwrap_or(LONGEST));
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of one run")]
    pub fn count(&self) -> f64 {
        self.took.len() as f64
    }

    /// Microseconds of CPU that a request took: of the server, and of its database.
    pub fn cpu_micros(&self) -> [f64; 2] {
        [self.cpu.server, self.cpu.database].map(|spent| spent.as_secs_f64() * 1e6 / self.count().max(1.0))
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of one run")]
    pub fn bytes_each(&self) -> f64 {
        self.bytes as f64 / self.count().max(1.0)
    }

    /// In milliseconds.
    #[expect(clippy::cast_precision_loss, reason = "microseconds of one request")]
    pub fn quantile(&self, part: f64) -> f64 {
        self.took.value_at_quantile(part) as f64 / 1000.0
    }
}

/// The rounds of one contender.
#[derive(Clone, Debug)]
pub struct Rounds {
    pub name: String,
    pub samples: Vec<Sample>,
}

impl Rounds {
    /// Of all rounds the middle one, by what it is asked about each.
    pub fn middle(&self, of: impl Fn(&Sample) -> f64) -> f64 {
        median(self.samples.iter().map(of).collect())
    }

    /// How much more a request takes than one of `other`: of each round, then the middle one.
    pub fn ratio(&self, other: &Self) -> f64 {
        let total = |sample: &Sample| sample.cpu_micros().iter().sum::<f64>();
        median(self.samples.iter().zip(&other.samples).map(|(one, two)| total(one) / total(two)).collect())
    }

    pub fn cached(&self) -> Cached {
        let mut all = Cached::default();
        for sample in &self.samples {
            all.add(sample.cached);
        }
        all
    }

    pub fn json(&self) -> Value {
        json!({
            "name": self.name,
            "requests": self.samples.iter().map(Sample::count).sum::<f64>(),
            "requestsPerSecond": self.middle(|sample| sample.count() / sample.spell.as_secs_f64()),
            "p50Ms": self.middle(|sample| sample.quantile(0.5)),
            "p99Ms": self.middle(|sample| sample.quantile(0.99)),
            "p999Ms": self.middle(|sample| sample.quantile(0.999)),
            "serverMicros": self.middle(|sample| sample.cpu_micros()[0]),
            "databaseMicros": self.middle(|sample| sample.cpu_micros()[1]),
            "bytes": self.middle(Sample::bytes_each),
            "hitShare": self.cached().hit_share(),
        })
    }
}

/// The middle one; of an even number the upper one. Not a number when there is none.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_unstable_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(server: u64, requests: u64) -> Sample {
        let mut sample = Sample::empty();
        for number in 0..requests {
            sample.note(Duration::from_millis(number + 1));
        }
        sample.cpu.server = Duration::from_millis(server);
        sample.spell = Duration::from_secs(1);
        sample
    }

    fn rounds(samples: Vec<Sample>) -> Rounds {
        Rounds { name: "it".to_owned(), samples }
    }

    #[test]
    fn the_word_of_a_cache_is_understood() {
        let mut cached = Cached::default();
        let words =
            ["cities; hit", "cities; fwd=miss; stored", "cities;fwd=miss;collapsed=?1", "cities; hit; ttl=3"];
        for word in words {
            cached.note(Some(word));
        }
        assert_eq!(cached, Cached { hits: 2, collapsed: 1, misses: 1, silent: 0 });
        assert_eq!(cached.hit_share(), Some(0.5));
        let mut silent = Cached::default();
        silent.note(None);
        assert_eq!(silent.hit_share(), None);
    }

    #[test]
    fn a_ratio_compares_what_was_measured_in_the_same_round() {
        // The machine was twice as slow in the second round.
        let one = rounds(vec![sample(20, 10), sample(40, 10), sample(22, 10)]);
        let two = rounds(vec![sample(10, 10), sample(20, 10), sample(10, 10)]);
        assert!((one.ratio(&two) - 2.0).abs() < 1e-9);
        assert!((one.middle(|sample| sample.cpu_micros()[0]) - 2_200.0).abs() < 1e-9);
    }

    #[test]
    fn quantiles_are_of_what_was_noted() {
        let all = sample(1, 1_000);
        assert!((all.quantile(0.5) - 500.0).abs() < 1.0, "{}", all.quantile(0.5));
        assert!((all.quantile(0.99) - 990.0).abs() < 1.0);
        assert!(median(Vec::new()).is_nan());
        assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
    }
}
