//! What caches are told of an answer: when what is in it changed, and in which language it is.

use std::collections::BTreeSet;

use entity::instant::Instant;

use crate::query::declare::{Column, Noun};
use crate::query::node::{Node, Related};
use crate::query::selection::Selection;
use crate::query::value::Value;
use crate::query::{call, content, event};

/// Gathered from every thing in the answer, at whatever depth.
#[derive(Debug, Default)]
pub struct Facts {
    pub lists: BTreeSet<&'static str>,
    locales: BTreeSet<String>,
    changed: Option<Instant>,
}

/// The columns that tell, where a noun has them.
const TELLING: [&str; 4] = ["id", "localeServed", "updatedAt", "expiresAt"];

/// Reads what tells beside what was asked for.
pub fn select(selection: &mut Selection) {
    let noun = selection.noun;
    for name in TELLING {
        noun.field(name)
            .into_iter()
            .flat_map(|field| field.columns)
            .for_each(|column| selection.column(column));
    }
    if is_event(noun) {
        for column in [&event::UPDATED_AT, &event::EXPIRES_AT, &event::STARTS_AT] {
            selection.column(column);
        }
    }
    if is_call(noun) {
        for column in [&call::OPENS_AT, &call::CLOSES_AT, &call::GRACE_PERIOD] {
            selection.column(column);
        }
    }
}

fn is_call(noun: &Noun) -> bool {
    std::ptr::eq(noun, &raw const call::NOUN)
}

fn is_event(noun: &Noun) -> bool {
    std::ptr::eq(noun, &raw const event::NOUN)
}

impl Facts {
    /// Adds a thing with all there is of it.
    pub fn add(&mut self, node: &Node, now: Instant) {
        let noun = node.selection().noun;
        let read = |column: &Column| {
            let known = noun.columns().any(|own| std::ptr::eq(own, column));
            known.then(|| node.value(column).ok()).flatten()
        };
        let instant = |column: &Column| read(column).and_then(Value::int);
        self.locales.extend(read(&content::LOCALE_SERVED).and_then(Value::text).map(str::to_owned));
        self.changed_at(instant(&content::UPDATED_AT));
        self.turned_at(instant(&content::EXPIRES_AT), now);
        if is_event(noun) {
            self.changed_at(instant(&event::UPDATED_AT));
            self.turned_at(instant(&event::EXPIRES_AT), now);
            // A filter may go by it.
            self.turned_at(instant(&event::STARTS_AT), now);
        }
        if is_call(noun) {
            let closes = instant(&call::CLOSES_AT);
            let grace = instant(&call::GRACE_PERIOD).unwrap_or_default().saturating_mul(1000);
            self.turned_at(instant(&call::OPENS_AT), now);
            self.turned_at(closes, now);
            self.turned_at(closes.map(|closes| closes.saturating_add(grace)), now);
        }
        for (at, wanted) in node.selection().relations.iter().enumerate() {
            self.lists.extend(wanted.ask.as_ref().map(|ask| ask.list.name));
            match node.related(at) {
                Some(Related::One(one)) => one.iter().for_each(|node| self.add(node, now)),
                Some(Related::Many(many)) => many.iter().for_each(|node| self.add(node, now)),
                Some(Related::Page(page)) => {
                    page.rows.iter().filter_map(|row| row.node.as_ref()).for_each(|node| self.add(node, now));
                }
                None => {}
            }
        }
    }

    fn changed_at(&mut self, at: Option<i64>) {
        self.changed = self.changed.max(at.map(Instant));
    }

    /// What is told of it is another since then.
    fn turned_at(&mut self, at: Option<i64>, now: Instant) {
        self.changed_at(at.filter(|at| *at <= now.0));
    }

    /// When it last changed. What leaves a list takes its instant along, so lists do not say.
    pub fn changed(&self) -> Option<Instant> {
        self.changed.filter(|_| self.lists.is_empty())
    }

    /// The language of all of it, if it is one.
    pub fn language(&self) -> Option<String> {
        self.locales.first().filter(|_| self.locales.len() == 1).cloned()
    }
}
