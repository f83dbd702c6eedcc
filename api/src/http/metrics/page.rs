//! All figures as text, gathered when they are asked for.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{
    DescriptorEncoder, EncodeCounterValue, EncodeGaugeValue, NoLabelSet, prometheus_text,
};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Registry;

use super::counters::Counters;
use crate::app::App;
use crate::http::answers::Answers;
use crate::platform::count::{BOUNDS, Durations};

/// Leads the name of each series.
const PREFIX: &str = "cities";

pub struct Page(Registry);

impl Page {
    pub fn new(app: Arc<App>, answers: Arc<Answers>) -> Self {
        let mut registry = Registry::with_prefix(PREFIX);
        registry.register_collector(Box::new(Figures { app, answers }));
        Self(registry)
    }

    pub fn text(&self) -> String {
        let mut text = String::with_capacity(8 * 1024);
        prometheus_text::encode(&mut text, &self.0).expect("writing to memory");
        text
    }
}

#[derive(Debug)]
struct Figures {
    app: Arc<App>,
    answers: Arc<Answers>,
}

impl Collector for Figures {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut lines = Lines(encoder);
        requests(&mut lines, &self.answers.counters)?;
        self.answers(&mut lines, &self.answers.counters)?;
        self.database(&mut lines)?;
        self.changes(&mut lines)
    }
}

impl Figures {
    fn answers(&self, lines: &mut Lines<'_>, counters: &Counters) -> fmt::Result {
        let outcomes = counters.outcomes().map(|(outcome, count)| ([("outcome", outcome.to_owned())], count));
        lines.counters(
            "answers",
            "Requests that may have an answer kept, by what became of them",
            outcomes,
        )?;
        lines.counter(
            "answers_stale",
            "Answers that were kept and no longer true when asked for",
            &counters.stale.get(),
        )?;
        lines.counter(
            "answers_evicted",
            "Answers that went, or were not kept, for want of room",
            &counters.evicted.get(),
        )?;
        let kept = self.answers.sizes();
        let bytes = kept.map(|(by, size)| ([("by", by)], size.bytes));
        lines.gauges("answers_bytes", "Memory of kept answers, by request and by question", bytes)?;
        let entries = kept.map(|(by, size)| ([("by", by)], size.entries));
        lines.gauges("answers_entries", "Answers that are kept, by request and by question", entries)
    }

    fn database(&self, lines: &mut Lines<'_>) -> fmt::Result {
        let statements = &self.app.statements;
        lines.counter(
            "statements",
            "Statements sent to the database for requests",
            &statements.count.get(),
        )?;
        let seconds = Duration::from_nanos(statements.nanos.get()).as_secs_f64();
        lines.counter("statement_seconds", "Time until they were answered", &seconds)?;
        let pools = self.app.db.pools().into_iter().flat_map(|(pool, size)| {
            [("used", size.open.saturating_sub(size.idle)), ("idle", size.idle)]
                .map(|(state, count)| ([("pool", pool), ("state", state)], count))
        });
        lines.gauges("database_connections", "Connections to the database", pools)?;
        let Some(replica) = &self.app.db.replica else { return Ok(()) };
        let is_read = [([] as [(&str, &str); 0], u64::from(replica.is_read()))];
        lines.gauges("database_replica_read", "Whether the replica is read", is_read)
    }

    fn changes(&self, lines: &mut Lines<'_>) -> fmt::Result {
        let freshness = &self.app.freshness;
        lines.counter(
            "changes",
            "Changes of content that were heard of, of this process and of others",
            &freshness.position(),
        )?;
        // Before the first look there is nothing to tell.
        let silence = freshness.silence().map(|time| ([] as [(&str, &str); 0], time.as_secs_f64()));
        lines.gauges(
            "changes_silence_seconds",
            "Time since the changes of others were last looked at",
            silence,
        )?;
        let version = [([("version", env!("CARGO_PKG_VERSION"))], 1_u64)];
        lines.gauges("build_info", "The program that answers", version)
    }
}

fn requests(lines: &mut Lines<'_>, counters: &Counters) -> fmt::Result {
    let statuses = counters.doors().flat_map(|(door, requests)| {
        requests
            .statuses()
            .map(move |(status, count)| ([("door", door.to_owned()), ("status", status.to_string())], count))
    });
    lines.counters("requests", "Requests that were answered", statuses)?;
    let durations = counters.doors().map(|(door, requests)| (door, &requests.durations));
    lines.durations("request_seconds", "Time until the head of an answer was ready", durations)
}

/// One row of lines for each figure.
struct Lines<'a>(DescriptorEncoder<'a>);

impl Lines<'_> {
    fn counter(&mut self, name: &str, help: &str, value: &impl EncodeCounterValue) -> fmt::Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Counter)?;
        metric.encode_counter::<NoLabelSet, _, u64>(value, None)
    }

    fn counters<const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = ([(&'static str, String); N], u64)>,
    ) -> fmt::Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Counter)?;
        for (labels, value) in values {
            metric.encode_family(&labels)?.encode_counter::<NoLabelSet, _, u64>(&value, None)?;
        }
        Ok(())
    }

    fn gauges<'v, const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = ([(&'v str, &'v str); N], impl EncodeGaugeValue)>,
    ) -> fmt::Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Gauge)?;
        for (labels, value) in values {
            metric.encode_family(&labels)?.encode_gauge(&value)?;
        }
        Ok(())
    }

    fn durations<'v>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (&'v str, &'v Durations)>,
    ) -> fmt::Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Histogram)?;
        for (door, durations) in values {
            let counts = durations.counts();
            let bounds = BOUNDS.iter().map(|micros| Duration::from_micros(*micros).as_secs_f64());
            let buckets: Vec<_> = bounds.chain([f64::INFINITY]).zip(counts).collect();
            let labels = [("door", door)];
            let (sum, count) = (durations.sum().as_secs_f64(), counts.iter().sum());
            metric.encode_family(&labels)?.encode_histogram::<NoLabelSet>(sum, count, &buckets, None)?;
        }
        Ok(())
    }
}
