//! `/sitemap.xml` and its files: where the pages of the site are, for search engines.
//!
//! A file is a collection, or a year of one that grows without end.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use entity::instant::Instant;

use super::address::Addresses;
use super::conditional::Answer;
use super::problem::Problem;
use crate::app::App;
use crate::domain::view::{Locales, View, Viewing};
use crate::error::Result;
use crate::feed::sitemap::{self, MAX_PAGES, MEDIA_TYPE, Thing};
use crate::kit::time::{parse_rfc3339, rfc3339};
use crate::query::declare::List;
use crate::query::named::Named;
use crate::query::node::Connection;
use crate::query::page::{Ask, Condition, MAX_SIZE, Ordering, Page};
use crate::query::selection::{Parts, Selection};
use crate::query::{call, city, cluster, content, media_item, news_item, partner, practice, read, topic};

/// Collections with pages; those in order of publication go year by year.
static LISTS: [&List; 8] = [
    &cluster::LIST,
    &city::LIST,
    &news_item::LIST,
    &call::LIST,
    &practice::LIST,
    &media_item::LIST,
    &partner::LIST,
    &topic::LIST,
];

#[derive(Clone)]
struct Door {
    app: Arc<App>,
    addresses: Addresses,
}

pub fn router(app: Arc<App>, addresses: &Addresses) -> Router {
    let door = Door { app, addresses: addresses.clone() };
    Router::new().route("/sitemap.xml", get(index)).route("/sitemaps/{file}", get(file)).with_state(door)
}

async fn index(State(door): State<Door>, headers: HeaderMap) -> Response {
    if door.addresses.site.url.is_none() {
        return no_site().into_response();
    }
    match door.files().await {
        Ok(files) => {
            let lists = LISTS.iter().map(|list| list.name).collect();
            door.answer(sitemap::index(&files), Answer { lists, ..Answer::default() }, &headers)
        }
        Err(err) => Problem::from(err).into_response(),
    }
}

async fn file(
    State(door): State<Door>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    if door.addresses.site.url.is_none() {
        return no_site().into_response();
    }
    let Some((list, year)) = path.ok().and_then(|Path(name)| named(&name)) else {
        return Problem::not_found().into_response();
    };
    match door.things(list, year).await {
        Ok(listed) => {
            let dies = listed.dies.map(Instant);
            let answer = Answer { dies, lists: vec![list.name], ..Answer::default() };
            door.answer(sitemap::pages(&listed.things), answer, &headers)
        }
        Err(err) => Problem::from(err).into_response(),
    }
}

/// `cities.xml`, `news-2026.xml`.
fn named(name: &str) -> Option<(&'static List, Option<i32>)> {
    let bare = name.strip_suffix(".xml")?;
    let (name, year) = match bare.split_once('-') {
        Some((name, year)) => (
            name,
            Some(year.parse().ok().filter(|_| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))?),
        ),
        None => (bare, None),
    };
    let list = LISTS.iter().copied().find(|list| list.name == name)?;
    (grows(list) == year.is_some()).then_some((list, year))
}

fn grows(list: &List) -> bool {
    list.orders[0].sorted_by_publication
}

/// What a file is made of.
struct Listed {
    things: Vec<Thing>,
    /// When the first of them expires.
    dies: Option<i64>,
}

impl Door {
    fn answer(&self, text: String, answer: Answer, headers: &HeaderMap) -> Response {
        let answer = Answer { body: text.into_bytes(), media_type: MEDIA_TYPE, ..answer };
        answer.to(headers, self.app.clock.now())
    }

    /// The addresses of all files.
    async fn files(&self) -> Result<Vec<String>> {
        let this_year = year_of(self.app.clock.now().0);
        let mut files = Vec::new();
        for list in LISTS.into_iter().filter(|list| self.addresses.site.has(list.name)) {
            let of = |year: &str| self.addresses.here(&format!("/sitemaps/{}{year}.xml", list.name));
            if !grows(list) {
                files.push(of(""));
                continue;
            }
            let oldest =
                self.page(list, Vec::new(), Page { size: 1, backward: true, ..Page::default() }).await?;
            let oldest = oldest.rows.first().and_then(|row| Named(row.node.as_ref()?).int("publishedAt"));
            let years = oldest.map_or(this_year + 1, year_of)..=this_year;
            files.extend(years.rev().map(|year| of(&format!("-{year}"))));
        }
        Ok(files)
    }

    /// All of a file, page by page.
    async fn things(&self, list: &'static List, year: Option<i32>) -> Result<Listed> {
        let begins = |year: i32| parse_rfc3339(&format!("{year:04}-01-01T00:00:00Z"));
        let from = year.and_then(begins).map(Condition::PublishedFrom);
        let before = year.and_then(|year| begins(year + 1)).map(Condition::PublishedBefore);
        let filter: Vec<Condition> = from.into_iter().chain(before).collect();
        let (now, mut dies) = (self.app.clock.now().0, None::<i64>);
        let (mut things, mut after) = (Vec::new(), None);
        loop {
            let page = Page { size: MAX_SIZE, after, ..Page::default() };
            let found = self.page(list, filter.clone(), page).await?;
            let nodes = found.rows.iter().filter_map(|row| row.node.as_ref());
            let nodes: Vec<Named<'_>> = nodes.map(Named).collect();
            let ends = nodes.iter().filter_map(|node| node.int("expiresAt")).filter(|at| *at > now);
            dies = dies.into_iter().chain(ends).min();
            things.extend(nodes.into_iter().filter_map(|node| self.thing(list, node)));
            after = found.rows.last().map(|row| row.cursor.clone()).filter(|_| found.has_next);
            let pages: usize = things.iter().map(|thing| thing.pages.len()).sum();
            if after.is_some() && pages >= MAX_PAGES {
                tracing::warn!(
                    list = list.name,
                    ?year,
                    "a sitemap holds 50,000 pages: the others are left out"
                );
                after = None;
            }
            if after.is_none() {
                return Ok(Listed { things, dies });
            }
        }
    }

    async fn page(&self, list: &'static List, filter: Vec<Condition>, page: Page) -> Result<Connection> {
        let viewing = Viewing { now: self.app.clock.now(), locales: Locales::default(), view: View::Live };
        let ask = Ask { list, beneath: None, order: Ordering::default_of(list), filter, page };
        let parts = Parts { rows: true, keys: true, page_info: true, ..Parts::default() };
        read::page(&self.app.db.reader, &viewing, &ask, parts, &wanted(list)).await
    }

    fn thing(&self, list: &List, node: Named<'_>) -> Option<Thing> {
        let slug = node.text("slug")?;
        let locales = node.0.value(&content::LOCALES).ok()?.array().iter().filter_map(|locale| locale.text());
        let page =
            |locale: &str| Some((locale.to_owned(), self.addresses.site.page(list.name, slug, locale)?));
        let changed = node.int("updatedAt").max(node.int("publishedAt"))?;
        Some(Thing { pages: locales.filter_map(page).collect(), changed })
    }
}

fn wanted(list: &List) -> Arc<Selection> {
    static ALL: LazyLock<Vec<(&str, Arc<Selection>)>> = LazyLock::new(|| {
        let of = |list: &&'static List| {
            let mut selection = Selection::new(list.noun);
            selection.fields(&["slug", "publishedAt", "updatedAt", "expiresAt", "availableLocales"]).seal();
            (list.name, Arc::new(selection))
        };
        LISTS.iter().map(of).collect()
    });
    ALL.iter().find(|(name, _)| *name == list.name).expect("every list is among them").1.clone()
}

fn year_of(ms: i64) -> i32 {
    rfc3339(ms)[..4].parse().expect("a date begins with its year")
}

fn no_site() -> Problem {
    let detail = "there is no sitemap, since this server does not know the site: set --site-url to where its pages are";
    Problem::new(StatusCode::NOT_FOUND, "NOT_FOUND", detail)
}
