//! Feeds and calendars: `/feeds/news.rss`, `/feeds/clusters/transport/events.ics`.
//!
//! Invariants: a feed is in one language; it shows what `/graphql` would show anonymously, read in one statement by the same
//! declarations; its entries keep their ids.

mod asked;
mod calendar;
mod channel;
mod entry;
mod file;
mod read;

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::accept::preferred;
use super::address::Addresses;
use super::conditional::{Answer, AsOf};
use super::problem::Problem;
use crate::app::App;
use crate::domain::footprint::Footprint;
use crate::feed::{atom, ical, json_feed, rss};
use crate::platform::database::Caller;
use asked::Asked;
use file::{File, Format};
use read::Found;

/// Segments of a path, at most: `clusters/transport/news.rss`.
const PATHS: [&str; 2] = ["/feeds/{file}", "/feeds/{parents}/{slug}/{file}"];

#[derive(Clone)]
struct Door {
    app: Arc<App>,
    addresses: Addresses,
    caller: Caller,
}

pub fn router(app: Arc<App>, addresses: &Addresses) -> Router {
    let door = Door { app, addresses: addresses.clone(), caller: Caller::Anybody };
    Router::new().route(PATHS[0], get(of_all)).route(PATHS[1], get(of_parent)).with_state(door)
}

type Segments<T> = Result<Path<T>, PathRejection>;

async fn of_all(
    State(door): State<Door>,
    caller: Caller,
    path: Segments<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let file = path.ok().and_then(|Path(name)| File::named(&name, None));
    Door { caller, ..door }.answer(file, query.as_deref(), &headers).await
}

async fn of_parent(
    State(door): State<Door>,
    caller: Caller,
    path: Segments<(String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let file = path.ok().and_then(|Path((parents, slug, name))| File::named(&name, Some((&parents, &slug))));
    Door { caller, ..door }.answer(file, query.as_deref(), &headers).await
}

impl Door {
    async fn answer(&self, file: Option<File>, query: Option<&str>, headers: &HeaderMap) -> Response {
        let Some(file) = file else { return no_such_file() };
        if preferred(headers, &[file.format.media_type()]).is_none() {
            return not_acceptable(file.format);
        }
        let answered = match Asked::read(&file, query, &self.addresses.site) {
            Ok(asked) => self.found(&file, &asked).await,
            Err(problem) => Err(problem),
        };
        answered.unwrap_or_else(IntoResponse::into_response)
    }

    async fn found(&self, file: &File, asked: &Asked) -> Result<Response, Problem> {
        let now = self.app.clock.now();
        let footprint = Footprint::default();
        let found = read::found(&self.app.db.read_by(self.caller), file, asked, (now, &footprint)).await?;
        if let Some(slug) = found.renamed(asked) {
            let there = format!("{}{}", file.path_of(slug), asked.query.as_deref().unwrap_or_default());
            // The old name may be given to another thing.
            let caching = [(header::CACHE_CONTROL, "public, max-age=60")];
            return Ok((caching, Redirect::permanent(&self.addresses.here(&there))).into_response());
        }
        let answer = Answer {
            body: self.rendered(file, asked, &found).into_bytes().into(),
            media_type: file.format.media_type(),
            language: Some(asked.locale.clone()),
            changed: found.changed(),
            headers: links(file, asked, &found, &self.addresses),
            as_of: Some(AsOf { now, footprint }),
            ..Answer::default()
        };
        Ok(answer.into_response())
    }

    fn rendered(&self, file: &File, asked: &Asked, found: &Found) -> String {
        let channel = || channel::of(file, asked, found, &self.addresses);
        match file.format {
            Format::Rss => rss::render(&channel()),
            Format::Atom => atom::render(&channel()),
            Format::Json => json_feed::render(&channel()),
            Format::Ical => ical::render(&calendar::of(file, asked, found, &self.addresses)),
        }
    }
}

/// RFC 8288: the next page, for those who read no feed.
fn links(file: &File, asked: &Asked, found: &Found, addresses: &Addresses) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let next = channel::next(file, asked, found, addresses);
    let value = next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok());
    if let Some(value) = value {
        headers.insert(header::LINK, value);
    }
    headers
}

/// What was named in the address and is not there, or not for everybody.
fn no_such_thing(what: &str) -> Problem {
    let detail = format!("{what} is not there, or not public; the page / leads to what there is");
    Problem::new(StatusCode::NOT_FOUND, "NOT_FOUND", detail)
}

fn no_such_file() -> Response {
    let detail = "there is no such feed: take /feeds/ and news, practices, media or calls with .rss, .atom or .json, \
                  events or calls with .ics, or the same behind clusters/SLUG/, topics/SLUG/ and cities/SLUG/ where \
                  these have such a list";
    Problem::new(StatusCode::NOT_FOUND, "NOT_FOUND", detail).into_response()
}

fn not_acceptable(format: Format) -> Response {
    let detail = format!(
        "this address has {} alone, which the Accept header does not take; the ending of the address chooses the format",
        format.media_type()
    );
    Problem::new(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", detail).into_response()
}
