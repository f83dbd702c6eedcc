//! How many rows each part of a list has, so that of two parts the smaller one is read.
//!
//! They are counted now and then, as a database counts what it plans by: a size that is somewhat old makes a list no less
//! right, only read by a part that was smaller before.

use std::collections::HashSet;

use entity::list_size::{self as size, LEAST, Model};
use entity::{directory, listing, outbox};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::app::bulk::Writes;
use crate::app::{App, job};
use crate::error::Result;

/// Parts counted in one statement, so that none takes long.
const PIECE: u64 = 256;

const JOB: &str = "list_sizes";

/// A list, a scope of it, a language, a kind.
type Part = (String, Uuid, String, String);

impl App {
    /// Counts them, if something changed and that was not done within the hour, here or on another node.
    pub async fn count_lists_if_due(&self) -> Result<()> {
        let db = &self.db.reader;
        let last = outbox::Entity::find().order_by_desc(outbox::Column::Seq).one(db).await?;
        let ran_at = job::ran_at(db, JOB).await?;
        if last.is_none_or(|last| last.at < ran_at) {
            return Ok(());
        }
        let tx = self.db.begin().await?;
        let is_ours = job::is_ours(&tx, JOB, self.clock.now()).await?;
        tx.commit().await?;
        if is_ours { self.count_lists().await } else { Ok(()) }
    }

    /// Counts them: of a million things it reads gigabytes, in small steps.
    pub async fn count_lists(&self) -> Result<()> {
        use directory::Column as D;
        use listing::Column as L;
        let (db, now) = (&self.db.reader, self.clock.now());
        let mut found = counted::<listing::Entity>(db, [L::List, L::ScopeId, L::Locale, L::Kind]).await?;
        found.extend(counted::<directory::Entity>(db, [D::List, D::ScopeId, D::Locale, D::Kind]).await?);
        let parts: HashSet<Part> = found.iter().map(part).collect();
        let known: HashSet<Model> = size::Entity::find().all(db).await?.into_iter().collect();
        let gone = known.iter().map(part).filter(|known| !parts.contains(known));
        // They are in one order: two who write them wait for each other once.
        let rows: Vec<Model> = found.into_iter().filter(|row| !known.contains(row)).collect();
        let tx = self.db.begin().await?;
        let mut writes = Writes::of(&tx);
        writes.add(&job::ran(JOB, now).into_query());
        for part in gone {
            writes.add(&size::Entity::delete_by_id(part).into_query());
        }
        writes.upsert::<size::Entity>(rows);
        writes.send(&tx).await?;
        Ok(tx.commit().await?)
    }
}

fn part(row: &Model) -> Part {
    (row.list.clone(), row.scope_id, row.locale.clone(), row.kind.clone())
}

/// The parts of a table that have enough rows, in the order of an index that has all that is asked.
async fn counted<E: EntityTrait>(db: &DatabaseConnection, columns: [E::Column; 4]) -> Result<Vec<Model>> {
    let mut found = Vec::new();
    let mut after: Option<Part> = None;
    loop {
        let mut parts = E::find().select_only();
        for column in columns {
            parts = parts.column(column).group_by(column).order_by_asc(column);
        }
        parts = parts.expr_as(Expr::col(columns[3]).count(), "size").limit(PIECE);
        if let Some((list, scope, locale, kind)) = after {
            let last = Expr::tuple([list.into(), scope.into(), locale.into(), kind.into()]);
            parts = parts.filter(Expr::tuple(columns.map(ColumnTrait::into_expr)).gt(last));
        }
        let parts: Vec<Model> = parts.into_model().all(db).await?;
        let Some(last) = parts.last() else { return Ok(found) };
        after = Some(part(last));
        found.extend(parts.into_iter().filter(|part| part.size >= i64::from(LEAST)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Settings;
    use crate::app::freshness::Stale;
    use crate::platform::clock::Clock;
    use crate::platform::database::tests::scratch::Scratch;
    use entity::instant::Instant;

    const MANY: usize = LEAST as usize + 3;

    async fn list(app: &App, locale: &str, rows: usize) {
        let row = |n: usize| listing::Model {
            item_id: Uuid::now_v7(),
            list: "news".to_owned(),
            scope_id: Uuid::nil(),
            locale: locale.to_owned(),
            kind: ["article", "call"][usize::from(n == 0)].to_owned(),
            sort_at: Instant(0),
            live_from: Instant::MIN,
            live_until: Instant::MAX,
        };
        let tx = app.db.begin().await.unwrap();
        let mut writes = Writes::of(&tx);
        writes.insert::<listing::Entity>((0..rows).map(row).collect());
        writes.send(&tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn sizes(app: &App) -> Vec<(String, String, i64)> {
        let mut sizes: Vec<_> = size::Entity::find()
            .all(&app.db.reader)
            .await
            .unwrap()
            .into_iter()
            .map(|row| (row.locale, row.kind, row.size))
            .collect();
        sizes.sort();
        sizes
    }

    fn told(locale: &str, rows: usize) -> (String, String, i64) {
        (locale.to_owned(), "article".to_owned(), i64::try_from(rows).unwrap())
    }

    #[tokio::test]
    async fn the_larger_parts_of_lists_are_counted_as_they_grow_and_shrink() {
        for scratch in Scratch::each().await {
            let app = App::open(Settings::new(scratch.url.clone())).await.unwrap();
            app.count_lists().await.unwrap();
            assert_eq!(sizes(&app).await, []);
            // One of each language is of another kind, of which there are few.
            list(&app, "en", MANY).await;
            list(&app, "zh", LEAST as usize).await;
            app.count_lists().await.unwrap();
            assert_eq!(sizes(&app).await, [told("en", MANY - 1)]);

            list(&app, "en", 11).await;
            list(&app, "zh", 2).await;
            app.count_lists().await.unwrap();
            assert_eq!(sizes(&app).await, [told("en", MANY + 9), told("zh", LEAST as usize)]);

            let gone = listing::Entity::delete_many().filter(listing::Column::Locale.eq("en"));
            assert!(gone.exec(&app.db.writer).await.unwrap().rows_affected > 100);
            app.count_lists().await.unwrap();
            assert_eq!(sizes(&app).await, [told("zh", LEAST as usize)]);
            app.db.close().await;
        }
    }

    #[tokio::test]
    async fn more_parts_than_one_statement_counts_are_counted() {
        for scratch in Scratch::each().await {
            let app = App::open(Settings::new(scratch.url.clone())).await.unwrap();
            for n in 0..PIECE {
                list(&app, &format!("a{n:03}"), 2).await;
            }
            list(&app, "zz", MANY).await;
            app.count_lists().await.unwrap();
            assert_eq!(sizes(&app).await, [told("zz", MANY - 1)]);
            app.db.close().await;
        }
    }

    #[tokio::test]
    async fn lists_are_counted_once_an_hour_by_one_node_if_something_changed() {
        for scratch in Scratch::each().await {
            let clock = Clock::fixed(Instant(0));
            let settings = || Settings { clock: clock.clone(), ..Settings::new(scratch.url.clone()) };
            let (one, other) = (App::open(settings()).await.unwrap(), App::open(settings()).await.unwrap());
            let found = async |hour: i64| {
                clock.move_to(Instant(hour * 3_600_000));
                tokio::try_join!(one.count_lists_if_due(), other.count_lists_if_due()).unwrap();
                sizes(&one).await
            };
            list(&one, "en", MANY).await;
            assert_eq!(found(1).await, [], "nothing was changed by anybody");
            changed(&one).await;
            assert_eq!(found(1).await, [told("en", MANY - 1)]);
            list(&one, "zh", MANY).await;
            changed(&one).await;
            assert_eq!(found(1).await.len(), 1, "they were counted within the hour");
            assert_eq!(found(2).await.len(), 2);
            list(&one, "es", MANY).await;
            assert_eq!(found(4).await.len(), 2, "nothing was changed since");
            one.db.close().await;
            other.db.close().await;
        }
    }

    /// As far as the outbox tells.
    async fn changed(app: &App) {
        let mut tx = app.begin().await.unwrap();
        tx.touched.stale = Stale::all();
        tx.save().await.unwrap();
    }
}
