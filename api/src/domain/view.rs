//! Who looks, when, and in which languages: what every read is told.

use entity::instant::Instant;

use super::footprint::Footprint;

/// The circumstances of a read; one for everything beneath a root field.
#[derive(Clone, Debug)]
pub struct Viewing {
    /// What counts as live is decided at this instant.
    pub now: Instant,
    pub locales: Locales,
    pub view: View,
    /// Gathers what is read on.
    pub footprint: Footprint,
}

impl Viewing {
    /// What everybody sees, on a footprint of its own.
    pub fn live(now: Instant, locales: Locales) -> Self {
        Self { now, locales, view: View::Live, footprint: Footprint::default() }
    }
}

/// What of content is looked at; who may is the policy's to say, before anything is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// What is live: what everybody sees.
    #[default]
    Live,
    /// The things asked for in whatever state they are, and beneath them what is live.
    Draft,
}

/// Which text of a thing serves: the first live one of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locales {
    /// In order of preference; empty asks for the original.
    pub wanted: Vec<String>,
    /// After those, the original.
    pub or_original: bool,
}

/// Locales to fall back to.
pub const MAX_FALLBACKS: usize = 5;

impl Locales {
    /// Those of a request. Without a locale the original is served, which needs none to fall back to.
    pub fn asked(locale: Option<String>, fallback: Vec<String>, or_original: bool) -> Self {
        let mut wanted = Vec::new();
        if let Some(locale) = locale {
            wanted.push(locale);
            for other in fallback {
                if !wanted.contains(&other) {
                    wanted.push(other);
                }
            }
        }
        Self { wanted, or_original }
    }

    /// True when nothing but the original is wanted.
    pub fn original_only(&self) -> bool {
        self.wanted.is_empty()
    }

    /// The locales in order, then `*` where the original will do; as the derived rows write them.
    pub fn chain(&self) -> impl Iterator<Item = &str> {
        let original = self.original_only() || self.or_original;
        self.wanted.iter().map(String::as_str).chain(original.then_some(ORIGINAL))
    }
}

/// Stands for "whatever its own locale is" in derived rows.
pub const ORIGINAL: &str = "*";
