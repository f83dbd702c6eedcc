//! One pass over the source, before the recursive parser sees it: counts tokens and nesting, and stops at the first bound.

use std::collections::HashSet;

use async_graphql::{Pos, ServerError};

use super::{
    Limits,
    refusal::{Found, Refusal, Steps, bound, error},
    value::Shape,
};

/// Bytes that cost as much as a token.
const BYTES_A_STEP: u64 = 64;

/// Counts the tokens. Refuses what is too large or too deep to parse, and what the parser would let pass.
pub(super) fn scan(source: &str, limits: &Limits, steps: &Steps) -> Result<u64, Refusal> {
    each(source, limits, steps, |_| ())
}

/// A token with all of its letters.
pub(super) struct Token<'a> {
    pub text: &'a str,
    /// It stands among the fields of a selection, and is not part of an argument.
    pub is_selected: bool,
}

/// The same, showing each token on the way.
pub(super) fn each<'a>(
    source: &'a str,
    limits: &Limits,
    steps: &Steps,
    mut show: impl FnMut(Token<'a>),
) -> Result<u64, Refusal> {
    bound("bytes", limits.bytes, source.len() as u64)?;
    steps.add(source.len() as u64 / BYTES_A_STEP)?;
    let mut scan = Scan { source, from: 0, at: 0, tokens: 0, last: "", open: Vec::new() };
    while let Some(token) = scan.next()? {
        let is_selected = matches!(scan.open.last(), Some(Open::Selection));
        show(Token { text: &source[scan.from..scan.at], is_selected });
        scan.tokens += 1;
        if scan.tokens > limits.tokens {
            return Err(over("tokens", limits.tokens));
        }
        scan.track(token, limits)?;
        scan.last = token;
    }
    // Once to count them, once to parse them.
    steps.add(scan.tokens * 2)?;
    Ok(scan.tokens)
}

fn over(name: &'static str, limit: u64) -> Refusal {
    Refusal::Limit { name, limit, found: Found::MoreThan(limit) }
}

struct Scan<'a> {
    source: &'a str,
    /// Where the last token begins,
    from: usize,
    /// and what follows it.
    at: usize,
    tokens: u64,
    last: &'a str,
    open: Vec<Open<'a>>,
}

enum Open<'a> {
    Selection,
    Parenthesis,
    List,
    /// An input object, with the names it has so far.
    Object(HashSet<&'a str>),
}

impl<'a> Scan<'a> {
    /// The next token; strings come as their opening quote, comments and commas not at all.
    fn next(&mut self) -> Result<Option<&'a str>, Refusal> {
        let bytes = self.source.as_bytes();
        loop {
            match bytes.get(self.at) {
                None => return Ok(None),
                Some(b' ' | b'\t' | b'\n' | b'\r' | b',') => self.at += 1,
                Some(0xEF) if self.source[self.at..].starts_with('\u{feff}') => self.at += 3,
                Some(b'#') => self.skip_line(),
                Some(_) => break,
            }
        }
        let start = self.at;
        let length = match bytes[start] {
            b'"' => self.string()?,
            b'-' | b'0'..=b'9' => self.number()?,
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => self.run(|byte| byte == b'_' || byte.is_ascii_alphanumeric()),
            b'.' if self.source[start..].starts_with("...") => 3,
            _ => self.source[start..].chars().next().map_or(1, char::len_utf8),
        };
        self.from = start;
        self.at += length;
        let end = if bytes[start] == b'"' { start + 1 } else { self.at };
        Ok(Some(&self.source[start..end]))
    }

    fn run(&self, wanted: impl Fn(u8) -> bool) -> usize {
        self.source.as_bytes()[self.at..].iter().take_while(|byte| wanted(**byte)).count()
    }

    fn skip_line(&mut self) {
        self.at += self.run(|byte| byte != b'\n' && byte != b'\r');
    }

    /// The length of the string that starts here, block or not.
    fn string(&self) -> Result<usize, Refusal> {
        let rest = &self.source[self.at..];
        let bytes = rest.as_bytes();
        let block = rest.starts_with("\"\"\"");
        let mut at = if block { 3 } else { 1 };
        while at < bytes.len() {
            match bytes[at] {
                b'"' if block && rest[at..].starts_with("\"\"\"") => return Ok(at + 3),
                b'\\' if block && rest[at..].starts_with("\\\"\"\"") => {
                    // The parser would leave the backslash in the text.
                    return Err(
                        self.syntax("\\\"\"\" in a block string is not supported, use an ordinary string")
                    );
                }
                b'"' if !block => return Ok(at + 1),
                b'\\' if !block => at += 2,
                b'\n' | b'\r' if !block => break,
                _ => at += 1,
            }
        }
        Err(self.syntax("unterminated string"))
    }

    /// The parser reads `01` as two numbers; the specification refuses it, and whatever is glued to a number.
    fn number(&self) -> Result<usize, Refusal> {
        let rest = &self.source.as_bytes()[self.at..];
        let digits = |from: usize| rest[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut at = usize::from(rest[0] == b'-');
        let whole = digits(at);
        let mut valid = whole > 0 && (whole == 1 || rest[at] != b'0');
        at += whole;
        if rest.get(at) == Some(&b'.') {
            valid &= digits(at + 1) > 0;
            at += 1 + digits(at + 1);
        }
        if matches!(rest.get(at), Some(b'e' | b'E')) {
            at += 1 + usize::from(matches!(rest.get(at + 1), Some(b'+' | b'-')));
            valid &= digits(at) > 0;
            at += digits(at);
        }
        let glued =
            rest.get(at).is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.'));
        if valid && !glued { Ok(at) } else { Err(self.syntax("invalid number")) }
    }

    fn track(&mut self, token: &'a str, limits: &Limits) -> Result<(), Refusal> {
        let starts = self.open.is_empty() && matches!(self.last, "" | "}");
        match token {
            // The parser reads `queryA` as `query A`.
            _ if starts && !matches!(token, "{" | "query" | "mutation" | "subscription" | "fragment") => {
                return Err(self.unexpected(token));
            }
            ")" if self.last == "(" => return Err(self.unexpected(token)),
            "{" if self.open.iter().any(|open| !matches!(open, Open::Selection)) => {
                self.open.push(Open::Object(HashSet::new()));
            }
            "{" => self.open.push(Open::Selection),
            "(" => self.open.push(Open::Parenthesis),
            "[" => self.open.push(Open::List),
            "}" | ")" | "]" => {
                self.open.pop();
            }
            ":" => return self.key(),
            _ => return Ok(()),
        }
        if self.open.len() as u64 > limits.nesting { Err(over("nesting", limits.nesting)) } else { Ok(()) }
    }

    /// The parser keeps the last of two equal names in an input object; the specification refuses both.
    fn key(&mut self) -> Result<(), Refusal> {
        let name = self.last;
        if let Some(Open::Object(names)) = self.open.last_mut()
            && !names.insert(name)
        {
            let message = format!("There can be only one input field named \"{name}\".");
            return Err(Refusal::Validation(vec![error(message, &[self.position()])]));
        }
        Ok(())
    }

    fn unexpected(&self, token: &str) -> Refusal {
        self.syntax(&format!("unexpected {}", Shape::Text(token)))
    }

    fn syntax(&self, message: &str) -> Refusal {
        Refusal::Parse(ServerError::new(format!("Syntax Error: {message}."), Some(self.position())))
    }

    fn position(&self) -> Pos {
        let before = &self.source[..self.at];
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |text| text.chars().count()) + 1;
        Pos { line, column }
    }
}
