//! What a door asked for: a tree of columns and relations, free of aliases.
//!
//! Two trees grow together. The [`Selection`] says what to read: distinct columns and distinct relations,
//! whatever they were called. The [`Shape`] remembers which response key leads where, so that an answer can
//! be told in the caller's words.

use std::sync::Arc;

use super::content;
use super::declare::{Column, Link, Noun, Relation};
use super::page::Ask;

/// Values in one JSON array; wider rows are cut into several.
pub const ROW_LIMIT: usize = 50;

const _: () = assert!(ROW_LIMIT <= 50, "PostgreSQL refuses more than 100 arguments a call");

/// What to read of one noun.
#[derive(Clone, Debug)]
pub struct Selection {
    pub noun: &'static Noun,
    /// Bit n: the n-th column of the noun.
    columns: u64,
    pub relations: Vec<Wanted>,
    /// The order in which relations are compiled; filled by [`Selection::seal`].
    order: Vec<usize>,
}

/// A relation with what was asked of it.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub relation: &'static Relation,
    /// For connections: filter, order and page.
    pub ask: Option<Ask>,
    pub parts: Parts,
    pub selection: Arc<Selection>,
}

/// Which parts of a connection were asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct Parts {
    /// The nodes themselves.
    pub rows: bool,
    /// Edges and cursors.
    pub keys: bool,
    /// What stands on the edge beside the node.
    pub edge: bool,
    /// Whether there are more at either end.
    pub page_info: bool,
    /// Whether there are more where reading goes on, at no cost beside.
    pub more: bool,
    pub total: bool,
}

/// Where response keys lead: one node of the answer as the caller wrote it.
#[derive(Debug, Default)]
pub struct Shape {
    keys: Vec<(String, Step)>,
}

/// From one level of the answer to the next.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which of the selection's relations; absent for groups such as `edges`.
    pub relation: Option<usize>,
    pub shape: Arc<Shape>,
}

impl Selection {
    pub fn new(noun: &'static Noun) -> Self {
        Self { noun, columns: 0, relations: Vec::new(), order: Vec::new() }
    }

    /// Asks for a column.
    pub fn column(&mut self, column: &'static Column) {
        self.columns |= 1 << self.noun.position(column);
    }

    /// The same and this column.
    #[must_use]
    pub fn and(&self, column: &'static Column) -> Arc<Self> {
        let mut more = self.clone();
        more.column(column);
        Arc::new(more)
    }

    /// Asks for a relation; the same one asked for twice is read once.
    pub fn relation(&mut self, relation: &'static Relation, ask: Option<Ask>) -> usize {
        let same = |wanted: &Wanted| std::ptr::eq(wanted.relation, relation) && wanted.ask == ask;
        if let Some(known) = self.relations.iter().position(same) {
            return known;
        }
        self.relations.push(Wanted {
            relation,
            ask,
            parts: Parts::default(),
            selection: Arc::new(Self::new(relation.link.to())),
        });
        self.relations.len() - 1
    }

    /// The asked columns in declaration order.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> + '_ {
        self.noun.columns().enumerate().filter(|(n, _)| self.columns >> n & 1 == 1).map(|(_, column)| column)
    }

    pub fn width(&self) -> usize {
        self.columns.count_ones() as usize
    }

    /// Where the value of a column stands in a row; `None` when it was not asked for.
    pub fn slot(&self, column: &Column) -> Option<usize> {
        let bit = 1_u64 << self.noun.position(column);
        (self.columns & bit != 0).then(|| (self.columns & (bit - 1)).count_ones() as usize)
    }

    /// What is asked of a relation's other end.
    pub fn beneath(&mut self, relation: usize) -> (&mut Self, &mut Parts) {
        let wanted = &mut self.relations[relation];
        let selection = Arc::get_mut(&mut wanted.selection).expect("shared only once it is sealed");
        (selection, &mut wanted.parts)
    }

    /// Ends the asking. Relations are compiled in the order of the declaration, then of their arguments, so
    /// that aliases and the order of writing give no new statement.
    pub fn seal(&mut self) {
        for wanted in &mut self.relations {
            Arc::get_mut(&mut wanted.selection).expect("shared only once it is sealed").seal();
        }
        let place = |wanted: &Wanted| {
            let relation = wanted.relation;
            self.noun.relations.iter().position(|known| std::ptr::eq(known, relation))
        };
        let mut order: Vec<usize> = (0..self.relations.len()).collect();
        if order.len() > 1 {
            order.sort_by_cached_key(|&n| {
                let wanted = &self.relations[n];
                (place(wanted), wanted.ask.as_ref().map(|ask| format!("{ask:?}")))
            });
        }
        self.order = order;
    }

    /// The relations in the order of the compiled row.
    pub fn compiled(&self) -> impl Iterator<Item = (usize, &Wanted)> {
        self.order.iter().map(|&n| (n, &self.relations[n]))
    }

    /// Does the compiled row fit into one JSON array?
    pub fn is_wide(&self) -> bool {
        self.width() + self.relations.len() > ROW_LIMIT
    }

    /// Does a row tell its id?
    pub fn tells_id(&self) -> bool {
        self.slot(&content::ID).is_some()
    }

    /// Is anything of the chosen text needed?
    pub fn needs_text(&self) -> bool {
        self.columns().any(|column| column.from == super::declare::From::Text)
    }
}

impl Wanted {
    /// Is it a plain list?
    pub fn is_many(&self) -> bool {
        matches!(self.relation.link, Link::Children { .. } | Link::Through { .. })
    }
}

impl Parts {
    /// Do the rows have to be read, be it only for their keys?
    pub fn needs_rows(self) -> bool {
        self.rows || self.keys || self.edge || self.page_info
    }
}

impl Shape {
    pub fn add(&mut self, key: &str, relation: Option<usize>, shape: Arc<Shape>) {
        self.keys.push((key.to_owned(), Step { relation, shape }));
    }

    pub fn step(&self, key: &str) -> Option<&Step> {
        self.keys.iter().find(|(known, _)| known == key).map(|(_, step)| step)
    }
}
