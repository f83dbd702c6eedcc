//! The base row of each noun, as the generic save sees it.

use entity::id::{AssetId, CallId, CityId, ClusterId, MediaItemId, TopicId};
use entity::instant::Instant;
use entity::noun::Noun;
use entity::status::Status;
use sea_orm::{EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::Stored;
use crate::app::bulk::Writes;

/// A table whose rows have an id, an external key, a version, and (all but assets) a slug.
pub trait Base:
    EntityTrait<ActiveModel: Send, Model: IntoActiveModel<Self::ActiveModel> + Send + Sync>
{
    /// The word for it in `slug_history` and `asset_use`; `None` where neither speaks of it.
    const NOUN: Option<Noun>;
    const ID: Self::Column;
    const EXTERNAL_REF: Self::Column;
    const SLUG: Option<Self::Column>;
    /// What points at its working draft; `None` where there are no drafts.
    const DRAFT: Option<Self::Column>;

    fn id(row: &Self::Model) -> Uuid;
    fn slug(row: &Self::Model) -> Option<&str>;
    fn set_slug(row: &mut Self::Model, slug: String);
    fn external_ref(row: &Self::Model) -> Option<&str>;
    fn set_external_ref(row: &mut Self::Model, key: Option<String>);
    /// Whether the public can have seen it; in doubt it has, such as of what is scheduled, which may have been live before.
    fn was_public(_row: &Self::Model) -> bool {
        true
    }
    /// Whether it has for sure; `None` where only its history tells, since it was taken back before its time or after.
    fn was_live(_row: &Self::Model, _now: Instant) -> Option<bool> {
        Some(true)
    }
    /// From when it is, or was, to be seen; `None` for what always is.
    fn published_at(_row: &Self::Model) -> Option<Instant> {
        None
    }
    fn stamps(row: &Self::Model) -> Stamps;
    fn set_stamps(row: &mut Self::Model, stamps: Stamps);
}

/// Adds what writes the base rows of these things over those of the `known` ones among them.
pub fn write<S: Stored>(writes: &mut Writes, known: &[S], things: &[S]) {
    if let ([before], [after]) = (known, things) {
        return writes.over::<S::Base>(before.base().clone(), after.base().clone());
    }
    writes.upsert::<S::Base>(things.iter().map(|thing| thing.base().clone()).collect());
}

/// What the save itself decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamps {
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    /// Always `None` where there are no drafts.
    pub draft_id: Option<Uuid>,
}

/// What all nine tables share.
macro_rules! common {
    ($table:ident) => {
        const ID: Self::Column = entity::$table::Column::Id;
        const EXTERNAL_REF: Self::Column = entity::$table::Column::ExternalRef;

        fn id(row: &Self::Model) -> Uuid {
            row.id.0
        }

        fn external_ref(row: &Self::Model) -> Option<&str> {
            row.external_ref.as_deref()
        }

        fn set_external_ref(row: &mut Self::Model, key: Option<String>) {
            row.external_ref = key;
        }
    };
}

/// What the tables with a slug share.
macro_rules! named {
    ($table:ident $noun:ident) => {
        const NOUN: Option<Noun> = Some(Noun::$noun);
        const SLUG: Option<Self::Column> = Some(entity::$table::Column::Slug);

        fn slug(row: &Self::Model) -> Option<&str> {
            Some(&row.slug)
        }

        fn set_slug(row: &mut Self::Model, slug: String) {
            row.slug = slug;
        }
    };
}

/// Stamps of tables without drafts.
macro_rules! undrafted {
    () => {
        const DRAFT: Option<Self::Column> = None;

        fn stamps(row: &Self::Model) -> Stamps {
            let (created_at, updated_at, version) = (row.created_at, row.updated_at, row.version);
            Stamps { created_at, updated_at, version, draft_id: None }
        }

        fn set_stamps(row: &mut Self::Model, stamps: Stamps) {
            (row.created_at, row.updated_at) = (stamps.created_at, stamps.updated_at);
            row.version = stamps.version;
        }
    };
}

macro_rules! content {
    ($($table:ident $noun:ident;)*) => {$(
        impl Base for entity::$table::Entity {
            const DRAFT: Option<Self::Column> = Some(entity::$table::Column::DraftId);

            common!($table);
            named!($table $noun);

            fn was_public(row: &Self::Model) -> bool {
                row.published_at.is_some() || row.status == Status::Published
            }

            fn was_live(row: &Self::Model, now: Instant) -> Option<bool> {
                let has_come = row.published_at.is_some_and(|since| since <= now);
                (row.status == Status::Published || !has_come).then_some(has_come)
            }

            fn published_at(row: &Self::Model) -> Option<Instant> {
                row.published_at
            }

            fn stamps(row: &Self::Model) -> Stamps {
                let (created_at, updated_at, version) = (row.created_at, row.updated_at, row.version);
                Stamps { created_at, updated_at, version, draft_id: row.draft_id }
            }

            fn set_stamps(row: &mut Self::Model, stamps: Stamps) {
                (row.created_at, row.updated_at) = (stamps.created_at, stamps.updated_at);
                (row.version, row.draft_id) = (stamps.version, stamps.draft_id);
            }
        }
    )*};
}

content! {
    cluster Cluster;
    city City;
    news_item NewsItem;
    call Call;
    practice Practice;
    media_item MediaItem;
    partner Partner;
}

impl Base for entity::topic::Entity {
    common!(topic);
    named!(topic Topic);
    undrafted!();
}

impl Base for entity::asset::Entity {
    const NOUN: Option<Noun> = None;
    const SLUG: Option<Self::Column> = None;

    common!(asset);
    undrafted!();

    fn slug(_row: &Self::Model) -> Option<&str> {
        None
    }

    fn set_slug(_row: &mut Self::Model, _slug: String) {}
}

/// A table that others point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    Asset,
    Call,
    City,
    Cluster,
    MediaItem,
    Topic,
}

impl Target {
    /// `None` of what nothing points at.
    pub fn of(noun: Noun) -> Option<Self> {
        match noun {
            Noun::Call => Some(Self::Call),
            Noun::City => Some(Self::City),
            Noun::Cluster => Some(Self::Cluster),
            Noun::MediaItem => Some(Self::MediaItem),
            Noun::Topic => Some(Self::Topic),
            Noun::NewsItem | Noun::Partner | Noun::Practice => None,
        }
    }
}

/// An id that says which table it is of.
pub trait Linked: Copy {
    const TARGET: Target;
    fn uuid(self) -> Uuid;

    fn is(self, thing: (Target, Uuid)) -> bool {
        (Self::TARGET, self.uuid()) == thing
    }
}

macro_rules! linked {
    ($($id:ident = $target:ident;)*) => {$(
        impl Linked for $id {
            const TARGET: Target = Target::$target;
            fn uuid(self) -> Uuid {
                self.0
            }
        }
    )*};
}

linked! {
    AssetId = Asset;
    CallId = Call;
    CityId = City;
    ClusterId = Cluster;
    MediaItemId = MediaItem;
    TopicId = Topic;
}
