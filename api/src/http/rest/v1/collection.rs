//! The nine collections, and how a list and a thing of one are answered.

use std::sync::Arc;

use axum::http::StatusCode;
use serde::Serialize;
use url::form_urlencoded::{Serializer, parse};

use super::answer::{Answered, Document, JSON};
use super::facts::Facts;
use super::shown::{By, Shown};
use super::{Door, asked};
use crate::domain::slug;
use crate::domain::view::{Locales, Viewing};
use crate::error::{Error, Result};
use crate::http::conditional::AsOf;
use crate::http::linked_data;
use crate::http::parameters::{
    self, AFTER, FALLBACK, FALLBACK_TO_ORIGINAL, FIRST, Known, LANG, Parameters, Spelling,
};
use crate::http::problem::Problem;
use crate::http::told;
use crate::query::declare::List;
use crate::query::named::Named;
use crate::query::node::Connection;
use crate::query::page::{Ask, MAX_SIZE};
use crate::query::selection::Parts;
use crate::query::{Key, call, city, cluster, event, media_item, news_item, partner, practice, read, topic};

/// A list at an address of its own, and its things beneath.
#[derive(Debug)]
pub struct Collection {
    pub path: &'static str,
    /// What one of them is called.
    pub one: &'static str,
    pub list: &'static List,
}

pub static COLLECTIONS: [Collection; 9] = [
    Collection { path: "clusters", one: "cluster", list: &cluster::LIST },
    Collection { path: "cities", one: "city", list: &city::LIST },
    Collection { path: "news", one: "news item", list: &news_item::LIST },
    Collection { path: "events", one: "event", list: &event::LIST },
    Collection { path: "calls", one: "call", list: &call::LIST },
    Collection { path: "practices", one: "practice", list: &practice::LIST },
    Collection { path: "media", one: "media item", list: &media_item::LIST },
    Collection { path: "partners", one: "partner", list: &partner::LIST },
    Collection { path: "topics", one: "topic", list: &topic::LIST },
];

/// What every address takes.
const OF_ALL: [Known; 5] = [LANG, FALLBACK, FALLBACK_TO_ORIGINAL, INCLUDE, FIELDS];

pub const INCLUDE: Known = parameters::known(
    "include",
    parameters::Takes::Names,
    "Other content to add, by the name of its field, two levels deep: `clusters,cities.clusters`. At most 10.",
);
pub const FIELDS: Known = parameters::known(
    "fields",
    parameters::Takes::Names,
    "The only fields to tell, beside `id`; of what is included or within a field, after a dot: `title,body.text,clusters.slug`. At most 60.",
);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed<'a> {
    data: Vec<Shown<'a>>,
    page_info: PageInfo,
    links: Links<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(Serialize)]
struct Links<'a> {
    next: Option<&'a str>,
}

#[derive(Serialize)]
struct One<'a> {
    data: Shown<'a>,
}

impl Collection {
    pub fn of_list(&self) -> Vec<Known> {
        let page = [FIRST, AFTER];
        let list = self.list;
        [parameters::of_list(list), parameters::order_of(list), &page, &OF_ALL].concat()
    }

    pub fn of_one() -> &'static [Known] {
        &OF_ALL
    }

    pub fn nothing_called(&self, slug: &str, locales: Option<&Locales>) -> Problem {
        let one = self.one;
        let mut detail =
            format!("there is no {one} of the slug `{}` that is public", crate::query::nouns::shown(slug));
        if let Some(locale) = locales.and_then(|locales| locales.wanted.first()) {
            detail += &format!(
                " in `{locale}`: ask without `lang`, with `fallback`, or with `fallbackToOriginal=true`"
            );
        } else {
            detail += &format!(": /v1/{} lists what there is", self.path);
        }
        Problem::new(StatusCode::NOT_FOUND, "NOT_FOUND", detail)
    }
}

impl Door {
    /// A page of a collection.
    pub async fn list(&self, of: &'static Collection, query: Option<&str>) -> Result<Answered, Problem> {
        let mut parameters = Parameters::read(query, Spelling::Strict, &of.of_list());
        let filter = parameters.conditions(of.list);
        let order = parameters.ordering(of.list);
        let page = parameters.page("first", MAX_SIZE, of.list, order);
        let viewing = self.viewing(&mut parameters);
        let (plan, selection) = asked::read(&mut parameters, told::of(of.list.noun), Some(page.size));
        parameters.done()?;
        let ask = Ask { list: of.list, beneath: None, order, filter, page };
        let parts = Parts { rows: true, more: true, ..Parts::default() };
        let found = read::page(&self.db(), &viewing, &ask, parts, &Arc::new(selection)).await?;
        let by = self.by(&viewing, query);
        let next = self.next(of, query, &found);
        let rows = found.rows.iter().filter_map(|row| row.node.as_ref());
        let listed = Listed {
            data: rows.map(|node| Shown { node, plan: &plan, by: &by, edge: &[] }).collect(),
            page_info: PageInfo {
                has_next_page: found.has_next,
                end_cursor: found.rows.last().map(|row| row.cursor.encode()),
            },
            links: Links { next: next.as_deref() },
        };
        let mut facts = Facts::default();
        facts.lists.insert(of.list.name);
        found.rows.iter().filter_map(|row| row.node.as_ref()).for_each(|node| facts.add(node, viewing.now));
        let body = written(&listed)?;
        Ok(Answered::Document(Document { body, media_type: JSON, next, facts, as_of: AsOf::of(&viewing) }))
    }

    /// One thing by its slug, or by one it once had.
    pub async fn one(
        &self,
        of: &'static Collection,
        slug: &str,
        query: Option<&str>,
    ) -> Result<Answered, Problem> {
        let mut parameters = Parameters::read(query, Spelling::Strict, Collection::of_one());
        let viewing = self.viewing(&mut parameters);
        let noun = of.list.noun;
        let (plan, mut selection) = asked::read(&mut parameters, told::of(noun), None);
        parameters.done()?;
        if slug::check(slug).is_err() {
            return Err(of.nothing_called(slug, None));
        }
        let own = noun.field("slug").expect("every collection has slugs").columns[0];
        selection.column(own);
        let key = Key::Slug(slug.to_owned());
        let found = read::one(&self.db(), &viewing, key, &Arc::new(selection)).await?;
        let node = found.ok_or_else(|| of.nothing_called(slug, Some(&viewing.locales)))?;
        let now = node.value(own)?.text().unwrap_or_default();
        if now != slug {
            let query = query.map(|query| format!("?{query}")).unwrap_or_default();
            return Ok(Answered::Moved(format!("{}/v1/{}/{now}{query}", self.base_url, of.path)));
        }
        let by = self.by(&viewing, query);
        let one = One { data: Shown { node: &node, plan: &plan, by: &by, edge: &[] } };
        let mut facts = Facts::default();
        facts.add(&node, viewing.now);
        let (body, as_of) = (written(&one)?, AsOf::of(&viewing));
        Ok(Answered::Document(Document { body, media_type: JSON, next: None, facts, as_of }))
    }

    /// One thing in the vocabulary of schema.org.
    pub async fn linked(
        &self,
        of: &'static Collection,
        slug: &str,
        query: Option<&str>,
    ) -> Result<Answered, Problem> {
        let mut parameters = Parameters::read(query, Spelling::Strict, &OF_ALL[..3]);
        let viewing = self.viewing(&mut parameters);
        parameters.done()?;
        if slug::check(slug).is_err() {
            return Err(of.nothing_called(slug, None));
        }
        let key = Key::Slug(slug.to_owned());
        let wanted = linked_data::selection(of.list.noun);
        let found = read::one(&self.db(), &viewing, key, &wanted).await?;
        let node = found.ok_or_else(|| of.nothing_called(slug, Some(&viewing.locales)))?;
        let today = Named(&node).text("slug").unwrap_or_default();
        if today != slug {
            let query = query.map(|query| format!("?{query}")).unwrap_or_default();
            return Ok(Answered::Moved(format!("{}/v1/{}/{today}{query}", self.base_url, of.path)));
        }
        let mut facts = Facts::default();
        facts.add(&node, viewing.now);
        let body = written(&linked_data::of(Named(&node), &self.addresses))?;
        let (media_type, as_of) = (linked_data::MEDIA_TYPE, AsOf::of(&viewing));
        Ok(Answered::Document(Document { body, media_type, next: None, facts, as_of }))
    }

    fn viewing(&self, parameters: &mut Parameters) -> Viewing {
        Viewing::live(self.app.clock.now(), parameters.locales())
    }

    fn by<'a>(&'a self, viewing: &'a Viewing, query: Option<&str>) -> By<'a> {
        let mut language = Serializer::new(String::new());
        let pairs = parse(query.unwrap_or_default().as_bytes());
        let of_language = [LANG, FALLBACK, FALLBACK_TO_ORIGINAL].map(|known| known.name);
        language.extend_pairs(pairs.filter(|(name, _)| of_language.contains(&name.as_ref())));
        let language = language.finish();
        let language = if language.is_empty() { language } else { format!("&{language}") };
        By { told: told::By { viewing, base_url: &self.base_url }, language }
    }

    /// The same request for what comes after this page.
    fn next(&self, of: &Collection, query: Option<&str>, found: &Connection) -> Option<String> {
        let last = found.rows.last().filter(|_| found.has_next)?;
        let mut next = Serializer::new(String::new());
        let pairs = parse(query.unwrap_or_default().as_bytes());
        next.extend_pairs(pairs.filter(|(name, _)| name != AFTER.name));
        next.append_pair(AFTER.name, &last.cursor.encode());
        Some(format!("{}/v1/{}?{}", self.base_url, of.path, next.finish()))
    }
}

fn written(document: &impl Serialize) -> Result<Vec<u8>, Problem> {
    let internal = |error: serde_json::Error| Error::Database(sea_orm::DbErr::Json(error.to_string()));
    Ok(serde_json::to_vec(document).map_err(internal)?)
}
