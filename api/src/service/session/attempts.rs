//! Attempts are counted before anything is done for them.

use crate::app::App;
use crate::error::{Error, Result};
use crate::platform::attempts::Who;

/// One more attempt by all of these; an error while any of them has to wait.
pub fn count(app: &App, all: &[Option<Who>]) -> Result<()> {
    let now = app.clock.now();
    for who in all.iter().flatten() {
        if let Err(wait) = app.attempts.begin(who, now) {
            // Rounded up: who comes back then is let in.
            return Err(Error::RateLimited((wait + 999) / 1000));
        }
    }
    Ok(())
}
