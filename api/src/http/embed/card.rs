//! What is shown of one thing, in the words of one language.

use entity::instant::Instant;
use url::form_urlencoded::byte_serialize;

use super::kind::{Depth, Kind, PICTURES};
use super::media::{self, Frame, Play};
use crate::domain::country::Country;
use crate::domain::deadline::{Acceptance, accepts};
use crate::domain::locale::{Direction, Locale};
use crate::http::address::Addresses;
use crate::http::words::Words;
use crate::kit::html::{absolute, quiet};
use crate::kit::time;
use crate::query::named::Named;

/// One thing as a page shows it; what is absent is left out.
#[derive(Debug)]
pub struct Card {
    pub title: Phrase,
    /// Where the title leads to.
    pub link: Option<String>,
    pub label: Option<&'static str>,
    pub published: Option<Moment>,
    pub facts: Vec<Fact>,
    /// Where it takes place or lies.
    pub place: Option<Phrase>,
    pub summary: Option<Phrase>,
    /// Made safe when it was saved.
    pub body: Option<String>,
    pub picture: Option<Picture>,
    pub links: Vec<Link>,
    /// Where it can be played or opened, what is offered first first.
    pub plays: Vec<Play>,
    /// The player that was asked for.
    pub frame: Option<Frame>,
    pub tags: Vec<Phrase>,
}

/// A text with its language.
#[derive(Debug)]
pub struct Phrase {
    pub text: String,
    pub lang: String,
    pub dir: &'static str,
}

#[derive(Debug)]
pub struct Moment {
    /// For programs.
    pub at: String,
    pub text: String,
}

/// A moment that matters, in a phrase.
#[derive(Debug)]
pub struct Fact {
    pub status: Option<&'static str>,
    pub before: &'static str,
    pub moment: Moment,
    pub after: &'static str,
}

#[derive(Debug)]
pub struct Picture {
    pub src: String,
    pub width: usize,
    pub height: usize,
    pub alt: String,
    pub lang: String,
}

#[derive(Debug)]
pub struct Link {
    pub href: String,
    pub words: &'static str,
}

/// The circumstances in which cards are made.
#[derive(Debug)]
pub struct Maker<'a> {
    pub kind: Kind,
    pub depth: Depth,
    pub addresses: &'a Addresses,
    pub words: &'static Words,
    pub now: Instant,
    /// Providers to offer first, by their names.
    pub preferred: Vec<&'static str>,
    /// The place among its sources of the one to play.
    pub playing: Option<usize>,
}

impl Maker<'_> {
    /// `None` where its text is not there in this language.
    pub fn card(&self, found: Named) -> Option<Card> {
        // What an event is about stands in its news.
        let (told, event) = match self.kind {
            Kind::Events => (found.one("newsItem")?, Some(found)),
            _ => (found, found.one("event")),
        };
        let title = phrase(told, &["title", "name"])?;
        let elsewhere = self.elsewhere(told, &title.lang);
        let of_card = self.depth == Depth::Card;
        let (plays, frame) = media::plays(self, found, &title);
        let body = told.html().filter(|_| of_card && elsewhere.is_none()).map(|html| self.within(html));
        Some(Card {
            link: (!of_card).then(|| elsewhere.clone().unwrap_or_else(|| self.ours(told, &title.lang))),
            label: self.label(told),
            published: self.published(told),
            facts: self.facts(told, event),
            place: place(told, event),
            summary: phrase(told, &["excerpt", "summary", "description"]),
            body,
            picture: PICTURES.iter().find_map(|name| self.picture(told.one(name)?)),
            links: self.links((told, event), elsewhere.as_deref().filter(|_| of_card)),
            plays,
            frame,
            tags: ["clusters", "topics"]
                .into_iter()
                .flat_map(|name| told.many(name))
                .filter_map(|seen| phrase(seen, &["title", "label"]))
                .collect(),
            title,
        })
    }

    /// Its page on a site for people, if there is one.
    fn elsewhere(&self, told: Named, locale: &str) -> Option<String> {
        let page = || self.addresses.site.page(self.kind.collection(), told.text("slug")?, locale);
        told.text("canonicalUrl").map(str::to_owned).or_else(page)
    }

    fn ours(&self, told: Named, locale: &str) -> String {
        let (kind, slug) = (self.kind.word(), told.text("slug").unwrap_or_default());
        self.addresses.here(&format!("/embed/{kind}/{slug}?lang={}", encoded(locale)))
    }

    fn label(&self, told: Named) -> Option<&'static str> {
        match (self.kind, told.text("kind")?) {
            (Kind::News | Kind::Events, "event") => Some(self.words.event),
            (Kind::News | Kind::Events, "webinar") => Some(self.words.webinar),
            (Kind::News, "call") => Some(self.words.call),
            _ => None,
        }
    }

    /// Of news and media, whose day matters; of an event its start does.
    fn published(&self, told: Named) -> Option<Moment> {
        let at = told.int("publishedAt").filter(|_| matches!(self.kind, Kind::News | Kind::Media))?;
        Some(Moment { at: time::rfc3339(at), text: self.words.day(at) })
    }

    fn facts(&self, told: Named, event: Option<Named>) -> Vec<Fact> {
        let call = if self.kind == Kind::Calls { Some(told) } else { told.one("call") };
        event
            .and_then(|event| self.start(event))
            .into_iter()
            .chain(call.and_then(|call| self.deadline(call)))
            .collect()
    }

    fn start(&self, event: Named) -> Option<Fact> {
        let at = event.int("startsAt")?;
        let status = event.truth("isCancelled").then_some(self.words.cancelled);
        Some(self.fact(status, self.words.starts, at, event.text("timeZone")))
    }

    fn deadline(&self, call: Named) -> Option<Fact> {
        let closes = call.int("closesAt")?;
        let status = match accepts(self.now, call.int("opensAt").map(Instant), Instant(closes), 0) {
            Acceptance::NotOpen => self.words.not_open,
            Acceptance::Open => self.words.open,
            Acceptance::Grace | Acceptance::Closed => self.words.closed,
        };
        Some(self.fact(Some(status), self.words.deadline, closes, call.text("timeZone")))
    }

    fn fact(&self, status: Option<&'static str>, words: &'static str, at: i64, zone: Option<&str>) -> Fact {
        let (before, after) = words.split_once("{}").unwrap_or((words, ""));
        let text = self.words.moment(at, zone.unwrap_or("UTC"));
        Fact { status, before, moment: Moment { at: time::rfc3339(at), text }, after }
    }

    fn links(&self, (told, event): (Named, Option<Named>), more: Option<&str>) -> Vec<Link> {
        let link = |href: Option<&str>, words| Some(Link { href: href?.to_owned(), words });
        // Nobody registers for what was called off.
        let takes_place = event.filter(|event| !event.truth("isCancelled"));
        let of_event = |name| takes_place.and_then(|event| event.text(name));
        let links = [
            link(more, self.words.more),
            link(of_event("registrationUrl"), self.words.register),
            link(of_event("onlineUrl"), self.words.online),
            link(told.text("website"), self.words.website),
        ];
        links.into_iter().flatten().collect()
    }

    /// Loads nothing of others unasked; links lead the whole window away, but for those to a place on the page.
    fn within(&self, html: &str) -> String {
        let home = self.addresses.text_home(None);
        quiet(&absolute(html, home), home.server).replace(" href=\"#", " target=\"_self\" href=\"#")
    }

    fn picture(&self, asset: Named) -> Option<Picture> {
        let (id, name, hash) = (asset.public_id()?, asset.text("name")?, asset.text("sha256")?);
        Some(Picture {
            src: self.addresses.asset(&id, name, hash),
            width: usize::try_from(asset.int("width")?).ok()?,
            height: usize::try_from(asset.int("height")?).ok()?,
            alt: asset.text("altText").unwrap_or_default().to_owned(),
            lang: asset.text("localeServed").unwrap_or_default().to_owned(),
        })
    }
}

impl Card {
    /// Where it is to be had beside the first, which stands by itself unless another is played.
    pub fn alternates(&self) -> &[Play] {
        let shown = usize::from(self.frame.is_none());
        self.plays.get(shown..).unwrap_or_default()
    }
}

/// The first of these texts, with the language of all of them.
fn phrase(seen: Named, fields: &[&str]) -> Option<Phrase> {
    let (text, lang) = (seen.any_text(fields)?.to_owned(), seen.text("localeServed")?.to_owned());
    Some(Phrase { text, dir: direction(&lang), lang })
}

fn place(told: Named, event: Option<Named>) -> Option<Phrase> {
    let lang = told.text("localeServed")?;
    let of_city = || Country::get(told.text("country")?).map(|country| country.name(lang).to_owned());
    let text = event.and_then(|event| event.text("venue").map(str::to_owned)).or_else(of_city)?;
    Some(Phrase { text, lang: lang.to_owned(), dir: direction(lang) })
}

/// The way a language is written, as HTML says it.
pub fn direction(lang: &str) -> &'static str {
    match Locale::parse(lang).map(|locale| locale.dir()) {
        Ok(Direction::Rtl) => "rtl",
        _ => "ltr",
    }
}

/// As a value in an address.
pub fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}
