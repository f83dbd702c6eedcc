//! The kinds by which a list is read: those asked for, or every one where each is in order by itself.

use super::super::declare::Order;
use super::super::filter::ranks;
use super::super::kinds::FEATURED;
use super::super::page::{Ask, Condition};
use super::Sql;
use super::list::Parent;
use crate::domain::view::ORIGINAL;

/// More branches than this, and kinds become a filter within each, where each may be read across kinds.
const MAX_BRANCHES: usize = 64;

impl Sql<'_> {
    /// The kinds that are asked for.
    pub(super) fn kinds_of(&mut self, condition: &Condition) -> Vec<String> {
        match condition {
            Condition::Kinds(kinds) => kinds.iter().map(|kind| self.bind(kind.as_ref())).collect(),
            Condition::Featured(featured) => vec![literal(if *featured { FEATURED } else { "" })],
            _ => Vec::new(),
        }
    }
}

/// Whether the rows of a locale are in order across kinds.
pub(super) fn is_across(order: &Order, locale: &str) -> bool {
    order.across_kinds && locale == literal(ORIGINAL)
}

/// The condition whose kinds are branches of their own: of rows that may be read across kinds only where that gives not too
/// many.
pub(super) fn asked_kinds(
    ask: &Ask,
    is_free: bool,
    branches: usize,
    beside: Option<&Parent>,
) -> Option<usize> {
    ask.filter.iter().position(|condition| {
        let kinds = match condition {
            Condition::Kinds(kinds) => kinds.len(),
            Condition::Featured(_) if beside.is_none() => 1,
            _ => return false,
        };
        !is_free || kinds * branches <= MAX_BRANCHES
    })
}

/// Every kind, where each is in order by itself; a city is featured by clusters alone.
pub(super) fn each_kind(ask: &Ask, drive: Option<usize>, parent: Option<&Parent>) -> Vec<String> {
    let rank = match drive.map(|n| &ask.filter[n]) {
        Some(Condition::Scopes { rank, .. }) => Some(*rank),
        _ => parent.map(|parent| parent.rank),
    };
    let kinds = ask.order.order.kinds.iter();
    kinds
        .filter(|kind| **kind != FEATURED || rank == Some(ranks::CLUSTER))
        .map(|kind| literal(kind))
        .collect()
}

pub(super) fn literal(word: &str) -> String {
    format!("'{word}'")
}
