//! What the program promises, each beside what was measured.

use harness::{Value, json};

/// One promise.
#[derive(Clone, Debug)]
pub struct Number {
    pub name: String,
    pub value: f64,
    pub bound: Bound,
    pub unit: &'static str,
    /// What the figure does not say by itself.
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    AtMost(f64),
    Above(f64),
}

impl Number {
    pub fn ratio(name: impl Into<String>, value: f64, at_most: f64) -> Self {
        Self { name: name.into(), value, bound: Bound::AtMost(at_most), unit: "", note: String::new() }
    }

    #[must_use]
    pub fn of(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    #[must_use]
    pub fn noting(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// What could not be measured is not met.
    pub fn is_met(&self) -> bool {
        match self.bound {
            Bound::AtMost(bound) => self.value <= bound,
            Bound::Above(bound) => self.value > bound,
        }
    }

    pub fn row(&self) -> Vec<String> {
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        let bound = match self.bound {
            Bound::AtMost(bound) => format!("at most {}{unit}", short(bound)),
            Bound::Above(bound) => format!("above {}{unit}", short(bound)),
        };
        let verdict = if self.is_met() { "met" } else { "NOT MET" };
        let value =
            if self.value.is_nan() { "not known".to_owned() } else { format!("{}{unit}", short(self.value)) };
        [self.name.clone(), value, bound, verdict.to_owned(), self.note.clone()].into()
    }

    pub fn json(&self) -> Value {
        let (kind, bound) = match self.bound {
            Bound::AtMost(bound) => ("atMost", bound),
            Bound::Above(bound) => ("above", bound),
        };
        json!({
            "name": self.name, "value": self.value, kind: bound, "unit": self.unit, "met": self.is_met(),
            "note": self.note,
        })
    }
}

/// As many digits as say something.
pub fn short(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 || (value - value.round()).abs() < 1e-9 => format!("{value:.0}"),
        large if large >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// Rows in columns: the first and the last to the left, figures to the right.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|at| width(at).unwrap_or_default()).collect();
    let cell = |(at, cell): (usize, &String)| {
        let width = widths[at];
        if at == 0 || at + 1 == columns { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
    };
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().enumerate().map(cell).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_kept_up_to_its_bound() {
        let ratio = |value| Number::ratio("hit / wire", value, 1.3);
        assert!(ratio(1.3).is_met() && !ratio(1.31).is_met() && !ratio(f64::NAN).is_met());
        let share = |value| Number { bound: Bound::Above(80.0), ..Number::ratio("hits", value, 0.0).of("%") };
        assert!(share(80.1).is_met() && !share(80.0).is_met());
        assert_eq!(share(80.0).row(), ["hits", "80 %", "above 80 %", "NOT MET", ""]);
        assert_eq!(ratio(f64::NAN).row()[1], "not known");
        assert_eq!(ratio(1.25).json()["met"], true);
    }

    #[test]
    fn figures_stand_beneath_one_another() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let rows = [row(["what", "us", "how"]), row(["a page", "1234", "é"])];
        assert_eq!(table(&rows), "what      us  how\na page  1234  é\n");
        assert_eq!([1234.5, 12.34, 1.0, 1.234].map(short), ["1234", "12.3", "1", "1.23"]);
    }
}
