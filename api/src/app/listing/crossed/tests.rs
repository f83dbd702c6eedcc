use sea_orm::{ConnectionTrait, PaginatorTrait};

use super::*;
use crate::app::bulk::Queries;
use crate::app::{App, Settings};
use crate::platform::database::tests::scratch::Scratch;

fn item(number: u128) -> Model {
    Model {
        item_id: Uuid::from_u128(number),
        list: "news".to_owned(),
        scope_id: Uuid::nil(),
        locale: "*".to_owned(),
        kind: String::new(),
        sort_at: Instant(5),
        live_from: Instant(5),
        live_until: Instant::MAX,
    }
}

/// A row in each of these languages under each of so many scopes.
fn under(scopes: u128, locales: &[&str], item: &Model) -> Vec<Model> {
    let row = |scope, locale: &&str| Model {
        scope_id: Uuid::from_u128(scope),
        locale: (*locale).to_owned(),
        ..item.clone()
    };
    (0..scopes).flat_map(|scope| locales.iter().map(move |locale| row(scope, locale))).collect()
}

fn sorted(mut rows: Vec<Model>) -> Vec<Model> {
    rows.sort_by_key(|row| (row.item_id, row.list.clone(), row.scope_id, row.locale.clone(), row.live_from));
    rows
}

async fn read(db: &impl ConnectionTrait, items: &[Uuid]) -> Vec<Model> {
    let mut queries = Queries::of(db);
    let rows = queries.each(items, found);
    sorted(apart(queries.ask(db).await.unwrap().tuples(rows).unwrap()))
}

/// How many statements it takes to write these rows, which are read again.
async fn written(app: &App, rows: &[Model]) -> u64 {
    let tx = app.db.begin().await.unwrap();
    let mut writes = Writes::of(&tx);
    insert(&mut writes, rows.to_vec());
    let before = app.statements.count.get();
    writes.send(&tx).await.unwrap();
    let sent = app.statements.count.get() - before;
    let items: BTreeSet<Uuid> = rows.iter().map(|row| row.item_id).collect();
    let (items, rows) = (items.into_iter().collect::<Vec<_>>(), sorted(rows.to_vec()));
    assert_eq!(read(&tx, &items).await, rows);
    assert_eq!(Entity::find().count(&tx).await.unwrap(), rows.len() as u64);
    sent
}

#[tokio::test]
async fn rows_are_read_as_they_were_written_however_they_were_written() {
    for scratch in Scratch::each().await {
        let mut app = App::open(Settings::new(scratch.url.clone())).await.unwrap();
        app.count_statements();
        let one = item(1);
        let events = Model { list: "events".to_owned(), kind: "webinar".to_owned(), ..item(2) };
        let later = Model { live_from: Instant(7), live_until: Instant(9), ..one.clone() };
        let whole = under(13, &["*", "en", "zh"], &one);
        assert_eq!(written(&app, &[]).await, 0);
        assert_eq!(written(&app, &under(2, &["*", "en"], &one)).await, 1, "few rows");
        assert_eq!(written(&app, &whole).await, 1);
        assert_eq!(written(&app, &under(300, &["*", "en"], &one)).await, 3, "128 scopes a statement");
        let both = [whole.clone(), under(5, &["*", "en", "zh"], &events)].concat();
        assert_eq!(written(&app, &both).await, 2, "two lists");
        let twice = [whole.clone(), under(8, &["*"], &later)].concat();
        assert_eq!(written(&app, &twice).await, 2, "now and again later");
        assert_eq!(written(&app, &whole[1..]).await, 2, "not in all languages under each scope");
        let many: Vec<Model> = (1..=5).flat_map(|number| under(4, &["*", "en"], &item(number))).collect();
        assert_eq!(written(&app, &many).await, 2, "of many things one by one: 32 and 8");
        app.db.close().await;
    }
}

#[tokio::test]
async fn a_row_that_was_there_is_not_passed_over() {
    for scratch in Scratch::each().await {
        let app = App::open(Settings::new(scratch.url.clone())).await.unwrap();
        let tx = app.db.begin().await.unwrap();
        for (scopes, is_done) in [(9, true), (10, false)] {
            let mut writes = Writes::of(&tx);
            insert(&mut writes, under(scopes, &["*"], &item(1)));
            let outcome = writes.send(&tx).await;
            assert_eq!(outcome.is_ok(), is_done, "{outcome:?}");
        }
        drop(tx);
        app.db.close().await;
    }
}
