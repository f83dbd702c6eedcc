//! Opaque cursors for paging by key: where a row stands in a list of a given order.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::text::has_nul;

/// Characters a cursor may have; ours stay below as long as text keys are those of [`super::text::sort_key`].
const MAX_LENGTH: usize = 1024;

/// The place of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The list it was made for, `cluster.news`.
    pub list: Arc<str>,
    /// The order it was made for, direction included, `PUBLISHED_AT:DESC`.
    pub order: Arc<str>,
    /// What the list is ordered by.
    pub key: Key,
    /// Breaks ties.
    pub id: Uuid,
}

/// The value of a row that its list is ordered by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Key {
    Null,
    Int(i64),
    Text(String),
}

/// Why a cursor cannot be used where it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    #[error("is not a cursor of this service: pass one as it was received, or none")]
    Malformed,
    #[error("is a cursor of another list: pass one received from this list, or none")]
    OtherList,
    #[error("is a cursor of another order: keep the order while paging, or start anew without a cursor")]
    OtherOrder,
}

impl Cursor {
    /// Letters, digits, `-` and `_`: fit for an address as it is.
    pub fn encode(&self) -> String {
        let row = (&*self.list, &*self.order, &self.key, self.id);
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&row).expect("strings, numbers and an id are JSON"))
    }

    /// Reads a cursor sent for `list` in `order`.
    pub fn decode(text: &str, list: &str, order: &str) -> Result<Self, CursorError> {
        let cursor = Self::read(text).ok_or(CursorError::Malformed)?;
        if *cursor.list != *list {
            return Err(CursorError::OtherList);
        }
        if *cursor.order != *order {
            return Err(CursorError::OtherOrder);
        }
        Ok(cursor)
    }

    fn read(text: &str) -> Option<Self> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        let json = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (list, order, key, id): (String, String, _, _) = serde_json::from_slice(&json).ok()?;
        let storable = !matches!(&key, Key::Text(text) if has_nul(text));
        storable.then(|| Self { list: list.into(), order: order.into(), key, id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::text::sort_key;

    fn cursor(key: Key) -> Cursor {
        Cursor { list: "cluster.news".into(), order: "PUBLISHED_AT:DESC".into(), key, id: Uuid::from_u128(7) }
    }

    fn decode(text: &str) -> Result<Cursor, CursorError> {
        Cursor::decode(text, "cluster.news", "PUBLISHED_AT:DESC")
    }

    #[test]
    fn comes_back_as_it_went() {
        let long = sort_key(&"\u{1}\"\\厦\u{fdfa}".repeat(200));
        let texts = ["", "xiamen", "厦门", "a\"b", &long].map(|text| Key::Text(text.into()));
        let numbers = [i64::MIN, -1, 0, 1_619_740_800_000, i64::MAX].map(Key::Int);
        for key in texts.into_iter().chain(numbers).chain([Key::Null]) {
            let there = cursor(key);
            let text = there.encode();
            assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')), "{text}");
            assert_eq!(decode(&text), Ok(there));
        }
    }

    #[test]
    fn serves_one_list_in_one_order() {
        let text = cursor(Key::Null).encode();
        assert_eq!(Cursor::decode(&text, "news", "PUBLISHED_AT:DESC"), Err(CursorError::OtherList));
        assert_eq!(Cursor::decode(&text, "cluster.news", "NAME:ASC"), Err(CursorError::OtherOrder));
    }

    #[test]
    fn refuses_what_it_did_not_make() {
        let id = "00000000-0000-0000-0000-000000000007";
        let made = |json: &str| URL_SAFE_NO_PAD.encode(json.replace("ID", id));
        assert!(decode(&made(r#"["cluster.news","PUBLISHED_AT:DESC",1,"ID"]"#)).is_ok());
        for text in [
            String::new(),
            "x".into(),
            "!!!!".into(),
            "é".into(),
            format!("{}=", cursor(Key::Null).encode()),
            cursor(Key::Text("x".repeat(MAX_LENGTH))).encode(),
            cursor(Key::Text("a\0b".into())).encode(),
            made("null"),
            made("[]"),
            made(r#"["cluster.news","PUBLISHED_AT:DESC",1]"#),
            made(r#"["cluster.news","PUBLISHED_AT:DESC",1,"ID",2]"#),
            made(r#"["cluster.news","PUBLISHED_AT:DESC",1.5,"ID"]"#),
            made(r#"["cluster.news","PUBLISHED_AT:DESC",9223372036854775808,"ID"]"#),
            made(r#"["cluster.news","PUBLISHED_AT:DESC",true,"ID"]"#),
            made(r#"["cluster.news","PUBLISHED_AT:DESC",[1],"ID"]"#),
            made(r#"["cluster.news","PUBLISHED_AT:DESC",1,"id"]"#),
            URL_SAFE_NO_PAD.encode([0xff, 0xfe]),
        ] {
            assert_eq!(decode(&text), Err(CursorError::Malformed), "{text}");
        }
    }
}
