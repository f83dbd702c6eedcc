//! A text in a CSV file is no formula, though spreadsheets would take it for one.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// With an apostrophe before a text that a spreadsheet would run, which shows it as a text then.
pub fn guarded(text: &str) -> Cow<'_, str> {
    // Where a spreadsheet takes other signs than commas between cells, a cell begins at each of these, too.
    let mut places: Vec<usize> =
        text.match_indices([';', '\t', '\r', '\n']).map(|(at, sign)| at + sign.len()).collect();
    places.retain(|at| runs_inside(&text[*at..]));
    if runs(text) {
        places.insert(0, 0);
    }
    if places.is_empty() {
        return text.into();
    }
    let (mut guarded, mut from) = (String::with_capacity(text.len() + places.len()), 0);
    for at in places {
        guarded.push_str(&text[from..at]);
        guarded.push('\'');
        from = at;
    }
    (guarded + &text[from..]).into()
}

/// The same of what follows the beginning, where `- ` begins an item of a list.
fn runs_inside(text: &str) -> bool {
    let seen = text.trim_start_matches(is_unseen);
    let is_item = seen.starts_with("- ") || seen.starts_with("+ ");
    !text.starts_with(['\t', '\r', '\n']) && !is_item && runs(text)
}

/// Whether it begins, after what nobody sees, as a formula does. Spreadsheets in East Asia read the wide forms of these
/// signs, too.
fn runs(text: &str) -> bool {
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let first = text.chars().find(|letter| !is_unseen(*letter));
    let plain = first.and_then(|letter| std::iter::once(letter).nfkc().next());
    matches!(plain, Some('=' | '+' | '-' | '@' | '\u{2212}'))
}

/// Space, control characters, and what only says how letters join or run.
fn is_unseen(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_shown_instead() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "  =1",
            "\t1",
            "\r1",
            "\n1",
            "\u{a0}\u{feff}=1",
            "\u{200b}@a",
            "\u{ff1d}1",
            "\u{ff0b}1",
            "\u{ff0d}1",
            "\u{ff20}a",
            "\u{3000}\u{ff1d}1",
            "\u{2212}1",
            "\u{fe63}1",
        ] {
            assert_eq!(guarded(text), format!("'{text}"), "{text:?}");
        }
        for (text, expected) in [
            ("x;=cmd|' /C calc'!A0;y", "x;'=cmd|' /C calc'!A0;y"),
            ("a\n=HYPERLINK(1)\nb", "a\n'=HYPERLINK(1)\nb"),
            ("a\n\n  @b", "a\n\n'  @b"),
            ("=1;\u{ff1d}2\t+A(1)", "'=1;'\u{ff1d}2\t'+A(1)"),
            ("- one\n- two\n+ three; four", "'- one\n- two\n+ three; four"),
        ] {
            assert_eq!(guarded(text), expected);
        }
        for text in ["", " ", "'=1", "a=1", "1-1", "a@b.example", "(=1)", "\u{2014} said", "\"=1", "圣地亚哥"]
        {
            assert_eq!(guarded(text), text, "{text:?}");
        }
    }
}
