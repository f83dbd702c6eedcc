//! What every list must answer, by the plainest means: look at each thing, sort, cut.

use std::cmp::Ordering;

use harness::Value;

use super::content::Content;
use super::item::{Item, Text};
use super::random::instant;

/// One list as a caller asks for it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The root field of the single thing above it, with its slug.
    pub parent: Option<(&'static str, String)>,
    pub list: &'static str,
    /// As it is sent.
    pub filter: Vec<(&'static str, Value)>,
    pub order: &'static str,
    pub descending: bool,
    pub locales: Vec<&'static str>,
    pub or_original: bool,
}

/// A window of a list; indexes are those of the whole list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Window {
    pub size: usize,
    pub backward: bool,
    pub after: Option<usize>,
    pub before: Option<usize>,
}

/// What is in the window, and what is beyond it.
#[derive(Debug, PartialEq)]
pub struct Page {
    pub from: usize,
    pub to: usize,
    pub has_previous: bool,
    pub has_next: bool,
}

/// What sorts: what has no value comes last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Number(i64),
    Text(&'static str),
}

/// Where a thing stands in an ordered list: its key, and the id that breaks ties.
pub type Place = (Option<Key>, String);

/// Everything there is, looked at now.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'a> {
    pub content: &'a Content,
    pub now: i64,
}

impl Window {
    pub fn of(self, len: usize) -> Page {
        let low = self.after.map_or(0, |after| after + 1);
        let high = self.before.unwrap_or(len);
        let width = high.saturating_sub(low).min(self.size);
        let (from, to) = match (self.backward, width) {
            (false, _) => (low, low + width),
            (true, 0) => (low, low),
            (true, _) => (high - width, high),
        };
        let cut = high.saturating_sub(low) > width;
        Page {
            from,
            to,
            has_previous: low > 0 || self.backward && cut,
            has_next: high < len || !self.backward && cut,
        }
    }
}

impl<'a> Reference<'a> {
    /// The whole list in its order; `None` when the parent cannot be seen.
    pub fn list(&self, asked: &Asked) -> Option<Vec<&'a Item>> {
        let parent = match &asked.parent {
            None => None,
            Some((field, slug)) => Some(self.seen(folder_of(field), slug, asked)?),
        };
        let folder = if asked.list == "events" { "news" } else { asked.list };
        let mut items: Vec<&Item> =
            self.content.of(folder).filter(|item| self.belongs(item, asked, parent)).collect();
        items.sort_by(|a, b| order(asked, &place(a, asked, parent), &place(b, asked, parent)));
        Some(items)
    }

    fn belongs(&self, item: &Item, asked: &Asked, parent: Option<&Item>) -> bool {
        self.is_live(item)
            && served(item, asked).is_some()
            && (asked.list != "events" || item.event.is_some())
            && parent.is_none_or(|parent| is_beneath(item, parent))
            && asked.filter.iter().all(|(name, value)| self.passes(item, name, value, parent))
    }

    /// A picture lives as long as something that shows it.
    pub fn is_live(&self, item: &Item) -> bool {
        if item.folder == "assets" {
            let mut all = self.content.items.iter();
            return all.any(|user| user.picture.as_ref() == Some(&item.slug) && self.is_live(user));
        }
        item.status == "PUBLISHED"
            && item.published_at.is_some_and(|at| at <= self.now)
            && item.expires_at.is_none_or(|at| at > self.now)
    }

    /// A thing that this reader may see, by slug.
    pub fn seen(&self, folder: &str, slug: &str, asked: &Asked) -> Option<&'a Item> {
        self.content.find(folder, slug).filter(|item| self.is_live(item) && served(item, asked).is_some())
    }

    fn passes(&self, item: &Item, name: &str, value: &Value, parent: Option<&Item>) -> bool {
        let any = |holds: &dyn Fn(&Value) -> bool| value.as_array().unwrap().iter().any(holds);
        match name {
            "clusters" | "topics" | "cities" => any(&|slug| self.filed(item, name, slug.as_str().unwrap())),
            "call" => self.filed(item, "calls", value.as_str().unwrap()),
            "countries" if item.folder == "cities" => any(&|code| code == item.country),
            "countries" => {
                let cities = || item.cities.iter().filter_map(|city| self.content.find("cities", city));
                any(&|code| cities().any(|city| self.is_live(city) && code == city.country))
            }
            "regions" => any(&|code| regions(item.country).contains(&code.as_str().unwrap())),
            "kinds" => any(&|kind| kind == item.kind),
            "sdgs" => any(&|goal| item.sdgs.contains(&goal.as_i64().unwrap())),
            "providers" => any(&|provider| item.providers.iter().any(|known| provider == known)),
            "featured" => self.is_featured(item, parent) == value.as_bool().unwrap(),
            "open" => self.is_open(item) == value.as_bool().unwrap(),
            "upcoming" => (start(item) >= self.now) == value.as_bool().unwrap(),
            "publishedAfter" => instant(item.published_at.unwrap()).as_str() >= value.as_str().unwrap(),
            "publishedBefore" => instant(item.published_at.unwrap()).as_str() < value.as_str().unwrap(),
            "startsAfter" => instant(start(item)).as_str() >= value.as_str().unwrap(),
            "startsBefore" => instant(start(item)).as_str() < value.as_str().unwrap(),
            other => panic!("no filter {other}"),
        }
    }

    /// What the reader may not see holds nothing; its language does not matter.
    fn filed(&self, item: &Item, folder: &str, slug: &str) -> bool {
        let above = self.content.find(folder, slug).filter(|above| self.is_live(above));
        above.is_some_and(|above| is_beneath(item, above))
    }

    fn is_featured(&self, city: &Item, parent: Option<&Item>) -> bool {
        let features = |cluster: &Item| cluster.members.iter().any(|m| m.city == city.slug && m.featured);
        let mut clusters = self.content.of("clusters");
        parent.map_or_else(|| clusters.any(|cluster| self.is_live(cluster) && features(cluster)), features)
    }

    fn is_open(&self, call: &Item) -> bool {
        call.closes_at > self.now && call.opens_at.is_none_or(|at| at <= self.now)
    }
}

/// A thing keeps its place in any list of the same order, be it in that list or not.
pub fn place(item: &Item, asked: &Asked, parent: Option<&Item>) -> Place {
    (key(item, asked, parent), id(item, asked).to_owned())
}

pub fn order(asked: &Asked, a: &Place, b: &Place) -> Ordering {
    let turned = |order: Ordering| if asked.descending { order.reverse() } else { order };
    match (&a.0, &b.0) {
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        _ => turned(a.cmp(b)),
    }
}

/// The id its list knows it by.
pub fn id<'a>(item: &'a Item, asked: &Asked) -> &'a str {
    match &item.event {
        Some((id, _)) if asked.list == "events" => id,
        _ => &item.id,
    }
}

fn start(item: &Item) -> i64 {
    item.event.as_ref().map_or(0, |(_, at)| *at)
}

/// The text that serves.
pub fn served<'a>(item: &'a Item, asked: &Asked) -> Option<&'a Text> {
    let original = asked.locales.is_empty() || asked.or_original || item.folder == "assets";
    let wanted = asked.locales.iter().copied().chain(original.then_some(item.locale));
    wanted
        .into_iter()
        .find_map(|locale| item.texts.iter().find(|text| text.published && text.locale == locale))
}

/// Where the things of a root field lie in a bundle.
pub fn folder_of(field: &str) -> &'static str {
    match field {
        "cluster" => "clusters",
        "city" => "cities",
        "topic" => "topics",
        "call" => "calls",
        other => panic!("no parent {other}"),
    }
}

/// The UN M49 regions around a country.
fn regions(country: &str) -> &'static [&'static str] {
    match country {
        "CN" => &["142", "030"],
        "CL" => &["019", "419", "005"],
        "FR" => &["150", "155"],
        "KE" => &["002", "202", "014"],
        "UZ" => &["142", "143"],
        other => panic!("no country {other}"),
    }
}

fn is_beneath(item: &Item, parent: &Item) -> bool {
    match (parent.folder, item.folder) {
        ("clusters", "cities") => parent.members.iter().any(|member| member.city == item.slug),
        ("cities", "clusters") => item.members.iter().any(|member| member.city == parent.slug),
        ("clusters", _) => item.clusters.contains(&parent.slug),
        ("cities", _) => item.cities.contains(&parent.slug),
        ("topics", _) => item.topics.contains(&parent.slug),
        ("calls", _) => item.call.as_ref() == Some(&parent.slug),
        other => panic!("no list {other:?}"),
    }
}

fn key(item: &Item, asked: &Asked, parent: Option<&Item>) -> Option<Key> {
    let member = || parent.unwrap().members.iter().find(|member| member.city == item.slug).unwrap();
    match asked.order {
        "NAME" => Some(Key::Text(served(item, asked).unwrap().sort_key)),
        "POPULATION" => item.population.map(Key::Number),
        "POSITION" if item.folder == "cities" => Some(Key::Number(member().position)),
        "POSITION" => Some(Key::Number(item.position)),
        "JOINED_ON" => member().joined_on.as_ref().map(|day| Key::Number(day[9..].parse().unwrap())),
        "STARTS_AT" => Some(Key::Number(start(item))),
        "CLOSES_AT" => Some(Key::Number(item.closes_at)),
        "PUBLISHED_AT" => item.published_at.map(Key::Number),
        other => panic!("no order {other}"),
    }
}
