//! The language and region a text is written in.

use std::fmt;
use std::str::FromStr;

use icu_locale_core::LanguageIdentifier;

const MAX_LENGTH: usize = 35;

/// A BCP 47 tag of language, script, region and variants in its usual case: `en`, `zh-Hant`, `pt-BR`.
/// Two spellings of one tag are one locale.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Locale(String);

/// Which way a text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    Ltr,
    Rtl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a BCP 47 language tag without extensions, like `en`, `zh-Hans` or `pt-BR`")]
pub struct Malformed;

/// Languages whose usual script runs from right to left.
const RTL_LANGUAGES: &[&str] = &[
    "ar", "arc", "arz", "ary", "arq", "apc", "ajp", "azb", "bal", "bgn", "bqi", "ckb", "dv", "fa", "glk",
    "haz", "he", "khw", "ks", "lrc", "luz", "mzn", "nqo", "pnb", "prs", "ps", "rhg", "sd", "sdh", "skr",
    "syr", "ug", "ur", "yi",
];

const RTL_SCRIPTS: &[&str] = &[
    "Adlm", "Arab", "Aran", "Armi", "Avst", "Chrs", "Cprt", "Elym", "Hatr", "Hebr", "Hung", "Khar", "Lydi",
    "Mand", "Mani", "Mend", "Merc", "Mero", "Narb", "Nbat", "Nkoo", "Orkh", "Ougr", "Palm", "Perm", "Phli",
    "Phlp", "Phnx", "Prti", "Rohg", "Samr", "Sarb", "Sogd", "Sogo", "Syrc", "Syre", "Syrj", "Syrn", "Thaa",
    "Yezi",
];

/// Languages that changed their code; the old one would be a second name for the same locale.
const RENAMED: &[(&str, &str)] = &[("iw", "he"), ("in", "id"), ("ji", "yi"), ("jw", "jv"), ("mo", "ro")];

/// Where a language of two scripts is usually written in the one that runs from right to left.
const RTL_PLACES: &[(&str, &str)] = &[
    ("pa", "PK"),
    ("az", "IR"),
    ("kk", "CN"),
    ("ky", "CN"),
    ("ku", "IQ"),
    ("ku", "IR"),
    ("uz", "AF"),
    ("tk", "AF"),
    ("ms", "CC"),
    ("ha", "SD"),
];

impl Locale {
    /// Reads a tag in any case and gives its usual one; underscores, extensions and `und` are refused.
    pub fn parse(tag: &str) -> Result<Self, Malformed> {
        if tag.len() > MAX_LENGTH || tag.contains('_') {
            return Err(Malformed);
        }
        let mut id = LanguageIdentifier::try_from_str(tag).map_err(|_| Malformed)?;
        if id.language.is_unknown() {
            return Err(Malformed);
        }
        if let Some((_, new)) = RENAMED.iter().find(|(old, _)| *old == id.language.as_str()) {
            id.language = new.parse().map_err(|_| Malformed)?;
        }
        Ok(Self(id.to_string()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By its script if it names one, otherwise by the script its language is usually written in.
    pub fn dir(&self) -> Direction {
        let id = LanguageIdentifier::try_from_str(&self.0).expect("parsed when made");
        let language = id.language;
        let rtl = match (id.script, id.region) {
            (Some(script), _) => RTL_SCRIPTS.contains(&script.as_str()),
            (None, Some(region)) if RTL_PLACES.contains(&(language.as_str(), region.as_str())) => true,
            (None, _) => RTL_LANGUAGES.contains(&language.as_str()),
        };
        if rtl { Direction::Rtl } else { Direction::Ltr }
    }
}

impl FromStr for Locale {
    type Err = Malformed;

    fn from_str(tag: &str) -> Result<Self, Malformed> {
        Self::parse(tag)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Locale {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tags_in_any_case() {
        for (tag, usual) in [
            ("en", "en"),
            ("EN", "en"),
            ("zh-hans", "zh-Hans"),
            ("ZH-hANT-tw", "zh-Hant-TW"),
            ("pt-br", "pt-BR"),
            ("es-419", "es-419"),
            ("ca-ES-VALENCIA", "ca-ES-valencia"),
            ("de-1996", "de-1996"),
            ("gsw", "gsw"),
            ("iw-IL", "he-IL"),
        ] {
            let locale = Locale::parse(tag).expect(tag);
            assert_eq!(locale.as_str(), usual);
            assert_eq!(Locale::parse(usual), Ok(locale));
        }
    }

    #[test]
    fn refuses_what_is_no_tag() {
        for tag in [
            "",
            "e",
            "en_US",
            "en-",
            "-en",
            "en--US",
            "english language",
            "und",
            "und-Arab",
            "*",
            "x-private",
            "en-u-ca-buddhist",
            "en-x-a",
            "en-US-US",
            "én",
            "en\n",
            "root",
            "i-klingon",
            "zh-Hans-CN-Hant",
            "en-a-bcd",
            "abcdefgh-abcdefgh-abcdefgh-abcdefgh-abcdefgh",
            "1234",
            "\0",
        ] {
            assert_eq!(Locale::parse(tag), Err(Malformed), "{tag}");
        }
        assert!(Malformed.to_string().contains("zh-Hans"));
    }

    #[test]
    fn knows_which_way_a_text_runs() {
        for tag in [
            "ar", "ar-EG", "he", "iw", "fa", "ur-PK", "ps", "sd", "ug", "yi", "dv", "ckb", "nqo", "syr",
            "pa-PK", "pa-Arab", "az-Arab", "ff-Adlm", "ku-Arab",
        ] {
            assert_eq!(Locale::parse(tag).expect(tag).dir(), Direction::Rtl, "{tag}");
        }
        for tag in [
            "en", "zh", "zh-Hant", "ru", "pa", "pa-IN", "ku", "ar-Latn", "he-Latn", "ff", "az", "sd-Deva",
            "arn", "so",
        ] {
            assert_eq!(Locale::parse(tag).expect(tag).dir(), Direction::Ltr, "{tag}");
        }
    }
}
