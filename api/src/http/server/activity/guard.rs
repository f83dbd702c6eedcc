//! What is open on a connection for as long as these are there.

use std::sync::Arc;

use super::super::answer::Progress;
use super::Activity;

/// A request being worked on.
#[derive(Debug)]
pub struct Work {
    pub(super) activity: Arc<Activity>,
    pub(super) is_alone: bool,
}

impl Work {
    /// Whether nothing else was open on its connection as it came.
    pub fn is_alone(&self) -> bool {
        self.is_alone
    }

    /// From here on its client is waited for, until the guard goes.
    pub fn answered(self) -> Sending {
        let mut state = self.activity.state();
        state.answered += 1;
        let number = state.answered;
        state.answers.push((number, Progress::new()));
        drop(state);
        Sending { activity: Arc::clone(&self.activity), number }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let mut state = self.activity.state();
        state.busy -= 1;
        state.pause();
    }
}

/// An answer being taken.
#[derive(Debug)]
pub struct Sending {
    pub(super) activity: Arc<Activity>,
    number: u64,
}

impl Sending {
    /// Tells how far it has come.
    pub fn tell(&self, news: impl FnOnce(&mut Progress)) {
        let mut state = self.activity.state();
        if let Some((_, answer)) = state.answers.iter_mut().find(|(number, _)| *number == self.number) {
            news(answer);
        }
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        let mut state = self.activity.state();
        state.answers.retain(|(number, _)| *number != self.number);
        state.pause();
    }
}

/// A body being received.
#[derive(Debug)]
pub struct Receiving(pub(super) Arc<Activity>);

impl Drop for Receiving {
    fn drop(&mut self) {
        self.0.state().receiving -= 1;
    }
}
