//! Small questions about plain text.

mod unseen;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

pub use unseen::{Lines, Unseen, control, for_terminal, is_blank, is_control, lone_direction};

/// Bytes of a sort key; names that agree so far are told apart by their id.
const MAX_SORT_KEY: usize = 256;

/// The key names sort by: decomposed (NFKD), marks and control characters dropped, lower case, white space
/// folded to single spaces, cut at 256 bytes. Compared by bytes, on both databases alike.
pub fn sort_key(text: &str) -> String {
    let folded = fold(&fold(text));
    let mut key = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    key.retain(|c| !c.is_control());
    key.truncate(key.floor_char_boundary(MAX_SORT_KEY));
    key.truncate(key.trim_end().len());
    key
}

/// Done twice: lowering `İ` brings a mark back, and lowering may give what decomposes again.
fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Whether it holds U+0000, which `PostgreSQL` cannot store and every door refuses.
pub fn has_nul(text: &str) -> bool {
    text.contains('\0')
}

/// Whether it reads `[a-z0-9]+(-[a-z0-9]+)*`; how long it may be is the caller's rule.
pub fn is_slug(text: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.split('-').all(word)
}

/// Whether it is a whole `http` or `https` address as it can be opened: nothing that a parser would have to mend.
pub fn is_web_address(text: &str) -> bool {
    let good =
        url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    // The parser mends `https:x`; whoever reads it may not.
    let begins = text.split_once("://").is_some();
    good && begins && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// One segment of a path as it stands in an address (RFC 3986, 3.3): all but unreserved characters as `%XX`.
pub fn path_segment(text: &str) -> String {
    let mut segment = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            segment.push(char::from(byte));
        } else {
            segment += &format!("%{byte:02X}");
        }
    }
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_names_as_people_expect() {
        for (name, key) in [
            ("Xiamen", "xiamen"),
            ("  São\u{a0} Tomé\t\n ", "sao tome"),
            ("Sa\u{303}o", "sao"),
            ("ＡＢＣ ①", "abc 1"),
            ("İzmir", "izmir"),
            ("ǅ", "dz"),
            ("Άνδρος", "ανδρος"),
            ("厦门", "厦门"),
            ("مُحَمَّد", "محمد"),
            ("a\u{0}b\u{7}", "ab"),
            ("", ""),
            (" \u{3000} ", ""),
        ] {
            assert_eq!(sort_key(name), key, "{name}");
        }
        assert_eq!(sort_key(&"门".repeat(100)), "门".repeat(85));
        let mut names = ["Zürich", "zagreb", "Évora", "Esch", "Århus"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["Århus", "Esch", "Évora", "zagreb", "Zürich"]);
    }

    #[test]
    fn the_key_of_a_key_is_itself() {
        for c in ('\0'..=char::MAX).filter(|c| c.is_alphanumeric() || (*c as u32) < 0x3000) {
            let key = sort_key(&format!("a{c}b"));
            assert_eq!(sort_key(&key), key, "U+{:04X}", c as u32);
        }
    }

    #[test]
    fn finds_the_character_no_database_takes() {
        assert!(has_nul("a\0b"));
        assert!(!has_nul("ab\u{1}"));
    }

    #[test]
    fn knows_a_slug() {
        for text in ["a", "7", "transport-and-air-quality", "covid-19"] {
            assert!(is_slug(text), "{text}");
        }
        for text in ["", "-", "a-", "-a", "a--b", "A", "a_b", "a b", "é", "a\n", "а"] {
            assert!(!is_slug(text), "{text}");
        }
    }

    #[test]
    fn a_segment_is_one_whatever_is_in_it() {
        assert_eq!(path_segment("tram-line_1.png"), "tram-line_1.png");
        assert_eq!(path_segment("Map #1?/é.png"), "Map%20%231%3F%2F%C3%A9.png");
    }
}
