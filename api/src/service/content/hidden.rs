//! What a proposal names that its author may not see: for them it does not exist.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use entity::id::AssetId;
use uuid::Uuid;

use super::Editable;
use crate::app::Tx;
use crate::domain::actor::{Actor, SignedIn};
use crate::domain::mistake::{self, Code, Mistake};
use crate::domain::view::{Locales, Viewing};
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
    let known = before.iter().flat_map(|before| named(*before)).map(|(_, target, id)| (target, id));
    let mut known: HashSet<(Target, Uuid)> = known.collect();
    if let Actor::User(SignedIn { city: Some(own), .. }) = &tx.author.actor {
        known.insert((Target::City, own.0));
    }
    let new: Vec<Named> =
        named(wanted).into_iter().filter(|(_, target, id)| !known.contains(&(*target, *id))).collect();
    let mut wanted: BTreeMap<Target, Vec<Uuid>> = BTreeMap::new();
    for (_, target, id) in &new {
        wanted.entry(*target).or_default().push(*id);
    }
    let mut live = HashMap::with_capacity(wanted.len());
    for (target, ids) in wanted {
        live.insert(target, public(tx, noun(target), &ids).await?);
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
async fn public(tx: &Tx<'_>, noun: &'static Noun, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    let mut wanted = Selection::new(noun);
    wanted.column(&content::ID);
    wanted.seal();
    let viewing = Viewing::live(tx.now(), Locales::default());
    Ok(read::several(&tx.db, &viewing, ids, &Arc::new(wanted)).await?.into_keys().collect())
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
