//! Any thing by its id, or by the id another system knows it by.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object as GraphqlObject};
use uuid::Uuid;

use super::super::content::ContentView;
use super::super::context::ContextExt;
use super::super::root::{self, Nullable, nullable};
use super::super::scalar::Locale;
use super::super::seen::Seen;
use super::super::selection;
use super::object::Node;
use crate::domain::view::Viewing;
use crate::error::{Error, Result};
use crate::query::declare::Noun;
use crate::query::{self, Key, read};

/// Ids in one request.
const MAX_IDS: usize = 100;

/// What can be found by the id another system knows it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ExternalRefType {
    /// A file.
    Asset,
    /// A call for submissions.
    Call,
    /// A city.
    City,
    /// A cluster.
    Cluster,
    /// A media item.
    MediaItem,
    /// A news item.
    NewsItem,
    /// A partner.
    Partner,
    /// A practice.
    Practice,
    /// A topic.
    Topic,
}

const NOUNS: [&Noun; 10] = [
    &query::asset::NOUN,
    &query::call::NOUN,
    &query::city::NOUN,
    &query::cluster::NOUN,
    &query::event::NOUN,
    &query::media_item::NOUN,
    &query::news_item::NOUN,
    &query::partner::NOUN,
    &query::practice::NOUN,
    &query::topic::NOUN,
];

#[derive(Default)]
pub struct NodeQuery;

#[GraphqlObject]
impl NodeQuery {
    /// One thing by its id; null when there is none.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As an earlier answer gave it.")] id: ID,
        #[graphql(
            name = "locale",
            desc = "The language wanted, for everything beneath; the original when absent."
        )]
        _locale: Option<Locale>,
        #[graphql(name = "fallback", desc = "Languages to try next, in this order; at most 5.")]
        _fallback: Option<Vec<Locale>>,
        #[graphql(
            name = "fallbackToOriginal",
            desc = "After those, serve the original.",
            default_with = "Some(false)"
        )]
        _fallback_to_original: Option<bool>,
        #[graphql(
            name = "view",
            desc = "LIVE, or DRAFT for those who may.",
            default_with = "Some(ContentView::Live)"
        )]
        _view: Option<ContentView>,
    ) -> Nullable<Node> {
        match parse("id", &id) {
            Ok((noun, id)) => nullable(one(ctx, noun, Key::Id(id)).await),
            Err(err) => nullable(Err(ctx.blame(err))),
        }
    }

    /// Several things by their ids, in the order of the ids; null for each that is not there. At most 100.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As earlier answers gave them.")] ids: Vec<ID>,
        #[graphql(
            name = "locale",
            desc = "The language wanted, for everything beneath; the original when absent."
        )]
        _locale: Option<Locale>,
        #[graphql(name = "fallback", desc = "Languages to try next, in this order; at most 5.")]
        _fallback: Option<Vec<Locale>>,
        #[graphql(
            name = "fallbackToOriginal",
            desc = "After those, serve the original.",
            default_with = "Some(false)"
        )]
        _fallback_to_original: Option<bool>,
    ) -> async_graphql::Result<Vec<Option<Node>>> {
        let ids = parse_all(&ids).map_err(|err| ctx.blame(err))?;
        let viewing = ctx.viewing()?;
        let mut found = HashMap::new();
        for noun in NOUNS {
            let own = several(ctx, &viewing, noun, &ids).await?;
            found.extend(own.into_iter().map(|(id, seen)| ((noun.prefix, id), seen)));
        }
        // The same id twice is the same thing twice.
        Ok(ids
            .iter()
            .map(|(noun, id)| found.get(&(noun.prefix, *id)).map(|seen| Node::over(noun, seen.clone())))
            .collect())
    }

    /// One thing by the id another system knows it by; null when there is none.
    #[expect(clippy::too_many_arguments, reason = "what it is found by, and what all root fields take")]
    async fn by_external_ref(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "type", desc = "What it is.")] kind: ExternalRefType,
        #[graphql(name = "ref", desc = "The other system's id.")] reference: String,
        #[graphql(
            name = "locale",
            desc = "The language wanted, for everything beneath; the original when absent."
        )]
        _locale: Option<Locale>,
        #[graphql(name = "fallback", desc = "Languages to try next, in this order; at most 5.")]
        _fallback: Option<Vec<Locale>>,
        #[graphql(
            name = "fallbackToOriginal",
            desc = "After those, serve the original.",
            default_with = "Some(false)"
        )]
        _fallback_to_original: Option<bool>,
        #[graphql(
            name = "view",
            desc = "LIVE, or DRAFT for those who may.",
            default_with = "Some(ContentView::Live)"
        )]
        _view: Option<ContentView>,
    ) -> Nullable<Node> {
        nullable(one(ctx, noun_of(kind), Key::External(reference)).await)
    }
}

async fn one(ctx: &Context<'_>, noun: &'static Noun, key: Key) -> async_graphql::Result<Option<Node>> {
    let viewing = ctx.viewing()?;
    let (wanted, shape) = selection::of_node(ctx, noun)?;
    let found = root::one(ctx, &viewing, key, &wanted).await?;
    Ok(found.map(|node| Node::over(noun, Seen::new(node, shape, viewing))))
}

/// One statement for all ids of a noun; none when there are no such ids.
async fn several(
    ctx: &Context<'_>,
    viewing: &Arc<Viewing>,
    noun: &'static Noun,
    ids: &[(&'static Noun, Uuid)],
) -> async_graphql::Result<HashMap<Uuid, Seen>> {
    let mut own: Vec<Uuid> =
        ids.iter().filter(|(of, _)| std::ptr::eq(*of, noun)).map(|(_, id)| *id).collect();
    own.sort_unstable();
    own.dedup();
    if own.is_empty() {
        return Ok(HashMap::new());
    }
    let (wanted, shape) = selection::of_node(ctx, noun)?;
    let found = read::several(&ctx.session().db(), viewing, &own, &wanted).await?;
    Ok(found.into_iter().map(|(id, node)| (id, Seen::new(node, shape.clone(), viewing.clone()))).collect())
}

fn parse_all(ids: &[ID]) -> Result<Vec<(&'static Noun, Uuid)>> {
    if ids.len() > MAX_IDS {
        return Err(Error::invalid("ids", format!("at most {MAX_IDS} ids, not {}", ids.len())));
    }
    ids.iter().map(|id| parse("ids", id)).collect()
}

fn parse(argument: &'static str, id: &ID) -> Result<(&'static Noun, Uuid)> {
    let parsed = entity::id::decode(&id.0).and_then(|(prefix, uuid)| {
        let noun = NOUNS.into_iter().find(|noun| noun.prefix == prefix)?;
        Some((noun, uuid))
    });
    parsed.ok_or_else(|| {
        let shown: String = id.0.chars().take(60).collect();
        Error::invalid(argument, format!("`{shown}` is no id of ours; give one as an answer gave it"))
    })
}

fn noun_of(kind: ExternalRefType) -> &'static Noun {
    match kind {
        ExternalRefType::Asset => &query::asset::NOUN,
        ExternalRefType::Call => &query::call::NOUN,
        ExternalRefType::City => &query::city::NOUN,
        ExternalRefType::Cluster => &query::cluster::NOUN,
        ExternalRefType::MediaItem => &query::media_item::NOUN,
        ExternalRefType::NewsItem => &query::news_item::NOUN,
        ExternalRefType::Partner => &query::partner::NOUN,
        ExternalRefType::Practice => &query::practice::NOUN,
        ExternalRefType::Topic => &query::topic::NOUN,
    }
}
