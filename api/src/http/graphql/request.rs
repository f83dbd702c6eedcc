//! What a caller sent, read as GraphQL over HTTP says (draft of 2026-08).

use async_graphql::indexmap::IndexMap;
use async_graphql::{Value as ConstValue, Variables};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::answer::Refused;
use super::named::{MEMBERS, Name};

/// A well-formed GraphQL request; whether its document is any good is not known yet.
#[derive(Debug)]
pub struct GraphqlRequest {
    /// Absent when only a name was sent.
    pub query: Option<String>,
    pub operation_name: Option<String>,
    pub variables: Variables,
    /// What its document is called.
    pub name: Option<Name>,
}

/// What a body holds.
#[derive(Debug)]
pub enum Sent {
    One(Box<GraphqlRequest>),
    /// Several requests, some of which may be malformed.
    Batch(Vec<Result<GraphqlRequest, Refused>>),
}

/// The reader has no other word for it.
fn is_too_deep(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("recursion limit")
}

impl GraphqlRequest {
    /// The body of a POST; `most`: requests that a batch may hold.
    pub fn of_body(headers: &HeaderMap, body: &[u8], most: usize) -> Result<Sent, Refused> {
        check_content_type(headers)?;
        // Its variables stay in their order, which says something in the form of a call.
        let body: ConstValue = serde_json::from_slice(body).map_err(|err| {
            let wrong = if is_too_deep(&err) { "is nested too deeply" } else { "is not JSON" };
            Refused::bad(format!("The body {wrong} (line {}, column {}).", err.line(), err.column()))
        })?;
        match body {
            ConstValue::Object(fields) => Self::of_members(fields).map(Box::new).map(Sent::One),
            ConstValue::List(requests) => Self::of_batch(requests, most).map(Sent::Batch),
            _ => Err(Refused::bad("The body must be a JSON object with a `query`.")),
        }
    }

    fn of_batch(requests: Vec<ConstValue>, most: usize) -> Result<Vec<Result<Self, Refused>>, Refused> {
        if most == 0 {
            let message = "Batches are not taken here: send one request at a time. The setting `batch-limit` lets them in.";
            return Err(Refused::bad(message));
        }
        if !(1..=most).contains(&requests.len()) {
            let found = requests.len();
            return Err(Refused::bad(format!(
                "A batch holds 1 to {most} requests, this one {found}: send fewer."
            )));
        }
        let fields = |request| match request {
            ConstValue::Object(fields) => Ok(Self::of_members(fields)),
            _ => Err(Refused::bad("Each request of a batch must be a JSON object.")),
        };
        requests.into_iter().map(fields).collect()
    }

    /// The query string of a GET: `variables` and `extensions` are JSON in text.
    pub fn of_query(query: &str) -> Result<Self, Refused> {
        let (mut fields, mut variables) = (Map::new(), None);
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let value = match &*name {
                "query" | "operationName" => Value::String(value.into_owned()),
                name if MEMBERS.contains(&name) => Value::String(value.into_owned()),
                "variables" | "extensions" if value.is_empty() => Value::Null,
                "variables" => {
                    variables = Some(in_text(&name, &value)?);
                    Value::Null
                }
                "extensions" => in_text(&name, &value)?,
                _ => continue,
            };
            if fields.insert(name.to_string(), value).is_some() {
                return Err(Refused::bad(format!("`{name}` is given twice.")));
            }
        }
        Self::of_fields(fields, variables)
    }

    fn of_members(mut members: IndexMap<async_graphql::Name, ConstValue>) -> Result<Self, Refused> {
        let variables = members.swap_remove("variables");
        let json = |value: ConstValue| value.into_json().map_err(|_| Refused::bad("The body is not JSON."));
        let fields = members.into_iter().map(|(name, value)| Ok((name.to_string(), json(value)?)));
        Self::of_fields(fields.collect::<Result<_, Refused>>()?, variables)
    }

    /// Unknown fields are ignored, as the specification demands.
    fn of_fields(mut fields: Map<String, Value>, variables: Option<ConstValue>) -> Result<Self, Refused> {
        let query = text(fields.remove("query"), "query")?;
        let operation_name = text(fields.remove("operationName"), "operationName")?;
        let variables = match variables {
            None | Some(ConstValue::Null) => Variables::default(),
            Some(given @ ConstValue::Object(_)) => Variables::from_value(given),
            Some(_) => return Err(Refused::bad("`variables` must be an object.")),
        };
        let extension = match fields.remove("extensions") {
            None | Some(Value::Null) => None,
            Some(Value::Object(mut extensions)) => extensions.remove("persistedQuery"),
            Some(_) => return Err(Refused::bad("`extensions` must be an object.")),
        };
        let name = Name::of_fields(&mut fields, extension)?;
        if query.is_none() && name.is_none() {
            return Err(Refused::bad("`query` is missing: send the document to run as a string."));
        }
        let operation_name = operation_name.filter(|name| !name.is_empty());
        Ok(Self { query, operation_name, variables, name })
    }
}

fn in_text<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Refused> {
    serde_json::from_str(text).map_err(|_| Refused::bad(format!("`{name}` must be a JSON object in text.")))
}

fn text(value: Option<Value>, name: &str) -> Result<Option<String>, Refused> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refused::bad(format!("`{name}` must be a string."))),
    }
}

/// Only JSON: what a page of another site can send without asking first is not taken.
fn check_content_type(headers: &HeaderMap) -> Result<(), Refused> {
    if headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        let message = "Send the request as it is, without `Content-Encoding`.";
        return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_REQUEST", message));
    }
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut parts = given.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    let is_utf8 = parts.all(|parameter| match parameter.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    });
    if is_json && is_utf8 {
        return Ok(());
    }
    let message = "Send the request with `Content-Type: application/json` (in UTF-8).";
    Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_REQUEST", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(text: &str, most: usize) -> Result<Sent, Refused> {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, "application/json".parse().unwrap())]);
        GraphqlRequest::of_body(&headers, text.as_bytes(), most)
    }

    fn body(text: &str) -> Result<Sent, Refused> {
        sent(text, 0)
    }

    #[test]
    fn a_batch_holds_as_many_objects_as_are_let_in() {
        let two = "[{\"query\":\"{a}\"},{\"qeury\":\"{a}\"}]";
        let Ok(Sent::Batch(requests)) = sent(two, 2) else { panic!("a batch") };
        assert!(requests[0].is_ok() && requests[1].is_err(), "each is read by itself");
        for wrong in ["[]", "[1]", "[[]]", "[{\"query\":\"{a}\"},null]"] {
            assert_eq!(sent(wrong, 2).unwrap_err().status, 400, "{wrong}");
        }
        assert!(sent(two, 1).is_err());
    }

    #[test]
    fn what_is_malformed_is_refused_and_what_is_unknown_ignored() {
        for wrong in [
            "",
            "{",
            "[]",
            "[{\"query\":\"{a}\"}]",
            "1",
            "{}",
            "{\"qeury\":\"{a}\"}",
            "{\"query\":1}",
            "{\"query\":\"{a}\",\"variables\":[]}",
            "{\"query\":\"{a}\",\"variables\":\"{}\"}",
            "{\"query\":\"{a}\",\"operationName\":1}",
            "{\"query\":\"{a}\",\"extensions\":\"x\"}",
            "{\"query\":\"{a}\",\"extensions\":{\"persistedQuery\":{\"version\":2}}}",
        ] {
            assert!(body(wrong).is_err(), "{wrong}");
        }
        assert!(body("{\"query\":\"{a}\",\"id\":7,\"variables\":null,\"operationName\":null}").is_ok());
    }

    #[test]
    fn a_get_carries_json_in_its_parameters() {
        let request =
            GraphqlRequest::of_query("query=%7Ba%7D&variables=%7B%22x%22%3A1%7D&operationName=B&other=1");
        let request = request.unwrap();
        assert_eq!((request.query.as_deref(), request.operation_name.as_deref()), (Some("{a}"), Some("B")));
        assert_eq!(request.variables.len(), 1);
        for wrong in ["", "query=a&query=b", "query=a&variables=x", "query=a&variables=1"] {
            assert!(GraphqlRequest::of_query(wrong).is_err(), "{wrong}");
        }
    }
}
