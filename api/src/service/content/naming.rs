//! Slugs for those who give none.

use std::collections::HashSet;

use entity::slug_history;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::{Editable, Table};
use crate::app::bulk;
use crate::domain::check::Check;
use crate::domain::mistake::{Code, Mistake};
use crate::domain::slug;
use crate::error::Result;
use crate::service::save::Base;

/// How many things of one title find a slug of their own.
const TRIES: usize = 64;

/// Gives it a slug made from its title, unless it has one: `clean-air`, `clean-air-2`, … whichever is free.
pub async fn name<I: Editable>(db: &DatabaseTransaction, made: &mut I, check: &mut Check) -> Result<()> {
    let Some(column) = Table::<I>::SLUG else { return Ok(()) };
    if !made.parts_mut().naming.slug.is_empty() {
        return Ok(());
    }
    let Some(wanted) = made.title().and_then(slug::of) else {
        let message = "cannot be made from this title: give one, such as clean-air-2021";
        check.wrong("slug", Code::Required, message);
        // Stands in, so that the check has nothing more to say of it.
        made.parts_mut().naming.slug = format!("unnamed-{}", made.id().simple());
        return Ok(());
    };
    let tries: Vec<String> = (1..=TRIES).map(|n| slug::numbered(&wanted, n)).collect();
    let mut taken: HashSet<String> =
        bulk::holders::<Table<I>>(db, Table::<I>::ID, column, &tries).await?.into_keys().collect();
    let old = slug_history::Entity::find().filter(slug_history::Column::Type.eq(I::NOUN));
    let old = old.filter(slug_history::Column::Slug.is_in(tries.clone())).all(db).await?;
    taken.extend(old.into_iter().map(|row| row.slug));
    // Where all are taken, the check says so of the plain one.
    let free = tries.into_iter().find(|slug| !taken.contains(slug)).unwrap_or(wanted);
    made.parts_mut().naming.slug = free;
    Ok(())
}

/// What is only proposed takes no slug by which another thing is still found: the public would lose that address
/// before an editor has said anything.
pub async fn leads_elsewhere<I: Editable>(db: &DatabaseTransaction, wanted: &I) -> Result<Option<Mistake>> {
    let Some(naming) = wanted.naming().filter(|naming| slug::check(&naming.slug).is_ok()) else {
        return Ok(None);
    };
    let known = slug_history::Entity::find_by_id((I::NOUN, naming.slug.clone())).one(db).await?;
    let message = "still leads to another thing, which went by it before: choose another";
    Ok(known.filter(|row| row.item_id != wanted.id()).map(|_| Mistake {
        item: 0,
        field: vec!["slug".to_owned()],
        code: Code::Taken,
        message: message.to_owned(),
    }))
}
