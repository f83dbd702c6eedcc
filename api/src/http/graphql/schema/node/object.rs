//! The interface of everything that has an id.

use async_graphql::{ID, Interface};

use super::super::asset::Asset;
use super::super::call::Call;
use super::super::city::City;
use super::super::cluster::Cluster;
use super::super::content::Direction;
use super::super::event::Event;
use super::super::media_item::MediaItem;
use super::super::news_item::NewsItem;
use super::super::partner::Partner;
use super::super::practice::Practice;
use super::super::scalar::Locale;
use super::super::seen::{Object, Seen};
use super::super::topic::Topic;
use crate::query::declare::Noun;

/// Anything with an id.
#[derive(Interface)]
#[graphql(
    field(
        name = "id",
        method = "node_id",
        ty = "ID",
        desc = "Opaque and stable; `node(id:)` finds it again. A cache should key by `id` and `localeServed` together."
    ),
    field(
        name = "localeServed",
        method = "node_locale_served",
        ty = "Locale",
        desc = "The locale of the text in this answer."
    ),
    field(
        name = "isFallback",
        method = "node_is_fallback",
        ty = "bool",
        desc = "True when the text is not in the locale that was asked for; false when none was asked for."
    ),
    field(
        name = "dir",
        method = "node_dir",
        ty = "Direction",
        desc = "The direction of the text in this answer."
    ),
    field(
        name = "availableLocales",
        method = "node_available_locales",
        ty = "Vec<Locale>",
        desc = "Every locale it can be read in, by name."
    )
)]
pub enum Node {
    Asset(Asset),
    Call(Call),
    City(City),
    Cluster(Cluster),
    Event(Event),
    MediaItem(MediaItem),
    NewsItem(NewsItem),
    Partner(Partner),
    Practice(Practice),
    Topic(Topic),
}

impl Node {
    /// What was read of a thing of this noun.
    pub fn over(noun: &Noun, seen: Seen) -> Self {
        match noun.name {
            "Asset" => Asset::over(seen).into(),
            "Call" => Call::over(seen).into(),
            "City" => City::over(seen).into(),
            "Cluster" => Cluster::over(seen).into(),
            "Event" => Event::over(seen).into(),
            "MediaItem" => MediaItem::over(seen).into(),
            "Partner" => Partner::over(seen).into(),
            "Practice" => Practice::over(seen).into(),
            "Topic" => Topic::over(seen).into(),
            _ => NewsItem::over(seen).into(),
        }
    }
}
