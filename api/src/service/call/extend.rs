//! Moving the deadline of a call that the public has seen.

use entity::instant::Instant;

use super::Input;
use crate::app::App;
use crate::domain::change::{Author, Verb};
use crate::domain::check::Check;
use crate::domain::deadline::Told;
use crate::domain::limits;
use crate::domain::mistake::Code;
use crate::error::Result;
use crate::kit;
use crate::service::content::{Done, Request, Why, at_once};

/// Moves the deadline at once, later or earlier, but never to what has passed; the public is told why.
pub async fn extend(
    app: &App,
    author: Author,
    request: Result<Request>,
    told: Told,
    reason: &str,
) -> Result<Done> {
    let reason = reason.trim().to_owned();
    let why = Why { verb: Verb::Extended, reason: reason.clone() };
    at_once::<Input>(app, author, request, why, |call, now, check| {
        if kit::text::is_blank(&reason) {
            check.wrong("reason", Code::Required, "says nothing: tell the public why");
        }
        check.text("reason", &reason, limits::SUMMARY_CHARS);
        moved(call, told, now, check);
    })
    .await
}

fn moved(call: &mut Input, told: Told, now: Instant, check: &mut Check) {
    if !told.is_told() {
        check.wrong("closesAt", Code::Required, "is required: give it, or closesAtLocal");
        return;
    }
    let before = call.closes_at;
    if !call.tell_deadline(told, check) {
        return;
    }
    if call.closes_at <= now {
        check.wrong("closesAt", Code::InvalidState, "has passed: give a later time");
    } else if call.closes_at == before {
        check.wrong("closesAt", Code::InvalidState, "is the deadline already: give another time");
    }
}
