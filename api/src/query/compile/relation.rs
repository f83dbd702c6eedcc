//! A relation of a row: a correlated sub-select.

use super::super::declare::{Life, Link, Noun};
use super::super::filter::ranks;
use super::super::selection::{Selection, Wanted};
use super::list::Parent;
use super::{Sql, dialect};

impl Sql<'_> {
    pub(super) fn relation(&mut self, noun: &Noun, wanted: &Wanted, parent: usize) {
        let selection = &*wanted.selection;
        if noun.is_one_with(&wanted.relation.link) {
            self.shown_as(parent);
        }
        match &wanted.relation.link {
            Link::One { to, key } => {
                let parent = format!("b{parent}.{key}");
                self.single(selection, to, "id", &parent);
            }
            Link::Owned { to, key } => {
                self.single(selection, to, key, &format!("b{parent}.id"));
            }
            Link::Children { key, .. } => self.children(selection, key, parent),
            Link::Through { table, parent: from, child, .. } => {
                self.through(selection, table, (from, child), parent);
            }
            Link::Connection { .. } => {
                let ask = wanted.ask.as_ref().expect("a connection is always asked with a page");
                let parent = Parent { id: format!("b{parent}.id"), rank: ranks::of(noun) };
                self.connection(ask, wanted.parts, selection, Some(&parent));
            }
        }
    }

    /// At most one row, or null.
    fn single(&mut self, selection: &Selection, to: &Noun, key: &str, parent: &str) {
        let level = self.level();
        self.push("(SELECT ");
        self.row(selection, level);
        self.from(selection, level);
        self.push(&format!(" WHERE b{level}.{key} = {parent}"));
        // What uses a file has been found visible on the way here.
        if !matches!(to.life, Life::Used) {
            self.visible(to, level);
        }
        self.push(")");
    }

    /// Rows that hold our id, in their own order.
    fn children(&mut self, selection: &Selection, key: &str, parent: usize) {
        let level = self.level();
        self.group(selection, level, ("b", "id"));
        self.from(selection, level);
        self.push(&format!(" WHERE b{level}.{key} = b{parent}.id"));
        self.visible(selection.noun, level);
        self.push(")");
    }

    /// Rows behind a join table, in its order.
    fn through(&mut self, selection: &Selection, table: &str, (from, child): (&str, &str), parent: usize) {
        let level = self.level();
        self.group(selection, level, ("x", child));
        let base = selection.noun.table;
        self.push(&format!(" FROM {table} x{level}"));
        self.join(base, &format!("b{level}"), &format!("b{level}.id = x{level}.{child}"));
        self.beside(selection, level, false);
        self.push(&format!(" WHERE x{level}.{from} = b{parent}.id"));
        self.visible(selection.noun, level);
        self.push(")");
    }

    /// Opens a sub-select that answers an array of rows, each with its place: they are put in order when they are read.
    fn group(&mut self, selection: &Selection, level: usize, (alias, id): (&str, &str)) {
        self.push(if self.json.or_empty.is_empty() { "(SELECT " } else { "(SELECT COALESCE(" });
        self.push(self.json.group);
        let mut place = vec![format!("{alias}{level}.position")];
        if !selection.tells_id() {
            place.push(dialect::id(self.dialect, &format!("{alias}{level}.{id}")));
        }
        self.placed_row(selection, level, &place);
        self.push(")");
        if !self.json.or_empty.is_empty() {
            self.push(&format!(",{})", self.json.or_empty));
        }
    }
}
