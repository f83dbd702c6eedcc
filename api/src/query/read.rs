//! Runs compiled statements: the one way every door reads.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

use super::compile::{self, Again, Compiled, Key, Name};
use super::declare::Noun;
use super::node::{Connection, Node};
use super::page::Ask;
use super::rests;
use super::selection::{Parts, Selection};
use super::value::Value;
use crate::domain::view::Viewing;
use crate::error::{Error, Result};
use crate::kit;

/// One thing, or `None` where there is none that this reader may see.
pub async fn one(
    db: &impl ConnectionTrait,
    viewing: &Viewing,
    key: Key,
    selection: &Arc<Selection>,
) -> Result<Option<Arc<Node>>> {
    let one = One::new(key, selection);
    let compiled = one.compiled(db, viewing)?;
    one.read(db, viewing, compiled).await
}

/// What is asked of one thing.
#[derive(Debug)]
pub struct One {
    key: Key,
    /// With what it is known again by.
    selection: Arc<Selection>,
}

impl One {
    pub fn new(key: Key, selection: &Selection) -> Self {
        Self { selection: Arc::new(rests::with_identity(selection, &key)), key }
    }

    fn compiled(&self, db: &impl ConnectionTrait, viewing: &Viewing) -> Result<Compiled> {
        compile::one(db.get_database_backend(), viewing, self.key.clone(), &self.selection)
    }

    async fn read(
        &self,
        db: &impl ConnectionTrait,
        viewing: &Viewing,
        compiled: Compiled,
    ) -> Result<Option<Arc<Node>>> {
        let found = match run(db, viewing, compiled).await? {
            Some(value) => Node::read(&self.selection, value)?,
            None => None,
        };
        rests::on_one(&viewing.footprint, &self.key, self.selection.noun, found.as_deref());
        Ok(found)
    }
}

/// The same of what may have been asked before.
pub async fn one_again(
    db: &impl ConnectionTrait,
    viewing: &Viewing,
    one: &One,
    again: &Again,
) -> Result<Option<Arc<Node>>> {
    let compiled = again.compiled(viewing.now, || one.compiled(db, viewing))?;
    one.read(db, viewing, compiled).await
}

/// Those of several things of one noun that this reader may see, by id.
pub async fn several(
    db: &impl ConnectionTrait,
    viewing: &Viewing,
    ids: &[Uuid],
    selection: &Arc<Selection>,
) -> Result<HashMap<Uuid, Arc<Node>>> {
    let compiled = compile::several(db.get_database_backend(), viewing, ids, selection)?;
    let rows = run(db, viewing, compiled).await?.map_or_else(Vec::new, Value::into_array);
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let mut parts = row.into_array().into_iter();
        let id = parts.next().and_then(|id| id.uuid());
        let node = Node::read(selection, parts.next().unwrap_or(Value::Null))?;
        found.extend(id.zip(node));
    }
    for id in ids {
        rests::on_id(&viewing.footprint, *id, selection.noun, found.get(id).map(|node| &**node));
    }
    Ok(found)
}

/// A page of a list at the root.
pub async fn page(
    db: &impl ConnectionTrait,
    viewing: &Viewing,
    ask: &Ask,
    parts: Parts,
    selection: &Arc<Selection>,
) -> Result<Connection> {
    let compiled = compile::page(db.get_database_backend(), viewing, ask, parts, selection)?;
    page_of(db, viewing, (ask, selection), compiled).await
}

/// The same of what may have been asked before.
pub async fn page_again(
    db: &impl ConnectionTrait,
    viewing: &Viewing,
    (ask, parts, selection): (&Ask, Parts, &Arc<Selection>),
    again: &Again,
) -> Result<Connection> {
    let make = || compile::page(db.get_database_backend(), viewing, ask, parts, selection);
    page_of(db, viewing, (ask, selection), again.compiled(viewing.now, make)?).await
}

async fn page_of(
    db: &impl ConnectionTrait,
    viewing: &Viewing,
    (ask, selection): (&Ask, &Arc<Selection>),
    compiled: Compiled,
) -> Result<Connection> {
    let value = run(db, viewing, compiled).await?.unwrap_or(Value::Null);
    let page = Connection::read(selection, ask, value)?;
    rests::on_page(&viewing.footprint, ask, rests::Beneath::Nothing, &page);
    Ok(page)
}

/// The same, and beside it the things that it was asked by, so that what is not there is told from what has nothing. These
/// are told in the languages of `beside`, at the same instant.
pub async fn page_beside(
    db: &impl ConnectionTrait,
    asked: (&Viewing, &Ask, Parts, &Arc<Selection>),
    things: &[(Key, Arc<Selection>)],
    beside: &Viewing,
) -> Result<(Connection, Vec<Option<Arc<Node>>>)> {
    let (viewing, ask, parts, selection) = asked;
    let known =
        |(key, wanted): &(Key, Arc<Selection>)| (key.clone(), Arc::new(rests::with_identity(wanted, key)));
    let things: Vec<_> = things.iter().map(known).collect();
    let asked = (viewing, ask, parts, &**selection);
    let compiled = compile::page_beside(db.get_database_backend(), asked, &things, beside)?;
    let mut values = run(db, viewing, compiled).await?.map_or_else(Vec::new, Value::into_array).into_iter();
    let page = Connection::read(selection, ask, values.next().unwrap_or(Value::Null))?;
    rests::on_page(&viewing.footprint, ask, rests::Beneath::Nothing, &page);
    let mut found = Vec::with_capacity(things.len());
    for (key, wanted) in &things {
        let node = Node::read(wanted, values.next().unwrap_or(Value::Null))?;
        rests::on_one(&viewing.footprint, key, wanted.noun, node.as_deref());
        found.push(node);
    }
    Ok((page, found))
}

/// Things that go by a name, whose working draft is to, or that once did: in this order.
pub async fn called(db: &impl ConnectionTrait, noun: &Noun, name: Name<'_>) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Called {
        id: Uuid,
    }
    let (Name::Slug(text) | Name::ExternalRef(text)) = name;
    if kit::text::has_nul(text) {
        return Ok(Vec::new());
    }
    let found = rows::<Called>(db, compile::called(db.get_database_backend(), noun, name)).await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// The rows of a statement of ours that are no JSON.
pub(super) async fn rows<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    compiled: Compiled,
) -> Result<Vec<T>> {
    let backend = db.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, compiled.text, compiled.values);
    Ok(T::find_by_statement(statement).all(db).await?)
}

/// Bytes of what one statement answers: a hundred long articles with all their text.
const MAX_ANSWER: usize = 8 * 1024 * 1024;
/// And of what all statements of a request answer.
const MAX_ANSWERS: usize = 4 * MAX_ANSWER;

async fn run(db: &impl ConnectionTrait, viewing: &Viewing, compiled: Compiled) -> Result<Option<Value>> {
    if compiled.values.iter().any(has_nul) {
        // Nothing we hold is called so, and PostgreSQL refuses to look.
        return Ok(None);
    }
    let backend = db.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, compiled.text, compiled.values);
    let Some(row) = db.query_one_raw(statement).await? else { return Ok(None) };
    let Some(text) = row.try_get_by_index::<Option<String>>(0)? else { return Ok(None) };
    if text.len() > MAX_ANSWER {
        return Err(Error::Limit { limit: "answerBytes", allowed: MAX_ANSWER, found: text.len() });
    }
    let all = viewing.footprint.weighs(text.len());
    if all > MAX_ANSWERS {
        return Err(Error::Limit { limit: "answerBytes", allowed: MAX_ANSWERS, found: all });
    }
    Value::read(&text.into()).map(Some).map_err(|err| Error::Database(sea_orm::DbErr::Json(err.to_string())))
}

/// Only slugs and keys of other systems get here as callers sent them.
fn has_nul(value: &sea_orm::Value) -> bool {
    matches!(value, sea_orm::Value::String(Some(text)) if text.contains('\0'))
}
