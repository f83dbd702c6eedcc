//! `/sitemap.xml` and its files: where the pages of the site are, for search engines.
//!
//! A file is a collection, or a year of one that grows without end.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use entity::instant::Instant;

use super::address::Addresses;
use super::conditional::{Answer, AsOf};
use super::problem::Problem;
use crate::app::App;
use crate::domain::view::{Locales, Viewing};
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

async fn index(State(door): State<Door>) -> Response {
    if door.addresses.site.url.is_none() {
        return no_site().into_response();
    }
    let viewing = door.viewing();
    match door.files(&viewing).await {
        Ok(files) => {
            let next_year = begins(year_of(viewing.now.0) + 1).map(Instant);
            Door::answer(sitemap::index(&files), Answer { dies: next_year, ..Answer::default() }, &viewing)
        }
        Err(err) => Problem::from(err).into_response(),
    }
}

async fn file(State(door): State<Door>, path: Result<Path<String>, PathRejection>) -> Response {
    if door.addresses.site.url.is_none() {
        return no_site().into_response();
    }
    let Some((list, year)) = path.ok().and_then(|Path(name)| named(&name)) else {
        return Problem::not_found().into_response();
    };
    let viewing = door.viewing();
    match door.things(list, year, &viewing).await {
        Ok(listed) => Door::answer(sitemap::pages(&listed), Answer::default(), &viewing),
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

fn begins(year: i32) -> Option<i64> {
    parse_rfc3339(&format!("{year:04}-01-01T00:00:00Z"))
}

impl Door {
    fn viewing(&self) -> Viewing {
        Viewing::live(self.app.clock.now(), Locales::default())
    }

    fn answer(text: String, answer: Answer, viewing: &Viewing) -> Response {
        let as_of = Some(AsOf::of(viewing));
        Answer { body: text.into_bytes().into(), media_type: MEDIA_TYPE, as_of, ..answer }.into_response()
    }

    /// The addresses of all files.
    async fn files(&self, viewing: &Viewing) -> Result<Vec<String>> {
        let this_year = year_of(viewing.now.0);
        let mut files = Vec::new();
        for list in LISTS.into_iter().filter(|list| self.addresses.site.has(list.name)) {
            let of = |year: &str| self.addresses.here(&format!("/sitemaps/{}{year}.xml", list.name));
            if !grows(list) {
                files.push(of(""));
                continue;
            }
            let page = Page { size: 1, backward: true, ..Page::default() };
            let oldest = self.page(list, Vec::new(), page, viewing).await?;
            let oldest = oldest.rows.first().and_then(|row| Named(row.node.as_ref()?).int("publishedAt"));
            let years = oldest.map_or(this_year + 1, year_of)..=this_year;
            files.extend(years.rev().map(|year| of(&format!("-{year}"))));
        }
        Ok(files)
    }

    /// All of a file, page by page.
    async fn things(&self, list: &'static List, year: Option<i32>, viewing: &Viewing) -> Result<Vec<Thing>> {
        let from = year.and_then(begins).map(Condition::PublishedFrom);
        let before = year.and_then(|year| begins(year + 1)).map(Condition::PublishedBefore);
        let filter: Vec<Condition> = from.into_iter().chain(before).collect();
        let (mut things, mut after) = (Vec::new(), None);
        loop {
            let page = Page { size: MAX_SIZE, after, ..Page::default() };
            let found = self.page(list, filter.clone(), page, viewing).await?;
            let nodes = found.rows.iter().filter_map(|row| row.node.as_ref());
            let nodes: Vec<Named<'_>> = nodes.map(Named).collect();
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
                return Ok(things);
            }
        }
    }

    async fn page(
        &self,
        list: &'static List,
        filter: Vec<Condition>,
        page: Page,
        viewing: &Viewing,
    ) -> Result<Connection> {
        let ask = Ask { list, beneath: None, order: Ordering::default_of(list), filter, page };
        let parts = Parts { rows: true, keys: true, page_info: true, ..Parts::default() };
        read::page(&self.app.db.reader, viewing, &ask, parts, &wanted(list)).await
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
            selection.fields(&["slug", "publishedAt", "updatedAt", "availableLocales"]).seal();
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
