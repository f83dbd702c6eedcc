//! Codings, as a client names those that it takes (RFC 9110, 12.5.3).

use axum::extract::Request;
use axum::http::{HeaderMap, header};

const OURS: [&str; 3] = ["br", "zstd", "gzip"];

/// Who takes no encoding we have, and not even none, gets none: an answer is better than 406.
pub async fn accept(mut request: Request) -> Request {
    let codings = Codings::of(request.headers());
    let refused = |coding| codings.says(coding) == Some(false);
    if (refused("identity") || refused("*")) && !codings.take_ours() {
        request.headers_mut().remove(header::ACCEPT_ENCODING);
    }
    request
}

/// What a client says of codings: each, and whether it is wanted at all.
pub struct Codings<'h>(Vec<(&'h str, bool)>);

impl<'h> Codings<'h> {
    pub fn of(headers: &'h HeaderMap) -> Self {
        let given = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        Self(given.flat_map(|value| value.split(',')).map(weighed).collect())
    }

    /// Whether it takes one that we have, by name or as any other.
    pub fn take_ours(&self) -> bool {
        OURS.iter().any(|coding| self.says(coding).or_else(|| self.says("*")).unwrap_or_default())
    }

    fn says(&self, coding: &str) -> Option<bool> {
        self.0.iter().find(|(said, _)| said.eq_ignore_ascii_case(coding)).map(|(_, wanted)| *wanted)
    }
}

fn weighed(one: &str) -> (&str, bool) {
    let (coding, weight) = one.split_once(';').unwrap_or((one, ""));
    let weight = weight.trim().trim_start_matches(['q', 'Q']).trim_start_matches('=');
    let coding = coding.trim();
    // An older name of the same (RFC 9110, 8.4.1.3).
    let coding = if coding.eq_ignore_ascii_case("x-gzip") { "gzip" } else { coding };
    (coding, weight.trim().parse() != Ok(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_takes_one_of_ours_is_told_from_who_takes_none() {
        let takes = |said: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, said.parse().unwrap());
            Codings::of(&headers).take_ours()
        };
        for said in
            ["br", "GZIP", "x-gzip;q=0.5", "*", "gzip;q=0, *", "identity;q=0, *;q=0.1", "deflate, zstd"]
        {
            assert!(takes(said), "{said}");
        }
        for said in
            ["", "identity", "deflate", "gzip;q=0", "gzip;Q=0.000", "*;q=0", "br;q=0, gzip;q=0, zstd;q=0, *"]
        {
            assert!(!takes(said), "{said}");
        }
    }
}
