//! What is wrong with an input, said so that its author can mend it.

use std::fmt;

/// The word a program branches on; part of the API: add, never rename.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    Required,
    Invalid,
    TooLong,
    TooMany,
    /// Another thing has it already.
    Taken,
    /// It names a thing that is not there.
    NotFound,
    /// Each field is fine, but not together, or not now.
    InvalidState,
    /// It was changed since it was read.
    StaleVersion,
    /// The password was right; a second factor is asked for, too.
    SecondFactorRequired,
    /// It has not been set up here.
    Unavailable,
}

impl Code {
    /// As callers read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Required => "REQUIRED",
            Self::Invalid => "INVALID",
            Self::TooLong => "TOO_LONG",
            Self::TooMany => "TOO_MANY",
            Self::Taken => "TAKEN",
            Self::NotFound => "NOT_FOUND",
            Self::InvalidState => "INVALID_STATE",
            Self::StaleVersion => "STALE_VERSION",
            Self::SecondFactorRequired => "SECOND_FACTOR_REQUIRED",
            Self::Unavailable => "UNAVAILABLE",
        }
    }
}

/// What could not be read of a list, which is `INVALID`, was left out of it: counts the places in the rest as the caller does.
pub fn count_left_out(found: &mut [Mistake], left_out: &[Mistake]) {
    let place = |mistake: &Mistake| match &*mistake.field {
        [list, place] if mistake.code == Code::Invalid => {
            place.parse::<usize>().ok().map(|place| (list.clone(), place))
        }
        _ => None,
    };
    let mut gaps: Vec<_> = left_out.iter().filter_map(place).collect();
    gaps.sort();
    gaps.dedup();
    for mistake in found {
        let [list, at, ..] = &mut *mistake.field else { continue };
        let Ok(mut counted) = at.parse::<usize>() else { continue };
        for (_, gap) in gaps.iter().filter(|(gap_of, _)| gap_of == list) {
            counted += usize::from(*gap <= counted);
        }
        *at = counted.to_string();
    }
}

/// One mistake in one of the items given to a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Which of the items, counted from 0.
    pub item: usize,
    /// The way to the field, in the caller's own words: `["text", "en", "title"]`.
    pub field: Vec<String>,
    pub code: Code,
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field.join("."), self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(field: &[&str]) -> Mistake {
        let field = field.iter().map(|part| (*part).to_owned()).collect();
        Mistake { item: 0, field, code: Code::Invalid, message: String::new() }
    }

    #[test]
    fn places_are_those_of_the_list_that_was_given() {
        let left_out = [at(&["add", "3"]), at(&["add", "0"]), at(&["ids", "1"]), at(&["slug"])];
        let mut found = [
            at(&["add", "0"]),
            at(&["add", "1"]),
            at(&["add", "2"]),
            at(&["ids", "0"]),
            at(&["text", "en", "title"]),
        ];
        count_left_out(&mut found, &left_out);
        let places: Vec<_> = found.iter().map(|mistake| mistake.field.join(".")).collect();
        assert_eq!(places, ["add.1", "add.2", "add.4", "ids.0", "text.en.title"]);
    }
}
