//! HTML: pages for frames, and fragments for other pages. Everything is escaped but what was made safe when saved.

use std::sync::LazyLock;

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, header};

use super::card::{Card, Phrase, encoded};
use super::media::Screen;
use crate::error::{Error, Result};
use crate::http::address::Addresses;
use crate::http::inline;
use crate::http::words::Words;
use crate::kit::html::embed;
use crate::kit::html::watch::PLAYERS;

pub const STYLE: &str = include_str!("../../../web/embed/embed.css");
const PLAYER_STYLE: &str = "body { background: #000; margin: 0 } iframe, video { block-size: 100vh; border: 0; display: block; inline-size: 100% }";

/// A list, to be put into a page.
#[derive(Template)]
#[template(path = "list.html")]
pub struct ListHtml<'a> {
    pub kind: &'static str,
    pub words: &'static Words,
    pub dir: &'static str,
    pub level: usize,
    pub cards: &'a [Card],
}

/// One thing, to be put into a page.
#[derive(Template)]
#[template(path = "card.html")]
pub struct CardHtml<'a> {
    pub words: &'static Words,
    pub dir: &'static str,
    pub level: usize,
    pub card: &'a Card,
}

/// A page around either.
#[derive(Template)]
#[template(path = "page.html")]
pub struct PageHtml<'a> {
    pub lang: &'a str,
    pub dir: &'static str,
    pub title: String,
    /// Where it is told in full.
    pub canonical: Option<String>,
    pub discovery: [Discovery; 2],
    pub style: &'static str,
    pub heading: Option<&'static str>,
    pub body: String,
}

/// A player and nothing else.
#[derive(Template)]
#[template(path = "player.html")]
pub struct PlayerHtml<'a> {
    pub title: &'a Phrase,
    pub screen: &'a Screen,
    pub allow: &'static str,
    pub sandbox: &'static str,
    pub style: &'static str,
}

/// Where oEmbed tells of a page.
#[derive(Debug)]
pub struct Discovery {
    pub media_type: &'static str,
    pub href: String,
}

impl<'a> PlayerHtml<'a> {
    pub fn new(title: &'a Phrase, screen: &'a Screen) -> Self {
        Self { title, screen, allow: embed::ALLOW, sandbox: embed::SANDBOX, style: PLAYER_STYLE }
    }
}

/// The page is ours: `page` is its path with its query.
pub fn discovery(addresses: &Addresses, page: &str) -> [Discovery; 2] {
    let url = encoded(&addresses.here(page));
    [("application/json+oembed", "json"), ("text/xml+oembed", "xml")].map(|(media_type, format)| Discovery {
        media_type,
        href: addresses.here(&format!("/oembed?url={url}&format={format}")),
    })
}

pub fn html(template: &impl Template) -> Result<String> {
    template.render().map_err(|cause| Error::Environment(format!("a page cannot be written: {cause}")))
}

/// What a page may load: its style, our files and players. Any other site may show it in a frame.
pub fn page_headers(discovery: &[Discovery]) -> HeaderMap {
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        let style = inline::hash(STYLE);
        format!(
            "default-src 'none'; style-src {style}; img-src 'self' data:; frame-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors *"
        )
    });
    let mut headers = policy(&POLICY);
    for Discovery { media_type, href } in discovery {
        let link = HeaderValue::from_str(&format!("<{href}>; rel=\"alternate\"; type=\"{media_type}\""));
        headers.extend(link.ok().map(|link| (header::LINK, link)));
    }
    headers
}

/// The player's own site, or the one file, and nothing else.
pub fn player_headers(screen: &Screen) -> HeaderMap {
    let style = inline::hash(PLAYER_STYLE);
    let source = match screen {
        Screen::Frame(_) => format!("frame-src {PLAYERS}"),
        Screen::Video(url) | Screen::Audio(url) => format!("media-src {}", origin(url)),
    };
    policy(&format!(
        "default-src 'none'; style-src {style}; {source}; img-src data:; base-uri 'none'; form-action 'none'; \
         frame-ancestors *"
    ))
}

fn policy(policy: &str) -> HeaderMap {
    let value = HeaderValue::from_str(policy);
    value.into_iter().map(|value| (header::CONTENT_SECURITY_POLICY, value)).collect::<HeaderMap>()
}

/// The site of a file; nothing may be loaded where that is no site.
fn origin(url: &str) -> String {
    let origin = url::Url::parse(url).map(|url| url.origin());
    origin
        .ok()
        .filter(url::Origin::is_tuple)
        .map_or_else(|| "'none'".to_owned(), |origin| origin.ascii_serialization())
}
