//! How far a long command has come, for a person at a terminal.

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

use crate::exchange::bundle::Watch;

/// Draws on stderr, and only where that is a terminal.
#[derive(Debug, Default)]
pub struct Progress {
    bar: Mutex<Option<ProgressBar>>,
}

impl Watch for Progress {
    fn stage(&self, name: &'static str, steps: usize) {
        let bar = ProgressBar::new(steps as u64).with_message(name);
        let style =
            ProgressStyle::with_template("{msg:12} {wide_bar} {pos}/{len}").expect("a fixed template");
        bar.set_style(style);
        let mut current = self.bar.lock().expect("drawing does not panic");
        if let Some(done) = current.replace(bar) {
            done.finish_and_clear();
        }
    }

    fn advance(&self, steps: usize) {
        if let Some(bar) = &*self.bar.lock().expect("drawing does not panic") {
            bar.inc(steps as u64);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Ok(Some(bar)) = self.bar.get_mut().map(Option::take) {
            bar.finish_and_clear();
        }
    }
}
