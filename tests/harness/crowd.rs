//! Much content from little: copies of what is there, made by the database itself, for what only shows in a crowd.

use Change::{Id, LiveTime, Name, Nothing, Number, Scores, SortAt, Time};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};

/// A table whose rows are copied, which of them, and what is different in a copy.
type Copied = (&'static str, &'static str, &'static [(&'static str, Change)]);

/// Clusters, topics and pictures are not copied: there are more things under the same ones.
const TABLES: &[Copied] = &[
    ("city", "", &[("id", Id), ("slug", Name), ("external_ref", Nothing), ("population", Number)]),
    ("city_translation", "", &[("item_id", Id), ("sort_key", Name)]),
    ("membership", "", &[("id", Id), ("city_id", Id), ("position", Number)]),
    ("partner", "", DATED),
    ("partner_translation", "", &[("item_id", Id), ("sort_key", Name)]),
    ("partner_cluster", "", &[("partner_id", Id)]),
    ("call", "", DATED),
    ("call_translation", "", &[("item_id", Id)]),
    ("call_cluster", "", &[("call_id", Id)]),
    ("media_item", "", DATED),
    ("media_item_translation", "", &[("item_id", Id)]),
    ("media_item_cluster", "", &[("media_item_id", Id)]),
    ("media_source", "", &[("id", Id), ("media_item_id", Id)]),
    ("practice", "", DATED),
    ("practice_translation", "", &[("item_id", Id)]),
    ("practice_cluster", "", &[("practice_id", Id)]),
    ("news_item", "", DATED),
    ("news_item_translation", "", &[("item_id", Id)]),
    ("news_item_cluster", "", &[("news_item_id", Id)]),
    ("news_item_topic", "", &[("news_item_id", Id)]),
    ("news_item_city", "", &[("news_item_id", Id)]),
    ("news_item_media", "", &[("news_item_id", Id)]),
    ("event", "", &[("id", Id), ("news_item_id", Id), ("starts_at", Time), ("ends_at", Time)]),
    ("event_translation", "", &[("item_id", Id)]),
    ("listing", "list not in ('clusters', 'drafts_clusters')", LISTED),
    ("listing", "list = 'clusters' and scope_id in (select id from city)", &[("scope_id", Id)]),
    ("directory", "list <> 'topics'", DIRECTORY),
];

/// What was submitted, with its reviews.
const SUBMITTED: &[Copied] = &[
    ("submission", "", &[("id", Id), ("token_hash", Name), ("reference", Name), ("submitted_at", Time)]),
    ("submission_contact", "", &[("submission_id", Id)]),
    ("submission_version", "", &[("submission_id", Id)]),
    ("review", "", &[("submission_id", Id), ("scores", Scores)]),
];

const DATED: &[(&str, Change)] = &[
    ("id", Id),
    ("slug", Name),
    ("external_ref", Nothing),
    ("published_at", Time),
    ("expires_at", Time),
    ("opens_at", Time),
    ("closes_at", Time),
];

const LISTED: &[(&str, Change)] =
    &[("item_id", Id), ("sort_at", SortAt), ("live_from", LiveTime), ("live_until", LiveTime)];

const DIRECTORY: &[(&str, Change)] =
    &[("item_id", Id), ("sort_key", Name), ("live_from", LiveTime), ("live_until", LiveTime)];

#[derive(Clone, Copy, Debug)]
enum Change {
    /// Another one, made from the old one and the number of the copy.
    Id,
    /// The old one and the number.
    Name,
    /// Null.
    Nothing,
    /// Others for the criteria `impact` and `reach`, by the number.
    Scores,
    /// Earlier by as many steps.
    Time,
    /// Larger by the number.
    Number,
    /// Of a derived row: as its list is ordered.
    SortAt,
    /// Of a derived row: earlier, where its thing is.
    LiveTime,
}

/// Makes `copies` of every city, partner, call, media item, practice and news item, each `step` milliseconds
/// earlier than the one before, and lets the database count what it has (`ANALYZE`).
pub async fn multiply(url: &str, copies: u32, step: i64) {
    multiply_tables(url, TABLES, (copies, step)).await;
}

/// The same of every submission and its reviews.
pub async fn multiply_submissions(url: &str, copies: u32) {
    multiply_tables(url, SUBMITTED, (copies, 1_000)).await;
}

async fn multiply_tables(url: &str, tables: &[Copied], (copies, step): (u32, i64)) {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await.expect("the database can be reached");
    if db.get_database_backend() == DbBackend::Sqlite {
        // Nothing of this must survive a crash.
        for pragma in ["synchronous = off", "cache_size = -1000000", "temp_store = memory"] {
            db.execute_unprepared(&format!("PRAGMA {pragma}")).await.expect("a pragma can be set");
        }
    }
    for table in tables {
        copy(&db, table, copies, step).await.unwrap_or_else(|err| panic!("{}: {err}", table.0));
    }
    // Which PostgreSQL does by itself, in time. What VACUUM adds to it makes more plans look good, so it is left out.
    db.execute_unprepared("ANALYZE").await.expect("the database can be analysed");
    db.close().await.expect("a connection can be closed");
}

/// Tidies up as PostgreSQL does by itself some time after so much was written.
pub async fn settle(url: &str) {
    let db = Database::connect(url).await.expect("the database can be reached");
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared("VACUUM ANALYZE").await.expect("the database can be tidied up");
    }
    db.close().await.expect("a connection can be closed");
}

async fn copy(db: &DatabaseConnection, kind: &Copied, copies: u32, step: i64) -> Result<(), DbErr> {
    let (table, which, changes) = kind;
    let backend = db.get_database_backend();
    let columns = columns(db, table).await?;
    let value = |column: &String| {
        let change = changes.iter().find(|(name, _)| name == column).map(|(_, change)| *change);
        change.map_or_else(|| format!("o.{column}"), |change| changed(change, column, backend, step))
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    let numbers = match backend {
        DbBackend::Postgres => format!("generate_series(1::bigint, {copies}) as c(n)"),
        _ => format!(
            "(with recursive c(n) as (select 1 union all select n + 1 from c where n < {copies}) select n from c) c"
        ),
    };
    let which = if which.is_empty() { String::new() } else { format!("where {which}") };
    let (columns, values) = (columns.join(", "), values.join(", "));
    let insert = format!(
        "insert into {table} ({columns}) select {values} from (select * from {table} {which}) o cross join {numbers}"
    );
    db.execute_unprepared(&insert).await.map(drop)
}

fn changed(change: Change, column: &str, backend: DbBackend, step: i64) -> String {
    let dated =
        "o.list in ('news', 'events', 'practices', 'media', 'calls', 'calls_by_publication', 'partners')";
    let earlier = format!("o.{column} - c.n * {step}");
    match (change, backend) {
        (Id, DbBackend::Postgres) => {
            format!("(left(o.{column}::text, 28) || lpad(to_hex(c.n), 8, '0'))::uuid")
        }
        (Id, _) => format!("cast(substr(o.{column}, 1, 12) || unhex(printf('%08x', c.n)) as blob)"),
        (Name, _) => format!("o.{column} || '-' || c.n"),
        (Nothing, _) => "null".to_owned(),
        (Scores, _) => {
            "'{\"impact\":' || (c.n * 37 % 101) || ',\"reach\":' || (c.n * 11 % 101) || '}'".to_owned()
        }
        (Time, _) => earlier,
        (Number, _) => format!("o.{column} + c.n"),
        (SortAt, _) => format!(
            "case when {dated} then {earlier} \
             when o.list like 'drafts_%' then o.sort_at - c.n * {step} \
             when o.list in ('members_by_position', 'cities_by_population') then o.sort_at + c.n \
             else o.sort_at end"
        ),
        (LiveTime, _) => format!(
            "case when {dated} and o.{column} <> 9223372036854775807 then {earlier} else o.{column} end"
        ),
    }
}

async fn columns(db: &DatabaseConnection, table: &str) -> Result<Vec<String>, DbErr> {
    let backend = db.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => {
            format!(
                "select column_name::text as name from information_schema.columns where table_name = '{table}'"
            )
        }
        _ => format!("select name from pragma_table_info('{table}')"),
    };
    let rows = db.query_all_raw(Statement::from_string(backend, sql)).await?;
    rows.iter().map(|row| row.try_get("", "name")).collect()
}
