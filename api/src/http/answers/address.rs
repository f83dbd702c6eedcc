//! One spelling for addresses that ask the same.

use std::borrow::Cow;

use axum::http::Uri;
use url::form_urlencoded::parse;

use crate::http::graphql;

/// The address with each parameter in one spelling, in order of their names; `None` where it is written so already. Neither which
/// comes first nor what is escaped without need changes an answer.
pub fn spelled(address: &Uri) -> Option<Uri> {
    let query = address.query().filter(|_| address.path() != graphql::PATH)?;
    let parameters = if query.bytes().all(|byte| is_plain(byte) || byte == b'&') {
        let parameters: Vec<Cow<str>> = query.split('&').map(Cow::Borrowed).collect();
        if parameters.is_sorted_by_key(|parameter| name(parameter)) {
            return None;
        }
        parameters
    } else {
        parse(query.as_bytes()).map(|(name, value)| Cow::Owned(written(&name, &value))).collect()
    };
    let again = in_order(parameters);
    if again == query {
        return None;
    }
    let mut all = address.clone().into_parts();
    all.path_and_query = format!("{}?{again}", address.path()).parse().ok();
    Uri::from_parts(all).ok()
}

/// Those of one name stay as they were sent.
fn in_order(mut parameters: Vec<Cow<str>>) -> String {
    parameters.sort_by(|a, b| name(a).cmp(name(b)));
    parameters.join("&")
}

fn name(parameter: &str) -> &str {
    parameter.split_once('=').map_or(parameter, |(name, _)| name)
}

fn written(name: &str, value: &str) -> String {
    let mut text = String::with_capacity(name.len() + value.len() + 1);
    for byte in name.bytes() {
        write(byte, byte != b'=', &mut text);
    }
    text.push('=');
    for byte in value.bytes() {
        write(byte, true, &mut text);
    }
    text
}

fn write(byte: u8, is_free: bool, to: &mut String) {
    if is_free && is_plain(byte) {
        to.push(char::from(byte));
    } else {
        to.push_str(&format!("%{byte:02X}"));
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
        for kept in ["/v1/news", "/v1/news?", "/v1/news?a=2&b=1", "/graphql?query=%31&operationName=x"] {
            assert_eq!(again(kept), None, "{kept}");
        }
    }

    #[test]
    fn parameters_are_the_same_however_they_are_escaped() {
        for (given, expected) in [
            ("/x?a=b%2cc", "/x?a=b,c"),
            ("/x?a=b%2Cc&%61=2", "/x?a=b,c&a=2"),
            ("/x?fields[news]=%61", "/x?fields[news]=a"),
            ("/x?fields%5Bnews%5D=a", "/x?fields[news]=a"),
            ("/x?a=b+c", "/x?a=b%20c"),
            ("/x?a=%c3%a9", "/x?a=%C3%A9"),
            ("/x?z=%2b&a=%26%3d%23", "/x?a=%26=%23&z=%2B"),
            ("/x?a%3Db=1", "/x?a%3Db=1"),
            ("/x?a=%zz&a=%ff", "/x?a=%25zz&a=%EF%BF%BD"),
        ] {
            let spelled = again(given);
            assert_eq!(spelled.as_deref().unwrap_or(given), expected, "{given}");
            assert_eq!(again(expected), None, "{expected}");
            let parameters = |address: &str| -> Vec<(String, String)> {
                parse(address.split_once('?').unwrap().1.as_bytes()).into_owned().collect()
            };
            let (mut before, after) = (parameters(given), parameters(expected));
            before.sort_by(|(a, _), (b, _)| a.cmp(b));
            assert_eq!(before, after, "{given}");
        }
    }
}
