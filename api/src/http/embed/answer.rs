//! The answers: lists, cards and players, whole or in part.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::instant::Instant;

use super::asked::{CardAsked, ListAsked, of_language};
use super::card::{Card, Maker, direction};
use super::kind::{Depth, Kind};
use super::media::Screen;
use super::page::{self, CardHtml, ListHtml, PageHtml, PlayerHtml};
use super::read;
use super::{Door, Request};
use crate::domain::view::{Locales, Viewing};
use crate::http::conditional::{Answer, AsOf};
use crate::http::problem::Problem;
use crate::http::words::Words;
use crate::query::named::Named;
use crate::query::node::Node;

const HTML: &str = "text/html; charset=utf-8";

pub async fn list(door: &Door, kind: Kind, request: Request<'_>) -> Result<Response, Problem> {
    let list = kind.list().ok_or_else(Problem::not_found)?;
    let asked = ListAsked::read(request.query, list, &door.addresses.site)?;
    let locale = asked.locale.as_str();
    let viewing = read::live(&door.app, Locales { wanted: vec![locale.to_owned()], or_original: false });
    let nodes = read::list(&door.db(), kind, &asked.ask, &viewing).await?;
    let words = Words::of(locale);
    let maker = Maker {
        kind,
        depth: Depth::Item,
        addresses: &door.addresses,
        words,
        now: viewing.now,
        preferred: asked.preferred(),
        playing: None,
    };
    let cards: Vec<Card> = nodes.iter().filter_map(|node| maker.card(Named(node))).collect();
    let (dir, level) = (direction(locale), asked.heading_level);
    let body = page::html(&ListHtml { kind: kind.word(), words, dir, level, cards: &cards })?;
    let (body, headers) = if asked.fragment {
        (body, HeaderMap::new())
    } else {
        whole(door, &request, List { kind, words, dir, body })?
    };
    let answer = Answer {
        body: body.into_bytes().into(),
        media_type: HTML,
        language: Some(locale.to_owned()),
        headers,
        as_of: Some(AsOf::of(&viewing)),
        ..Answer::default()
    };
    Ok(answer.into_response())
}

/// A list that is to become a page.
struct List {
    kind: Kind,
    words: &'static Words,
    dir: &'static str,
    body: String,
}

fn whole(door: &Door, request: &Request, list: List) -> Result<(String, HeaderMap), Problem> {
    let heading = list.kind.heading(list.words);
    let path = address(&format!("/embed/{}", list.kind.word()), request.query);
    let discovery = page::discovery(&door.addresses, &path);
    let headers = page::page_headers(&discovery);
    let page = PageHtml {
        lang: list.words.lang,
        dir: list.dir,
        title: format!("{heading} – {}", door.addresses.site.name),
        canonical: None,
        discovery,
        style: page::STYLE,
        heading: Some(heading),
        body: list.body,
    };
    Ok((page::html(&page)?, headers))
}

pub async fn card(door: &Door, kind: Kind, slug: &str, request: Request<'_>) -> Result<Response, Problem> {
    let asked = CardAsked::read(request.query, &door.addresses.site)?;
    let viewing = read::live(&door.app, asked.locales);
    let node = read::one(&door.db(), kind, slug, &viewing).await?.ok_or_else(Problem::not_found)?;
    let path = format!("/embed/{}", kind.word());
    if let Some(moved) = moved(door, &path, (slug, ""), Named(&node), request.query) {
        return Ok(moved);
    }
    let maker = maker(door, kind, &node, viewing.now, asked.playing);
    let card = maker.card(Named(&node)).ok_or_else(Problem::not_found)?;
    if asked.playing.is_some() && card.frame.is_none() {
        return Err(Problem::not_found());
    }
    let dir = direction(&card.title.lang);
    let body = page::html(&CardHtml { words: maker.words, dir, level: 1, card: &card })?;
    let discovery = page::discovery(&door.addresses, &address(&format!("{path}/{slug}"), request.query));
    let headers = page::page_headers(&discovery);
    let page = PageHtml {
        lang: &card.title.lang,
        dir,
        title: format!("{} – {}", card.title.text, door.addresses.site.name),
        canonical: card
            .links
            .iter()
            .find(|link| link.words == maker.words.more)
            .map(|link| link.href.clone()),
        discovery,
        style: page::STYLE,
        heading: None,
        body,
    };
    let answer = Answer { body: page::html(&page)?.into_bytes().into(), headers, ..of_one(&node, &viewing) };
    Ok(answer.into_response())
}

/// A card of the one thing, in its own language.
pub fn maker<'a>(
    door: &'a Door,
    kind: Kind,
    node: &Arc<Node>,
    now: Instant,
    playing: Option<usize>,
) -> Maker<'a> {
    let locale = Named(node).text("localeServed").unwrap_or_default();
    Maker {
        kind,
        depth: Depth::Card,
        addresses: &door.addresses,
        words: Words::of(locale),
        now,
        preferred: of_language(locale).into_iter().collect(),
        playing,
    }
}

pub async fn player(door: &Door, slug: &str, request: Request<'_>) -> Result<Response, Problem> {
    let asked = CardAsked::player(request.query, &door.addresses.site)?;
    let viewing = read::live(&door.app, asked.locales);
    let node = read::one(&door.db(), Kind::Media, slug, &viewing).await?.ok_or_else(Problem::not_found)?;
    if let Some(moved) = moved(door, "/embed/media", (slug, "/player"), Named(&node), request.query) {
        return Ok(moved);
    }
    let item = Named(&node);
    let source = item.many("sources").nth(asked.playing.unwrap_or(1).saturating_sub(1));
    let screen = source.and_then(|source| Screen::of(item, source)).ok_or_else(Problem::not_found)?;
    let card =
        maker(door, Kind::Media, &node, viewing.now, None).card(item).ok_or_else(Problem::not_found)?;
    let body = page::html(&PlayerHtml::new(&card.title, &screen))?.into_bytes().into();
    let answer = Answer { body, headers: page::player_headers(&screen), ..of_one(&node, &viewing) };
    Ok(answer.into_response())
}

fn of_one(node: &Arc<Node>, viewing: &Viewing) -> Answer {
    Answer {
        media_type: HTML,
        language: Named(node).text("localeServed").map(str::to_owned),
        changed: read::changed(node, viewing.now),
        as_of: Some(AsOf::of(viewing)),
        ..Answer::default()
    }
}

/// To the same with its slug of today, where it was asked for by one it once had.
fn moved(
    door: &Door,
    path: &str,
    (slug, rest): (&str, &str),
    found: Named,
    query: Option<&str>,
) -> Option<Response> {
    let today = found.text("slug").filter(|today| *today != slug)?;
    let there = door.addresses.here(&address(&format!("{path}/{today}{rest}"), query));
    let there = HeaderValue::from_str(&there).ok()?;
    // It may be given its old slug again.
    let briefly = HeaderValue::from_static("public, max-age=60");
    Some(
        (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, there), (header::CACHE_CONTROL, briefly)])
            .into_response(),
    )
}

fn address(path: &str, query: Option<&str>) -> String {
    query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
}
