//! A statement that is made, and kept for when the same is asked again.

use std::sync::OnceLock;

use entity::instant::Instant;
use sea_orm::Value;

use crate::error::Result;

/// Text and values, ready to run; it answers one row of one column of JSON text, or no row.
#[derive(Clone, Debug)]
pub struct Compiled {
    pub text: String,
    pub values: Vec<Value>,
    /// The values that are made of the instant of the read, and how much later they lie in milliseconds; `None` where the
    /// rest depends on it, too.
    pub(super) moving: Option<Vec<(usize, i64)>>,
}

impl Compiled {
    /// The same at another instant.
    fn at(&self, now: Instant) -> Option<Self> {
        let moving = self.moving.as_ref()?;
        let (text, mut values) = (self.text.clone(), self.values.clone());
        for (n, later) in moving {
            values[*n] = now.0.saturating_add(*later).into();
        }
        Some(Self { text, values, moving: None })
    }
}

/// What became of a question, for when it is asked again: on the same database, in the same languages, as the same reader.
#[derive(Debug, Default)]
pub struct Again(OnceLock<Compiled>);

impl Again {
    /// The statement at this instant; `compile` makes it where it is not known.
    pub fn compiled(&self, now: Instant, compile: impl FnOnce() -> Result<Compiled>) -> Result<Compiled> {
        if let Some(known) = self.0.get().and_then(|known| known.at(now)) {
            return Ok(known);
        }
        let made = compile()?;
        if made.moving.is_some() {
            self.0.get_or_init(|| made.clone());
        }
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(moving: Option<Vec<(usize, i64)>>) -> Compiled {
        Compiled {
            text: "$1, $2, $3".to_owned(),
            values: vec!["x".into(), 10_i64.into(), 11_i64.into()],
            moving,
        }
    }

    #[test]
    fn what_is_asked_again_is_asked_of_now() {
        let again = Again::default();
        again.compiled(Instant(10), || Ok(made(Some(vec![(1, 0), (2, 1)])))).unwrap();
        let known = again.compiled(Instant(50), || unreachable!("it is known")).unwrap();
        assert_eq!(known.values, ["x".into(), 50_i64.into(), 51_i64.into()]);
    }

    #[test]
    fn what_depends_on_when_it_is_asked_is_made_anew() {
        let again = Again::default();
        again.compiled(Instant(10), || Ok(made(None))).unwrap();
        let mut is_made = false;
        again
            .compiled(Instant(10), || {
                is_made = true;
                Ok(made(None))
            })
            .unwrap();
        assert!(is_made);
    }
}
