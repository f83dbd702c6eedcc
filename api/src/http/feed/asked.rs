//! What the address of a feed asks for: filters, a language, a page.

use super::file::{File, Format};
use crate::config::Site;
use crate::http::parameters::{AFTER, Known, LANG, Parameters, Spelling, Takes, known, of_list};
use crate::http::problem::Problem;
use crate::query::declare::Noun;
use crate::query::filter::{Filter, ranks};
use crate::query::page::{Ask, Condition, MAX_SIZE, Ordering};

/// Dates of a calendar when nobody says.
const DATES: &str = "100";

const LIMIT: Known = known(
    "limit",
    Takes::Number { most: MAX_SIZE },
    "How many on a page, 1 to 100; if absent 20, of calendars 100.",
);

/// What is asked.
#[derive(Debug)]
pub struct Asked {
    pub ask: Ask,
    /// The language of all of it.
    pub locale: String,
    /// What the address names: content by its slugs.
    pub named: Vec<(&'static Noun, String)>,
    /// With its question mark, in the one spelling of `http/answers`; `None` without one.
    pub query: Option<String>,
}

impl Asked {
    pub fn read(file: &File, query: Option<&str>, site: &Site) -> Result<Self, Problem> {
        let mut known = of_list(file.list).to_vec();
        if let Some(parent) = &file.parent {
            known.retain(|known| known.name != parent.collection);
        }
        known.extend([LANG, LIMIT, AFTER]);
        let mut given = Parameters::read(query, Spelling::Either, &known);
        let order = order(file);
        let mut filter = given.conditions(file.list);
        if file.format == Format::Ical {
            given.or("limit", DATES);
        }
        let page = given.page("limit", MAX_SIZE, file.list, order);
        let locale = given.locale("lang").map_or_else(|| site.locale.clone(), |locale| locale.to_string());
        given.done()?;
        filter.extend(of_parent(file)?);
        let named = filter.iter().flat_map(Condition::named).collect();
        let query = query.filter(|query| !query.is_empty()).map(|query| format!("?{query}"));
        Ok(Self { ask: Ask { list: file.list, beneath: None, order, filter, page }, locale, named, query })
    }

    /// The same query string, for the page that begins after this cursor, or for the first.
    pub fn query_after(&self, cursor: Option<&str>) -> String {
        let given = self.query.as_deref().unwrap_or("?");
        let kept = url::form_urlencoded::parse(&given.as_bytes()[1..]).filter(|(name, _)| name != "after");
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept);
        query.extend_pairs(cursor.map(|cursor| ("after", cursor)));
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }
}

/// Feeds have the latest first, by publication; calendars what is soonest to come last, so that a page never ends in the past.
fn order(file: &File) -> Ordering {
    let default = Ordering::default_of(file.list);
    match file.format {
        Format::Ical => Ordering { descending: true, ..default },
        _ => {
            let order = file.list.order("PUBLISHED_AT").unwrap_or(default.order);
            Ordering { order, descending: true }
        }
    }
}

fn of_parent(file: &File) -> Result<Vec<Condition>, Problem> {
    let Some(parent) = &file.parent else { return Ok(Vec::new()) };
    let mut filter = Filter::default();
    filter.slugs(parent.collection, ranks::of(parent.noun), Some(vec![parent.slug.clone()]), parent.noun)?;
    Ok(filter.done())
}
