//! What is wrong with the items of a save: each by itself, and among one another and the stored ones.

use std::collections::{HashMap, HashSet};

use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::base::Base;
use super::{Input, Sound, Stored, identity, links};
use crate::app::bulk;
use crate::domain::check::Check;
use crate::domain::mistake::{Code, Mistake};
use crate::error::Result;
use crate::kit;

/// Every mistake of the items, except that things they point at may be missing.
pub async fn check<I: Input>(db: &DatabaseTransaction, items: &[I]) -> Result<Vec<Mistake>> {
    let mut found = new(db, items).await?;
    found.extend(identity::foreign(db, items).await?);
    found.sort_by_key(|mistake| mistake.item);
    Ok(found)
}

/// The same of working drafts. What they are to be called may be another's: publishing them tells.
pub async fn drafts<I: Input>(db: &DatabaseTransaction, items: &[I]) -> Result<Vec<Mistake>> {
    let mut found = check(db, items).await?;
    let is_name = |field: &[String]| matches!(field, [name] if name == "slug" || name == "externalRef");
    found.retain(|mistake| mistake.code != Code::Taken || !is_name(&mistake.field));
    Ok(found)
}

/// The same of things whose ids are nobody else's.
pub async fn new<I: Input>(db: &DatabaseTransaction, items: &[I]) -> Result<Vec<Mistake>> {
    let mut found = by_themselves(items);
    taken(db, items, None, &mut found).await?;
    found.extend(I::check_stored(db, items, None).await?);
    Ok(found)
}

/// Every mistake of one that is to be saved over what is stored of it: its id is its own, and so is all it shares with that.
/// What is `sound` is known to be there.
pub async fn over<I: Input>(
    db: &DatabaseTransaction,
    item: &I,
    stored: &I::Stored,
    sound: &Sound,
) -> Result<Vec<Mistake>> {
    let items = std::slice::from_ref(item);
    let mut found = by_themselves(items);
    taken(db, items, Some(stored), &mut found).await?;
    found.extend(I::check_stored(db, items, Some(stored)).await?);
    found.extend(links::dangling_but(db, item, sound).await?);
    Ok(found)
}

/// What is wrong with the items whatever is stored.
fn by_themselves<I: Input>(items: &[I]) -> Vec<Mistake> {
    let mut found = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let mut check = Check::new(index);
        item.check(&mut check);
        found.extend(check.into_mistakes());
    }
    twice(items, &mut found);
    found
}

/// Ids, slugs and external keys that two of the items share.
fn twice<I: Input>(items: &[I], found: &mut Vec<Mistake>) {
    let mut ids = HashSet::new();
    let (mut slugs, mut refs) = (HashSet::new(), HashSet::new());
    for (item, input) in items.iter().enumerate() {
        let mut note = |field: &str, message: String| found.push(mistake(item, field, Code::Taken, message));
        if !ids.insert(input.id()) {
            note("id", "another item of this save has the same id".into());
        }
        if let Some(slug) = input.naming().map(|naming| &naming.slug)
            && !slugs.insert(slug)
        {
            note("slug", format!("another item of this save has the slug \"{slug}\", too"));
        }
        if let Some(key) = &input.record().external_ref
            && !refs.insert(key)
        {
            note("externalRef", format!("another item of this save has the reference \"{key}\", too"));
        }
    }
    let mut olds: HashMap<&str, usize> = HashMap::new();
    for (item, input) in items.iter().enumerate() {
        for old in input.naming().map_or(&[][..], |naming| &naming.old_slugs) {
            if olds.insert(old, item).is_some_and(|other| other != item) {
                let message = format!("another item of this save was \"{old}\", too");
                found.push(mistake(item, "oldSlugs", Code::Taken, message));
            }
        }
    }
}

/// Slugs and external keys that stored things have which are not among the items; `own` has its own.
async fn taken<I: Input>(
    db: &DatabaseTransaction,
    items: &[I],
    own: Option<&I::Stored>,
    found: &mut Vec<Mistake>,
) -> Result<()> {
    type Table<I> = <<I as Input>::Stored as Stored>::Base;
    let ids: HashSet<Uuid> = items.iter().map(Input::id).collect();
    if let Some(column) = Table::<I>::SLUG {
        // An old one may be what another is called now, which it then leads to.
        let words = items.iter().enumerate();
        let words = words.filter_map(|(item, input)| Some((item, "slug", input.naming()?.slug.clone())));
        let own = own.and_then(|own| Table::<I>::slug(own.base()));
        let words: Vec<_> = words.filter(|(_, _, word)| own != Some(word)).collect();
        held::<Table<I>>(db, column, &ids, words, found).await?;
    }
    let refs = items.iter().enumerate();
    let refs =
        refs.filter_map(|(item, input)| Some((item, "externalRef", input.record().external_ref.clone()?)));
    let own = own.and_then(|own| Table::<I>::external_ref(own.base()));
    let refs = refs.filter(|(_, _, word)| own != Some(word)).collect();
    held::<Table<I>>(db, Table::<I>::EXTERNAL_REF, &ids, refs, found).await
}

async fn held<B: Base>(
    db: &DatabaseTransaction,
    column: B::Column,
    ids: &HashSet<Uuid>,
    words: Vec<(usize, &str, String)>,
    found: &mut Vec<Mistake>,
) -> Result<()> {
    // PostgreSQL refuses to look for U+0000; that it is there has been noted.
    let words: Vec<_> = words.into_iter().filter(|(_, _, word)| !kit::text::has_nul(word)).collect();
    let values: Vec<String> = words.iter().map(|(_, _, word)| word.clone()).collect();
    let holders = bulk::holders::<B>(db, B::ID, column, &values).await?;
    for (item, field, word) in words {
        if holders.get(&word).is_some_and(|holder| !ids.contains(holder)) {
            let message = format!("\"{word}\" belongs to another thing already: choose another");
            found.push(mistake(item, field, Code::Taken, message));
        }
    }
    Ok(())
}

fn mistake(item: usize, field: &str, code: Code, message: String) -> Mistake {
    Mistake { item, field: vec![field.to_owned()], code, message }
}
