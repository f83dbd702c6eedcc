//! Reads what a feed shows, and what its address names, in one statement.

use std::sync::{Arc, LazyLock};

use entity::instant::Instant;

use super::asked::Asked;
use super::file::File;
use super::no_such_thing;
use crate::domain::footprint::Footprint;
use crate::domain::view::{Locales, Viewing};
use crate::http::problem::Problem;
use crate::platform::database::Reads;
use crate::query::declare::Noun;
use crate::query::named::Named;
use crate::query::node::{Connection, Node};
use crate::query::selection::{Parts, Selection};
use crate::query::{Key, call, event, media_item, news_item, practice, read};

/// What there is.
#[derive(Debug)]
pub struct Found {
    pub page: Connection,
    /// What the address names, by the slugs it was named by.
    pub names: Vec<(String, Arc<Node>)>,
    /// The same of the parent, whose path it is.
    parent: Option<Arc<Node>>,
}

const PARTS: Parts = Parts { rows: true, keys: true, edge: false, page_info: true, more: true, total: false };
const COMMON: &[&str] =
    &["id", "slug", "title", "publishedAt", "updatedAt", "expiresAt", "createdAt", "version"];
const FILE: &[&str] = &["id", "name", "mediaType", "bytes", "sha256"];
const FILED: &[&str] = &["id", "slug", "title", "label", "name"];

static NEWS: LazyLock<Arc<Selection>> = LazyLock::new(|| {
    sealed(&news_item::NOUN, |news| {
        news.fields(COMMON).fields(&["excerpt", "body", "authorName", "canonicalUrl"]);
        news.with("hero", FILE).with("clusters", FILED).with("topics", FILED);
    })
});
static PRACTICES: LazyLock<Arc<Selection>> = LazyLock::new(|| {
    sealed(&practice::NOUN, |practice| {
        practice.fields(COMMON).fields(&["summary", "body"]).with("clusters", FILED).with("city", FILED);
    })
});
static MEDIA: LazyLock<Arc<Selection>> = LazyLock::new(|| {
    sealed(&media_item::NOUN, |media| {
        media.fields(COMMON).fields(&["description", "kind", "durationSeconds"]);
        media.with("thumbnail", FILE).with("clusters", FILED).with("sources", &["provider", "url"]);
    })
});
static CALLS: LazyLock<Arc<Selection>> = LazyLock::new(|| {
    sealed(&call::NOUN, |call| {
        call.fields(COMMON)
            .fields(&["summary", "body", "opensAt", "closesAt", "timeZone"])
            .with("clusters", FILED);
    })
});
static EVENTS: LazyLock<Arc<Selection>> = LazyLock::new(|| {
    sealed(&event::NOUN, |event| {
        event.fields(&[
            "id",
            "slug",
            "startsAt",
            "endsAt",
            "timeZone",
            "venue",
            "onlineUrl",
            "registrationUrl",
            "isCancelled",
        ]);
        let place = event.relation(event.noun.relation("newsItem").expect("declared"), None);
        let news = event.beneath(place).0;
        news.fields(COMMON)
            .fields(&["excerpt", "canonicalUrl"])
            .with("clusters", FILED)
            .with("topics", FILED);
    })
});

fn sealed(noun: &'static Noun, ask: impl FnOnce(&mut Selection)) -> Arc<Selection> {
    let mut selection = Selection::new(noun);
    ask(&mut selection);
    selection.seal();
    Arc::new(selection)
}

fn wanted(file: &File) -> &'static Arc<Selection> {
    match file.list.name {
        "practices" => &PRACTICES,
        "media" => &MEDIA,
        "calls" => &CALLS,
        "events" => &EVENTS,
        _ => &NEWS,
    }
}

/// All of it, as everybody sees it now; what is named and is not there is told.
pub async fn found(
    db: &Reads<'_>,
    file: &File,
    asked: &Asked,
    (now, footprint): (Instant, &Footprint),
) -> Result<Found, Problem> {
    let live = |locales| Viewing { footprint: footprint.clone(), ..Viewing::live(now, locales) };
    let wanted_locales = |or_original| Locales { wanted: vec![asked.locale.clone()], or_original };
    let viewing = live(wanted_locales(false));
    let name = |(noun, slug): &(&'static Noun, String)| {
        (Key::Slug(slug.clone()), sealed(noun, |thing| _ = thing.fields(FILED).fields(&["updatedAt"])))
    };
    let things: Vec<_> = asked.named.iter().map(name).collect();
    let page = (&viewing, &asked.ask, PARTS, wanted(file));
    // A cluster that has no text in this language may have news that do.
    let read = read::page_beside(db, page, &things, &live(wanted_locales(true))).await;
    let (page, found) = read.map_err(Problem::from)?;
    let mut names = Vec::with_capacity(found.len());
    for ((noun, slug), node) in asked.named.iter().zip(found) {
        let word = noun.word.replace('_', " ");
        let node = node.ok_or_else(|| no_such_thing(&format!("the {word} `{slug}`")))?;
        names.push((slug.clone(), node));
    }
    let of_path = |parent: &super::file::Parent| {
        names
            .iter()
            .find(|(slug, node)| *slug == parent.slug && node.selection().noun.word == parent.noun.word)
    };
    let parent = file.parent.as_ref().and_then(of_path).map(|(_, node)| node.clone());
    Ok(Found { page, names, parent })
}

impl Found {
    pub fn nodes(&self) -> impl Iterator<Item = Named<'_>> {
        self.page.rows.iter().filter_map(|row| row.node.as_ref()).map(Named)
    }

    /// What the parent in the path is called now, where that is something else.
    pub fn renamed(&self, asked: &Asked) -> Option<&str> {
        let slug = Named(self.parent.as_ref()?).text("slug")?;
        let same = asked.named.iter().any(|(_, given)| given == slug);
        (!same).then_some(slug)
    }

    /// The latest change of what is shown; `None` where nothing is.
    pub fn changed(&self) -> Option<Instant> {
        self.nodes().filter_map(changed).max().map(Instant)
    }
}

/// When its content became what it is for its readers.
pub fn changed(node: Named<'_>) -> Option<i64> {
    let node = node.one("newsItem").unwrap_or(node);
    node.int("updatedAt").max(node.int("publishedAt"))
}
