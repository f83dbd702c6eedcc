//! The values of fields, as GraphQL tells them.

use entity::instant::Instant;
use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::json;

use super::asked::Field;
use super::shown::By;
use super::told::Kind;
use crate::domain::asset::address;
use crate::domain::country::Country;
use crate::domain::deadline::{Acceptance, accepts};
use crate::domain::locale::{Direction, Locale};
use crate::domain::{criteria, labels, stored};
use crate::error::{Error, Result};
use crate::kit::{html, time};
use crate::query::declare::Column;
use crate::query::node::Node;
use crate::query::value::Value;
use crate::query::{asset, call, content};

/// A field of a node, to be written.
pub struct Told<'a> {
    pub node: &'a Node,
    pub field: &'a Field,
    pub by: &'a By<'a>,
}

impl Serialize for Told<'_> {
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
            _ => self.made().map_err(internal)?.serialize(serializer),
        }
    }
}

impl Told<'_> {
    fn value(&self, column: &Column) -> Result<&Value> {
        self.node.value(column)
    }

    fn text(&self, column: &Column) -> Result<&str> {
        Ok(self.value(column)?.text().unwrap_or_default())
    }

    fn int(&self, column: &Column) -> Result<Option<i64>> {
        Ok(self.value(column)?.int())
    }

    fn has(&self, name: &str) -> bool {
        self.field.inner.contains(&name)
    }

    /// What is not stored as it is told.
    fn made(&self) -> Result<serde_json::Value> {
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
            Kind::Json(column) => {
                self.value(column)?.text().map(stored::json).transpose()?.unwrap_or_default()
            }
            Kind::CountryOf(column) => self.country(column)?,
            Kind::Criteria => self.criteria()?,
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
            Kind::Body => json!(self.text(&content::BODY_HTML)?),
        })
    }

    fn id(&self) -> Result<String> {
        let id = self.value(&content::ID)?.uuid().ok_or(Error::NotFound("an id"))?;
        Ok(entity::id::encode(self.node.selection().noun.prefix, &id))
    }

    fn served(&self) -> Result<&str> {
        self.text(&content::LOCALE_SERVED)
    }

    fn local(&self, at: &Column, zone: &Column) -> Result<Option<String>> {
        let zone = self.text(zone)?;
        let unknown = || Error::Database(sea_orm::DbErr::Type(format!("{zone} is no time zone")));
        self.int(at)?.map(|at| time::local(at, zone).ok_or_else(unknown)).transpose()
    }

    fn acceptance(&self, grace: i32) -> Result<Acceptance> {
        let closes = Instant(self.int(&call::CLOSES_AT)?.unwrap_or_default());
        Ok(accepts(self.by.viewing.now, self.int(&call::OPENS_AT)?.map(Instant), closes, grace))
    }

    fn body<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let column = |column| self.text(column).map_err(S::Error::custom);
        let mut map = serializer.serialize_map(None)?;
        if self.has("html") {
            map.serialize_entry("html", column(&content::BODY_HTML)?)?;
        }
        if self.has("text") {
            map.serialize_entry("text", &html::to_text(column(&content::BODY_HTML)?))?;
        }
        if self.has("markdown") {
            let is_markdown = column(&content::BODY_FORMAT)? == "markdown";
            let source = if is_markdown { Some(column(&content::BODY_SOURCE)?) } else { None };
            map.serialize_entry("markdown", &source)?;
        }
        map.end()
    }

    fn country(&self, column: &Column) -> Result<serde_json::Value> {
        let (code, locale) = (self.text(column)?, self.served()?);
        let unknown = || Error::Database(sea_orm::DbErr::Type(format!("{code} is no country")));
        let country = Country::get(code).ok_or_else(unknown)?;
        let region = |region: &'static crate::domain::country::Region| json!({ "code": region.code, "name": region.name(locale) });
        let told = |name: &&str| match *name {
            "code" => json!(country.code),
            "alpha3" => json!(country.alpha3),
            "m49" => json!(country.m49),
            "name" => json!(country.name(locale)),
            "flag" => json!(country.flag()),
            "regions" => country.regions().map(region).collect(),
            "leastDeveloped" => json!(country.least_developed),
            "landlockedDeveloping" => json!(country.landlocked_developing),
            _ => json!(country.small_island_developing),
        };
        Ok(self.field.inner.iter().map(|name| ((*name).to_owned(), told(name))).collect())
    }

    /// What was stored before criteria were a list is told again once it is saved as one.
    fn criteria(&self) -> Result<serde_json::Value> {
        let column = self.value(&call::CRITERIA)?.text();
        let all = column.and_then(|column| criteria::read(column).ok()).unwrap_or_default();
        let words = self.value(&call::CRITERIA_LABELS)?.text();
        let told = |one: &criteria::Criterion| {
            let label = labels::of_criterion(words, &one.key);
            let told = |name: &&str| match *name {
                "key" => json!(one.key),
                "weight" => json!(one.weight),
                "label" => json!(label.as_ref().map_or(&one.key, |label| &label.label)),
                _ => json!(label.as_ref().and_then(|label| label.help.as_ref())),
            };
            self.field.inner.iter().map(|name| ((*name).to_owned(), told(name))).collect()
        };
        Ok(serde_json::Value::Array(all.iter().map(told).collect()))
    }
}

fn direction(locale: &str) -> &'static str {
    match Locale::parse(locale).map(|locale| locale.dir()) {
        Ok(Direction::Rtl) => "RTL",
        _ => "LTR",
    }
}
