//! Rows of which it is known that they are new, in as little work as the database allows.

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, Iterable, Statement,
};

use super::{BINDS, ROWS, name, pieces};
use crate::error::Result;

/// Writes them. A statement that fails may leave some of them: whoever sees it fail undoes the whole unit of work. So SQLite
/// need not keep each page as it was before the statement, which would cost about as much as writing the rows.
pub async fn insert_fresh<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let columns: Vec<E::Column> = E::Column::iter().collect();
    let names: Vec<String> = columns.iter().map(|column| name(*column)).collect();
    let backend = db.get_database_backend();
    let verb = if backend == DbBackend::Sqlite { "INSERT OR FAIL" } else { "INSERT" };
    let head = format!("{verb} INTO {} ({}) VALUES ", E::default().table_name(), names.join(", "));
    for piece in pieces(rows, ROWS.min(BINDS / columns.len())) {
        let text = head.clone() + &places(backend, piece.len(), columns.len());
        let mut values = Vec::with_capacity(piece.len() * columns.len());
        for row in piece {
            let mut row = row.into_active_model();
            values.extend(columns.iter().filter_map(|column| row.take(*column).into_value()));
        }
        db.execute_raw(Statement::from_sql_and_values(backend, text, values)).await?;
    }
    Ok(())
}

fn places(backend: DbBackend, rows: usize, columns: usize) -> String {
    let mut text = String::with_capacity(rows * (columns * 6 + 4));
    for place in 0..rows * columns {
        text.push_str(match place % columns {
            0 if place == 0 => "(",
            0 => "), (",
            _ => ", ",
        });
        match backend {
            DbBackend::Postgres => text.push_str(&format!("${}", place + 1)),
            _ => text.push('?'),
        }
    }
    text + ")"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_a_place_for_each_column() {
        assert_eq!(places(DbBackend::Sqlite, 2, 3), "(?, ?, ?), (?, ?, ?)");
        assert_eq!(places(DbBackend::Postgres, 2, 2), "($1, $2), ($3, $4)");
    }
}
