//! `/docs`: every address with its parameters and answers, every schema with its fields, written from the document.

use serde_json::Value;

use super::super::openapi;
use super::{framed, text};

/// In the order in which they are told.
const METHODS: [&str; 5] = ["get", "post", "head", "patch", "delete"];

pub fn whole() -> String {
    let document: Value = serde_json::from_str(openapi::printed()).unwrap_or_default();
    written(&document)
}

fn written(document: &Value) -> String {
    let (mut contents, mut body) = (String::new(), String::new());
    for tag in list(&document["tags"]) {
        let name = word(&tag["name"]);
        body += &format!("<h2>{}</h2><p>{}</p>", text(name), text(word(&tag["description"])));
        contents += &format!("<li>{}<ul>", text(name));
        for (path, item) in entries(&document["paths"]) {
            for method in METHODS {
                let operation = &item[method];
                if list(&operation["tags"]).any(|of| of == name) {
                    let id = word(&operation["operationId"]);
                    contents +=
                        &format!("<li><a href=\"#{id}\">{}</a></li>", text(word(&operation["summary"])));
                    body += &told(document, (method, path), operation);
                }
            }
        }
        contents += "</ul></li>";
    }
    body += "<h2>Schemas</h2>";
    contents += "<li>Schemas<ul>";
    for (name, schema) in entries(&document["components"]["schemas"]) {
        contents += &format!("<li><a href=\"#{name}\">{name}</a></li>");
        body += &shape(name, schema);
    }
    contents += "</ul></li>";
    let about = text(word(&document["info"]["description"]));
    framed(
        "Reference",
        &format!(
            "<a class=\"skip\" href=\"#main\">Skip to the text</a><nav aria-label=\"Contents\"><ul>{contents}</ul></nav>\
             <main id=\"main\"><h1>Cities: plain JSON</h1><p>{about}</p><p><a href=\"/v1/openapi.json\">OpenAPI 3.1 document</a> \u{b7} \
             <a href=\"/docs/problems\">Problems</a></p>{body}</main>"
        ),
    )
}

fn told(document: &Value, (method, path): (&str, &str), operation: &Value) -> String {
    let id = word(&operation["operationId"]);
    let mut html = format!(
        "<section id=\"{id}\"><h3><a href=\"#{id}\">{}</a></h3><p><code class=\"address\"><b>{}</b> {}</code></p><p>{}</p>",
        text(word(&operation["summary"])),
        method.to_uppercase(),
        text(path),
        text(word(&operation["description"]))
    );
    let rows = list(&operation["parameters"]).map(|one| {
        let needed = if one["required"] == true { ", needed" } else { "" };
        row(word(&one["name"]), &format!("{}{needed}", kind(&one["schema"])), word(&one["description"]))
    });
    html += &table(id, "Parameters", &rows.collect::<String>());
    let rows = entries(&operation["requestBody"]["content"])
        .map(|(media, body)| row(media, &kind(&body["schema"]), word(&body["schema"]["description"])));
    html += &table(id, "Body", &rows.collect::<String>());
    let rows = entries(&operation["responses"]).map(|(status, response)| {
        let response = resolved(document, response);
        let kinds =
            entries(&response["content"]).map(|(media, body)| format!("{media}: {}", kind(&body["schema"])));
        row(status, &kinds.collect::<Vec<_>>().join("<br>"), word(&response["description"]))
    });
    html += &table(id, "Answers", &rows.collect::<String>());
    html + "</section>"
}

fn shape(name: &str, schema: &Value) -> String {
    let rows = entries(&schema["properties"])
        .map(|(field, of)| row(field, &kind(of), word(&of["description"])))
        .collect::<String>();
    let about = text(word(&schema["description"]));
    let own = if rows.is_empty() { format!("<p>{}</p>", kind(schema)) } else { table(name, "Fields", &rows) };
    format!("<section id=\"{name}\"><h3><a href=\"#{name}\">{name}</a></h3><p>{about}</p>{own}</section>")
}

/// Named after what it is of, since each can be scrolled by itself.
fn table(of: &str, caption: &str, rows: &str) -> String {
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{caption} of {of}\"><table><caption>{caption}</caption><tbody>{rows}</tbody></table></div>"
    )
}

/// The kind is HTML already.
fn row(name: &str, kind: &str, says: &str) -> String {
    format!(
        "<tr><th scope=\"row\"><code>{}</code></th><td>{kind}</td><td>{}</td></tr>",
        text(name),
        text(says)
    )
}

/// A schema in a few words.
fn kind(schema: &Value) -> String {
    if let Some(to) = schema["$ref"].as_str() {
        let name = to.rsplit('/').next().unwrap_or_default();
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    let several = list(&schema["oneOf"]).chain(list(&schema["anyOf"])).map(kind).collect::<Vec<_>>();
    if !several.is_empty() {
        return several.join(" or ");
    }
    let name = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(word).collect::<Vec<_>>().join(" or "),
        of => word(of).to_owned(),
    };
    if name == "array" {
        return format!("list of {}", kind(&schema["items"]));
    }
    let words: Vec<&str> = list(&schema["enum"]).map(word).collect();
    if !words.is_empty() {
        return format!("<span class=\"words\">{}</span>", text(&words.join(", ")));
    }
    let format = schema["format"].as_str().map(|format| format!(" ({format})")).unwrap_or_default();
    let bounds = match (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
        (Some(from), Some(to)) => format!(" {from} to {to}"),
        _ => String::new(),
    };
    format!("{name}{format}{bounds}")
}

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let way = value["$ref"].as_str().and_then(|to| to.strip_prefix('#'));
    way.and_then(|way| document.pointer(way)).unwrap_or(value)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
