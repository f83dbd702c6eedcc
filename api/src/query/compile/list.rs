//! The ids of a list in order, out of the derived rows: one index seek a branch.
//!
//! A branch is one scope, one locale, one kind; several of them, each in order, are merged, since an `IN` with an order
//! would read every scope to its end.

use uuid::Uuid;

use super::super::declare::Source;
use super::super::page::{Ask, Condition};
use super::drive::{self, Drive};
use super::kinds::{asked_kinds, each_kind, is_across, literal};
use super::merge::Branches;
use super::range::Range;
use super::{Sql, dialect};
use crate::domain::view::ORIGINAL;
use crate::kit::cursor::Cursor;

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
pub(super) struct Branch<'a> {
    list: &'static str,
    scope: &'a str,
    pub locale: &'a str,
    /// Locales whose rows come first: an item is taken from the first that has it.
    earlier: &'a [String],
    kind: Option<&'a str>,
}

impl<'a> Branch<'a> {
    /// The same part of another scope.
    pub(super) fn under(&self, scope: &'a str) -> Self {
        Self { scope, ..*self }
    }

    /// That a row is in it, of a list by this word.
    fn place(&self, list: &str) -> String {
        let Self { scope, locale, kind, .. } = self;
        let kind = kind.map_or_else(String::new, |kind| format!(" AND l.kind = {kind}"));
        format!("l.list = {list} AND l.scope_id = {scope} AND l.locale = {locale}{kind}")
    }

    /// That a count is of it.
    pub(super) fn counted(&self) -> String {
        self.place(&literal(self.list))
    }
}

/// The scopes whose rows are read.
#[derive(Clone, Copy)]
pub(super) enum Sought<'a> {
    Each(&'a [String]),
    /// Those of the one that has fewer.
    Rarer([&'a str; 2]),
}

/// How a list is read.
struct Way<'a> {
    sought: Sought<'a>,
    locales: &'a [String],
    /// None for all of them at once.
    kinds: &'a [String],
    /// What each row is asked.
    rest: String,
}

impl Sql<'_> {
    pub(super) fn list(&mut self, ask: &Ask, window: &Window, parent: Option<&Parent>) -> String {
        let drive = drive::of(ask, parent);
        let taken = drive.taken();
        let scopes: Vec<_> = taken.iter().flat_map(|one| self.scopes_of(ask, *one, parent)).collect();
        let locales = self.locales_of(ask.order.order.source);
        let beside = parent.filter(|_| !taken.contains(&None));
        // What is only counted needs no order.
        let is_free =
            window.limit.is_none() || locales.iter().all(|locale| is_across(ask.order.order, locale));
        let asked = asked_kinds(ask, is_free, scopes.len() / taken.len() * locales.len(), beside);
        let kinds = match asked {
            Some(n) => self.kinds_of(&ask.filter[n]),
            None if is_free => Vec::new(),
            None => each_kind(ask, taken[0], parent),
        };
        let sought = match (&drive, &*scopes) {
            (Drive::One(_), _) => Sought::Each(&scopes),
            (Drive::Rarer(_), [one, other]) => Sought::Rarer([one, other]),
            (Drive::Rarer(_), _) => unreachable!("each of the two is one scope"),
        };
        let rest = self.rest(ask, &[taken, &[asked]].concat(), beside);
        let written = self.written;
        let branches = self.branches(ask, window, &Way { sought, locales: &locales, kinds: &kinds, rest });
        // They are counted when they are put where they belong.
        self.written = written;
        self.union(ask, window, branches)
    }

    /// The scopes that are sought.
    fn scopes_of(&mut self, ask: &Ask, drive: Option<usize>, parent: Option<&Parent>) -> Vec<String> {
        match (drive.map(|n| &ask.filter[n]), parent) {
            (Some(Condition::Scopes { any, .. }), _) => self.each_of(any),
            (Some(_), _) => Vec::new(),
            (None, Some(parent)) => vec![parent.id.clone()],
            (None, None) => vec![self.bind(Uuid::nil())],
        }
    }

    /// One of each list, locale, scope and kind.
    fn branches(&mut self, ask: &Ask, window: &Window, way: &Way<'_>) -> Vec<Branches> {
        let (order, picked, key) = (ask.order.order, is_picked(ask), key(ask));
        let kinds: Vec<Option<&str>> = if way.kinds.is_empty() {
            vec![None]
        } else {
            way.kinds.iter().map(|kind| Some(&**kind)).collect()
        };
        let list = if picked { ask.list.filed.1 } else { order.list };
        let lists = std::iter::once((list, false)).chain(order.unknown.map(|list| (list, true)));
        let mut of_lists = Vec::new();
        for (list, unknown) in lists {
            let Some(range) = Range::of(ask, window, unknown, self.viewing.now.0) else { continue };
            self.is_of_its_time |= range.is_of_its_time;
            let range = self.range(range, key);
            let mut rest = way.rest.clone();
            if picked {
                rest += &format!(" AND l.sort_at > {}", self.now());
            }
            let mut selects = Vec::new();
            for (place, locale) in way.locales.iter().enumerate() {
                for kind in &kinds {
                    let earlier = &way.locales[..place];
                    let branch = Branch { list, scope: "", locale, earlier, kind: *kind };
                    for (scope, meets) in self.sought(ask, window, &branch, (way.sought, &range)) {
                        let (branch, rest) = (branch.under(&scope), format!("{range} AND {rest}{meets}"));
                        selects.extend(self.branch(ask, &branch, &rest));
                    }
                }
            }
            of_lists.push(Branches { unknown, selects });
        }
        of_lists
    }

    /// The locales whose rows make the list. In order of a number every original has its row in the same place as
    /// its translations, so a reader who takes originals needs no other.
    fn locales_of(&mut self, source: Source) -> Vec<String> {
        let locales = &self.viewing.locales;
        if source == Source::Listing && locales.or_original {
            return vec![literal(ORIGINAL)];
        }
        let chain: Vec<String> = locales.chain().map(str::to_owned).collect();
        chain.into_iter().map(|locale| self.locale(locale)).collect()
    }

    /// The original stands for itself: an index of some rows is found by its word.
    fn locale(&mut self, locale: String) -> String {
        if locale == ORIGINAL { literal(ORIGINAL) } else { self.bind(locale) }
    }

    fn branch(&mut self, ask: &Ask, branch: &Branch<'_>, rest: &str) -> Option<String> {
        if self.is_full() {
            return None;
        }
        let order = ask.order.order;
        let (source, mut conditions) = self.seek(ask, branch);
        conditions += rest;
        if order.source == Source::Directory && !branch.earlier.is_empty() {
            let earlier = format!(
                "directory f WHERE f.item_id = l.item_id AND f.list = l.list AND f.scope_id = l.scope_id \
                 AND f.locale IN ({})",
                branch.earlier.join(",")
            );
            conditions += &format!(" AND NOT {}", dialect::exists(self.dialect, &earlier));
        }
        let key = key(ask);
        let branch = format!("SELECT l.{key} AS k, l.item_id AS i FROM {source} WHERE {conditions}");
        self.written += branch.len();
        Some(branch)
    }

    /// What a branch reads, and the conditions that its index is sought by.
    pub(super) fn seek(&self, ask: &Ask, branch: &Branch<'_>) -> (String, String) {
        let order = ask.order.order;
        let Branch { list, kind, locale, .. } = branch;
        let across_kinds = kind.is_none() && is_across(order, locale);
        let list = if across_kinds { literal(list) } else { dialect::of_all(self.dialect, list) };
        let index = if across_kinds { dialect::by(self.dialect, "listing_by_time") } else { String::new() };
        (format!("{} l{index}", order.source.table()), branch.place(&list))
    }
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
