//! The folders of a bundle, one a noun.

use entity::id::{
    AssetId, CallId, CityId, ClusterId, MediaItemId, NewsItemId, PartnerId, PracticeId, TopicId,
};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Folder {
    Assets,
    Topics,
    Cities,
    Clusters,
    Partners,
    Calls,
    Media,
    News,
    Practices,
}

impl Folder {
    /// All, each after those it points at.
    pub const ALL: [Self; 9] = [
        Self::Assets,
        Self::Topics,
        Self::Cities,
        Self::Clusters,
        Self::Partners,
        Self::Calls,
        Self::Media,
        Self::News,
        Self::Practices,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Assets => "assets",
            Self::Topics => "topics",
            Self::Cities => "cities",
            Self::Clusters => "clusters",
            Self::Partners => "partners",
            Self::Calls => "calls",
            Self::Media => "media",
            Self::News => "news",
            Self::Practices => "practices",
        }
    }

    /// "1 city", "2 cities".
    pub fn counted(self, count: usize) -> String {
        let one = match self {
            Self::Assets => "asset",
            Self::Topics => "topic",
            Self::Cities => "city",
            Self::Clusters => "cluster",
            Self::Partners => "partner",
            Self::Calls => "call",
            Self::Media => "media item",
            Self::News => "news item",
            Self::Practices => "practice",
        };
        let many = match self {
            Self::Media => "media items",
            Self::News => "news items",
            _ => self.name(),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }

    /// What its ids begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Assets => AssetId::PREFIX,
            Self::Topics => TopicId::PREFIX,
            Self::Cities => CityId::PREFIX,
            Self::Clusters => ClusterId::PREFIX,
            Self::Partners => PartnerId::PREFIX,
            Self::Calls => CallId::PREFIX,
            Self::Media => MediaItemId::PREFIX,
            Self::News => NewsItemId::PREFIX,
            Self::Practices => PracticeId::PREFIX,
        }
    }

    /// The id of what came without one, from its external reference or its slug.
    pub fn derived(self, name: &str) -> Uuid {
        match self {
            Self::Assets => AssetId::derived(name).0,
            Self::Topics => TopicId::derived(name).0,
            Self::Cities => CityId::derived(name).0,
            Self::Clusters => ClusterId::derived(name).0,
            Self::Partners => PartnerId::derived(name).0,
            Self::Calls => CallId::derived(name).0,
            Self::Media => MediaItemId::derived(name).0,
            Self::News => NewsItemId::derived(name).0,
            Self::Practices => PracticeId::derived(name).0,
        }
    }
}
