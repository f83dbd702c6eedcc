//! The lists of editors: everything in whatever state it is, the latest change first.

use super::declare::{List, Noun, Order, Source};

/// Such a list; `filed` is the one order it has.
pub const fn drafts(name: &'static str, noun: &'static Noun, filed: &'static [Order; 1]) -> List {
    List { name, noun, filed: (Source::Listing, filed[0].list), orders: filed, edge: None, drafts: None }
}

/// By change; `list` is the word of its rows, and these are their kinds.
pub const fn changed(list: &'static str, kinds: &'static [&'static str]) -> Order {
    Order {
        name: "UPDATED_AT",
        descending: true,
        source: Source::Listing,
        list,
        kinds,
        across_kinds: false,
        unknown: None,
        sorted_by_publication: false,
    }
}
