//! What things are filed under, read from several tables by one statement.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{IDS, padded};
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

impl<const N: usize> Filed<N> {
    pub async fn of(db: &impl ConnectionTrait, tables: [Filing; N], ids: &[Uuid]) -> Result<Self> {
        let mut filed = Self(std::array::from_fn(|_| HashMap::new()));
        for some in ids.chunks(IDS) {
            let some = padded(some);
            let each = tables.iter().zip(0..).map(|(Filing(select), number)| numbered(select(&some), number));
            let Some(all) = each.reduce(|mut all, next| all.union(UnionType::All, next).take()) else {
                break;
            };
            for row in db.query_all(&all).await? {
                let number: i32 = row.try_get_by_index(3)?;
                let Some(rows) = usize::try_from(number).ok().and_then(|number| filed.0.get_mut(number))
                else {
                    continue;
                };
                let place = (row.try_get_by_index(2)?, row.try_get_by_index(1)?);
                rows.entry(row.try_get_by_index(0)?).or_default().push(place);
            }
        }
        Ok(filed)
    }

    /// What one thing is filed under in one of the tables, in its order.
    pub fn take<M>(&mut self, table: usize, thing: Uuid, row: impl Fn(i32, Uuid) -> M) -> Vec<M> {
        let mut places = self.0[table].remove(&thing).unwrap_or_default();
        places.sort_unstable();
        places.into_iter().map(|(place, other)| row(place, other)).collect()
    }
}

/// With the number of its table.
fn numbered(mut select: SelectStatement, number: i32) -> SelectStatement {
    select.expr(Expr::cust(number.to_string())).take()
}
