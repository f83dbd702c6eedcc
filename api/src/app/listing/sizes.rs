//! How many rows each part of a list has, so that of two parts the smaller one is read.
//!
//! They are counted now and then, as a database counts what it plans by: a size that is somewhat old makes no list wrong, it
//! is only read by a part that was smaller before.

use std::collections::HashSet;

use entity::list_size::{self as size, LEAST, MAX_KINDS, Model};
use entity::{directory, job as done, listing, outbox};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::{DIRECTORIES, LISTS};
use crate::app::bulk::Writes;
use crate::app::{App, job};
use crate::error::Result;

/// Parts with fewer rows are not counted. A scope with enough rows in a language has a part that is.
const FEW: u32 = LEAST / MAX_KINDS;

const JOB: &str = "list_sizes";

/// A list, a scope of it, a language, a kind.
type Part = (String, Uuid, String, String);

impl App {
    /// Counts them, if something changed since and that was not begun within the hour, here or on another node; says
    /// whether it did.
    pub async fn count_lists_if_due(&self) -> Result<bool> {
        let seen = done::Entity::find_by_id(JOB.to_owned()).one(&self.db.reader).await?.map(|job| job.seen);
        if seen == Some(self.last_change().await?) {
            return Ok(false);
        }
        let claimed = self.db.change(job::claim(JOB, self.clock.now())).await?;
        if claimed > 0 {
            self.count_lists().await?;
        }
        Ok(claimed > 0)
    }

    /// Counts them, a list at a time: every entry of an index is read.
    pub async fn count_lists(&self) -> Result<()> {
        let seen = self.last_change().await?;
        let of_listing =
            [listing::Column::List, listing::Column::ScopeId, listing::Column::Locale, listing::Column::Kind];
        let of_directory = [
            directory::Column::List,
            directory::Column::ScopeId,
            directory::Column::Locale,
            directory::Column::Kind,
        ];
        let mut found = Vec::new();
        for list in LISTS {
            found.extend(counted::<listing::Entity>(&self.db.reader, list, of_listing).await?);
        }
        for list in DIRECTORIES {
            found.extend(counted::<directory::Entity>(&self.db.reader, list, of_directory).await?);
        }

        let tx = self.db.begin().await?;
        // Whoever else writes sizes waits here; what was counted before theirs is not written over it.
        let this = done::Entity::update_many().col_expr(done::Column::Seen, Expr::value(seen));
        let this = this.filter(done::Column::Name.eq(JOB)).filter(done::Column::Seen.lte(seen));
        if this.exec(&tx).await?.rows_affected == 0 {
            return Ok(());
        }
        let known: HashSet<Model> = size::Entity::find().all(&tx).await?.into_iter().collect();
        let parts: HashSet<Part> = found.iter().map(part).collect();
        let mut writes = Writes::of(&tx);
        for gone in known.iter().map(part).filter(|known| !parts.contains(known)) {
            writes.add(&size::Entity::delete_by_id(gone).into_query());
        }
        writes.upsert::<size::Entity>(found.into_iter().filter(|row| !known.contains(row)).collect());
        writes.send(&tx).await?;
        Ok(tx.commit().await?)
    }

    /// The last `seq` of the outbox.
    async fn last_change(&self) -> Result<i64> {
        let last = outbox::Entity::find().order_by_desc(outbox::Column::Seq);
        Ok(last.one(&self.db.reader).await?.map_or(0, |row| row.seq))
    }
}

fn part(row: &Model) -> Part {
    (row.list.clone(), row.scope_id, row.locale.clone(), row.kind.clone())
}

/// The parts of a list, from an index that has all that is asked.
async fn counted<E: EntityTrait>(
    db: &DatabaseConnection,
    list: &str,
    [of, scope, locale, kind]: [E::Column; 4],
) -> Result<Vec<Model>> {
    let rows = || Expr::col(kind).count();
    let parts = E::find().select_only().columns([of, scope, locale, kind]).expr_as(rows(), "size");
    let parts = parts.filter(of.eq(list)).group_by(of).group_by(scope).group_by(locale).group_by(kind);
    Ok(parts.having(rows().gte(FEW)).into_model().all(db).await?)
}

#[cfg(test)]
mod tests;
