//! How the databases read lists: by an index, never to the end of a table.

use harness::{TestApp, json};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};

use super::asking::{self, LISTS};
use super::content::Content;
use super::random::Random;
use super::reference::Asked;

/// Every list, order and direction: without a filter, and with each filter alone.
fn questions(random: &mut Random, content: &Content, now: i64) -> Vec<Asked> {
    let mut asked = Vec::new();
    for (parent, list, _, _, filters, orders) in LISTS {
        let slug = |field: &&str| content.slugs(super::reference::folder_of(field))[0].clone();
        let parent = Some(*parent).filter(|field| !field.is_empty()).map(|field| (field, slug(&field)));
        for (order, descending) in orders.iter().flat_map(|order| [(*order, true), (*order, false)]) {
            let mut ask = |filter| {
                let (parent, locales) = (parent.clone(), Vec::new());
                asked.push(Asked { parent, list, filter, order, descending, locales, or_original: false });
            };
            ask(Vec::new());
            for name in *filters {
                let mut value = asking::value(random, content, now, list, name);
                while value == json!([]) {
                    value = asking::value(random, content, now, list, name);
                }
                ask(vec![(*name, value)]);
            }
        }
    }
    asked
}

#[tokio::test]
async fn sqlite_seeks_the_rows_of_every_list_by_a_covering_index_in_their_order() {
    let app = TestApp::start().await;
    if app.database().is_postgres() {
        return;
    }
    let mut random = Random(3);
    let content = Content::random(&mut random, app.now());
    let bundle = app.folder().join("bundle");
    content.write(&bundle);
    app.import(&bundle);
    let db = Database::connect(&app.database().url).await.unwrap();
    let mut seeks = 0;
    for asked in questions(&mut random, &content, app.now()) {
        app.statements();
        // Only the rows: a count reads every row of its list.
        let query = asking::query(&asked, &[("page", "first: 3".to_owned())]).replace("totalCount", "");
        let answer = app.graphql(&query, asking::variables(&asked)).await;
        assert!(answer.get("errors").is_none(), "{answer} to {asked:?}");
        let statements = app.statements();
        assert_eq!(statements.len(), 1, "{asked:?}");
        let plan = plan(&db, &statements[0].bound).await;
        seeks += judge(&plan, &asked);
    }
    assert!(seeks > 200, "only {seeks} seeks were seen");
}

async fn plan(db: &impl ConnectionTrait, sql: &str) -> Vec<String> {
    let explain = Statement::from_string(DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"));
    let rows = db.query_all_raw(explain).await.unwrap();
    rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect()
}

/// How many seeks of derived rows there are; each must have the whole prefix of its index.
fn judge(plan: &[String], asked: &Asked) -> usize {
    let about = || format!("{asked:?}\n{}", plan.join("\n"));
    let seeks: Vec<&String> = plan.iter().filter(|line| line.split(' ').nth(1) == Some("l")).collect();
    assert!(!seeks.is_empty(), "{}", about());
    for seek in &seeks {
        let by_index = seek.starts_with("SEARCH l USING COVERING INDEX")
            && seek.contains("list=? AND scope_id=? AND locale=?");
        assert!(by_index, "{seek} in {}", about());
    }
    // Branches of a union, cut to a page already, are sorted for the merge; rows of the table never are.
    let sorted = plan.windows(2).filter(|lines| lines[1] == "USE TEMP B-TREE FOR ORDER BY");
    assert!(
        sorted.map(|lines| &lines[0]).all(|source| source.starts_with("SCAN u")),
        "sorted in {}",
        about()
    );
    let scans = plan.iter().filter(|line| line.starts_with("SCAN "));
    for scan in scans {
        // What was cut to a page already, and parts of a union of such.
        let table = scan.split(' ').nth(1).unwrap();
        let is_page = table.starts_with(['s', 'u', '(']) || table == "CONSTANT";
        assert!(is_page, "{scan} in {}", about());
    }
    seeks.len()
}
