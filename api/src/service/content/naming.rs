//! Slugs for those who give none.

use std::collections::HashSet;

use entity::slug_history;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::{Editable, Table};
use crate::app::bulk::Queries;
use crate::domain::check::Check;
use crate::domain::mistake::{Code, Mistake};
use crate::domain::slug;
use crate::error::Result;
use crate::service::save::Base;

/// How many things of one title find a slug of their own.
const TRIES: usize = 64;
/// How many are looked for at first.
const FEW: usize = 4;

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
    // Mostly one of the first is free.
    for tries in [1..=FEW, FEW + 1..=TRIES] {
        let tries: Vec<String> = tries.map(|number| slug::numbered(&wanted, number)).collect();
        let taken = taken::<I>(db, column, &tries).await?;
        if let Some(free) = tries.into_iter().find(|slug| !taken.contains(slug)) {
            made.parts_mut().naming.slug = free;
            return Ok(());
        }
    }
    // Where all are taken, the check says so of the plain one.
    made.parts_mut().naming.slug = wanted;
    Ok(())
}

/// Those by which a thing is found, now or since it was renamed.
async fn taken<I: Editable>(
    db: &DatabaseTransaction,
    column: <Table<I> as EntityTrait>::Column,
    slugs: &[String],
) -> Result<HashSet<String>> {
    let now = Table::<I>::find().select_only().column(column).filter(column.is_in(slugs));
    let old = slug_history::Entity::find().select_only().column(slug_history::Column::Slug);
    let old = old.filter(slug_history::Column::Type.eq(I::NOUN));
    let old = old.filter(slug_history::Column::Slug.is_in(slugs));
    let mut queries = Queries::of(db);
    let [now, old] = [now.into_query(), old.into_query()].map(|select| queries.add::<String>(&select));
    let mut answers = queries.ask(db).await?;
    Ok(answers.tuples(now)?.into_iter().chain(answers.tuples(old)?).collect())
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
