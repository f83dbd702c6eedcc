//! Names with dots, as `include` and `fields` take them: `cities.clusters`, `body.html`.

use std::collections::BTreeMap;

use crate::kit::near::is_near;
use crate::query::nouns::shown;

/// Names at one level, each with those beneath it.
#[derive(Debug, Default)]
pub struct Names(BTreeMap<String, Names>);

impl Names {
    pub fn read(paths: &[String]) -> Self {
        let mut names = Self::default();
        for path in paths {
            // Deeper than anything goes is refused where it is looked for; its depth costs nothing.
            path.splitn(6, '.').fold(&mut names, |level, name| level.0.entry(name.to_owned()).or_default());
        }
        names
    }

    pub fn get(&self, name: &str) -> Option<&Self> {
        self.0.get(name)
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.0.iter().map(|(name, beneath)| (name.as_str(), beneath))
    }
}

/// What is wrong with a name that is none of these, and which was meant.
pub fn unknown(path: &str, name: &str, known: &[&str]) -> String {
    let known_here = match known.iter().find(|known| is_near(name, known)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if known.is_empty() => "there is nothing to name there".to_owned(),
        None => format!("there are {}", known.join(", ")),
    };
    format!("knows no `{}`: {known_here}", shown(path))
}
