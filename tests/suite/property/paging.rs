//! Walking a list page by page gives each item once, whatever happens meanwhile.

use std::time::Duration;

use harness::{TestApp, Value, json};

use super::asking;
use super::content::{Content, DAY};
use super::random::Random;
use super::reference::{Asked, Reference, id};

const SIZE: usize = 4;

struct Story {
    app: TestApp,
    random: Random,
    content: Content,
}

impl Story {
    async fn start(seed: u64) -> Self {
        let app = TestApp::start().await;
        let mut random = Random(seed);
        let content = Content::random(&mut random, app.now());
        let mut story = Self { app, random, content };
        story.import();
        story
    }

    fn import(&mut self) {
        let bundle = self.app.folder().join("bundle");
        self.content.write(&bundle);
        self.app.import(&bundle);
    }

    /// What the list is now, by id.
    fn list(&self, asked: &Asked) -> Vec<String> {
        let reference = Reference { content: &self.content, now: self.app.now() };
        let items = reference.list(asked).unwrap();
        items.into_iter().map(|item| id(item, asked).to_owned()).collect()
    }

    async fn page(&self, asked: &Asked, backward: bool, cursor: &Value) -> Value {
        let (count, from) = if backward { ("last", "before") } else { ("first", "after") };
        let arguments = format!("{count}: {SIZE}, {from}: {cursor}");
        asking::pages(&self.app, asked, &[("page", arguments)]).await["page"].clone()
    }

    /// Walks to the end; `meanwhile` happens after each page. Each page must say exactly what is beyond it.
    async fn walk(
        &mut self,
        asked: &Asked,
        backward: bool,
        mut meanwhile: impl FnMut(&mut Self),
    ) -> Vec<String> {
        let mut walked = Vec::new();
        let mut cursor = Value::Null;
        loop {
            let page = self.page(asked, backward, &cursor).await;
            let ids = ids(&page);
            self.check(asked, &page, &ids);
            let (more, end) =
                if backward { ("hasPreviousPage", "startCursor") } else { ("hasNextPage", "endCursor") };
            if backward {
                walked.splice(0..0, ids);
            } else {
                walked.extend(ids);
            }
            if page["pageInfo"][more] == json!(false) {
                return walked;
            }
            assert!(walked.len() < 1000, "the walk never ends");
            cursor = page["pageInfo"][end].clone();
            meanwhile(self);
        }
    }

    /// A page is a piece of the list as it is now, and says so.
    fn check(&self, asked: &Asked, page: &Value, ids: &[String]) {
        let list = self.list(asked);
        let Some(first) = ids.first() else { return };
        let from = list.iter().position(|id| id == first).expect("what is shown is in the list");
        let to = from + ids.len();
        assert_eq!(&list[from..to], ids, "{asked:?}");
        assert_eq!(page["pageInfo"]["hasPreviousPage"], json!(from > 0), "{asked:?}");
        assert_eq!(page["pageInfo"]["hasNextPage"], json!(to < list.len()), "{asked:?}");
    }
}

fn ids(page: &Value) -> Vec<String> {
    let edges = page["edges"].as_array().unwrap();
    edges.iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned()).collect()
}

fn all(list: &'static str, order: &'static str, descending: bool) -> Asked {
    let (filter, locales) = (Vec::new(), Vec::new());
    Asked { parent: None, list, filter, order, descending, locales, or_original: false }
}

/// The lists in which many things share a place, and some have none.
fn tied() -> Vec<Asked> {
    let orders =
        [("news", "PUBLISHED_AT"), ("events", "STARTS_AT"), ("cities", "POPULATION"), ("cities", "NAME")];
    orders.into_iter().flat_map(|(list, order)| [true, false].map(|way| all(list, order, way))).collect()
}

#[tokio::test]
async fn walking_either_way_gives_each_item_once_in_the_same_order_under_equal_sort_values() {
    let mut story = Story::start(5).await;
    for asked in tied() {
        let expected = story.list(&asked);
        assert!(expected.len() > SIZE, "{asked:?} is too short to be walked");
        assert_eq!(story.walk(&asked, false, |_| ()).await, expected, "{asked:?}");
        assert_eq!(story.walk(&asked, true, |_| ()).await, expected, "{asked:?}");
    }
}

#[tokio::test]
async fn a_list_of_the_most_values_in_two_languages_is_walked_like_any_other() {
    let mut story = Story::start(9).await;
    let mut slugs = story.content.slugs("clusters");
    slugs.extend((slugs.len()..20).map(|n| format!("nowhere-{n}")));
    for asked in tied().into_iter().filter(|asked| asked.order != "NAME") {
        let filter = vec![("clusters", json!(slugs))];
        let asked = Asked { filter, locales: vec!["zh", "ar"], ..asked };
        let expected = story.list(&asked);
        assert!(expected.len() > SIZE, "{asked:?} is too short to be walked");
        assert_eq!(story.walk(&asked, false, |_| ()).await, expected, "{asked:?}");
        assert_eq!(story.walk(&asked, true, |_| ()).await, expected, "{asked:?}");
    }
}

#[tokio::test]
async fn items_added_during_a_walk_neither_double_nor_hide_those_that_were_there() {
    for (seed, backward) in [(6, false), (7, true)] {
        let mut story = Story::start(seed).await;
        let asked = all("news", "PUBLISHED_AT", true);
        let before = story.list(&asked);
        let walked = story.walk(&asked, backward, add_news).await;
        each_once(&before, &walked, &story.list(&asked));
    }
}

/// A few more, at the same few instants as the others.
fn add_news(story: &mut Story) {
    if story.content.of("news").count() >= 78 {
        return;
    }
    for _ in 0..2 {
        let (now, number) = (story.app.now(), story.content.items.len());
        let item = story.content.item(&mut story.random, now, "news", number);
        story.content.items.push(item);
    }
    story.import();
}

#[tokio::test]
async fn items_that_go_live_during_a_walk_neither_double_nor_hide_those_that_stay() {
    for (seed, backward) in [(8, false), (9, true)] {
        let mut story = Story::start(seed).await;
        for asked in [all("news", "PUBLISHED_AT", true), all("events", "STARTS_AT", false)] {
            let before = story.list(&asked);
            let hour = Duration::from_hours(u64::try_from(DAY / 3_600_000 / 3).unwrap());
            let walked = story.walk(&asked, backward, |story| story.app.pass(hour)).await;
            let after = story.list(&asked);
            let stayed: Vec<String> = before.into_iter().filter(|id| after.contains(id)).collect();
            assert!(!stayed.is_empty());
            let there = walked.iter().filter(|id| after.contains(id)).cloned().collect::<Vec<_>>();
            each_once(&stayed, &there, &after);
        }
    }
}

/// All that were there all the time were met, nothing twice, in the order of the list.
#[track_caller]
fn each_once(stayed: &[String], walked: &[String], list: &[String]) {
    let met: Vec<&String> = walked.iter().filter(|id| stayed.contains(id)).collect();
    assert_eq!(met, stayed.iter().collect::<Vec<_>>());
    let places: Vec<_> = walked.iter().map(|id| list.iter().position(|known| known == id).unwrap()).collect();
    assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
}
