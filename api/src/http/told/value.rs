//! The values of fields, as GraphQL tells them.

use entity::instant::Instant;
use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::json;
use serde_json::value::RawValue;

use super::{By, Kind, Telling};
use crate::domain::asset::address;
use crate::domain::country::{Country, Region};
use crate::domain::deadline::{Acceptance, accepts};
use crate::domain::locale::{Direction, Locale};
use crate::domain::{criteria, labels, stored};
use crate::error::Error;
use crate::kit::{html, time};
use crate::query::declare::Column;
use crate::query::node::Node;
use crate::query::value::Value;
use crate::query::{asset, call, content};

/// Any object says what it is of.
pub const TYPE_NAME: &str = "__typename";

type Told<T> = crate::error::Result<T>;

/// A field of a node, to be written.
pub struct Said<'a> {
    pub node: &'a Node,
    pub field: &'a Telling,
    pub by: By<'a>,
}

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let internal = |error: Error| S::Error::custom(error);
        match self.field.told.kind {
            // What most fields are, without a copy.
            Kind::Text(column) | Kind::Tag(column) | Kind::Zone(column) | Kind::Url(column) => {
                serializer.serialize_str(self.text(column).map_err(internal)?)
            }
            Kind::MaybeText(column) | Kind::MaybeUrl(column) => {
                self.value(column).map_err(internal)?.text().serialize(serializer)
            }
            Kind::Body => self.body(serializer),
            Kind::CountryOf(column) => self.country(column, serializer),
            Kind::Criteria => self.criteria(serializer),
            Kind::Json(column) => self.json(column, serializer),
            _ => self.made().map_err(internal)?.serialize(serializer),
        }
    }
}

impl Said<'_> {
    fn value(&self, column: &Column) -> Told<&Value> {
        self.node.value(column)
    }

    fn text(&self, column: &Column) -> Told<&str> {
        Ok(self.value(column)?.text().unwrap_or_default())
    }

    fn int(&self, column: &Column) -> Told<Option<i64>> {
        Ok(self.value(column)?.int())
    }

    /// What is not stored as it is told.
    fn made(&self) -> Told<serde_json::Value> {
        Ok(match self.field.told.kind {
            Kind::Id => json!(self.id()?),
            Kind::LocaleServed => json!(self.served()?),
            Kind::IsFallback => {
                let wanted = self.by.viewing.locales.wanted.first();
                let served = self.served()?;
                json!(wanted.is_some_and(|wanted| wanted != served))
            }
            Kind::Dir => json!(direction(self.served()?)),
            Kind::Locales => {
                let locales = self.value(&content::LOCALES)?.array().iter();
                json!(locales.filter_map(Value::text).collect::<Vec<_>>())
            }
            Kind::Int(column) => json!(self.int(column)?.unwrap_or_default()),
            Kind::MaybeInt(column) => json!(self.int(column)?),
            Kind::MaybeFloat(column) => json!(self.value(column)?.float()),
            Kind::Instant(column) => json!(time::rfc3339(self.int(column)?.unwrap_or_default())),
            Kind::MaybeInstant(column) => json!(self.int(column)?.map(time::rfc3339)),
            Kind::Local(at, zone) | Kind::MaybeLocal(at, zone) => json!(self.local(at, zone)?),
            Kind::Flag(column) => json!(self.value(column)?.truth()),
            Kind::Word(column, _) => json!(self.text(column)?.to_ascii_uppercase()),
            Kind::Goals(column) => {
                let goals: Option<Vec<i32>> = self.value(column)?.text().map(stored::json).transpose()?;
                json!(goals.unwrap_or_default())
            }
            Kind::IsOpen => json!(self.acceptance(0)? == Acceptance::Open),
            Kind::Accepts => {
                let grace = self.int(&call::GRACE_PERIOD)?.and_then(|grace| i32::try_from(grace).ok());
                json!(self.acceptance(grace.unwrap_or_default())?.takes())
            }
            Kind::Address => {
                let (name, hash) = (self.text(&asset::NAME)?, self.text(&asset::SHA256)?);
                json!(address(self.by.base_url, &self.id()?, name, hash))
            }
            Kind::Text(column) | Kind::Tag(column) | Kind::Zone(column) | Kind::Url(column) => {
                json!(self.text(column)?)
            }
            Kind::MaybeText(column) | Kind::MaybeUrl(column) => json!(self.value(column)?.text()),
            Kind::Body | Kind::CountryOf(_) | Kind::Criteria | Kind::Json(_) => serde_json::Value::Null,
        })
    }

    fn id(&self) -> Told<String> {
        let id = self.value(&content::ID)?.uuid().ok_or(Error::NotFound("an id"))?;
        Ok(entity::id::encode(self.node.selection().noun.prefix, &id))
    }

    fn served(&self) -> Told<&str> {
        self.text(&content::LOCALE_SERVED)
    }

    fn local(&self, at: &Column, zone: &Column) -> Told<Option<String>> {
        let zone = self.text(zone)?;
        let unknown = || Error::Database(sea_orm::DbErr::Type(format!("{zone} is no time zone")));
        self.int(at)?.map(|at| time::local(at, zone).ok_or_else(unknown)).transpose()
    }

    fn acceptance(&self, grace: i32) -> Told<Acceptance> {
        let closes = Instant(self.int(&call::CLOSES_AT)?.unwrap_or_default());
        Ok(accepts(self.by.viewing.now, self.int(&call::OPENS_AT)?.map(Instant), closes, grace))
    }

    /// As it was stored, in its own order.
    fn json<S: Serializer>(&self, column: &Column, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.value(column).map_err(S::Error::custom)?.text();
        let document: Option<&RawValue> =
            text.map(serde_json::from_str).transpose().map_err(S::Error::custom)?;
        document.serialize(serializer)
    }

    fn body<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let column = |column| self.text(column).map_err(S::Error::custom);
        self.inner(serializer, |map, key, name| match name {
            "html" => map.serialize_entry(key, column(&content::BODY_HTML)?),
            "text" => map.serialize_entry(key, &html::to_text(column(&content::BODY_HTML)?)),
            _ => {
                let is_markdown = column(&content::BODY_FORMAT)? == "markdown";
                let source = if is_markdown { Some(column(&content::BODY_SOURCE)?) } else { None };
                map.serialize_entry(key, &source)
            }
        })
    }

    fn country<S: Serializer>(&self, column: &Column, serializer: S) -> Result<S::Ok, S::Error> {
        let code = self.text(column).map_err(S::Error::custom)?;
        let locale = self.served().map_err(S::Error::custom)?;
        let country = Country::get(code).ok_or_else(|| S::Error::custom(format!("{code} is no country")))?;
        let region = |region: &'static Region| json!({ "code": region.code, "name": region.name(locale) });
        self.inner(serializer, |map, key, name| match name {
            "code" => map.serialize_entry(key, country.code),
            "alpha3" => map.serialize_entry(key, country.alpha3),
            "m49" => map.serialize_entry(key, country.m49),
            "name" => map.serialize_entry(key, country.name(locale)),
            "flag" => map.serialize_entry(key, &country.flag()),
            "regions" => map.serialize_entry(key, &country.regions().map(region).collect::<Vec<_>>()),
            "leastDeveloped" => map.serialize_entry(key, &country.least_developed),
            "landlockedDeveloping" => map.serialize_entry(key, &country.landlocked_developing),
            _ => map.serialize_entry(key, &country.small_island_developing),
        })
    }

    /// What was stored before criteria were a list is told again once it is saved as one.
    fn criteria<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let column = |column| self.value(column).map(Value::text).map_err(S::Error::custom);
        let all = column(&call::CRITERIA)?.and_then(|column| criteria::read(column).ok()).unwrap_or_default();
        let words = column(&call::CRITERIA_LABELS)?;
        serializer.collect_seq(all.iter().map(|one| OneCriterion { one, words, field: self }))
    }

    /// An object within the field: the names that were chosen, in their order.
    fn inner<S: Serializer>(
        &self,
        serializer: S,
        write: impl Fn(&mut S::SerializeMap, &str, &str) -> Result<(), S::Error>,
    ) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.field.inner.len()))?;
        for (key, name) in &self.field.inner {
            match *name {
                TYPE_NAME => map.serialize_entry(key, self.field.told.kind.inner_type())?,
                name => write(&mut map, key, name)?,
            }
        }
        map.end()
    }
}

/// One of the criteria of a call.
struct OneCriterion<'a> {
    one: &'a criteria::Criterion,
    words: Option<&'a str>,
    field: &'a Said<'a>,
}

impl Serialize for OneCriterion<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let one = self.one;
        let label = labels::of_criterion(self.words, &one.key);
        self.field.inner(serializer, |map, key, name| match name {
            "key" => map.serialize_entry(key, &one.key),
            "weight" => map.serialize_entry(key, &one.weight),
            "label" => map.serialize_entry(key, label.as_ref().map_or(&one.key, |label| &label.label)),
            _ => map.serialize_entry(key, &label.as_ref().and_then(|label| label.help.as_ref())),
        })
    }
}

fn direction(locale: &str) -> &'static str {
    match Locale::parse(locale).map(|locale| locale.dir()) {
        Ok(Direction::Rtl) => "RTL",
        _ => "LTR",
    }
}
