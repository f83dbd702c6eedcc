//! What is read rests on what: tags for all that would have to change before it reads otherwise.
//!
//! Things that are known by id are named one by one; of the rest, and of what was looked for and not found, any of its kind
//! counts. What stands in a list by itself (time, language, filing) the lists' own rows say.

use entity::noun;
use uuid::Uuid;

use super::compile::Key;
use super::content;
use super::declare::{Link, Noun};
use super::node::{Connection, Node, Related};
use super::page::{Ask, Condition, Scopes};
use super::selection::Selection;
use crate::domain::footprint::{Footprint, Tag};

/// Whose changes are those of a noun.
enum Kin {
    Content(noun::Noun),
    /// They change with news, and are told of by their own id.
    Event,
    Files,
    /// It changes with the thing it is part of, and is reached through that alone.
    Part,
    Unknown,
}

fn kin(noun: &Noun) -> Kin {
    match noun.table {
        "cluster" => Kin::Content(noun::Noun::Cluster),
        "city" => Kin::Content(noun::Noun::City),
        "topic" => Kin::Content(noun::Noun::Topic),
        "news_item" => Kin::Content(noun::Noun::NewsItem),
        "call" => Kin::Content(noun::Noun::Call),
        "practice" => Kin::Content(noun::Noun::Practice),
        "media_item" => Kin::Content(noun::Noun::MediaItem),
        "partner" => Kin::Content(noun::Noun::Partner),
        "event" => Kin::Event,
        "asset" => Kin::Files,
        "media_source" | "call_extension" => Kin::Part,
        _ => Kin::Unknown,
    }
}

/// One thing that was asked for by its key.
pub fn on_one(footprint: &Footprint, key: &Key, noun: &'static Noun, found: Option<&Node>) {
    let slug = noun.field("slug").and_then(|field| field.columns.first());
    let slug = slug.and_then(|slug| found?.value(slug).ok()?.text());
    let is_found_as_named = match key {
        Key::Id(id) => return on_id(footprint, *id, noun, found),
        Key::Slug(asked) => slug == Some(asked),
        Key::External(_) => found.is_some(),
    };
    match found.and_then(id_of).filter(|_| is_found_as_named) {
        Some(id) => on_id(footprint, id, noun, found),
        // Another one may come to be called so.
        None => {
            on_any(footprint, noun);
            if let Some(node) = found {
                on_parts(footprint, node);
            }
        }
    }
}

/// Whether or not it was found.
pub fn on_id(footprint: &Footprint, id: Uuid, noun: &'static Noun, found: Option<&Node>) {
    match kin(noun) {
        Kin::Content(_) | Kin::Event => footprint.rest_on(Tag::item(id)),
        // A file is public as long as anything live shows it.
        Kin::Files | Kin::Part | Kin::Unknown => footprint.rest_on(Tag::ANYTHING),
    }
    footprint.tells_of(noun.prefix, id);
    if let Some(node) = found {
        on_parts(footprint, node);
    }
}

/// What a list hangs beneath.
#[derive(Clone, Copy)]
pub enum Beneath {
    Nothing,
    Thing(Uuid),
    /// A thing of which nobody asked the id.
    Something,
}

/// A page of a list: the parts of the list it could change by, and all things on it.
pub fn on_page(footprint: &Footprint, ask: &Ask, beneath: Beneath, page: &Connection) {
    footprint.tells_of_list(ask.list.name);
    let order = ask.order.order;
    let mut lists = vec![order.list, ask.list.filed.1];
    lists.extend(order.unknown);
    lists.sort_unstable();
    lists.dedup();
    let mut scopes = match beneath {
        Beneath::Nothing => Vec::new(),
        Beneath::Thing(id) => vec![Some(id)],
        Beneath::Something => vec![None],
    };
    for condition in &ask.filter {
        match condition {
            Condition::Scopes { any: Scopes::Ids(ids), .. } => scopes.extend(ids.iter().copied().map(Some)),
            Condition::Scopes { any: Scopes::Slugs { noun, .. }, .. } => {
                on_any(footprint, noun);
                scopes.push(None);
            }
            // Rows of calls say when they close, not when they open.
            Condition::Open(_) => footprint.rest_on(Tag::noun(noun::Noun::Call)),
            _ => {}
        }
    }
    if scopes.is_empty() {
        scopes.push(Some(Uuid::nil()));
    }
    for list in lists {
        for scope in &scopes {
            footprint.rest_on(scope.map_or_else(|| Tag::list(list), |scope| Tag::place(list, scope)));
        }
    }
    for row in &page.rows {
        on_id(footprint, row.cursor.id, ask.list.noun, row.node.as_deref());
    }
}

/// All that hangs on something that is named already.
fn on_parts(footprint: &Footprint, node: &Node) {
    for (n, wanted) in node.selection().compiled() {
        let (link, noun) = (&wanted.relation.link, wanted.selection.noun);
        match node.related(n) {
            Some(Related::Page(page)) => {
                if let Some(ask) = &wanted.ask {
                    let beneath = id_of(node).map_or(Beneath::Something, Beneath::Thing);
                    on_page(footprint, ask, beneath, page);
                }
            }
            Some(Related::One(found)) => match found.as_deref().and_then(id_of) {
                Some(id) if !matches!(kin(noun), Kin::Files) => on_id(footprint, id, noun, found.as_deref()),
                _ => {
                    on_related(footprint, noun, link);
                    if let Some(node) = found {
                        on_parts(footprint, node);
                    }
                }
            },
            Some(Related::Many(found)) => {
                on_related(footprint, noun, link);
                for node in found {
                    if let Some(id) = id_of(node) {
                        footprint.tells_of(noun.prefix, id);
                    }
                    on_parts(footprint, node);
                }
            }
            None => {}
        }
    }
}

/// Something that a thing leads to: any of its kind could be what it leads to next.
fn on_related(footprint: &Footprint, noun: &'static Noun, link: &Link) {
    match (kin(noun), link) {
        // It shows a file because it is live itself.
        (Kin::Files, _) => footprint.rest_on(Tag::FILES),
        (Kin::Part, _) | (Kin::Event, Link::Owned { .. }) => {}
        _ => on_any(footprint, noun),
    }
}

fn on_any(footprint: &Footprint, noun: &'static Noun) {
    footprint.tells_of_list(noun.prefix);
    footprint.rest_on(match kin(noun) {
        Kin::Content(noun) => Tag::noun(noun),
        Kin::Event => Tag::noun(noun::Noun::NewsItem),
        Kin::Files | Kin::Part | Kin::Unknown => Tag::ANYTHING,
    });
}

fn id_of(node: &Node) -> Option<Uuid> {
    node.value(&content::ID).ok()?.uuid()
}

/// What is asked of a root, and by what it is known again.
pub fn with_identity(selection: &Selection, key: &Key) -> Selection {
    let mut more = selection.clone();
    let noun = more.noun;
    more.column(&content::ID);
    if let (Key::Slug(_), Some(field)) = (key, noun.field("slug")) {
        field.columns.iter().for_each(|column| more.column(column));
    }
    more
}
