//! The log: lines on stderr, for people or for machines.

use std::backtrace::Backtrace;
use std::io::{IsTerminal, stderr};

use tracing::Level;
use tracing_subscriber::EnvFilter;

use crate::config::log::{Format, Log};

/// Starts the log, once a process; panics are logged, too.
pub fn start(settings: &Log) {
    let builder = tracing_subscriber::fmt().with_writer(stderr).with_env_filter(filter(settings.level));
    let outcome = match settings.format {
        Format::Text => builder.with_target(false).with_ansi(stderr().is_terminal()).try_init(),
        Format::Json => builder.json().flatten_event(true).try_init(),
    };
    // A second start in one process, as in tests, keeps the first.
    if outcome.is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string);
            let message = panic.payload_as_str().unwrap_or("unknown");
            tracing::error!(place, message, backtrace = %Backtrace::capture(), "a bug: something panicked");
        }));
    }
}

/// Our own lines at the level asked for, others' only when they matter: a driver's would hold data.
fn filter(level: Level) -> EnvFilter {
    let others = if level == Level::ERROR { "error" } else { "warn" };
    EnvFilter::new(format!("{others},cities={level}"))
}
