//! A tree as a GraphQL document with its variables.

use std::fmt::Write;

use harness::{Value, json};

use super::fields::name_of;
use super::tree::{Branch, Lead, Paged, Rows, kind};

/// What is asked of everything.
const SCALARS: &str = "__typename id localeServed isFallback availableLocales";

/// What is asked of a noun.
fn scalars(noun: &str) -> String {
    let slug = if noun == "assets" { "" } else { "slug" };
    let name = if noun == "events" { "" } else { name_of(noun) };
    format!("{SCALARS} {slug} {name}")
}

/// A document in the making.
#[derive(Debug)]
pub struct Document {
    given: Vec<String>,
    variables: Value,
    locale: &'static str,
}

impl Document {
    /// Languages are asked for at the root alone.
    pub fn new(locales: &[&str], or_original: bool) -> Self {
        let mut document = Self { given: Vec::new(), variables: json!({}), locale: "" };
        if let [first, rest @ ..] = locales {
            document.give("locale", "Locale", json!(first));
            document.give("fallback", "[Locale!]", json!(rest));
            document.locale = "locale: $locale, fallback: $fallback";
            if or_original {
                document.locale = "locale: $locale, fallback: $fallback, fallbackToOriginal: true";
            }
        }
        document
    }

    /// Declares a variable and gives it its value.
    pub fn give(&mut self, name: &str, kind: &str, value: Value) {
        self.given.push(format!("${name}: {kind}"));
        self.variables[name] = value;
    }

    /// The text of the whole, around its one root field, and the variables.
    pub fn around(self, root: &str) -> (String, Value) {
        let given =
            if self.given.is_empty() { String::new() } else { format!("({})", self.given.join(", ")) };
        (format!("query {given} {{ {root} }}"), self.variables)
    }

    /// A root list.
    pub fn list(&mut self, branch: &Branch) -> String {
        let locale = self.locale;
        self.branch(branch, locale)
    }

    /// A root field that finds things by `arguments`; what is asked of them stands by their noun.
    pub fn things(&mut self, field: &str, arguments: &str, below: &[(&str, Vec<Branch>)]) -> String {
        let mut text = format!("found: {field}({arguments} {}) {{ __typename id", self.locale);
        for (noun, branches) in below {
            let fields: String = branches.iter().map(|branch| self.branch(branch, "")).collect();
            let kind = kind(noun);
            write!(text, " ... on {kind} {{ {} {fields} }}", scalars(noun)).unwrap();
        }
        text + " }"
    }

    fn branch(&mut self, branch: &Branch, locale: &str) -> String {
        let below: String = branch.below.iter().map(|branch| self.branch(branch, "")).collect();
        let node = format!("{{ {} {below} }}", scalars(branch.noun));
        let (alias, field) = (branch.alias(), branch.field);
        match &branch.lead {
            Lead::Page(paged) => {
                let arguments = self.arguments(branch.number, paged);
                format!("{alias}: {field}({arguments} {locale}) {{ {} }} ", parts(paged, &node))
            }
            _ => format!("{alias}: {field} {node} "),
        }
    }

    fn arguments(&mut self, number: usize, paged: &Paged) -> String {
        let asked = &paged.asked;
        let direction = if asked.descending { "DESC" } else { "ASC" };
        let count = if paged.backward { "last" } else { "first" };
        let mut text = format!(
            "orderBy: {{ field: {}, direction: {direction} }}, {count}: {}, ",
            asked.order, paged.size
        );
        if !asked.filter.is_empty() {
            let filter = asked.filter.iter().cloned().map(|(name, value)| (name.to_owned(), value)).collect();
            self.give(&format!("f{number}"), paged.filter_type, filter);
            write!(text, "filter: $f{number}, ").unwrap();
        }
        for (name, known) in [("after", &paged.after), ("before", &paged.before)] {
            if let Some(known) = known {
                write!(text, "{name}: {}, ", json!(known.cursor)).unwrap();
            }
        }
        text
    }
}

fn parts(paged: &Paged, node: &str) -> String {
    let member = if paged.member { "featured position joinedOn" } else { "" };
    let rows = match paged.rows {
        Rows::None => String::new(),
        Rows::Edges => format!("edges {{ cursor {member} node {node} }}"),
        Rows::Nodes => format!("nodes {node} edges {{ {member} cursor }}"),
    };
    let info = if paged.info { "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }" } else { "" };
    format!("{rows} {info} {}", if paged.total { "totalCount" } else { "" })
}
