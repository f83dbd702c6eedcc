//! What is asked of a list: which items, in which order, which page.

use std::borrow::Cow;
use std::fmt;

use uuid::Uuid;

use super::declare::{List, Noun, Order, Source};
use crate::error::{Error, Result};
use crate::kit::cursor::{Cursor, CursorError, Key};

/// Rows on a page when nobody says.
pub const DEFAULT_SIZE: usize = 20;
/// Rows on a page at most: more is an error, not a clamp.
pub const MAX_SIZE: usize = 100;
/// Values in one list of a filter.
pub const MAX_VALUES: usize = 20;

/// One page of a list.
#[derive(Clone)]
pub struct Ask {
    pub list: &'static List,
    /// The noun of the thing it is a list of; none at the root.
    pub beneath: Option<&'static Noun>,
    pub order: Ordering,
    pub filter: Vec<Condition>,
    pub page: Page,
}

impl fmt::Debug for Ask {
    /// Short, and without the declaration: equal relations are put in order by it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} {:?} {:?}", self.list.name, self.order, self.filter, self.page)
    }
}

impl PartialEq for Ask {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.list, other.list)
            && self.beneath.map(|noun| noun.name) == other.beneath.map(|noun| noun.name)
            && self.order == other.order
            && self.filter == other.filter
            && self.page == other.page
    }
}

impl Ask {
    /// What its cursors are bound to: `cluster.news`, whatever the cluster.
    pub fn name(&self) -> String {
        name(self.list, self.beneath)
    }
}

fn name(list: &List, beneath: Option<&Noun>) -> String {
    beneath.map_or_else(|| list.name.to_owned(), |noun| format!("{}.{}", noun.word, list.name))
}

/// An order of the list with its direction.
#[derive(Clone, Copy)]
pub struct Ordering {
    pub order: &'static Order,
    pub descending: bool,
}

impl fmt::Debug for Ordering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl PartialEq for Ordering {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.order, other.order) && self.descending == other.descending
    }
}

/// A window of the ordered list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Rows at most.
    pub size: usize,
    /// Take them from the end of the window.
    pub backward: bool,
    /// The window begins after this one.
    pub after: Option<Cursor>,
    /// The window ends before this one.
    pub before: Option<Cursor>,
    /// Rows at its beginning that are passed over without being read: for parts that are told apart by number.
    pub skip: usize,
}

/// One condition; all of them must hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Filed under any of these; `rank` tells which of several such conditions is likely the narrowest.
    Scopes {
        rank: u8,
        any: Scopes,
    },
    Kinds(Vec<Cow<'static, str>>),
    /// The sort value is at least this.
    SortFrom(i64),
    /// The sort value is less than this.
    SortBefore(i64),
    /// Published at this instant or later.
    PublishedFrom(i64),
    /// Published before this instant.
    PublishedBefore(i64),
    /// Submissions are taken now (or are not).
    Open(bool),
    /// Starts now or later (or has started).
    Upcoming(bool),
    /// The membership beneath this parent is (not) featured.
    Featured(bool),
    /// An empty list was asked for: nothing matches.
    Nothing,
}

impl Condition {
    /// Whether it asks for what only live things tell: when they were published, whether they are open.
    pub fn is_of_live(&self) -> bool {
        !matches!(self, Self::Scopes { .. } | Self::Kinds(_) | Self::Nothing)
    }

    /// The content that it names by slugs.
    pub fn named(&self) -> Vec<(&'static Noun, String)> {
        match self {
            Self::Scopes { any: Scopes::Slugs { noun, slugs }, .. } => {
                slugs.iter().map(|slug| (*noun, slug.clone())).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// What items can be filed under.
#[derive(Clone)]
pub enum Scopes {
    Ids(Vec<Uuid>),
    /// Content by its slugs, old ones too; what the reader may not see holds nothing.
    Slugs {
        noun: &'static Noun,
        slugs: Vec<String>,
    },
}

impl Scopes {
    pub fn len(&self) -> usize {
        match self {
            Self::Ids(ids) => ids.len(),
            Self::Slugs { slugs, .. } => slugs.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ids(ids) => write!(f, "{ids:?}"),
            Self::Slugs { noun, slugs } => write!(f, "{}:{slugs:?}", noun.word),
        }
    }
}

impl PartialEq for Scopes {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Ids(a), Self::Ids(b)) => a == b,
            (Self::Slugs { noun: a, slugs: x }, Self::Slugs { noun: b, slugs: y }) => {
                std::ptr::eq(*a, *b) && x == y
            }
            _ => false,
        }
    }
}

/// The page arguments as every door takes them.
#[derive(Clone, Debug, Default)]
pub struct PageArguments {
    pub first: Option<i64>,
    pub after: Option<String>,
    pub last: Option<i64>,
    pub before: Option<String>,
}

impl PageArguments {
    /// Checks them against the list they page through.
    pub fn check(self, list: &List, beneath: Option<&Noun>, ordering: Ordering) -> Result<Page> {
        if self.first.is_some() && self.last.is_some() {
            return Err(Error::invalid("first", "give either `first` or `last`, not both"));
        }
        let backward = self.last.is_some();
        let size = match (self.first, self.last) {
            (Some(n), _) => size("first", n)?,
            (_, Some(n)) => size("last", n)?,
            _ => DEFAULT_SIZE,
        };
        let name = name(list, beneath);
        let after = self.after.map(|text| cursor("after", &text, &name, ordering)).transpose()?;
        let before = self.before.map(|text| cursor("before", &text, &name, ordering)).transpose()?;
        Ok(Page { size, backward, after, before, skip: 0 })
    }
}

impl Ordering {
    pub fn default_of(list: &List) -> Self {
        let order = &list.orders[0];
        Self { order, descending: order.descending }
    }

    /// As cursors name it.
    pub fn name(self) -> String {
        format!("{} {}", self.order.name, if self.descending { "DESC" } else { "ASC" })
    }
}

pub(super) fn size(argument: &'static str, n: i64) -> Result<usize> {
    usize::try_from(n)
        .ok()
        .filter(|&n| n <= MAX_SIZE)
        .ok_or_else(|| Error::invalid(argument, format!("must be between 0 and {MAX_SIZE}, not {n}")))
}

fn cursor(argument: &'static str, text: &str, list: &str, ordering: Ordering) -> Result<Cursor> {
    let cursor = Cursor::decode(text, list, &ordering.name()).and_then(|cursor| {
        let fits = match cursor.key {
            Key::Int(_) => ordering.order.source == Source::Listing,
            Key::Text(_) => ordering.order.source == Source::Directory,
            Key::Null => ordering.order.unknown.is_some(),
        };
        if fits { Ok(cursor) } else { Err(CursorError::Malformed) }
    });
    cursor.map_err(|err| misplaced(argument, err))
}

pub(super) fn misplaced(argument: &'static str, wrong: CursorError) -> Error {
    Error::invalid(argument, format!("{wrong}; use an `endCursor` or `startCursor` of this very list"))
}
