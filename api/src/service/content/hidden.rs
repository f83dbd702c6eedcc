//! What a proposal names that its author may not see: for them it does not exist.
//!
//! What an editor filed a thing under before that is there stays: its author does not see it, and takes it out neither by
//! leaving out what they do not see, nor by a null. Only another in its place takes it away, or a list that is full.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use entity::id::AssetId;
use entity::instant::Instant;
use sea_orm::DatabaseTransaction;
use serde_json::Value;
use uuid::Uuid;

use super::{Editable, document};
use crate::app::{Tx, bulk};
use crate::domain::actor::{Actor, SignedIn};
use crate::domain::mistake::{self, Code, Mistake};
use crate::domain::permission::{self, Action, Thing};
use crate::domain::view::{Locales, Viewing};
use crate::domain::{diff, limits};
use crate::error::Result;
use crate::query::declare::Noun;
use crate::query::selection::Selection;
use crate::query::{asset, call, city, cluster, content, media_item, read, topic};
use crate::service::input::Text;
use crate::service::save::{self, Target};

/// A field and what it names.
type Named = (Vec<String>, Target, Uuid);

/// Of what it names anew, that which is not live, and files that nothing live uses: an id would tell what is prepared, and
/// a draft of their own would show them files that others keep to themselves. Whole addresses of files count, too: they
/// may be of this server. `found` is what could not be read of it.
pub async fn unseen<I: Editable>(
    tx: &Tx<'_>,
    before: Option<&I>,
    wanted: &I,
    found: &[Mistake],
) -> Result<Vec<Mistake>> {
    if sees_all(&tx.author.actor) {
        return Ok(Vec::new());
    }
    let known = before.iter().flat_map(|before| named(*before)).map(|(_, target, id)| (target, id));
    let known: HashSet<(Target, Uuid)> = known.collect();
    let is_known = |target, id| known.contains(&(target, id)) || is_own(&tx.author.actor, target, id);
    let new: Vec<Named> =
        named(wanted).into_iter().filter(|(_, target, id)| !is_known(*target, *id)).collect();
    let mut wanted: BTreeMap<Target, Vec<Uuid>> = BTreeMap::new();
    for (_, target, id) in &new {
        wanted.entry(*target).or_default().push(*id);
    }
    let mut live = HashMap::with_capacity(wanted.len());
    for (target, ids) in wanted {
        live.insert(target, public(&tx.db, tx.now(), noun(target), &ids).await?);
    }
    let hidden = new.into_iter().filter(|(_, target, id)| !live[target].contains(id));
    let mistake = |(field, target, id)| {
        let message = said(target, id);
        Mistake { item: 0, field, code: Code::NotFound, message }
    };
    let mut hidden: Vec<_> = hidden.map(mistake).collect();
    mistake::count_left_out(&mut hidden, found);
    Ok(hidden)
}

fn said(target: Target, id: Uuid) -> String {
    match target {
        Target::Asset => {
            let file = AssetId(id);
            format!("shows {file}, which is no file that is public: leave it out, or ask an editor")
        }
        _ => save::NOWHERE.to_owned(),
    }
}

/// Those that everybody sees now.
pub(super) async fn public(
    db: &DatabaseTransaction,
    now: Instant,
    noun: &'static Noun,
    ids: &[Uuid],
) -> Result<HashSet<Uuid>> {
    let mut wanted = Selection::new(noun);
    wanted.column(&content::ID);
    wanted.seal();
    let (viewing, wanted) = (Viewing::live(now, Locales::default()), Arc::new(wanted));
    let mut found = HashSet::new();
    for some in ids.chunks(bulk::IDS) {
        found.extend(read::several(db, &viewing, some, &wanted).await?.into_keys());
    }
    Ok(found)
}

/// A thing and what is shown of it to somebody who may not see all that it names.
#[derive(Debug)]
pub struct Hidden<I> {
    whole: Option<I>,
    pub shown: I,
}

impl<I: Editable> Hidden<I> {
    /// Nothing is from who may see every draft. A file is seen as what shows it.
    pub async fn of(db: &DatabaseTransaction, (actor, now): (&Actor, Instant), item: &I) -> Result<Self> {
        let mut shown = item.clone();
        if sees_all(actor) {
            return Ok(Self { whole: None, shown });
        }
        let mut wanted: BTreeMap<Target, Vec<Uuid>> = BTreeMap::new();
        for (_, target, id) in save::named(item) {
            if target != Target::Asset && !is_own(actor, target, id) {
                wanted.entry(target).or_default().push(id);
            }
        }
        for (target, ids) in wanted {
            let live = public(db, now, noun(target), &ids).await?;
            ids.into_iter().filter(|id| !live.contains(id)).for_each(|id| shown.unlink((target, id)));
        }
        Ok(Self { whole: Some(item.clone()), shown })
    }

    /// What `shown` is to become, with what is hidden: in its place where nothing else of that field is to change, else at
    /// the end, as long as there is room, so that neither places nor a limit tell of it. Nor does it stand there twice: who
    /// names it has been told that there is none. What is taken back to what is `live` beside a working draft is that.
    pub fn put_back(&self, live: Option<&Self>, wanted: I) -> Result<I> {
        let live = live.and_then(Self::documents);
        if let Some((whole, shown)) = &live
            && diff::between(shown, &document::value(&wanted)).is_empty()
        {
            return document::rewritten(&wanted, whole);
        }
        let bases: Vec<(Value, Value)> = self.documents().into_iter().chain(live).collect();
        if bases.iter().all(|(whole, shown)| whole == shown) {
            return Ok(wanted);
        }
        let mut document = document::value(&wanted);
        for (field, now) in document.as_object_mut().into_iter().flatten() {
            if let Some((whole, _)) = bases.iter().find(|(_, shown)| shown[field] == *now) {
                now.clone_from(&whole[field]);
                continue;
            }
            for (whole, shown) in &bases {
                let (Value::Array(whole), Value::Array(shown)) = (&whole[field], &shown[field]) else {
                    break;
                };
                let Value::Array(now) = &mut *now else { break };
                let room = limits::RELATIONS.saturating_sub(now.len());
                let left_out = whole.iter().filter(|one| !shown.contains(one) && !now.contains(one));
                now.extend(left_out.take(room).cloned().collect::<Vec<_>>());
                // What is live beside a list that was full had no room there; else it was left out on purpose.
                if whole.len() < limits::RELATIONS {
                    break;
                }
            }
        }
        document::rewritten(&wanted, &document)
    }

    /// All of it and what is shown of it; `None` where nothing is hidden from anybody.
    fn documents(&self) -> Option<(Value, Value)> {
        Some((document::value(self.whole.as_ref()?), document::value(&self.shown)))
    }
}

fn sees_all(actor: &Actor) -> bool {
    permission::may(actor, Action::ReadDrafts, Thing::Everything)
}

fn is_own(actor: &Actor, target: Target, id: Uuid) -> bool {
    matches!(actor, Actor::User(SignedIn { city: Some(own), .. }) if (target, id) == (Target::City, own.0))
}

fn noun(target: Target) -> &'static Noun {
    match target {
        Target::Asset => &asset::NOUN,
        Target::Call => &call::NOUN,
        Target::City => &city::NOUN,
        Target::Cluster => &cluster::NOUN,
        Target::MediaItem => &media_item::NOUN,
        Target::Topic => &topic::NOUN,
    }
}

/// Each thing with the field that names it.
fn named<I: Editable>(item: &I) -> Vec<Named> {
    let texts = item.texts().iter().filter_map(|text| Some((text.key().0, text.body()?)));
    let shown = texts.flat_map(|(locale, body)| {
        let field = vec!["text".to_owned(), locale.to_owned(), "body".to_owned()];
        body.mentioned().map(move |file| (field.clone(), Target::Asset, file.0))
    });
    save::named(item).into_iter().chain(shown).collect()
}
