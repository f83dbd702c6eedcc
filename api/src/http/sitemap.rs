//! `/sitemap.xml` and its files: where the pages of the site are, for search engines.
//!
//! A file is a collection, or a year of one that grows without end, or where these are large a part of it. Parts are counted
//! from the oldest, so that what comes changes the last alone.

mod part;

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
use crate::feed::sitemap::{self, MEDIA_TYPE, Thing};
use crate::kit::time::rfc3339;
use crate::platform::database::Caller;
use crate::query::declare::List;
use crate::query::named::Named;
use crate::query::node::Connection;
use crate::query::page::{Ask, MAX_SIZE, Ordering, Page};
use crate::query::selection::{Parts, Selection};
use crate::query::{content, read};
use part::{FIRST_YEAR, LISTS, Part, begins, grows};

/// Things of one file, at most: with a page in each of 16 languages they are within what the protocol allows.
const THINGS: usize = 1_000;

const PARTS: Parts = Parts { rows: true, keys: true, edge: false, page_info: true, more: true, total: false };

#[derive(Clone)]
struct Door {
    app: Arc<App>,
    addresses: Addresses,
    caller: Caller,
}

pub fn router(app: Arc<App>, addresses: &Addresses) -> Router {
    let door = Door { app, addresses: addresses.clone(), caller: Caller::Anybody };
    Router::new().route("/sitemap.xml", get(index)).route("/sitemaps/{file}", get(file)).with_state(door)
}

async fn index(State(door): State<Door>, caller: Caller) -> Response {
    let door = Door { caller, ..door };
    if door.addresses.site.url.is_none() {
        return no_site().into_response();
    }
    let viewing = door.viewing();
    match door.files(&viewing).await {
        Ok(files) => answer(sitemap::index(&files), begins(year_of(viewing.now.0) + 1), &viewing),
        Err(err) => Problem::from(err).into_response(),
    }
}

async fn file(
    State(door): State<Door>,
    caller: Caller,
    path: Result<Path<String>, PathRejection>,
) -> Response {
    let door = Door { caller, ..door };
    if door.addresses.site.url.is_none() {
        return no_site().into_response();
    }
    let Some(part) = path.ok().and_then(|Path(name)| Part::named(&name)) else {
        return Problem::not_found().into_response();
    };
    let viewing = door.viewing();
    match door.things(&part, &viewing).await {
        Ok(things) if things.is_empty() && part.number > 1 => Problem::not_found().into_response(),
        Ok(things) => answer(sitemap::pages(&things), None, &viewing),
        Err(err) => Problem::from(err).into_response(),
    }
}

fn answer(text: String, dies: Option<i64>, viewing: &Viewing) -> Response {
    let (dies, as_of) = (dies.map(Instant), Some(AsOf::of(viewing)));
    Answer { body: text.into_bytes().into(), media_type: MEDIA_TYPE, dies, as_of, ..Answer::default() }
        .into_response()
}

impl Door {
    fn viewing(&self) -> Viewing {
        Viewing::live(self.app.clock.now(), Locales::default())
    }

    /// The addresses of all files.
    async fn files(&self, viewing: &Viewing) -> Result<Vec<String>> {
        let this_year = year_of(viewing.now.0);
        let mut files = Vec::new();
        for list in LISTS.into_iter().filter(|list| self.addresses.site.has(list.name)) {
            let (all, oldest) = self.counted(&Part { list, year: None, number: 1 }, viewing).await?;
            if !grows(list) {
                files.extend(self.parts(list, None, all));
                continue;
            }
            for year in
                (oldest.map_or(this_year + 1, |oldest| year_of(oldest).max(FIRST_YEAR))..=this_year).rev()
            {
                let part = Part { list, year: Some(year), number: 1 };
                let count = if all > THINGS { self.counted(&part, viewing).await?.0 } else { all };
                files.extend(self.parts(list, Some(year), count));
            }
        }
        Ok(files)
    }

    fn parts(&self, list: &'static List, year: Option<i32>, count: usize) -> impl Iterator<Item = String> {
        let end = count.div_ceil(THINGS).max(1);
        (1..=end).map(move |number| self.addresses.here(&Part { list, year, number }.path()))
    }

    /// How many things there are, and when the first of them was published.
    async fn counted(&self, part: &Part, viewing: &Viewing) -> Result<(usize, Option<i64>)> {
        let parts = Parts { total: true, ..PARTS };
        let found = self.page((part, parts), Page { size: 1, ..Page::default() }, viewing).await?;
        let oldest = found.rows.first().and_then(|row| Named(row.node.as_ref()?).int("publishedAt"));
        Ok((usize::try_from(found.total).unwrap_or_default(), oldest))
    }

    /// All of a file, page by page; where it begins is found by its number.
    async fn things(&self, part: &Part, viewing: &Viewing) -> Result<Vec<Thing>> {
        let (mut things, mut after, mut skip) = (Vec::new(), None, (part.number - 1) * THINGS);
        for _ in 0..THINGS / MAX_SIZE {
            let page = Page { size: MAX_SIZE, after, skip, ..Page::default() };
            let found = self.page((part, PARTS), page, viewing).await?;
            let nodes = found.rows.iter().filter_map(|row| row.node.as_ref());
            let nodes: Vec<Named<'_>> = nodes.map(Named).collect();
            things.extend(nodes.into_iter().filter_map(|node| self.thing(part.list, node)));
            after = found.rows.last().map(|row| row.cursor.clone()).filter(|_| found.has_next);
            skip = 0;
            if after.is_none() {
                break;
            }
        }
        Ok(things)
    }

    /// What grows goes from the oldest on.
    async fn page(&self, (part, parts): (&Part, Parts), page: Page, viewing: &Viewing) -> Result<Connection> {
        let usual = Ordering::default_of(part.list);
        let order = Ordering { descending: usual.descending && !grows(part.list), ..usual };
        let ask = Ask { list: part.list, beneath: None, order, filter: part.filter(), page };
        read::page(&self.app.db.read_by(self.caller), viewing, &ask, parts, &wanted(part.list)).await
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
