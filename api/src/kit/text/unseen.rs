//! Characters that nobody sees.

use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Whether there is nothing to be seen in it: white space, controls, joiners and other format characters, marks that stand on
/// no letter, and the letters that are blank by themselves.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        let is_blank_letter = matches!(c, '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}');
        let is_unseen = matches!(c.general_category(), GeneralCategory::Control | GeneralCategory::Format);
        c.is_whitespace() || is_unseen || is_blank_letter || is_combining_mark(c)
    })
}

/// How a text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    One,
    Many,
}

/// A character that nobody sees and that does harm where the text is shown; what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unseen {
    #[error("holds the character {}, which has no place in a text: remove it", code_point(*.0))]
    Control(char),
    #[error("holds a line break or a tab ({}): write it in one line, with spaces", code_point(*.0))]
    Break(char),
    #[error(
        "holds the direction mark {}, which stands alone: remove it, or have each that opens (U+202A, U+202B, U+202D, \
         U+202E, U+2066 to U+2068) closed in its turn (U+202C, U+2069)",
        code_point(*.0)
    )]
    Direction(char),
}

fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// The first control character (C0, DEL or C1) or noncharacter: none has a meaning in a text, but for tabs and line breaks
/// where there are several lines. Joiners, soft hyphens and marks of direction are no controls.
pub fn control(text: &str, lines: Lines) -> Option<Unseen> {
    text.chars().find_map(|c| match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => (lines == Lines::One).then_some(Unseen::Break(c)),
        _ => is_control(c).then_some(Unseen::Control(c)),
    })
}

/// The controls, and the code points that are no characters (Unicode 23.7).
pub fn is_control(c: char) -> bool {
    let code = u32::from(c);
    c.is_control() || code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code)
}

/// A line from strangers as a terminal shows it: nothing in it moves the cursor or turns other words round.
pub fn for_terminal(line: &str) -> String {
    let turns = |c| matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    line.chars().map(|c| if is_control(c) || turns(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// The first embedding, override or isolate of a direction that is not closed in its turn, or closes nothing: whatever is
/// shown after the text would be turned round by it. Marks that open nothing (U+061C, U+200E, U+200F) may stand anywhere.
pub fn lone_direction(text: &str) -> Option<Unseen> {
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push((c, '\u{202C}')),
            '\u{2066}'..='\u{2068}' => open.push((c, '\u{2069}')),
            '\u{202C}' | '\u{2069}' => match open.pop() {
                Some((_, closes)) if closes == c => {}
                _ => return Some(Unseen::Direction(c)),
            },
            _ => {}
        }
    }
    open.first().map(|(c, _)| Unseen::Direction(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_blank_in_every_script() {
        for blank in
            ["", " \t\u{a0}", "\u{200b}", "\u{ad}\u{feff}\u{2060}", "\u{3164}", "\u{301}", "\u{200e}\u{fe0f}"]
        {
            assert!(is_blank(blank), "{blank:?}");
        }
        for seen in ["a", "\u{200b}a", "电", "أ", "क्", "?", "7", "🚋", "e\u{301}", "\u{e000}"] {
            assert!(!is_blank(seen), "{seen:?}");
        }
    }

    #[test]
    fn controls_are_found_and_what_people_write_is_not() {
        for (text, one, many) in [
            ("a\0b", Some("U+0000"), Some("U+0000")),
            ("a\u{8}b", Some("U+0008"), Some("U+0008")),
            ("a\u{b}b", Some("U+000B"), Some("U+000B")),
            ("\u{1b}[31m", Some("U+001B"), Some("U+001B")),
            ("a\u{7f}", Some("U+007F"), Some("U+007F")),
            ("a\u{85}b", Some("U+0085"), Some("U+0085")),
            ("a\tb", Some("U+0009"), None),
            ("a\r\nb", Some("U+000D"), None),
            ("a\u{2028}b", Some("U+2028"), None),
            ("a\u{fffe}b", Some("U+FFFE"), Some("U+FFFE")),
            ("\u{fdd0}", Some("U+FDD0"), Some("U+FDD0")),
        ] {
            let found = |lines| control(text, lines).map(|found| found.to_string());
            for (lines, expected) in [(Lines::One, one), (Lines::Many, many)] {
                let found = found(lines);
                assert_eq!(found.is_some(), expected.is_some(), "{text:?} {lines:?}");
                assert!(found.unwrap_or_default().contains(expected.unwrap_or_default()), "{text:?}");
            }
        }
        for text in WRITTEN {
            assert_eq!((control(text, Lines::One), lone_direction(text)), (None, None), "{text:?}");
        }
    }

    /// As people write: joiners and non-joiners, soft hyphens, marks of direction, pictures made of several.
    const WRITTEN: [&str; 8] = [
        "",
        "مدينة شيامن",
        "می\u{200c}خواهم",
        "ක්\u{200d}රම",
        "Verkehrs\u{ad}planung",
        "C\u{200e}, \u{200f}ع\u{61c}",
        "👩\u{200d}🚒 🏳\u{fe0f}\u{200d}🌈",
        "\u{2067}مؤتمر \u{2066}COP26\u{2069}\u{2069} and \u{202b}\u{202a}x\u{202c}\u{202c}\u{feff}",
    ];

    #[test]
    fn a_direction_ends_where_its_text_does() {
        for (text, found) in [
            ("\u{202e}gnp.exe", '\u{202e}'),
            ("a\u{2067}b", '\u{2067}'),
            ("a\u{202c}", '\u{202c}'),
            ("a\u{2069}b\u{2066}", '\u{2069}'),
            ("\u{2067}\u{202b}a\u{2069}\u{202c}", '\u{2069}'),
            ("\u{2066}\u{2067}a\u{2069}", '\u{2066}'),
        ] {
            assert_eq!(lone_direction(text), Some(Unseen::Direction(found)), "{text:?}");
        }
    }
}
