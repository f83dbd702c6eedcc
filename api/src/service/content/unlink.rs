//! What points at a thing that is about to go: it is changed first, as if somebody had taken each link out, so that
//! its history says when it was, and whoever edits it just then is told.

use std::collections::BTreeMap;

use entity::noun::Noun;
use entity::{
    call_cluster, media_item_cluster, membership, news_item, news_item_city, news_item_cluster,
    news_item_media, news_item_topic, partner_cluster, practice, practice_cluster,
};
use sea_orm::ActiveEnum;
use uuid::Uuid;

use super::request::refused;
use super::{Editable, Table, draft};
use crate::app::Tx;
use crate::app::bulk::{self, Pointing, pointing};
use crate::domain::limits;
use crate::domain::mistake::{Code, Mistake};
use crate::error::{Error, Result};
use crate::service::save::{self, Base, Stored, Target};
use crate::service::{call, cluster, media_item, news_item as news, partner, practice as practices};

/// Things read and saved at a time.
const PIECE: usize = 256;

/// Takes every link to this thing out of what points at it, whatever the status of that; a working draft no longer shows
/// its own.
pub async fn all<I: Editable>(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    let Some(target) = Target::of(I::NOUN) else { return Ok(()) };
    let tables = pointing_at(target);
    let pointings = tables.iter().map(|(_, pointing)| *pointing);
    let found = bulk::pointing_at(&tx.db, pointings, id, limits::POINTING + 1).await?;
    if found.len() > limits::POINTING {
        let most = limits::POINTING;
        let rest = if target == Target::Topic {
            "take it out of some of them first, as tagMany does"
        } else {
            "leave it in the archive, or take it out of some of them first"
        };
        let message = format!("is named by more than {most} things: {rest}");
        return Err(refused("id", Code::InvalidState, &message));
    }
    let mut things: BTreeMap<i32, Vec<Uuid>> = BTreeMap::new();
    for (thing, table) in found {
        things.entry(table).or_default().push(thing);
    }
    let gone = (target, id);
    for (table, ids) in things {
        let noun = usize::try_from(table).ok().and_then(|table| tables.get(table)).map(|(noun, _)| *noun);
        match noun {
            Some(Noun::Call) => from::<call::Input>(tx, gone, &ids).await?,
            Some(Noun::Cluster) => from::<cluster::Input>(tx, gone, &ids).await?,
            Some(Noun::MediaItem) => from::<media_item::Input>(tx, gone, &ids).await?,
            Some(Noun::NewsItem) => from::<news::Input>(tx, gone, &ids).await?,
            Some(Noun::Partner) => from::<partner::Input>(tx, gone, &ids).await?,
            Some(Noun::Practice) => from::<practices::Input>(tx, gone, &ids).await?,
            Some(Noun::City | Noun::Topic) | None => {}
        }
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
