//! The ids of a list in order, out of the derived rows: one index seek a branch.
//!
//! A branch is one scope, one locale, one kind; several of them are ordered and limited each by itself, then
//! together, since an `IN` with an order would read every scope to its end.

use uuid::Uuid;

use super::super::declare::Source;
use super::super::filter::ranks;
use super::super::kinds::FEATURED;
use super::super::page::{Ask, Condition};
use super::merge::union;
use super::range::Range;
use super::{Sql, dialect};
use crate::domain::view::ORIGINAL;
use crate::kit::cursor::Cursor;

/// More branches than this, and kinds become a filter within each.
const MAX_BRANCHES: usize = 64;

/// Which part of the ordered list is wanted.
#[derive(Debug, Default)]
pub(super) struct Window {
    pub bounds: Vec<Bound>,
    pub backward: bool,
    pub limit: Option<usize>,
    /// Rows before those, in the same order.
    pub skip: usize,
}

/// A place in the list that the window keeps to one side of.
#[derive(Debug)]
pub(super) enum Bound {
    After(Cursor),
    Before(Cursor),
    /// The place itself and all before it.
    UpTo(Cursor),
    /// The place itself and all after it.
    From(Cursor),
}

/// Whose list it is.
#[derive(Debug)]
pub(super) struct Parent {
    /// The expression of its id.
    pub id: String,
    /// How narrow a list beneath it likely is, as in [`ranks`](super::super::filter::ranks).
    pub rank: u8,
}

/// One index seek.
struct Branch<'a> {
    list: &'static str,
    unknown: bool,
    scope: &'a str,
    locale: &'a str,
    /// Locales whose rows come first: an item is taken from the first that has it.
    earlier: &'a [String],
    kind: Option<&'a str>,
}

impl Sql<'_> {
    pub(super) fn list(&mut self, ask: &Ask, window: &Window, parent: Option<&Parent>) -> String {
        let order = ask.order.order;
        let (picked, key) = (is_picked(ask), key(ask));
        let drive = driver(ask, parent);
        let scopes = match (drive, parent) {
            (Some(n), _) => match &ask.filter[n] {
                Condition::Scopes { any, .. } => self.each_of(any),
                _ => Vec::new(),
            },
            (None, Some(parent)) => vec![parent.id.clone()],
            (None, None) => vec![self.bind(Uuid::nil())],
        };
        let locales = self.locales_of(order.source);
        let beside = parent.filter(|_| drive.is_some());
        let asked = asked_kinds(ask, scopes.len() * locales.len(), beside);
        let kinds = match asked {
            Some(n) => self.kinds_of(&ask.filter[n]),
            None if window.limit.is_some() => each_kind(ask, drive, parent),
            // What is only counted needs no order.
            None => Vec::new(),
        };
        let kinds: Vec<Option<String>> =
            if kinds.is_empty() { vec![None] } else { kinds.into_iter().map(Some).collect() };
        let rest = self.rest(ask, &[drive, asked], beside);
        let list = if picked { ask.list.filed.1 } else { order.list };
        let lists = std::iter::once((list, false)).chain(order.unknown.map(|list| (list, true)));
        let (mut branches, written) = (Vec::new(), self.written);
        for (list, unknown) in lists {
            let Some(range) = Range::of(ask, window, unknown, self.viewing.now.0) else { continue };
            self.is_of_its_time |= range.is_of_its_time;
            let mut rest = self.range(range, key) + &rest;
            if picked {
                rest += &format!(" AND l.sort_at > {}", self.now());
            }
            for (place, locale) in locales.iter().enumerate() {
                for scope in &scopes {
                    for kind in &kinds {
                        let earlier = &locales[..place];
                        let kind = kind.as_deref();
                        let branch = Branch { list, unknown, scope, locale, earlier, kind };
                        branches.extend(self.branch(ask, window, &branch, &rest));
                    }
                }
            }
        }
        // They are counted when they are put where they belong.
        self.written = written;
        let skipped = self.skipped(window);
        union(ask, window, &skipped, branches)
    }

    /// The locales whose rows make the list. In order of a number every original has its row in the same place as
    /// its translations, so a reader who takes originals needs no other.
    fn locales_of(&mut self, source: Source) -> Vec<String> {
        let locales = &self.viewing.locales;
        if source == Source::Listing && locales.or_original {
            return vec![self.bind(ORIGINAL)];
        }
        let chain: Vec<String> = locales.chain().map(str::to_owned).collect();
        chain.into_iter().map(|locale| self.bind(locale)).collect()
    }

    fn branch(&mut self, ask: &Ask, window: &Window, branch: &Branch<'_>, rest: &str) -> Option<String> {
        if self.is_full() {
            return None;
        }
        let order = ask.order.order;
        let Branch { list, scope, locale, .. } = branch;
        let across_kinds = branch.kind.is_none() && order.kinds.is_empty();
        let list = if across_kinds { literal(list) } else { dialect::of_all(self.dialect, list) };
        let mut conditions = format!("l.list = {list} AND l.scope_id = {scope} AND l.locale = {locale}");
        conditions += &branch.kind.map_or_else(String::new, |kind| format!(" AND l.kind = {kind}"));
        conditions += rest;
        if order.source == Source::Directory && !branch.earlier.is_empty() {
            let earlier = format!(
                "directory f WHERE f.item_id = l.item_id AND f.list = l.list AND f.scope_id = l.scope_id \
                 AND f.locale IN ({})",
                branch.earlier.join(",")
            );
            conditions += &format!(" AND NOT {}", dialect::exists(self.dialect, &earlier));
        }
        let unknown = order.unknown.map_or("", |_| if branch.unknown { "1 AS n, " } else { "0 AS n, " });
        let (table, key) = (order.source.table(), key(ask));
        let index = if across_kinds { dialect::by(self.dialect, "listing_by_time") } else { String::new() };
        let limit = self.limit(ask, window);
        let branch = format!(
            "SELECT {unknown}l.{key} AS k, l.item_id AS i FROM {table} l{index} WHERE {conditions}{limit}"
        );
        self.written += branch.len();
        Some(branch)
    }

    /// The kinds that are asked for.
    fn kinds_of(&mut self, condition: &Condition) -> Vec<String> {
        match condition {
            Condition::Kinds(kinds) => kinds.iter().map(|kind| self.bind(kind.as_ref())).collect(),
            Condition::Featured(featured) => vec![literal(if *featured { FEATURED } else { "" })],
            _ => Vec::new(),
        }
    }
}

/// The condition whose kinds are branches of their own: of rows that are in order across kinds only where that gives not
/// too many.
fn asked_kinds(ask: &Ask, branches: usize, beside: Option<&Parent>) -> Option<usize> {
    ask.filter.iter().position(|condition| {
        let kinds = match condition {
            Condition::Kinds(kinds) => kinds.len(),
            Condition::Featured(_) if beside.is_none() => 1,
            _ => return false,
        };
        !ask.order.order.kinds.is_empty() || kinds * branches <= MAX_BRANCHES
    })
}

/// Every kind, where each is in order by itself; a city is featured by clusters alone.
fn each_kind(ask: &Ask, drive: Option<usize>, parent: Option<&Parent>) -> Vec<String> {
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

fn literal(word: &str) -> String {
    format!("'{word}'")
}

/// The condition whose scopes drive the seek: the one likely the narrowest, unless the parent is as narrow, or
/// only its own rows are in this order.
fn driver(ask: &Ask, parent: Option<&Parent>) -> Option<usize> {
    let order = ask.order.order;
    if parent.is_some() && (order.source, order.list) != ask.list.filed {
        return None;
    }
    let ranked = ask.filter.iter().enumerate().filter_map(|(n, condition)| match condition {
        Condition::Scopes { rank, .. } => Some((*rank, n)),
        _ => None,
    });
    ranked.min().filter(|(rank, _)| parent.is_none_or(|parent| *rank < parent.rank)).map(|(_, n)| n)
}

/// Open calls in order of publication: they are few beside those that were, so they are picked by their deadline, and
/// then sorted.
pub(super) fn is_picked(ask: &Ask) -> bool {
    ask.order.order.sorted_by_publication && ask.filter.contains(&Condition::Open(true))
}

/// The column that orders.
pub(super) fn key(ask: &Ask) -> &'static str {
    if is_picked(ask) { "live_from" } else { ask.order.order.source.key() }
}
