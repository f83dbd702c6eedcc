//! A page of a list with the things that it was asked by, in one statement.

use std::sync::Arc;

use sea_orm::DbBackend;

use super::super::page::Ask;
use super::super::selection::{Parts, Selection};
use super::{Compiled, Key, Sql};
use crate::domain::view::Viewing;
use crate::error::Result;

/// The page, and things by their keys, which are told in other languages: `[page, row or null, …]`.
pub fn page_beside(
    dialect: DbBackend,
    (viewing, ask, parts, selection): (&Viewing, &Ask, Parts, &Selection),
    beside: &[(Key, Arc<Selection>)],
    locales: &Viewing,
) -> Result<Compiled> {
    let mut sql = Sql::new(dialect, viewing);
    sql.push("SELECT ");
    sql.push(sql.json.array);
    sql.connection(ask, parts, selection, None);
    sql.viewing = locales;
    for (key, selection) in beside {
        let level = sql.level();
        sql.push(",(SELECT ");
        sql.row(selection, level);
        sql.from(selection, level);
        sql.push(" WHERE ");
        sql.found_by(selection.noun, level, key.clone());
        sql.visible(selection.noun, level);
        sql.push(")");
    }
    sql.push(")");
    sql.push(sql.json.as_text);
    sql.end()
}
