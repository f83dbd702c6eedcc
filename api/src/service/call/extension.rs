//! How the deadline of a call was moved after the public had seen it.

use std::cmp::Reverse;

use entity::audit_event::Actor;
use entity::call_extension::Model;
use entity::id::{CallExtensionId, CallId};
use entity::instant::Instant;

use super::Stored;
use crate::app::Tx;
use crate::domain::check::Check;
use crate::domain::deadline::Deadline;
use crate::domain::limits;
use crate::service::save::Stored as _;

/// A move of the deadline, as it is told elsewhere.
#[derive(Clone, Debug)]
pub struct Extension {
    pub previous: Deadline,
    pub deadline: Deadline,
    pub reason: Option<String>,
    pub at: Instant,
}

/// Has the public seen what is live from this instant on?
pub fn is_known(published_at: Option<Instant>, now: Instant) -> bool {
    published_at.is_some_and(|at| at <= now)
}

pub fn check(check: &mut Check, extensions: &[Extension]) {
    check.each("extensions", extensions, |check, extension| {
        check.optional_text("reason", extension.reason.as_deref(), limits::SUMMARY_CHARS);
    });
}

/// Those that are known, and those that were not.
pub fn joined(call: CallId, known: Vec<Model>, told: Vec<Extension>) -> Vec<Model> {
    // The latest is told first, and put in front last.
    told.into_iter().rev().map(|one| row(call, one)).fold(known, added)
}

/// Remembers that the deadline was moved, by whom and why, unless that is told already.
pub fn sign(after: &mut Stored, before: &Stored, tx: &Tx<'_>) {
    let is_moved = before.item.closes_at != after.item.closes_at;
    let explains = |row: &Model| row.closes_at == after.item.closes_at && !before.extensions.contains(row);
    if !is_moved || !is_known(before.item.published_at, tx.now()) || after.extensions.iter().any(explains) {
        return;
    }
    let moved = Extension {
        previous: deadline(before),
        deadline: deadline(after),
        reason: tx.reason.clone(),
        at: tx.now(),
    };
    let row = row(CallId(after.id()), moved);
    let row = Model { actor: tx.author.kind(), user_id: tx.author.user(), origin: tx.author.origin(), ..row };
    after.extensions = added(std::mem::take(&mut after.extensions), row);
}

fn deadline(stored: &Stored) -> Deadline {
    let item = &stored.item;
    Deadline { at: item.closes_at, local: item.closes_at_local.clone(), time_zone: item.time_zone.clone() }
}

/// The latest first, each once, and no more than are read with their call.
fn added(mut rows: Vec<Model>, one: Model) -> Vec<Model> {
    if rows.iter().all(|row| row.id != one.id) {
        rows.insert(0, one);
        rows.sort_by_key(|row| Reverse(row.at));
        rows.truncate(limits::RELATIONS);
        for (position, row) in (0..).zip(&mut rows) {
            row.position = position;
        }
    }
    rows
}

/// The same move is the same row, wherever it is told.
fn row(call_id: CallId, moved: Extension) -> Model {
    let Extension { previous, deadline, reason, at } = moved;
    let name = format!("{call_id}:{}:{}:{}", at.0, previous.at.0, deadline.at.0);
    Model {
        id: CallExtensionId::derived(&name),
        call_id,
        position: 0,
        previous_closes_at: previous.at,
        previous_closes_at_local: previous.local,
        previous_time_zone: previous.time_zone,
        closes_at: deadline.at,
        closes_at_local: deadline.local,
        time_zone: deadline.time_zone,
        reason,
        at,
        actor: Actor::System,
        user_id: None,
        origin: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(day: i64) -> Extension {
        let deadline = |day: i64| Deadline::of(Instant(day * 86_400_000), "UTC".to_owned());
        Extension { previous: deadline(day), deadline: deadline(day + 1), reason: None, at: Instant(day / 2) }
    }

    #[test]
    fn the_latest_moves_are_kept_once_each_the_latest_first() {
        let call = CallId::derived("call");
        let told: Vec<_> = (0..60).rev().map(moved).collect();
        let rows = joined(call, Vec::new(), told.clone());
        let closes: Vec<i64> = rows.iter().map(|row| row.closes_at.0 / 86_400_000).collect();
        assert_eq!(closes, (11..61).rev().collect::<Vec<_>>(), "of one instant, too");
        assert_eq!(rows.iter().map(|row| row.position).collect::<Vec<_>>(), (0..50).collect::<Vec<_>>());
        assert_eq!(joined(call, rows.clone(), told[..50].to_vec()), rows);
        assert_eq!(joined(call, rows.clone(), told), rows, "what was left out stays left out");
    }
}
