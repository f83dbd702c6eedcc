//! The schema as it tells about itself, and what can be asked by it.

use std::collections::{BTreeMap, BTreeSet};

use harness::{TestApp, Value, json};

/// The types of the schema by name.
pub struct Schema(BTreeMap<String, Value>);

impl Schema {
    pub async fn of(app: &TestApp) -> Self {
        let ty = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
        let query = format!(
            "{{ __schema {{ types {{ kind name enumValues {{ name }} possibleTypes {{ name }} inputFields {{ name defaultValue type {{ {ty} }} }}
             fields {{ name args {{ name defaultValue type {{ {ty} }} }} type {{ {ty} }} }} }} }} }}"
        );
        let types = app.graphql(&query, json!({})).await["data"]["__schema"]["types"].clone();
        let types = types.as_array().expect("types").iter();
        Self(types.map(|ty| (ty["name"].as_str().unwrap().to_owned(), ty.clone())).collect())
    }

    pub fn fields(&self, ty: &str) -> &[Value] {
        self.0[ty]["fields"].as_array().expect("an object has fields")
    }

    /// The inputs that have a field of this type.
    pub fn inputs_with(&self, ty: &str) -> BTreeSet<String> {
        let has = |input: &Value| {
            let fields = input["inputFields"].as_array();
            fields.is_some_and(|fields| fields.iter().any(|field| innermost(&field["type"])["name"] == ty))
        };
        self.0.iter().filter(|(_, input)| has(input)).map(|(name, _)| name.clone()).collect()
    }

    /// The objects that a field leads to.
    pub fn objects(&self, field: &Value) -> Vec<&str> {
        let of = innermost(&field["type"])["name"].as_str().unwrap();
        let ty = &self.0[of];
        match ty["kind"].as_str().unwrap() {
            "OBJECT" => vec![ty["name"].as_str().unwrap()],
            "INTERFACE" | "UNION" => {
                let types = ty["possibleTypes"].as_array().unwrap();
                types.iter().map(|ty| ty["name"].as_str().unwrap()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What of a value this input has.
    pub fn only(&self, input: &str, value: &Value) -> Value {
        let Some(fields) = self.0[input]["inputFields"].as_array() else { return value.clone() };
        if let Value::Array(each) = value {
            return each.iter().map(|one| self.only(input, one)).collect();
        }
        let given = fields.iter().filter(|field| !value[field["name"].as_str().unwrap()].is_null());
        given
            .map(|field| {
                let (name, mut ty) = (field["name"].as_str().unwrap(), &field["type"]);
                while ty["ofType"].is_object() {
                    ty = &ty["ofType"];
                }
                (name.to_owned(), self.only(ty["name"].as_str().unwrap(), &value[name]))
            })
            .collect()
    }

    /// The least that can stand for a value of this type.
    fn value(&self, ty: &Value) -> Value {
        match ty["kind"].as_str().unwrap() {
            "NON_NULL" => self.value(&ty["ofType"]),
            "LIST" => json!([]),
            "ENUM" => self.0[ty["name"].as_str().unwrap()]["enumValues"][0]["name"].clone(),
            "INPUT_OBJECT" => {
                let fields = self.0[ty["name"].as_str().unwrap()]["inputFields"].as_array().unwrap();
                let needed = fields.iter().filter(|field| is_needed(field));
                needed
                    .map(|field| (field["name"].as_str().unwrap().to_owned(), self.value(&field["type"])))
                    .collect()
            }
            _ => match ty["name"].as_str().unwrap() {
                "Int" => json!(1),
                "Boolean" => json!(false),
                "Locale" => json!("en"),
                "DateTime" => json!("2026-06-01T12:00:00Z"),
                "ID" => json!("news_01h455vb4pex5vsknk084sn02q"),
                _ => json!("nothing"),
            },
        }
    }

    /// The field once for each place beneath its arguments where a text may stand, with this one there and the least
    /// everywhere else.
    pub fn asked_everywhere(&self, root: &str, field: &Value, text: &str) -> Vec<(String, Value)> {
        let arguments = field["args"].as_array().unwrap();
        let mut asked = Vec::new();
        for told in arguments {
            for value in self.values(&told["type"], text) {
                let others = arguments.iter().filter(|one| is_needed(one) && one["name"] != told["name"]);
                let others = others.map(|one| (one, self.value(&one["type"])));
                asked.push(asked_with(root, field, others.chain([(told, value)]).collect(), &[]));
            }
        }
        asked
    }

    /// Values of this type with the text in one place.
    fn values(&self, ty: &Value, text: &str) -> Vec<Value> {
        match ty["kind"].as_str().unwrap() {
            "NON_NULL" => self.values(&ty["ofType"], text),
            "LIST" => self.values(&ty["ofType"], text).into_iter().map(|value| json!([value])).collect(),
            "INPUT_OBJECT" => {
                let name = ty["name"].as_str().unwrap();
                // One of several alternatives stands alone, and is a text.
                let least = if name == "RichTextInput" { json!({}) } else { self.value(ty) };
                let fields = self.0[name]["inputFields"].as_array().unwrap().iter();
                let with = |field: &Value, value| {
                    let mut object = least.clone();
                    object[field["name"].as_str().unwrap()] = value;
                    object
                };
                fields
                    .flat_map(|field| {
                        self.values(&field["type"], text).into_iter().map(move |value| with(field, value))
                    })
                    .collect()
            }
            "SCALAR" => match ty["name"].as_str().unwrap() {
                "Int" | "Float" | "Boolean" | "Locale" | "DateTime" | "CountryCode" => Vec::new(),
                "JSON" => vec![json!({ "a": text })],
                _ => vec![json!(text)],
            },
            _ => Vec::new(),
        }
    }

    /// All fields of an object that need no argument, and of the objects beneath it, so many steps down.
    pub fn everything(&self, ty: &str, steps: usize) -> String {
        let fields =
            self.fields(ty).iter().filter(|field| !field["args"].as_array().unwrap().iter().any(is_needed));
        let asked = fields.filter_map(|field| {
            let (name, of) = (field["name"].as_str().unwrap(), innermost(&field["type"]));
            let beneath = match of["kind"].as_str().unwrap() {
                "SCALAR" | "ENUM" => return Some(name.to_owned()),
                // What its edges hold stands in its nodes, too.
                "OBJECT" if steps > 0 && name != "edges" => {
                    self.everything(of["name"].as_str().unwrap(), steps - 1)
                }
                "OBJECT" => return None,
                _ => "__typename".to_owned(),
            };
            (!beneath.is_empty()).then(|| format!("{name} {{ {beneath} }}"))
        });
        asked.collect::<Vec<_>>().join(" ")
    }

    /// The field with the arguments it needs, and those that are given.
    pub fn asked(&self, root: &str, field: &Value, given: &[(&str, &str)]) -> (String, Value) {
        let needed = field["args"].as_array().unwrap().iter().filter(|argument| is_needed(argument));
        let needed = needed.map(|argument| (argument, self.value(&argument["type"])));
        asked_with(root, field, needed.collect(), given)
    }
}

/// The field with these arguments, by their definition.
fn asked_with(
    root: &str,
    field: &Value,
    named: Vec<(&Value, Value)>,
    given: &[(&str, &str)],
) -> (String, Value) {
    let (mut heads, mut arguments, mut variables) = (Vec::new(), Vec::new(), json!({}));
    for (argument, value) in named {
        let name = argument["name"].as_str().unwrap();
        heads.push(format!("${name}: {}", written(&argument["type"])));
        arguments.push(format!("{name}: ${name}"));
        variables[name] = value;
    }
    arguments.extend(given.iter().map(|(name, value)| format!("{name}: {value}")));
    let close = |open: &str, all: &[String], end: &str| {
        if all.is_empty() { String::new() } else { format!("{open}{}{end}", all.join(", ")) }
    };
    let name = field["name"].as_str().unwrap();
    let kind = if root == "Mutation" { "mutation" } else { "query" };
    let selection = if is_leaf(&field["type"]) { "" } else { " { __typename }" };
    let (heads, arguments) = (close("(", &heads, ")"), close("(", &arguments, ")"));
    (format!("{kind} {heads} {{ {name}{arguments}{selection} }}"), variables)
}

fn is_leaf(ty: &Value) -> bool {
    ["SCALAR", "ENUM"].contains(&innermost(ty)["kind"].as_str().unwrap())
}

fn innermost(ty: &Value) -> &Value {
    if ty["ofType"].is_object() { innermost(&ty["ofType"]) } else { ty }
}

fn is_needed(argument: &Value) -> bool {
    argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null()
}

fn written(ty: &Value) -> String {
    match ty["kind"].as_str().unwrap() {
        "NON_NULL" => format!("{}!", written(&ty["ofType"])),
        "LIST" => format!("[{}]", written(&ty["ofType"])),
        _ => ty["name"].as_str().unwrap().to_owned(),
    }
}
