//! Which thing a word in a bundle means: an id for every slug, reference and key, of the bundle first, then of the
//! database.

use std::collections::{HashMap, HashSet};

use entity::id::{self, AssetId};
use entity::{asset, call, city, cluster, media_item, news_item, partner, practice, topic};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::Folder;
use super::assets::Facts;
use super::files::{Files, Raw};
use super::json::Json;
use crate::app::bulk;
use crate::error::Result;
use crate::service::save::Base;

/// The fields that name other things, and the folder those lie in.
const LINKS: [(&str, Folder); 11] = [
    ("hero", Folder::Assets),
    ("photo", Folder::Assets),
    ("logo", Folder::Assets),
    ("thumbnail", Folder::Assets),
    ("clusters", Folder::Clusters),
    ("topics", Folder::Topics),
    ("cities", Folder::Cities),
    ("city", Folder::Cities),
    ("members", Folder::Cities),
    ("media", Folder::Media),
    ("call", Folder::Calls),
];

/// A thing of the bundle that has its id.
#[derive(Debug)]
pub struct Doc {
    pub id: Uuid,
    pub path: String,
    /// What a person calls it.
    pub name: String,
    pub json: Json,
    /// What is wrong with it as one of many: field and message.
    pub mistakes: Vec<(String, String)>,
}

#[derive(Debug, Default)]
pub struct Index {
    ids: HashMap<(Folder, String), Uuid>,
    pub assets: HashMap<String, Facts>,
}

impl Index {
    /// The id of what `word` names: a slug, an asset's key, or `ref:` and an external reference.
    pub fn find(&self, folder: Folder, word: &str) -> Option<Uuid> {
        self.ids.get(&(folder, word.to_owned())).copied()
    }
}

/// Gives every thing its id and learns every word; each file's things stay in their folder's list.
pub async fn build(db: &DatabaseTransaction, files: Files) -> Result<(HashMap<Folder, Vec<Doc>>, Index)> {
    let mut index = Index { assets: files.assets, ..Index::default() };
    let mut docs: HashMap<Folder, Vec<Doc>> = HashMap::new();
    let heads: Vec<Head> = files.docs.iter().map(Head::of).collect();
    let stored = stored_ids(db, &heads).await?;
    let mut seen = Seen::default();
    for (raw, head) in files.docs.into_iter().zip(heads) {
        let mut mistakes = Vec::new();
        let id = head.settle(&stored, &mut mistakes);
        seen.check(&head, id, &mut mistakes);
        // What is claimed twice is still read for the rest of its mistakes, as a thing of its own.
        let id = if mistakes.is_empty() { id } else { head.folder.derived(&head.path) };
        for word in head.words() {
            index.ids.entry((head.folder, word)).or_insert(id);
        }
        let doc = Doc { id, path: head.path, name: head.name, json: raw.json, mistakes };
        docs.entry(head.folder).or_default().push(doc);
    }
    learn_stored(db, &docs, &mut index).await?;
    Ok((docs, index))
}

/// What a file says about which thing it is.
struct Head {
    folder: Folder,
    path: String,
    name: String,
    id: Option<String>,
    slug: Option<String>,
    reference: Option<String>,
    key: String,
}

impl Head {
    fn of(raw: &Raw) -> Self {
        let text = |key: &str| match &raw.json {
            Json::Object(entries) => entries.iter().find_map(|(name, json)| match json {
                Json::Text(text) if name == key => Some(text.clone()),
                _ => None,
            }),
            _ => None,
        };
        let (id, reference, key) = (text("id"), text("externalRef"), raw.key().to_owned());
        let slug = if raw.folder == Folder::Assets { None } else { text("slug") };
        let name = slug.clone().unwrap_or_else(|| key.clone());
        Self { folder: raw.folder, path: raw.path.clone(), name, id, slug, reference, key }
    }

    /// What others may call it by.
    fn words(&self) -> Vec<String> {
        let own = if self.folder == Folder::Assets { Some(self.key.clone()) } else { self.slug.clone() };
        own.into_iter().chain(self.reference.as_ref().map(|word| format!("ref:{word}"))).collect()
    }

    /// The word its id comes from when it has none.
    fn origin(&self) -> String {
        let reference = self.reference.as_ref().map(|word| format!("ref:{word}"));
        reference.or_else(|| self.slug.clone()).unwrap_or_else(|| self.key.clone())
    }

    fn settle(&self, stored: &HashMap<(Folder, String), Uuid>, mistakes: &mut Vec<(String, String)>) -> Uuid {
        let Some(text) = &self.id else {
            let known = self.words().into_iter().rev().find_map(|word| stored.get(&(self.folder, word)));
            return known.copied().unwrap_or_else(|| self.folder.derived(&self.origin()));
        };
        let prefix = self.folder.prefix();
        match id::decode(text) {
            Some((found, id)) if found == prefix => id,
            _ => {
                let like = id::encode(prefix, &Uuid::nil());
                let message = format!("\"{text}\" is not an id like {like}; leave it out to get one");
                mistakes.push(("id".to_owned(), message));
                Uuid::nil()
            }
        }
    }
}

/// Finds what two files claim.
#[derive(Default)]
struct Seen {
    ids: HashMap<(Folder, Uuid), String>,
    words: HashMap<(Folder, String), String>,
}

impl Seen {
    fn check(&mut self, head: &Head, id: Uuid, mistakes: &mut Vec<(String, String)>) {
        for word in head.words() {
            if let Some(other) = self.words.insert((head.folder, word.clone()), head.path.clone()) {
                let field = if word.starts_with("ref:") { "externalRef" } else { "slug" };
                let word = word.strip_prefix("ref:").unwrap_or(&word);
                mistakes.push((field.to_owned(), format!("\"{word}\" is that of {other}, too")));
            }
        }
        // Of things that share a name or have no good id, ids tell nothing new.
        if mistakes.is_empty()
            && let Some(other) = self.ids.insert((head.folder, id), head.path.clone())
        {
            mistakes.push(("id".to_owned(), format!("is that of {other}, too")));
        }
    }
}

/// The ids that stored things have which come without one.
async fn stored_ids(db: &DatabaseTransaction, heads: &[Head]) -> Result<HashMap<(Folder, String), Uuid>> {
    let mut words: HashMap<Folder, HashSet<String>> = HashMap::new();
    for head in heads.iter().filter(|head| head.id.is_none()) {
        words.entry(head.folder).or_default().extend(head.words());
    }
    look_up(db, words).await
}

/// Learns the words that name things of the database.
async fn learn_stored(
    db: &DatabaseTransaction,
    docs: &HashMap<Folder, Vec<Doc>>,
    index: &mut Index,
) -> Result<()> {
    let mut words: HashMap<Folder, HashSet<String>> = HashMap::new();
    for doc in docs.values().flatten() {
        for (field, json) in doc.json.entries().iter().chain(doc.json.entry("draft").entries()) {
            let Some((_, folder)) = LINKS.iter().find(|(name, _)| name == field) else { continue };
            let unknown = named(json).into_iter().filter(|word| index.find(*folder, word).is_none());
            words.entry(*folder).or_default().extend(unknown.map(str::to_owned));
        }
    }
    index.ids.extend(look_up(db, words).await?);
    Ok(())
}

/// The words in a field that names other things: a text, a list of them, or the cities of a list of members.
fn named(json: &Json) -> Vec<&str> {
    match json {
        Json::Text(word) => vec![word],
        Json::List(values) => values.iter().flat_map(named).collect(),
        Json::Object(entries) => {
            entries.iter().filter(|(key, _)| key == "city").flat_map(|(_, json)| named(json)).collect()
        }
        _ => Vec::new(),
    }
}

async fn look_up(
    db: &DatabaseTransaction,
    words: HashMap<Folder, HashSet<String>>,
) -> Result<HashMap<(Folder, String), Uuid>> {
    let mut found = HashMap::new();
    for (folder, words) in words {
        let words: Vec<String> = words.into_iter().collect();
        let ids = match folder {
            Folder::Assets => of_table::<asset::Entity>(db, &words).await?,
            Folder::Topics => of_table::<topic::Entity>(db, &words).await?,
            Folder::Cities => of_table::<city::Entity>(db, &words).await?,
            Folder::Clusters => of_table::<cluster::Entity>(db, &words).await?,
            Folder::Partners => of_table::<partner::Entity>(db, &words).await?,
            Folder::Calls => of_table::<call::Entity>(db, &words).await?,
            Folder::Media => of_table::<media_item::Entity>(db, &words).await?,
            Folder::News => of_table::<news_item::Entity>(db, &words).await?,
            Folder::Practices => of_table::<practice::Entity>(db, &words).await?,
        };
        found.extend(ids.into_iter().map(|(word, id)| ((folder, word), id)));
    }
    Ok(found)
}

async fn of_table<B: Base>(db: &DatabaseTransaction, words: &[String]) -> Result<HashMap<String, Uuid>> {
    let (refs, own): (Vec<_>, Vec<_>) = words.iter().partition(|word| word.starts_with("ref:"));
    let refs: Vec<String> = refs.into_iter().map(|word| word["ref:".len()..].to_owned()).collect();
    let own: Vec<String> = own.into_iter().cloned().collect();
    let found = bulk::holders::<B>(db, B::ID, B::EXTERNAL_REF, &refs).await?;
    let mut found: HashMap<_, _> = found.into_iter().map(|(word, id)| (format!("ref:{word}"), id)).collect();
    if let Some(slug) = B::SLUG {
        found.extend(bulk::holders::<B>(db, B::ID, slug, &own).await?);
        return Ok(found);
    }
    // Assets go by their reference or, without one, by their id.
    found.extend(bulk::holders::<B>(db, B::ID, B::EXTERNAL_REF, &own).await?);
    let asset_id = |word: &String| word.parse::<AssetId>().ok();
    let ids: HashMap<Uuid, &String> = own.iter().filter_map(|word| Some((asset_id(word)?.0, word))).collect();
    let there = bulk::existing::<B>(db, B::ID, &ids.keys().copied().collect::<Vec<_>>()).await?;
    found.extend(there.into_iter().map(|id| (ids[&id].clone(), id)));
    Ok(found)
}
