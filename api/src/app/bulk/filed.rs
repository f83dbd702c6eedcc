//! What things are filed under, read from several tables by one statement.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{Answers, Queries, Query};
use crate::error::Result;

/// A table that files things: those ids, what each is filed under, and at which place.
#[derive(Clone, Copy, Debug)]
pub struct Filing(fn(&[Uuid]) -> SelectStatement);

/// Places and ids by thing, table by table.
#[derive(Debug)]
pub struct Filed<const N: usize>([HashMap<Uuid, Vec<(i32, Uuid)>>; N]);

impl Filing {
    pub const fn new(select: fn(&[Uuid]) -> SelectStatement) -> Self {
        Self(select)
    }
}

/// The rows of one such table.
pub fn filing<E: EntityTrait>([thing, other, place]: [E::Column; 3], ids: &[Uuid]) -> SelectStatement {
    let rows = E::find().select_only().column(thing).column(other).column(place);
    rows.filter(thing.is_in(ids.iter().copied())).into_query()
}

/// Thing, other, place and number of the table.
pub type Place = (Uuid, Uuid, i32, i32);

impl Queries {
    /// What these things are filed under in each of the tables.
    pub fn filed<const N: usize>(&mut self, tables: [Filing; N], ids: &[Uuid]) -> Query<Place> {
        self.each(ids, |some| {
            let each = tables.iter().zip(0..).map(|(Filing(select), number)| numbered(select(&some), number));
            each.reduce(|mut all, next| all.union(UnionType::All, next).take()).unwrap_or_default()
        })
    }
}

impl Answers {
    pub fn filed<const N: usize>(&mut self, of: Query<Place>) -> Result<Filed<N>> {
        let mut filed = Filed(std::array::from_fn(|_| HashMap::new()));
        for (thing, other, place, number) in self.tuples(of)? {
            let rows = usize::try_from(number).ok().and_then(|number| filed.0.get_mut(number));
            if let Some(rows) = rows {
                rows.entry(thing).or_default().push((place, other));
            }
        }
        Ok(filed)
    }
}

impl<const N: usize> Filed<N> {
    /// What one thing is filed under in one of the tables, in its order.
    pub fn take<M>(&mut self, table: usize, thing: Uuid, row: impl Fn(i32, Uuid) -> M) -> Vec<M> {
        let mut places = self.0[table].remove(&thing).unwrap_or_default();
        places.sort_unstable();
        places.into_iter().map(|(place, other)| row(place, other)).collect()
    }
}

/// With the number of its table.
pub(super) fn numbered(mut select: SelectStatement, number: i32) -> SelectStatement {
    select.expr(Expr::cust(number.to_string())).take()
}
