//! What points at a thing that is about to go: it is changed first, as if somebody had taken each link out, so that
//! its history says when it was, and whoever edits it just then is told.

use std::collections::BTreeMap;

use entity::noun::Noun;
use entity::revision::Draft;
use entity::{
    call_cluster, media_item_cluster, membership, news_item, news_item_city, news_item_cluster,
    news_item_media, news_item_topic, partner_cluster, practice, practice_cluster,
};
use sea_orm::ActiveEnum;
use uuid::Uuid;

use super::head::Head;
use super::request::refused;
use super::{Editable, Table, draft};
use crate::app::Tx;
use crate::app::bulk::{self, Pointing, pointing};
use crate::domain::change::Verb;
use crate::domain::limits;
use crate::domain::mistake::{Code, Mistake};
use crate::error::{Error, Result};
use crate::query::nouns;
use crate::service::save::{self, Base, Stored, Target};
use crate::service::{
    call, city, cluster, media_item, news_item as news, partner, practice as practices, topic,
};

/// Things read and saved at a time.
const PIECE: usize = 256;

/// Does something to things of this noun, each by the type of its input.
macro_rules! of_noun {
    ($noun:expr, $act:ident($($argument:expr),*)) => {
        match $noun {
            Noun::Call => $act::<call::Input>($($argument),*).await?,
            Noun::City => $act::<city::Input>($($argument),*).await?,
            Noun::Cluster => $act::<cluster::Input>($($argument),*).await?,
            Noun::MediaItem => $act::<media_item::Input>($($argument),*).await?,
            Noun::NewsItem => $act::<news::Input>($($argument),*).await?,
            Noun::Partner => $act::<partner::Input>($($argument),*).await?,
            Noun::Practice => $act::<practices::Input>($($argument),*).await?,
            Noun::Topic => $act::<topic::Input>($($argument),*).await?,
        }
    };
}

/// Takes every link to this thing out of what points at it, whatever the status of that, and out of working drafts.
pub async fn all<I: Editable>(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    let Some(target) = Target::of(I::NOUN) else { return Ok(()) };
    let tables = pointing_at(target);
    let pointings = tables.iter().map(|(_, pointing)| *pointing);
    let public = nouns::public_id(I::NOUN, &id);
    let found = bulk::naming(&tx.db, pointings, (id, &public), limits::POINTING + 1).await?;
    if found.pointing.len() > limits::POINTING {
        let most = limits::POINTING;
        let rest = if target == Target::Topic {
            "take it out of some of them first, as tagMany does"
        } else {
            "leave it in the archive, or take it out of some of them first"
        };
        let message = format!("is named by more than {most} things: {rest}");
        return Err(refused("id", Code::InvalidState, &message));
    }
    if found.drafts.len() > limits::POINTING {
        let most = limits::POINTING;
        let message =
            format!("is named by more than {most} working drafts: publish or discard some of them first");
        return Err(refused("id", Code::InvalidState, &message));
    }
    let mut things: BTreeMap<i32, Vec<Uuid>> = BTreeMap::new();
    for (thing, table) in found.pointing {
        things.entry(table).or_default().push(thing);
    }
    let gone = (target, id);
    for (table, ids) in things {
        if let Some((noun, _)) = usize::try_from(table).ok().and_then(|table| tables.get(table)) {
            of_noun!(noun, from(tx, gone, &ids));
        }
    }
    for (item, noun) in found.drafts {
        of_noun!(noun, from_draft(tx, gone, item));
    }
    Ok(())
}

/// The tables whose rows point at such a thing, and whose rows those are.
fn pointing_at(target: Target) -> Vec<(Noun, Pointing)> {
    macro_rules! tables {
        ($($noun:ident $table:ident $thing:ident $other:ident;)*) => {
            vec![$((Noun::$noun, Pointing::new(|id| {
                pointing::<$table::Entity>([$table::Column::$thing, $table::Column::$other], id)
            })),)*]
        };
    }
    match target {
        Target::Asset => Vec::new(),
        Target::Call => tables! {
            NewsItem news_item Id CallId;
            Practice practice Id CallId;
        },
        Target::City => tables! {
            Cluster membership ClusterId CityId;
            NewsItem news_item_city NewsItemId CityId;
            Practice practice Id CityId;
        },
        Target::Cluster => tables! {
            Call call_cluster CallId ClusterId;
            MediaItem media_item_cluster MediaItemId ClusterId;
            NewsItem news_item_cluster NewsItemId ClusterId;
            Partner partner_cluster PartnerId ClusterId;
            Practice practice_cluster PracticeId ClusterId;
        },
        Target::MediaItem => tables! { NewsItem news_item_media NewsItemId MediaItemId; },
        Target::Topic => tables! { NewsItem news_item_topic NewsItemId TopicId; },
    }
}

async fn from<I: Editable>(tx: &mut Tx<'_>, gone: (Target, Uuid), ids: &[Uuid]) -> Result<()> {
    for some in ids.chunks(PIECE) {
        let stored = I::Stored::load(&tx.db, some).await?;
        let items: Vec<I> = stored
            .iter()
            .map(I::of)
            .map(|mut item| {
                item.unlink(gone);
                debug_assert!(!save::targets(&item).any(|target| target == gone), "it names {gone:?} still");
                item
            })
            .collect();
        save::many(tx, items).await.map_err(|error| of_another::<I>(error, &stored))?;
        let drafted = stored.iter().filter(|thing| Table::<I>::stamps(thing.base()).draft_id.is_some());
        for thing in drafted {
            draft::settle_same::<I>(tx, thing.id()).await?;
        }
    }
    Ok(())
}

/// A working draft that then says nothing else than what is live is none any more.
async fn from_draft<I: Editable>(tx: &mut Tx<'_>, gone: (Target, Uuid), item: Uuid) -> Result<()> {
    let Some(head) = Head::<I>::find_to_change(&tx.db, item).await? else { return Ok(()) };
    let Some((row, wanted)) = &head.draft else { return Ok(()) };
    let (state, mut wanted) = (row.draft.unwrap_or(Draft::Draft), wanted.clone());
    if save::targets(&wanted).any(|target| target == gone) {
        wanted.unlink(gone);
        draft::keep(tx, head, wanted, (state, Verb::Followed)).await?;
    }
    Ok(())
}

/// What is wrong is not with what was asked for.
fn of_another<I: Editable>(error: Error, stored: &[I::Stored]) -> Error {
    let Error::Mistakes(found) = error else { return error };
    let Some(Mistake { item, field, message, .. }) = found.into_iter().next() else {
        return Error::Mistakes(Vec::new());
    };
    let slug = stored.get(item).and_then(|thing| Table::<I>::slug(thing.base())).unwrap_or_default();
    let (noun, field) = (I::NOUN.to_value().replace('_', " "), field.join("."));
    let message = format!(
        "is named by the {noun} \"{slug}\", which cannot be saved without it ({field} {message}): mend that first, then \
         purge this"
    );
    refused("id", Code::InvalidState, &message)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sea_orm::{ConnectionTrait, Statement};

    use super::*;
    use crate::platform::database::migrate;
    use crate::platform::database::tests::scratch::Scratch;

    /// What goes with the thing that it is of, what holds that up, and who is left without a city.
    const OTHERS: [&str; 18] = [
        "call_cluster.call_id",
        "call_extension.call_id",
        "call_translation.item_id",
        "city_translation.item_id",
        "cluster_translation.item_id",
        "decision_record.call_id",
        "media_item_cluster.media_item_id",
        "media_item_translation.item_id",
        "media_source.media_item_id",
        "membership.cluster_id",
        "review_plan.call_id",
        "submission.call_id",
        "submission.city_id",
        "submission.cluster_id",
        "submission_outcome.city_id",
        "submission_outcome.cluster_id",
        "topic_translation.item_id",
        "user.city_id",
    ];

    #[tokio::test]
    async fn every_column_that_points_at_a_thing_is_looked_through_before_that_goes() {
        let scratch = Scratch::sqlite();
        let db = scratch.open().await;
        migrate::up(&db).await.unwrap();
        for (target, table) in [
            (Target::Call, "call"),
            (Target::City, "city"),
            (Target::Cluster, "cluster"),
            (Target::MediaItem, "media_item"),
            (Target::Topic, "topic"),
        ] {
            let keys = "SELECT m.name || '.' || f.\"from\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
                        WHERE m.type = 'table' AND f.\"table\" = $1";
            let keys = Statement::from_sql_and_values(db.dialect, keys, [table.into()]);
            let keys = db.reader.query_all_raw(keys).await.unwrap();
            let keys: BTreeSet<String> = keys.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
            let keys: BTreeSet<_> = keys.into_iter().filter(|key| !OTHERS.contains(&key.as_str())).collect();
            let looked = pointing_at(target).into_iter().map(|(_, pointing)| pointing.column());
            assert_eq!(looked.collect::<BTreeSet<_>>(), keys, "{table}");
        }
        db.close().await;
    }
}
