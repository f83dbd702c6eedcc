//! Rows of cells for people who open them in a spreadsheet: as CSV, and as an XLSX workbook.
//!
//! A text is a text there, whatever it begins with: nothing that somebody wrote runs as a formula.

mod csv;
mod guard;
mod xlsx;

use serde_json::{Number, Value};

pub use csv::{BOM, lines};
pub use xlsx::Workbook;

/// What stands in one place.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(Number),
    Yes(bool),
}

impl From<&Value> for Cell {
    /// A list of plain values is told with semicolons between them, what is nested deeper as the JSON it is.
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Empty,
            Value::Bool(yes) => Self::Yes(*yes),
            Value::Number(number) => Self::Number(number.clone()),
            Value::String(text) => Self::text(text.clone()),
            Value::Array(list) => Self::text(listed(list).unwrap_or_else(|| value.to_string())),
            Value::Object(_) => Self::Text(value.to_string()),
        }
    }
}

impl Cell {
    /// Nothing where nothing was written.
    pub fn text(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

fn listed(list: &[Value]) -> Option<String> {
    let plain = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    list.iter().map(plain).collect::<Option<Vec<_>>>().map(|all| all.join("; "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_become_cells_that_a_person_can_read() {
        let text = |text: &str| Cell::Text(text.to_owned());
        for (value, expected) in [
            (json!(null), Cell::Empty),
            (json!(""), Cell::Empty),
            (json!([]), Cell::Empty),
            (json!("12"), text("12")),
            (json!(-12.5), Cell::Number(Number::from_f64(-12.5).unwrap())),
            (json!(true), Cell::Yes(true)),
            (json!(["air", 3, false]), text("air; 3; false")),
            (json!(["air", ["deep"]]), text("[\"air\",[\"deep\"]]")),
            (json!({ "a": 1 }), text("{\"a\":1}")),
        ] {
            assert_eq!(Cell::from(&value), expected, "{value}");
        }
    }
}
