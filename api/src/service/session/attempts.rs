//! Attempts are counted before anything is done for them.

use std::net::IpAddr;

use crate::app::App;
use crate::error::{Error, Result};
use crate::platform::attempts::{Attempt, Who};
use crate::service::user::EMAIL_CHARS;

/// One more attempt by all of these; an error while any of them has to wait.
pub fn begin(app: &App, all: impl IntoIterator<Item = Who>) -> Result<Attempt<'_>> {
    // Rounded up: who comes back then is let in.
    app.attempts.begin(all, app.clock.now()).map_err(|wait| Error::RateLimited((wait + 999) / 1000))
}

/// Whoever tries an account: the address, the two together, and the account wherever it is tried from.
pub fn at_account(email: &str, from: Option<IpAddr>) -> impl Iterator<Item = Who> {
    let email: String = email.chars().take(EMAIL_CHARS).collect();
    let near = from.map(|from| [Who::address(from), Who::pair(from, &email)]);
    near.into_iter().flatten().chain([Who::account(&email)])
}
