//! The words a noun is declared in: what it has, how it is found, who may see it.
//!
//! A noun's file (`query/news_item.rs` …) is one set of these declarations; `compile` turns a selection over
//! them into SQL, and every door asks by the same field names.

mod list;

pub use list::{Edge, List, Order, Source};

/// A type of thing that can be read.
#[derive(Debug)]
pub struct Noun {
    /// The name callers know: the GraphQL type.
    pub name: &'static str,
    /// The word in `slug_history` and `asset_use`.
    pub word: &'static str,
    /// Leads its public ids.
    pub prefix: &'static str,
    pub table: &'static str,
    /// Where its translatable text lives.
    pub text: Option<Text>,
    pub life: Life,
    /// In a fixed order: the order of the values in a compiled row.
    pub columns: &'static [&'static [&'static Column]],
    /// What callers may ask for by name.
    pub fields: &'static [&'static [Field]],
    pub relations: &'static [Relation],
}

/// The translations of a noun: one row per locale, of which a read picks one.
#[derive(Debug)]
pub struct Text {
    pub table: &'static str,
    /// True for things that are no text themselves (a picture): where no wanted locale matches, the
    /// original serves instead of nothing.
    pub always: bool,
}

/// Who decides whether the public sees it.
#[derive(Clone, Copy, Debug)]
pub enum Life {
    /// Its own status, publication and expiry.
    Own,
    /// Those of the thing it belongs to.
    Owner { table: &'static str, key: &'static str },
    /// It is public as long as something live uses it.
    Used,
    /// A label: public by itself.
    Always,
}

#[derive(Debug)]
pub struct Column {
    pub sql: &'static str,
    pub from: From,
    pub kind: Kind,
}

/// The row a column stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    Base,
    Text,
    Owner,
    /// Not stored: the locales of its published texts.
    Locales,
}

/// How a value travels through JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, numbers, JSON kept as text: as they are.
    Plain,
    /// A UUID, hexadecimal on the way.
    Id,
    /// A number with a fraction, to its last digit.
    Double,
}

/// What callers may ask for, and the columns that answer it.
#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub columns: &'static [&'static Column],
    /// For a group such as `body { html }`: its own fields, each with what it needs.
    pub parts: &'static [Field],
}

#[derive(Debug)]
pub struct Relation {
    pub name: &'static str,
    pub link: Link,
}

/// How one row leads to others.
#[derive(Debug)]
pub enum Link {
    /// At most one: its id stands in `key`.
    One { to: &'static Noun, key: &'static str },
    /// At most one: it holds our id in `key`.
    Owned { to: &'static Noun, key: &'static str },
    /// A short list in order: they hold our id in `key`.
    Children { to: &'static Noun, key: &'static str },
    /// A short list in order, through a join table; never more than 50, which writing ensures.
    Through { to: &'static Noun, table: &'static str, parent: &'static str, child: &'static str },
    /// A paged list whose scope is our id.
    Connection { list: &'static List },
}

impl Noun {
    /// Whether what a link leads to is seen with us: our parts, and what we are a part of.
    pub fn is_one_with(&self, link: &Link) -> bool {
        match (link, self.life) {
            (Link::Owned { .. } | Link::Children { .. }, _) => true,
            (Link::One { to, key: ours }, Life::Owner { table, key }) => to.table == table && *ours == key,
            _ => false,
        }
    }

    /// Every column in declaration order.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> + use<> {
        self.columns.iter().copied().flatten().copied()
    }

    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().copied().flatten().find(|field| field.name == name)
    }

    pub fn relation(&self, name: &str) -> Option<&'static Relation> {
        self.relations.iter().find(|relation| relation.name == name)
    }

    /// Where a column stands in the declaration.
    pub fn position(&self, column: &Column) -> usize {
        self.columns()
            .position(|known| std::ptr::eq(known, column))
            .expect("a noun's fields name only its own columns; a test reads every field")
    }
}

impl Link {
    /// The noun at the other end.
    pub fn to(&self) -> &'static Noun {
        match self {
            Self::One { to, .. }
            | Self::Owned { to, .. }
            | Self::Children { to, .. }
            | Self::Through { to, .. } => to,
            Self::Connection { list } => list.noun,
        }
    }
}

/// A column of the noun's own table.
pub const fn base(sql: &'static str) -> Column {
    Column { sql, from: From::Base, kind: Kind::Plain }
}

/// An id in the noun's own table.
pub const fn id(sql: &'static str) -> Column {
    Column { sql, from: From::Base, kind: Kind::Id }
}

/// A column of the chosen text.
pub const fn text(sql: &'static str) -> Column {
    Column { sql, from: From::Text, kind: Kind::Plain }
}

/// A column of the thing it belongs to.
pub const fn owner(sql: &'static str) -> Column {
    Column { sql, from: From::Owner, kind: Kind::Plain }
}

/// The locales it can be read in.
pub const fn locales() -> Column {
    Column { sql: "locale", from: From::Locales, kind: Kind::Plain }
}

/// A field that its columns answer.
pub const fn field(name: &'static str, columns: &'static [&'static Column]) -> Field {
    Field { name, columns, parts: &[] }
}

/// A field with fields of its own.
pub const fn group(name: &'static str, parts: &'static [Field]) -> Field {
    Field { name, columns: &[], parts }
}
