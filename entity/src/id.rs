//! Typed ids: a UUID inside, a `TypeID` (`news_01h455vb4pex5vsknk084sn02q`) to everybody outside.

use std::fmt;
use std::str::FromStr;

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::{NoContext, Timestamp, Uuid};

use crate::instant::Instant;

/// Where the ids of things that came without one are derived: never change it, or imports make doubles.
const NAMESPACE: Uuid = Uuid::from_u128(0x2d4c_6f0a_8a51_5f0e_9b7d_4c1e_0a63_7b52);

/// Crockford's base32: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 26 digits of 5 bits hold 130: the first may only use the lower three.
const DIGITS: usize = 26;

/// The text was not an id of the expected type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseIdError {
    /// What the id should have begun with.
    pub prefix: &'static str,
}

impl fmt::Display for ParseIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected an id like {}_01h455vb4pex5vsknk084sn02q", self.prefix)
    }
}

impl std::error::Error for ParseIdError {}

/// Writes a UUID as a `TypeID`.
pub fn encode(prefix: &str, id: &Uuid) -> String {
    let mut text = String::with_capacity(prefix.len() + 1 + DIGITS);
    text.push_str(prefix);
    text.push('_');
    let bits = id.as_u128();
    for digit in (0..DIGITS).rev() {
        let index = usize::try_from((bits >> (digit * 5)) & 31).expect("five bits fit");
        text.push(char::from(ALPHABET[index]));
    }
    text
}

/// Reads a `TypeID` of any prefix; `None` unless it is written exactly as [`encode`] writes it.
pub fn decode(text: &str) -> Option<(&str, Uuid)> {
    let (prefix, digits) = text.rsplit_once('_')?;
    let is_word = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_word || digits.len() != DIGITS || digits.as_bytes()[0] > b'7' {
        return None;
    }
    let bits = digits.bytes().try_fold(0_u128, |bits, byte| {
        let index = ALPHABET.iter().position(|digit| *digit == byte)?;
        Some(bits << 5 | u128::try_from(index).expect("an index below 32"))
    })?;
    Some((prefix, Uuid::from_u128(bits)))
}

/// A version 7 UUID whose time is the given instant's (1970 for anything earlier).
fn at(now: Instant) -> Uuid {
    let millis = u64::try_from(now.0).unwrap_or(0);
    let nanos = u32::try_from(millis % 1000).expect("below 1000") * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix(NoContext, millis / 1000, nanos))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What its `TypeID`s begin with.
            pub const PREFIX: &'static str = $prefix;

            /// A fresh id; ids made later sort later.
            pub fn new(now: Instant) -> Self {
                Self(at(now))
            }

            /// The id that this name always gets: for things that came without one.
            pub fn derived(name: &str) -> Self {
                Self(Uuid::new_v5(&NAMESPACE, format!("{}:{name}", Self::PREFIX).as_bytes()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&encode(Self::PREFIX, &self.0))
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                match decode(text) {
                    Some((prefix, id)) if prefix == Self::PREFIX => Ok(Self(id)),
                    _ => Err(ParseIdError { prefix: Self::PREFIX }),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

ids! {
    ClusterId = "cluster";
    CityId = "city";
    MembershipId = "membership";
    TopicId = "topic";
    NewsItemId = "news";
    EventId = "event";
    CallId = "call";
    /// Never shown to a client: an extension is reached through its call.
    CallExtensionId = "extension";
    PracticeId = "practice";
    MediaItemId = "media";
    /// Never shown to a client: a source is reached through its media item.
    MediaSourceId = "source";
    PartnerId = "partner";
    AssetId = "asset";
    UserId = "user";
    SessionId = "session";
    ApiTokenId = "token";
    AuditEventId = "audit";
    RevisionId = "revision";
    CommentId = "comment";
    SubmissionId = "submission";
    AttachmentId = "attachment";
    /// Never shown to a client.
    MailId = "mail";
}
