//! JSON kept as text in a column: what cannot be read is damage, and said.

use sea_orm::DbErr;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// The value in a column; an error that only the log tells where it is no such JSON.
pub fn json<T: DeserializeOwned>(column: &str) -> Result<T> {
    serde_json::from_str(column).map_err(|cause| Error::Database(DbErr::Json(format!("a column: {cause}"))))
}

/// An instant in JSON: `2021-04-30T00:00:00.000Z`.
pub mod instant {
    use entity::instant::Instant;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::kit::time;

    pub fn serialize<S: Serializer>(instant: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&time::rfc3339(instant.0))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
        let text = String::deserialize(deserializer)?;
        time::parse_rfc3339(&text).map(Instant).ok_or_else(|| D::Error::custom("expected an instant"))
    }
}

/// The same where there may be none.
pub mod optional_instant {
    use entity::instant::Instant;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Known(#[serde(with = "super::instant")] Instant);

    pub fn serialize<S: Serializer>(instant: &Option<Instant>, serializer: S) -> Result<S::Ok, S::Error> {
        instant.map(Known).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Instant>, D::Error> {
        Ok(Option::<Known>::deserialize(deserializer)?.map(|found| found.0))
    }
}

/// JSON in a column, as the JSON that it is and byte for byte.
pub mod optional_json {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::value::RawValue;

    pub fn serialize<S: Serializer>(column: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
        match column.as_deref().map(serde_json::from_str::<&RawValue>) {
            Some(Err(_)) => column.serialize(serializer),
            known => known.and_then(Result::ok).serialize(serializer),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
        let found = Option::<Box<RawValue>>::deserialize(deserializer)?;
        // At first it was written as the text of the column.
        Ok(found.map(|json| serde_json::from_str(json.get()).unwrap_or_else(|_| json.get().to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_an_error() {
        assert_eq!(json::<Vec<u8>>("[1,17]").unwrap(), [1, 17]);
        for damaged in ["", "[1", "{}", "[300]"] {
            assert!(matches!(json::<Vec<u8>>(damaged), Err(Error::Database(_))), "{damaged}");
        }
    }

    #[test]
    fn json_in_json_is_no_text() {
        #[derive(serde::Serialize, serde::Deserialize, PartialEq, Debug)]
        struct Form(#[serde(with = "optional_json")] Option<String>);
        for (column, kept) in [
            (Some(r#"{"b": 1, "a": [1.50]}"#), r#"{"b": 1, "a": [1.50]}"#),
            (None, "null"),
            (Some("damaged"), r#""damaged""#),
        ] {
            let form = Form(column.map(str::to_owned));
            assert_eq!(serde_json::to_string(&form).unwrap(), kept);
            assert_eq!(json::<Form>(kept).unwrap(), form);
        }
        assert_eq!(json::<Form>(r#""{\"a\":1}""#).unwrap(), Form(Some(r#"{"a":1}"#.into())));
    }

    #[test]
    fn a_number_is_the_same_after_it_was_stored() {
        let same = |number: f64| {
            let kept = serde_json::to_string(&number).expect("a number is JSON");
            assert_eq!(json::<f64>(&kept).unwrap().to_bits(), number.to_bits(), "{kept}");
        };
        [24.479_812_345_678_9, -0.1, f64::MIN_POSITIVE, f64::MAX, -180.0].into_iter().for_each(same);
        // Degrees from all over the world, with every digit they can have.
        let mut state = 7_u64;
        for _ in 0..10_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let fraction = f64::from_bits(0x3ff0_0000_0000_0000 | state >> 12) - 1.0;
            same(fraction.mul_add(360.0, -180.0));
        }
    }
}
