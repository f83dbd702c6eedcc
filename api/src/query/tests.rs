//! Every declaration against the migrated tables of both databases.

use std::sync::Arc;

use entity::instant::Instant;
use uuid::Uuid;

use super::declare::{Link, List, Noun};
use super::page::{Ask, Condition, Ordering, Page, Scopes};
use super::selection::{Parts, Selection};
use super::*;
use crate::domain::view::{Locales, Viewing};
use crate::kit::cursor::{Cursor, Key as At};
use crate::platform::database::migrate;
use crate::platform::database::tests::scratch::Scratch;

const NOUNS: [&Noun; 10] = [
    &asset::NOUN,
    &call::NOUN,
    &city::NOUN,
    &cluster::NOUN,
    &event::NOUN,
    &media_item::NOUN,
    &news_item::NOUN,
    &partner::NOUN,
    &practice::NOUN,
    &topic::NOUN,
];

const LISTS: [&List; 9] = [
    &call::LIST,
    &city::LIST,
    &cluster::LIST,
    &event::LIST,
    &media_item::LIST,
    &news_item::LIST,
    &partner::LIST,
    &practice::LIST,
    &topic::LIST,
];

const EVERYTHING: Parts =
    Parts { rows: true, keys: true, edge: true, page_info: true, more: true, total: true };

/// Every column of a noun, and every relation one level deep.
fn everything(noun: &'static Noun, depth: usize) -> Selection {
    let mut selection = Selection::new(noun);
    noun.fields.iter().copied().flatten().flat_map(|field| field.columns).for_each(|c| selection.column(c));
    for part in noun.fields.iter().copied().flatten().flat_map(|field| field.parts) {
        part.columns.iter().for_each(|column| selection.column(column));
    }
    for relation in noun.relations.iter().filter(|_| depth > 0) {
        let ask = match relation.link {
            Link::Connection { list } => Some(first(list)),
            _ => None,
        };
        let wanted = selection.relation(relation, ask);
        selection.relations[wanted].parts = EVERYTHING;
        selection.relations[wanted].selection = Arc::new(everything(relation.link.to(), depth - 1));
    }
    selection.seal();
    selection
}

fn first(list: &'static List) -> Ask {
    let page = Page { size: 3, ..Page::default() };
    Ask { list, beneath: None, order: Ordering::default_of(list), filter: Vec::new(), page }
}

fn viewings() -> Vec<Viewing> {
    let locales = |wanted: &[&str], or_original| Locales {
        wanted: wanted.iter().map(ToString::to_string).collect(),
        or_original,
    };
    let all =
        [locales(&[], false), locales(&["zh"], false), locales(&["zh", "en"], false), locales(&["zh"], true)];
    all.into_iter().map(|locales| Viewing::live(Instant(1_700_000_000_000), locales)).collect()
}

#[tokio::test]
async fn every_noun_with_everything_it_has_is_one_valid_statement() {
    for scratch in Scratch::each().await {
        let db = scratch.open().await;
        migrate::up(&db).await.unwrap();
        for noun in NOUNS {
            let selection = Arc::new(everything(noun, 2));
            for viewing in viewings() {
                for key in [Key::Id(Uuid::max()), Key::Slug("none".into()), Key::External("none".into())] {
                    let keyless = noun.table == "asset" && matches!(key, Key::Slug(_))
                        || noun.table == "event" && matches!(key, Key::External(_));
                    if !keyless {
                        assert!(read::one(&db.reader, &viewing, key, &selection).await.unwrap().is_none());
                    }
                }
                let ids = [Uuid::max(), Uuid::nil(), Uuid::from_u128(7)];
                assert!(read::several(&db.reader, &viewing, &ids, &selection).await.unwrap().is_empty());
            }
        }
        db.close().await;
    }
}

/// Each condition by itself, and two scopes, of which the rarer one is read.
fn filters(list: &'static List) -> Vec<Vec<Condition>> {
    let two = vec![under(1, &cluster::NOUN, &["none"]), under(2, &topic::NOUN, &["none"])];
    let kinds = Condition::Kinds(vec!["article".into(), "event".into()]);
    let of_kinds = [two.clone(), vec![kinds]].concat();
    let has_kinds = list.orders[0].source == declare::Source::Listing;
    let each = conditions(list).into_iter().map(|condition| vec![condition]);
    each.chain([two]).chain(has_kinds.then_some(of_kinds)).collect()
}

fn under(rank: u8, noun: &'static Noun, slugs: &[&str]) -> Condition {
    let slugs = slugs.iter().map(ToString::to_string).collect();
    Condition::Scopes { rank, any: Scopes::Slugs { noun, slugs } }
}

fn conditions(list: &'static List) -> Vec<Condition> {
    let mut all = vec![
        under(1, &cluster::NOUN, &["none"]),
        under(2, &topic::NOUN, &["none", "nobody"]),
        Condition::Scopes { rank: 3, any: Scopes::Ids(vec![Uuid::max(), Uuid::nil(), Uuid::from_u128(7)]) },
        Condition::Featured(true),
        Condition::Featured(false),
        Condition::PublishedFrom(5),
        Condition::PublishedBefore(6),
        Condition::Nothing,
    ];
    if list.orders[0].source == declare::Source::Listing {
        all.extend([
            Condition::Kinds(vec!["article".into(), "call".into()]),
            Condition::SortFrom(5),
            Condition::SortBefore(6),
            Condition::Open(true),
            Condition::Open(false),
            Condition::Upcoming(true),
            Condition::Upcoming(false),
        ]);
    }
    all
}

#[tokio::test]
async fn every_list_in_every_order_with_every_condition_is_one_valid_statement() {
    for scratch in Scratch::each().await {
        let db = scratch.open().await;
        migrate::up(&db).await.unwrap();
        for list in LISTS {
            let selection = Arc::new(everything(list.noun, 1));
            for order in list.orders {
                for (descending, backward, skip) in [(true, false, 3), (false, true, 0)] {
                    let order = Ordering { order, descending };
                    let key = match order.order.source {
                        declare::Source::Listing => At::Int(5),
                        declare::Source::Directory => At::Text("m".into()),
                    };
                    let at = |key| {
                        Some(Cursor {
                            list: list.name.into(),
                            order: order.name().into(),
                            key,
                            id: Uuid::max(),
                        })
                    };
                    let page = Page { size: 7, backward, after: at(key.clone()), before: at(key), skip };
                    for filter in filters(list) {
                        let ask = Ask { list, beneath: None, order, filter, page: page.clone() };
                        for viewing in viewings() {
                            let page = read::page(&db.reader, &viewing, &ask, EVERYTHING, &selection).await;
                            let page = page.unwrap();
                            assert!(page.rows.is_empty() && !page.has_next && page.total == 0);
                        }
                    }
                }
            }
        }
        db.close().await;
    }
}
