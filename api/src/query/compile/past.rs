//! Where a page of records begins: past a place in an order by key and id. Both databases seek to a pair in an index of
//! both, however many rows have the same key, as those of one import do.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, Order};
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

/// The ids of the rows that come first of several lists together, the newest first: of each list only as many are read,
/// by an index of its own. A list answers its ids as `place_id`, and as `place_key` what it is ordered by.
pub fn latest(lists: impl IntoIterator<Item = SelectStatement>, rows: u64) -> SelectStatement {
    const NAMES: [&str; 2] = ["place_id", "place_key"];
    let first = |(n, mut list): (usize, SelectStatement)| {
        list.limit(rows);
        Query::select().columns(NAMES).from_subquery(list, format!("l{n}")).take()
    };
    let lists = lists.into_iter().enumerate().map(first);
    let all = lists.reduce(|mut all, list| all.union(UnionType::All, list).take());
    let mut all = all.expect("several lists");
    let [id, key] = NAMES;
    all.order_by(key, Order::Desc).order_by(id, Order::Desc).limit(rows);
    Query::select().column(id).from_subquery(all, "merged").take()
}
