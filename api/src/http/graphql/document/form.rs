//! By what two documents are known to be the same, whether a client added `__typename` to every selection or not.

use sha2::{Digest, Sha256};

use super::lexer::{self, Token};
use super::{Limits, Refusal, Steps};

/// The tokens of a document without its plain `__typename` fields, digested: neither layout nor comments count.
pub fn form(source: &str, limits: &Limits, steps: &Steps) -> Result<[u8; 32], Refusal> {
    let mut tokens = Vec::new();
    lexer::each(source, limits, steps, |token| tokens.push(token))?;
    let mut digest = Sha256::new();
    for (place, token) in tokens.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| tokens.get(place));
        if !is_added(before, token, tokens.get(place + 1)) {
            // With its length, so that no two rows of tokens are the same letters.
            digest.update((token.text.len() as u64).to_le_bytes());
            digest.update(token.text);
        }
    }
    Ok(digest.finalize().into())
}

/// A field as clients add it: without alias, arguments and directives.
fn is_added(before: Option<&Token<'_>>, token: &Token<'_>, after: Option<&Token<'_>>) -> bool {
    let is =
        |token: Option<&Token<'_>>, texts: &[&str]| token.is_some_and(|token| texts.contains(&token.text));
    token.is_selected
        && token.text == "__typename"
        && !is(before, &[":", "...", "on", "@"])
        && !is(after, &[":", "(", "@", "{"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> [u8; 32] {
        let limits = Limits::default();
        form(source, &limits, &Steps::new(limits.steps)).unwrap()
    }

    #[test]
    fn what_clients_add_and_layout_do_not_count() {
        let plain =
            "query Q($a: [Int!] = [1, 2]) { city(x: \"a  b\") { id ...F } } fragment F on City { name }";
        for same in [
            "query Q($a:[Int!]=[1 2]){city(x:\"a  b\"){id ...F}} fragment F on City{name}",
            "query Q($a: [Int!] = [1, 2]) { city(x: \"a  b\") { __typename id ...F __typename } } # a city\n fragment F on City { name __typename }",
        ] {
            assert_eq!(of(same), of(plain), "{same}");
        }
    }

    #[test]
    fn whatever_asks_for_something_else_is_another_document() {
        let plain = "{ city(x: \"a b\", n: 12) { id } }";
        for other in [
            "{ city(x: \"a  b\", n: 12) { id } }",
            "{ city(x: \"\"\"a b\"\"\", n: 12) { id } }",
            "{ city(n: 12, x: \"a b\") { id } }",
            "{ city(x: \"a b\", n: 1 2) { id } }",
            "{ city(x: \"a b\", n: 12) { id t: __typename } }",
            "{ city(x: \"a b\", n: 12) { __typename: id } }",
            "{ city(x: \"a b\", n: 12) { id __typename @include(if: true) } }",
            "{ city(x: \"a b\", n: 12) { id ...__typename } }",
            "{ city(x: __typename, n: 12) { id } }",
            "query __typename { city(x: \"a b\", n: 12) { id } }",
            "mutation { city(x: \"a b\", n: 12) { id } }",
        ] {
            assert_ne!(of(other), of(plain), "{other}");
        }
    }

    #[test]
    fn a_document_past_a_bound_has_none() {
        let limits = Limits { tokens: 5, ..Limits::default() };
        assert!(form("{ a b c d }", &limits, &Steps::new(limits.steps)).is_err());
    }
}
