//! Words that are looked for however they are written.

use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition};

/// Whether a column holds this word, whatever letters are capital; the word is in small ones.
pub fn same_letters(column: impl ColumnTrait, word: &str) -> Condition {
    let small = Expr::expr(Func::lower(Expr::col((column.entity_name(), column))));
    Condition::all().add(small.eq(word))
}
