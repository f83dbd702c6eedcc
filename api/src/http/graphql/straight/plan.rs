//! How an answer is written: what is told of each thing, under the keys of the caller.

use std::sync::Arc;

use crate::domain::view::Locales;
use crate::http::told::Telling;
use crate::query::Again;
use crate::query::page::Ask;
use crate::query::read::One;
use crate::query::selection::{Parts, Selection};

/// The whole of an answer.
#[derive(Debug)]
pub struct Plan {
    pub roots: Vec<Root>,
}

/// A field at the root.
#[derive(Debug)]
pub struct Root {
    pub key: String,
    pub locales: Locales,
    pub asked: Asked,
    pub again: Again,
}

#[derive(Debug)]
pub enum Asked {
    One(One, Object),
    Page(Box<Ask>, (Parts, Arc<Selection>), Page),
}

/// What is told of a thing, under the keys of the caller.
#[derive(Debug)]
pub struct Object {
    pub fields: Vec<(String, Value)>,
}

#[derive(Debug)]
pub enum Value {
    TypeName(&'static str),
    Told(Telling),
    /// Which of the selection's relations leads there.
    Led(usize, Object),
    Page(usize, Page),
}

#[derive(Debug)]
pub struct Page {
    pub fields: Vec<(String, Part)>,
}

#[derive(Debug)]
pub enum Part {
    TypeName(String),
    Nodes(Object),
    Edges(Vec<(String, Edge)>),
    Info(Vec<(String, Info)>),
    Total,
}

#[derive(Debug)]
pub enum Edge {
    TypeName(String),
    Cursor,
    Node(Object),
    /// A column of the membership, in the order of its declaration.
    Truth(usize),
    Number(usize),
    Text(usize),
}

#[derive(Clone, Copy, Debug)]
pub enum Info {
    TypeName,
    HasNext,
    HasPrevious,
    Start,
    End,
}

/// The type of what [`Info`] tells.
pub const PAGE_INFO: &str = "PageInfo";
