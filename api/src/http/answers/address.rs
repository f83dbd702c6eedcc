//! One spelling for addresses that ask the same.

use std::borrow::Cow;

use axum::http::Uri;
use url::form_urlencoded::parse;

use super::key::is_public;
use crate::http::graphql;
use crate::http::parameters::MAX_QUERY;

/// The address with each parameter in one spelling, in order of their names; `None` where it is written so already. Neither which
/// comes first nor what is escaped without need changes an answer.
pub fn spelled(address: &Uri) -> Option<Uri> {
    let is_read_otherwise = !is_public(address.path()) || address.path() == graphql::PATH;
    // What is too long is refused as it was sent.
    let query = address.query().filter(|query| !is_read_otherwise && query.len() <= MAX_QUERY)?;
    let mut parameters: Vec<Cow<str>> = if query.bytes().all(|byte| is_plain(byte) || b"&+".contains(&byte)) {
        query.split('&').filter(|parameter| !parameter.is_empty()).map(Cow::Borrowed).collect()
    } else {
        parse(query.as_bytes()).map(|(name, value)| Cow::Owned(written(&name, &value))).collect()
    };
    // Those of one name stay as they were sent.
    parameters.sort_by(|a, b| name(a).cmp(name(b)));
    let again = parameters.join("&");
    // It grows by what is no escape, or no text: then it stays.
    if (again == query && !again.is_empty()) || again.len() > query.len() {
        return None;
    }
    let mark = if again.is_empty() { "" } else { "?" };
    let mut all = address.clone().into_parts();
    all.path_and_query = Some(format!("{}{mark}{again}", address.path()).parse().ok()?);
    Uri::from_parts(all).ok()
}

fn name(parameter: &str) -> &str {
    parameter.split_once('=').map_or(parameter, |(name, _)| name)
}

fn written(name: &str, value: &str) -> String {
    let mut text = String::with_capacity(name.len() + value.len() + 1);
    for byte in name.bytes() {
        write(byte, is_plain(byte) && byte != b'=', &mut text);
    }
    text.push('=');
    for byte in value.bytes() {
        write(byte, is_plain(byte), &mut text);
    }
    text
}

fn write(byte: u8, is_plain: bool, to: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |four: u8| char::from(DIGITS[usize::from(four)]);
    match byte {
        b' ' => to.push('+'),
        _ if is_plain => to.push(char::from(byte)),
        _ => to.extend(['%', digit(byte >> 4), digit(byte & 15)]),
    }
}

/// What a query may hold as it is (RFC 3986, 3.4), and some that browsers leave there, unless it means something in parameters.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b'!' | b'$' | b'\''..=b'*' | b','..=b';' | b'=' | b'?'..=b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(address: &str) -> Option<String> {
        spelled(&address.parse().unwrap()).map(|address| address.to_string())
    }

    #[test]
    fn parameters_are_the_same_in_any_order() {
        assert_eq!(again("/v1/news?lang=zh&first=2").as_deref(), Some("/v1/news?first=2&lang=zh"));
        assert_eq!(again("http://x/v1/news?b&a=1").as_deref(), Some("http://x/v1/news?a=1&b"));
        assert_eq!(
            again("/v1/news?b=1&a=2&b=0").as_deref(),
            Some("/v1/news?a=2&b=1&b=0"),
            "as they were sent"
        );
        assert_eq!(again("/v1/news?&b=1&&a=2&").as_deref(), Some("/v1/news?a=2&b=1"));
        assert_eq!(again("/v1/news?").as_deref(), Some("/v1/news"));
        let long = format!("/v1/news?b&a={}", "x".repeat(MAX_QUERY));
        let others = ["/graphql?query=%31&operationName=x", "/assets/1?b&a", &long];
        for kept in ["/v1/news", "/v1/news?a=2&b=1"].into_iter().chain(others) {
            assert_eq!(again(kept), None, "{kept}");
        }
    }

    #[test]
    fn parameters_are_the_same_however_they_are_escaped() {
        for (given, expected) in [
            ("/v1/x?a=b%2cc", "/v1/x?a=b,c"),
            ("/v1/x?a=b%2Cc&%61=2", "/v1/x?a=b,c&a=2"),
            ("/v1/x?fields[news]=%61", "/v1/x?fields[news]=a"),
            ("/v1/x?fields%5Bnews%5D=a", "/v1/x?fields[news]=a"),
            ("/v1/x?a=b%20c%2B", "/v1/x?a=b+c%2B"),
            ("/v1/x?a=b+c", "/v1/x?a=b+c"),
            ("/v1/x?a=%c3%a9", "/v1/x?a=%C3%A9"),
            ("/v1/x?z=%2b&a=%26%3d%23", "/v1/x?a=%26=%23&z=%2B"),
            ("/v1/x?a%3Db=1", "/v1/x?a%3Db=1"),
            ("/v1/x?b=%31&a=%zz", "/v1/x?a=%25zz&b=1"),
            ("/v1/x?b=%31&a=%ff", "/v1/x?b=%31&a=%ff"),
        ] {
            let spelled = again(given);
            assert_eq!(spelled.as_deref().unwrap_or(given), expected, "{given}");
            assert_eq!(again(expected), None, "{expected}");
            let parameters = |address: &str| -> Vec<(String, String)> {
                parse(address.split_once('?').unwrap().1.as_bytes()).into_owned().collect()
            };
            let (mut before, mut after) = (parameters(given), parameters(expected));
            before.sort_by(|(a, _), (b, _)| a.cmp(b));
            after.sort_by(|(a, _), (b, _)| a.cmp(b));
            assert_eq!(before, after, "{given}");
        }
    }
}
