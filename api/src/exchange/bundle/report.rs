//! Everything that is wrong with a bundle: `file: item: field: message`, a line each.

use std::fmt;

use crate::kit::text;

/// Lines that are kept; more are counted.
const SHOWN: usize = 1_000;
/// A line longer than this is cut: a message quotes what is in the file.
const LINE_CHARS: usize = 500;

#[derive(Clone, Debug, Default)]
pub struct Report {
    lines: Vec<String>,
    more: usize,
}

impl Report {
    /// Notes a mistake; `item` and `field` may be empty.
    pub fn note(&mut self, file: &str, item: &str, field: &str, message: &str) {
        if self.lines.len() >= SHOWN {
            self.more += 1;
            return;
        }
        let mut line = String::new();
        for part in [file, item, field].into_iter().filter(|part| !part.is_empty()) {
            line.push_str(part);
            line.push_str(": ");
        }
        line.push_str(message);
        self.lines.push(text::for_terminal(&line).chars().take(LINE_CHARS).collect());
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many mistakes there are.
    pub fn count(&self) -> usize {
        self.lines.len() + self.more
    }

    pub fn lines(&self) -> &[String] {
        &self.lines
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.count();
        let mistakes = if count == 1 { "mistake" } else { "mistakes" };
        write!(f, "the bundle has {count} {mistakes}; nothing was imported:")?;
        for line in &self.lines {
            write!(f, "\n  {line}")?;
        }
        if self.more > 0 {
            write!(f, "\n  … and {} more", self.more)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_mistakes_is_counted_and_not_kept() {
        let mut report = Report::default();
        for _ in 0..2_500 {
            report.note("news/a.json", "a", "text.en.title", &"x".repeat(9_000));
        }
        assert_eq!((report.count(), report.lines().len()), (2_500, 1_000));
        assert!(report.lines()[0].starts_with("news/a.json: a: text.en.title: xxx"));
        assert!(report.lines()[0].chars().count() <= LINE_CHARS);
        assert!(report.to_string().ends_with("… and 1500 more"));
    }
}
