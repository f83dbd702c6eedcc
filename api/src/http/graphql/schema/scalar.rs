//! Scalars with a meaning of their own; each says what it takes.

use async_graphql::{InputType, InputValueError, InputValueResult, Json, Pos, Scalar, ScalarType, Value};
use entity::instant::Instant;

use super::super::document::Judge;
use crate::domain;
use crate::kit::time;

/// Scalars that are judged with the document, so that a malformed one is refused before anything runs.
pub const JUDGES: &[(&str, Judge)] = &[
    ("DateTime", |text| problem("DateTime", text)),
    ("Locale", |text| problem("Locale", text)),
    ("CountryCode", |text| problem("CountryCode", text)),
];

/// GraphQL's `DateTime`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateTime(pub Instant);

/// An instant: RFC 3339 with a zone. Answers are always UTC with milliseconds: 2021-04-30T00:00:00.000Z.
#[Scalar(specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let wrong = "must be an instant such as \"2021-04-30T00:00:00.000Z\"";
        let Value::String(text) = &value else { return Err(InputValueError::custom(wrong)) };
        let instant = time::parse_rfc3339(text).ok_or_else(|| InputValueError::custom(wrong))?;
        Ok(Self(Instant(instant)))
    }

    fn to_value(&self) -> Value {
        Value::String(time::rfc3339(self.0.0))
    }
}

/// GraphQL's `Date`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date(pub String);

/// A calendar day: 2021-04-30.
#[Scalar(specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339#section-5.6")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            _ => Err(InputValueError::custom("must be a day such as \"2021-04-30\"")),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// GraphQL's `Url`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url(pub String);

/// An absolute http or https URL.
#[Scalar(specified_by_url = "https://url.spec.whatwg.org/")]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            _ => Err(InputValueError::custom("must be a URL such as \"https://example.org/\"")),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// GraphQL's `Locale`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale(pub String);

/// A language tag (BCP 47): "zh", "pt-BR", "zh-Hant". Case does not matter; answers are in canonical case.
#[Scalar(specified_by_url = "https://datatracker.ietf.org/doc/html/rfc5646")]
impl ScalarType for Locale {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::custom("must be a language tag such as \"zh\""));
        };
        let locale = domain::locale::Locale::parse(text).map_err(InputValueError::custom)?;
        Ok(Self(locale.as_str().to_owned()))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// GraphQL's `CountryCode`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryCode(pub String);

/// A country: ISO 3166-1 alpha-2, "CL".
#[Scalar(specified_by_url = "https://www.iso.org/iso-3166-country-codes.html")]
impl ScalarType for CountryCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        let wrong = "must be an ISO 3166-1 alpha-2 code in capitals such as \"CL\"";
        match value {
            Value::String(code) if domain::country::Country::get(&code).is_some() => Ok(Self(code)),
            _ => Err(InputValueError::custom(wrong)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// GraphQL's `TimeZone`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone(pub String);

/// A time zone of the IANA database: "Asia/Shanghai", "UTC", or a clock of no place such as "Etc/GMT+12", which is 12 hours
/// behind UTC.
#[Scalar(specified_by_url = "https://www.iana.org/time-zones")]
impl ScalarType for TimeZone {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            _ => Err(InputValueError::custom("must be a time zone such as \"Asia/Shanghai\"")),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// The mistake in a value for the scalar of that name, for whoever has but the name; `None` as text when it is
/// something else. Those that only answers hold take any text.
fn problem(name: &str, text: Option<&str>) -> Option<String> {
    let value = text.map_or(Value::Null, |text| Value::String(text.to_owned()));
    let message = match name {
        "DateTime" => <DateTime as ScalarType>::parse(value).err().map(message),
        "Locale" => <Locale as ScalarType>::parse(value).err().map(message),
        "CountryCode" => <CountryCode as ScalarType>::parse(value).err().map(message),
        _ => None,
    };
    message.map(|message| format!("{name} {message}"))
}

fn message<T: InputType>(error: InputValueError<T>) -> String {
    let message = error.into_server_error(Pos::default()).message;
    // What the library puts before it names the type once more.
    message.split_once(": ").map_or_else(|| message.clone(), |(_, own)| own.to_owned())
}

/// GraphQL's `JSON`.
pub fn json(value: serde_json::Value) -> Json<Value> {
    Json(Value::from_json(value).expect("a document holds what JSON holds"))
}

impl From<CountryCode> for String {
    fn from(code: CountryCode) -> Self {
        code.0
    }
}
