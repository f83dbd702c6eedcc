//! Lists, and the derived rows that hold them in order.

use super::Noun;

/// A list that is read page by page, at the root or beneath a parent.
#[derive(Debug)]
pub struct List {
    /// The field it is asked for by, and the word in cursors.
    pub name: &'static str,
    pub noun: &'static Noun,
    /// Where every scope of its items is recorded: the table and the `list` word.
    pub filed: (Source, &'static str),
    /// The first is the default.
    pub orders: &'static [Order],
    /// What an edge carries beside its node.
    pub edge: Option<Edge>,
    /// What editors read instead with `view: DRAFT`.
    pub drafts: Option<&'static List>,
}

/// One order of a list: the derived rows that hold it.
#[derive(Debug)]
pub struct Order {
    /// As in the GraphQL enum.
    pub name: &'static str,
    pub descending: bool,
    pub source: Source,
    /// The `list` word of the rows.
    pub list: &'static str,
    /// The kinds of its rows, each of which is in order by itself.
    pub kinds: &'static [&'static str],
    /// Its originals are in one order across kinds, too: they stand in `listing_by_time`.
    pub across_kinds: bool,
    /// The `list` word of the rows without a value: they come last in either direction.
    pub unknown: Option<&'static str>,
    /// The sort value is the instant of publication: nothing later than now can be live.
    pub sorted_by_publication: bool,
}

/// The table that holds the rows of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Ordered by a number: an instant, a position, a population.
    Listing,
    /// Ordered by name.
    Directory,
}

/// Columns of the join row between parent and node, shown on the edge.
#[derive(Debug)]
pub struct Edge {
    pub table: &'static str,
    pub parent: &'static str,
    pub child: &'static str,
    pub columns: &'static [&'static str],
}

impl List {
    pub fn order(&self, name: &str) -> Option<&'static Order> {
        self.orders.iter().find(|order| order.name == name)
    }
}

impl Source {
    pub fn table(self) -> &'static str {
        match self {
            Self::Listing => "listing",
            Self::Directory => "directory",
        }
    }

    /// The column that orders.
    pub fn key(self) -> &'static str {
        match self {
            Self::Listing => "sort_at",
            Self::Directory => "sort_key",
        }
    }
}
