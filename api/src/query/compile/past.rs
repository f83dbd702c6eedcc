//! Where a page of records begins: past a place in an order by key and id. Both databases seek to a pair in an index of
//! both, however many rows have the same key, as those of one import do.

use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait};
use uuid::Uuid;

/// What comes after it in an ascending order.
pub fn later<C: ColumnTrait>(columns: (C, C), place: (i64, Uuid)) -> Expr {
    pair(columns).gt(values(place))
}

/// What comes after it in a descending order.
pub fn earlier<C: ColumnTrait>(columns: (C, C), place: (i64, Uuid)) -> Expr {
    pair(columns).lt(values(place))
}

fn pair<C: ColumnTrait>((key, id): (C, C)) -> Expr {
    Expr::tuple([key.into_expr(), id.into_expr()])
}

fn values((key, id): (i64, Uuid)) -> Expr {
    Expr::tuple([Expr::value(key), Expr::value(id)])
}
