//! Who must not judge what: somebody of the same city, of the same organisation, or who says so.

use entity::id::CityId;
use serde::Serialize;

use crate::kit::text;

/// To whom somebody, or a submission, belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interests {
    pub city: Option<CityId>,
    /// What the city is called: of a reviewer's in every language, of a submission what its sender wrote.
    pub names: Vec<CityName>,
    /// As [`organisation_key`] makes it; empty where there is none.
    pub organisation: String,
}

/// A city as people write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CityName {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// As [`text::sort_key`] makes it.
    pub key: String,
}

/// Why somebody must not judge a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// It was declared, by them or by an editor.
    Declared,
    /// Theirs is the city whose it is.
    City,
    /// Theirs is the organisation that sent it in.
    Organisation,
}

/// What keeps the one from judging the other; `None` where nothing does.
pub fn between(reviewer: &Interests, submission: &Interests, is_declared: bool) -> Option<Reason> {
    let is_called_so = submission.names.iter().any(|name| reviewer.names.contains(name));
    let is_same_city = is_called_so || (reviewer.city.is_some() && reviewer.city == submission.city);
    let is_same_organisation =
        !reviewer.organisation.is_empty() && reviewer.organisation == submission.organisation;
    match () {
        () if is_declared => Some(Reason::Declared),
        () if is_same_city => Some(Reason::City),
        () if is_same_organisation => Some(Reason::Organisation),
        () => None,
    }
}

/// How organisations are compared: letters and digits alone, without marks and in lower case, so that "UN-Habitat" is "un
/// habitat".
pub fn organisation_key(name: &str) -> String {
    text::sort_key(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_city_the_same_organisation_or_a_word_keeps_somebody_out() {
        let of = |city: Option<&str>, organisation: &str| Interests {
            city: city.map(CityId::derived),
            names: Vec::new(),
            organisation: organisation_key(organisation),
        };
        let submission = of(Some("xiamen"), "UN-Habitat");
        for (reviewer, is_declared, expected) in [
            (of(None, ""), false, None),
            (of(None, ""), true, Some(Reason::Declared)),
            (of(Some("xiamen"), "un habitat"), true, Some(Reason::Declared)),
            (of(Some("xiamen"), ""), false, Some(Reason::City)),
            (of(Some("santiago"), "Un  Hábitat"), false, Some(Reason::Organisation)),
            (of(Some("santiago"), "UN"), false, None),
        ] {
            assert_eq!(between(&reviewer, &submission, is_declared), expected, "{reviewer:?}");
        }
        let named =
            |country: &str, name: &str| CityName { country: country.into(), key: text::sort_key(name) };
        let home =
            Interests { names: vec![named("CL", "Santiago"), named("CL", "圣地亚哥")], ..of(None, "") };
        for (country, name, expected) in [
            ("CL", "SANTIAGO", Some(Reason::City)),
            ("CL", "圣地亚哥", Some(Reason::City)),
            ("ES", "Santiago", None),
        ] {
            let by_name = Interests { names: vec![named(country, name)], ..of(None, "") };
            assert_eq!(between(&home, &by_name, false), expected, "{name}, {country}");
        }
        assert_eq!(between(&of(None, "—"), &of(None, " "), false), None, "no name is nobody's");
    }
}
