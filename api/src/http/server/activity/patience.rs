//! How long a client is waited for.

use std::time::Duration;

use crate::config::Http;

/// From the settings.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From the first byte of a request, or from the start of the connection, to the end of the head.
    pub head: Duration,
    /// Between requests.
    pub idle: Duration,
    /// Without a byte of a request that is worked on, or while no more is taken of an answer.
    pub stalled: Duration,
}

impl Patience {
    /// None of them is noticed later than that when it becomes the next to end.
    pub fn shortest(&self) -> Duration {
        self.head.min(self.idle).min(self.stalled)
    }
}

impl From<&Http> for Patience {
    fn from(settings: &Http) -> Self {
        Self {
            head: settings.header_timeout,
            idle: settings.idle_timeout,
            stalled: settings.request_timeout + settings.body_timeout,
        }
    }
}
