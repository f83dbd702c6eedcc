//! Every noun of content, as tables name it and as callers do.

use entity::id::{self, ApiTokenId};
use entity::noun;
use sea_orm::Iterable;
use uuid::Uuid;

use super::declare::Noun;
use super::{call, city, cluster, media_item, news_item, partner, practice, topic};
use crate::error::{Error, Result};

/// The declaration of a noun of content.
pub fn declared(noun: noun::Noun) -> &'static Noun {
    match noun {
        noun::Noun::Cluster => &cluster::NOUN,
        noun::Noun::City => &city::NOUN,
        noun::Noun::Topic => &topic::NOUN,
        noun::Noun::NewsItem => &news_item::NOUN,
        noun::Noun::Call => &call::NOUN,
        noun::Noun::Practice => &practice::NOUN,
        noun::Noun::MediaItem => &media_item::NOUN,
        noun::Noun::Partner => &partner::NOUN,
    }
}

/// The public id of a piece of content.
pub fn public_id(noun: noun::Noun, item: &Uuid) -> String {
    id::encode(declared(noun).prefix, item)
}

/// The piece of content that a public id names, whether or not there is one.
pub fn content(argument: &'static str, text: &str) -> Result<(noun::Noun, Uuid)> {
    let known = id::decode(text).and_then(|(prefix, id)| {
        let noun = noun::Noun::iter().find(|noun| declared(*noun).prefix == prefix)?;
        Some((noun, id))
    });
    known.ok_or_else(|| {
        Error::invalid(
            argument,
            format!("`{}` is no id of content; give one as an answer gave it", shown(text)),
        )
    })
}

/// The public id of what a record is about: content and API tokens under their prefix, all else (a session, a user) under
/// its own word.
pub fn subject_id(word: &str, subject: &Uuid) -> String {
    let content = noun::Noun::iter().map(declared).find(|noun| noun.word == word);
    let prefix = match word {
        "api_token" => ApiTokenId::PREFIX,
        _ => content.map_or(word, |noun| noun.prefix),
    };
    id::encode(prefix, subject)
}

/// As much of a text as an error repeats.
pub fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}
