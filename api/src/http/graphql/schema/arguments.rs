//! Arguments of lists and root fields, checked once for the root and for every depth.

use async_graphql::{InputType, Value};

use super::filter::{CallFilter, CityFilter, EventFilter, MediaFilter, NewsFilter, PracticeFilter};
use super::scalar::Locale;
use super::selection::Arguments;
use crate::domain::view::{Locales, MAX_FALLBACKS, View};
use crate::error::{Error, Result};
use crate::query::declare::{List, Noun};
use crate::query::page::{Ask, Condition, Ordering, PageArguments};

/// What is asked of a list at the root: the one that all read, or the one of editors.
pub fn root(list: &'static List, arguments: Arguments) -> Result<Ask> {
    if view(&arguments) == View::Live {
        return ask(list, arguments, None);
    }
    let none =
        || Error::invalid("view", "DRAFT is for lists of content: ask for the news that announce them");
    let drafts = list.drafts.ok_or_else(none)?;
    if arguments.iter().any(|(name, value)| name == "orderBy" && *value != Value::Null) {
        let message = "with `view: DRAFT` the latest change comes first: leave it out";
        return Err(Error::invalid("orderBy", message));
    }
    let ask = ask(drafts, arguments, None)?;
    if ask.filter.iter().any(Condition::is_of_live) {
        let message = "with `view: DRAFT` goes by what things are filed under and by their kinds alone";
        return Err(Error::invalid("filter", message));
    }
    Ok(ask)
}

/// What is asked of a list, of everything or of a thing of the noun it is `beneath`: filter, order and page.
pub fn ask(list: &'static List, arguments: Arguments, beneath: Option<&'static Noun>) -> Result<Ask> {
    let mut page = PageArguments::default();
    let (mut order, mut filter) = (Ordering::default_of(list), Vec::new());
    for (name, value) in arguments {
        match name.as_str() {
            "first" => page.first = parse("first", value)?,
            "after" => page.after = parse("after", value)?,
            "last" => page.last = parse("last", value)?,
            "before" => page.before = parse("before", value)?,
            "orderBy" => order = ordering(list, &value)?,
            "filter" => filter = conditions(list, value, beneath.is_some())?,
            _ => {}
        }
    }
    let page = page.check(list, beneath, order)?;
    Ok(Ask { list, beneath, order, filter, page })
}

fn conditions(list: &'static List, value: Value, nested: bool) -> Result<Vec<Condition>> {
    let name = "filter";
    let conditions = match list.noun.name {
        "NewsItem" => parse::<NewsFilter>(name, value)?.map(|filter| filter.into_query().conditions()),
        "Event" => parse::<EventFilter>(name, value)?.map(|filter| filter.into_query().conditions()),
        "Call" => parse::<CallFilter>(name, value)?.map(|filter| filter.into_query().conditions()),
        "Practice" => parse::<PracticeFilter>(name, value)?.map(|filter| filter.into_query().conditions()),
        "MediaItem" => parse::<MediaFilter>(name, value)?.map(|filter| filter.into_query().conditions()),
        "City" => parse::<CityFilter>(name, value)?.map(|filter| filter.into_query().conditions(nested)),
        _ => None,
    };
    conditions.unwrap_or_else(|| Ok(Vec::new())).map_err(|err| match err {
        Error::Invalid { field, message } => Error::invalid(format!("filter.{field}"), message),
        other => other,
    })
}

/// `{ field, direction }`; no direction is the field's own.
fn ordering(list: &'static List, value: &Value) -> Result<Ordering> {
    let Value::Object(fields) = value else { return Ok(Ordering::default_of(list)) };
    let word = |name: &str| match fields.get(name) {
        Some(Value::Enum(word)) => Some(word.to_string()),
        Some(Value::String(word)) => Some(word.clone()),
        _ => None,
    };
    let field = word("field").unwrap_or_default();
    let order = list.order(&field).ok_or_else(|| Error::invalid("orderBy.field", "no such order"))?;
    let descending = word("direction").map_or(order.descending, |direction| direction == "DESC");
    Ok(Ordering { order, descending })
}

/// `locale`, `fallback` and `fallbackToOriginal` of a root field.
pub fn locales(arguments: &Arguments) -> Result<Locales> {
    let (mut locale, mut fallback, mut or_original) = (None, Vec::new(), false);
    for (name, value) in arguments {
        match name.as_str() {
            "locale" => locale = parse::<Locale>("locale", value.clone())?,
            "fallback" => fallback = parse::<Vec<Locale>>("fallback", value.clone())?.unwrap_or_default(),
            "fallbackToOriginal" => {
                or_original = parse("fallbackToOriginal", value.clone())?.unwrap_or(false);
            }
            _ => {}
        }
    }
    if fallback.len() > MAX_FALLBACKS {
        let message = format!("at most {MAX_FALLBACKS} locales, not {}", fallback.len());
        return Err(Error::invalid("fallback", message));
    }
    let fallback = fallback.into_iter().map(|locale| locale.0).collect();
    Ok(Locales::asked(locale.map(|locale| locale.0), fallback, or_original))
}

/// `view` of a root field.
pub fn view(arguments: &Arguments) -> View {
    let asked = arguments.iter().find(|(name, _)| name == "view");
    match asked {
        Some((_, Value::Enum(word))) if word == "DRAFT" => View::Draft,
        Some((_, Value::String(word))) if word == "DRAFT" => View::Draft,
        _ => View::Live,
    }
}

/// A checked argument; null is the same as not giving it.
fn parse<T: InputType>(name: &'static str, value: Value) -> Result<Option<T>> {
    let parsed = Option::<T>::parse(Some(value));
    parsed.map_err(|err| Error::invalid(name, err.into_server_error(async_graphql::Pos::default()).message))
}
