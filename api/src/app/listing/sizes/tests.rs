use entity::instant::Instant;

use super::*;
use crate::app::Settings;
use crate::app::freshness::Stale;
use crate::platform::clock::Clock;
use crate::platform::database::tests::scratch::Scratch;

const MANY: usize = LEAST as usize;
const HOUR: i64 = 3_600_000;

async fn list(app: &App, locale: &str, kind: &str, rows: usize) {
    let row = |_| listing::Model {
        item_id: Uuid::now_v7(),
        list: "news".to_owned(),
        scope_id: Uuid::nil(),
        locale: locale.to_owned(),
        kind: kind.to_owned(),
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

async fn name(app: &App, rows: usize) {
    let row = |_| directory::Model {
        item_id: Uuid::now_v7(),
        list: "topics".to_owned(),
        scope_id: Uuid::nil(),
        locale: "en".to_owned(),
        kind: String::new(),
        sort_key: String::new(),
        live_from: Instant::MIN,
        live_until: Instant::MAX,
    };
    let tx = app.db.begin().await.unwrap();
    let mut writes = Writes::of(&tx);
    writes.insert::<directory::Entity>((0..rows).map(row).collect());
    writes.send(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// As far as the outbox tells.
async fn change(app: &App) {
    let mut tx = app.begin().await.unwrap();
    tx.touched.stale = Stale::all();
    tx.save().await.unwrap();
}

async fn sizes(app: &App) -> Vec<String> {
    let rows = size::Entity::find().all(&app.db.reader).await.unwrap();
    let mut sizes: Vec<_> = rows
        .into_iter()
        .map(|row| format!("{} {} {} {}", row.list, row.locale, row.kind, row.size))
        .collect();
    sizes.sort();
    sizes
}

#[tokio::test]
async fn scopes_with_many_rows_are_counted_by_kind_as_they_grow_and_shrink() {
    for scratch in Scratch::each().await {
        let app = App::open(Settings::new(scratch.url.clone())).await.unwrap();
        app.count_lists().await.unwrap();
        assert!(sizes(&app).await.is_empty());
        list(&app, "en", "article", 127).await;
        list(&app, "en", "call", 32).await;
        list(&app, "en", "event", 31).await;
        list(&app, "zh", "article", 31).await;
        name(&app, 128).await;
        app.count_lists().await.unwrap();
        assert_eq!(sizes(&app).await, ["news en article 127", "news en call 32", "topics en  128"]);

        list(&app, "zh", "article", 2).await;
        let gone = listing::Entity::delete_many().filter(listing::Column::Locale.eq("en"));
        gone.filter(listing::Column::Kind.eq("call")).exec(&app.db.writer).await.unwrap();
        app.count_lists().await.unwrap();
        assert_eq!(sizes(&app).await, ["news en article 127", "news zh article 33", "topics en  128"]);
        app.db.close().await;
    }
}

#[tokio::test]
async fn lists_are_counted_once_an_hour_by_one_node_if_something_changed() {
    for scratch in Scratch::each().await {
        let clock = Clock::fixed(Instant(0));
        let settings = || Settings { clock: clock.clone(), ..Settings::new(scratch.url.clone()) };
        let (one, other) = (App::open(settings()).await.unwrap(), App::open(settings()).await.unwrap());
        let counted = async |hour: i64| {
            clock.move_to(Instant(hour * HOUR));
            let nodes = tokio::try_join!(one.count_lists_if_due(), other.count_lists_if_due()).unwrap();
            (usize::from(nodes.0) + usize::from(nodes.1), sizes(&one).await.len())
        };
        list(&one, "en", "article", MANY).await;
        assert_eq!(counted(1).await, (0, 0), "nothing was changed by anybody");
        change(&one).await;
        assert_eq!(counted(1).await, (1, 1));
        list(&one, "zh", "article", MANY).await;
        change(&one).await;
        assert_eq!(counted(1).await, (0, 1), "they were counted within the hour");
        assert_eq!(counted(2).await, (1, 2));
        list(&one, "es", "article", MANY).await;
        assert_eq!(counted(4).await, (0, 2), "nothing was changed since");
        one.db.close().await;
        other.db.close().await;
    }
}

#[tokio::test]
async fn what_was_not_counted_to_the_end_is_counted_an_hour_later() {
    for scratch in Scratch::each().await {
        let clock = Clock::fixed(Instant(HOUR));
        let app = App::open(Settings { clock: clock.clone(), ..Settings::new(scratch.url.clone()) });
        let app = app.await.unwrap();
        list(&app, "en", "article", MANY).await;
        change(&app).await;
        // As a node that is gone before it has counted.
        assert_eq!(app.db.change(job::claim(JOB, clock.now())).await.unwrap(), 1);
        assert!(!app.count_lists_if_due().await.unwrap());
        clock.move_to(Instant(2 * HOUR));
        assert!(app.count_lists_if_due().await.unwrap());
        assert_eq!(sizes(&app).await.len(), 1);
        app.db.close().await;
    }
}

#[tokio::test]
async fn what_was_counted_before_another_count_is_not_written_over_it() {
    for scratch in Scratch::each().await {
        let app = App::open(Settings::new(scratch.url.clone())).await.unwrap();
        list(&app, "en", "article", MANY).await;
        let later = done::Entity::update_many().col_expr(done::Column::Seen, Expr::value(7));
        later.filter(done::Column::Name.eq(JOB)).exec(&app.db.writer).await.unwrap();
        app.count_lists().await.unwrap();
        assert!(sizes(&app).await.is_empty());
        app.db.close().await;
    }
}
