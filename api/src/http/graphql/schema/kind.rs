//! The enumerations callers see, and the words they are stored as.

use async_graphql::Enum;

/// Ties a GraphQL enum to the words of the database.
macro_rules! stored_words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// From the stored word; `None` for one this version does not know.
            pub fn of(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl From<$name> for String {
            fn from(kind: $name) -> Self {
                match kind {
                    $($name::$variant => $word,)+
                }
                .to_owned()
            }
        }
    };
}

/// What a news item tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum NewsKind {
    /// Something that happened.
    Article,
    /// It announces a meeting; `event` has the date.
    Event,
    /// It announces an online meeting; `event` has the date.
    Webinar,
    /// It announces a call for submissions; `call` has the deadline.
    Call,
}
stored_words!(NewsKind { Article = "article", Event = "event", Webinar = "webinar", Call = "call" });

/// What a media item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum MediaKind {
    /// Moving pictures.
    Video,
    /// A text to download.
    Document,
    /// A picture.
    Photo,
    /// Sound.
    Audio,
}
stored_words!(MediaKind { Video = "video", Document = "document", Photo = "photo", Audio = "audio" });

/// Who hosts a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum Provider {
    /// YouTube; not reachable everywhere, so look at the alternates.
    Youtube,
    /// BiliBili.
    Bilibili,
    /// Vimeo.
    Vimeo,
    /// A plain file.
    File,
    /// Any other site.
    Other,
}
stored_words!(Provider {
    Youtube = "youtube",
    Bilibili = "bilibili",
    Vimeo = "vimeo",
    File = "file",
    Other = "other",
});

/// What sort of organisation a partner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PartnerKind {
    /// Part of the United Nations system.
    UnEntity,
    /// National, regional or local government.
    Government,
    /// Universities and research.
    Academia,
    /// Associations, foundations, non-governmental organisations.
    CivilSociety,
    /// Companies.
    PrivateSector,
    /// A network of cities or organisations.
    Network,
    /// None of these.
    Other,
}
stored_words!(PartnerKind {
    UnEntity = "un_entity",
    Government = "government",
    Academia = "academia",
    CivilSociety = "civil_society",
    PrivateSector = "private_sector",
    Network = "network",
    Other = "other",
});
