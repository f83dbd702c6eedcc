//! oEmbed 1.0: what stands at an address of ours or of the site, for whoever wants to show it. It is told by the pattern of
//! the address and by what we hold; nothing is fetched.

mod asked;
mod target;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::answer::maker;
use super::asked::ListAsked;
use super::card::{Card, encoded};
use super::kind::Kind;
use super::page::html;
use super::{Door, Request, read};
use crate::domain::view::Locales;
use crate::http::conditional::{Answer, AsOf};
use crate::http::problem::Problem;
use crate::http::words::Words;
use crate::kit::html::embed::ALLOW;
use crate::query::named::Named;
use crate::query::page::{Ask, Page};
use asked::Asked;
use target::Target;

/// Seconds. What has changed meanwhile is shown in the frame all the same.
const CACHE_AGE: i64 = 3600;

/// The answer as XML.
#[derive(Template)]
#[template(path = "oembed.xml")]
struct Xml<'a> {
    members: Vec<(&'static str, &'a str)>,
}

/// What a consumer puts into its page.
#[derive(Template)]
#[template(path = "frame.html")]
struct FrameHtml<'a> {
    src: &'a str,
    title: &'a str,
    width: usize,
    height: usize,
    allow: &'static str,
}

/// What is to be shown.
struct Shown {
    is_video: bool,
    src: String,
    title: String,
    picture: Option<super::card::Picture>,
}

pub async fn answer(door: &Door, request: Request<'_>) -> Result<Response, Problem> {
    let asked = Asked::read(request.query)?;
    let target = Target::of(&door.addresses, &asked.url).ok_or_else(foreign)?;
    let mut answer = Answer::default();
    let now = door.app.clock.now();
    let shown = match target {
        Target::List { kind, query } => list(door, kind, &query).await?,
        Target::Card { kind, slug, locale } => {
            let or_original = locale.is_none();
            let wanted = vec![locale.unwrap_or_else(|| door.addresses.site.locale.clone())];
            let viewing = read::live(&door.app, Locales { wanted, or_original });
            let node = read::one(&door.db(), kind, &slug, &viewing).await?.ok_or_else(foreign)?;
            answer.as_of = Some(AsOf::of(&viewing));
            answer.dies = read::dies(std::slice::from_ref(&node), now);
            let card = maker(door, kind, &node, now, None).card(Named(&node)).ok_or_else(foreign)?;
            one(door, kind, Named(&node).text("slug").unwrap_or_default(), card)
        }
    };
    let left = answer.dies.map_or(CACHE_AGE, |dies| (dies.0 - now.0).div_euclid(1000).clamp(0, CACHE_AGE));
    let members = members(door, &asked, shown, left)?;
    let (media_type, body) = if asked.is_xml { xml(&members)? } else { json(members) };
    Ok(Answer { media_type, body: body.into_bytes().into(), ..answer }.into_response())
}

/// What it is of is looked up as the frame does; where it is of everything, nothing is.
async fn list(door: &Door, kind: Kind, query: &str) -> Result<Shown, Problem> {
    let list = kind.list().ok_or_else(foreign)?;
    let asked = ListAsked::read(Some(query), list, &door.addresses.site).map_err(|_| foreign())?;
    if asked.ask.filter.iter().any(|condition| !condition.named().is_empty()) {
        let ask = Ask { page: Page { size: 1, ..Page::default() }, ..asked.ask };
        let wanted = vec![asked.locale.to_string()];
        let viewing = read::live(&door.app, Locales { wanted, or_original: false });
        read::list(&door.db(), kind, &ask, &viewing).await?;
    }
    let path = format!("/embed/{}", kind.word());
    let path = if query.is_empty() { path } else { format!("{path}?{query}") };
    let title = kind.heading(Words::of(asked.locale.as_str())).to_owned();
    Ok(Shown { is_video: false, src: door.addresses.here(&path), title, picture: None })
}

fn one(door: &Door, kind: Kind, slug: &str, card: Card) -> Shown {
    let lang = encoded(&card.title.lang);
    Shown {
        is_video: card.plays.iter().any(|play| play.player.is_some()),
        src: door.addresses.here(&format!("/embed/{}/{slug}?lang={lang}", kind.word())),
        title: card.title.text,
        picture: card.picture,
    }
}

/// `age`: seconds for which the answer may be kept.
fn members(
    door: &Door,
    asked: &Asked,
    shown: Shown,
    age: i64,
) -> Result<Vec<(&'static str, Value)>, Problem> {
    let (width, height) = (asked.width, asked.height);
    let frame = FrameHtml { src: &shown.src, title: &shown.title, width, height, allow: ALLOW };
    let frame = html(&frame)?.trim().to_owned();
    let mut members: Vec<(&'static str, Value)> = vec![
        ("version", "1.0".into()),
        ("type", if shown.is_video { "video" } else { "rich" }.into()),
        ("title", shown.title.into()),
        ("provider_name", door.addresses.site.name.clone().into()),
        ("provider_url", door.addresses.home().into()),
        ("cache_age", age.into()),
        ("html", frame.into()),
        ("width", width.into()),
        ("height", height.into()),
    ];
    // Pictures come in one size: one that does not fit is none.
    if let Some(picture) = shown.picture.filter(|picture| asked.fits(picture.width, picture.height)) {
        members.push(("thumbnail_url", picture.src.into()));
        members.push(("thumbnail_width", picture.width.into()));
        members.push(("thumbnail_height", picture.height.into()));
    }
    Ok(members)
}

fn json(members: Vec<(&'static str, Value)>) -> (&'static str, String) {
    let members: Map<String, Value> =
        members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    ("application/json", Value::Object(members).to_string())
}

fn xml(members: &[(&'static str, Value)]) -> Result<(&'static str, String), Problem> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    // The two characters that a text may hold and XML may not.
    let legal = |text: String| text.replace(['\u{FFFE}', '\u{FFFF}'], "");
    let texts: Vec<String> = members.iter().map(|(_, value)| legal(text(value))).collect();
    let members = members.iter().zip(&texts).map(|((name, _), text)| (*name, text.as_str())).collect();
    Ok(("text/xml; charset=utf-8", html(&Xml { members })?))
}

/// Of somebody else, or of nothing we have.
fn foreign() -> Problem {
    let detail = "nothing of ours stands at that `url`: give the address of a page of this server or of its site, with a \
                  thing that is published";
    Problem::new(StatusCode::NOT_FOUND, "NOT_FOUND", detail)
}
