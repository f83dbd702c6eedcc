//! Which kind of file an `Accept` header wants most.

use axum::http::HeaderMap;

use crate::http::accept;
use crate::service::submission::export::Format;

/// The kinds in our order of preference; `None` where none of them will do.
pub fn wanted(headers: &HeaderMap) -> Option<Format> {
    let preferred = [Format::Ndjson, Format::Csv, Format::Xlsx];
    accept::preferred(headers, &preferred.map(Format::media_type)).map(|at| preferred[at])
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, header};

    use super::*;

    #[test]
    fn the_kind_that_is_wanted_most_is_answered() {
        use Format::{Csv, Ndjson, Xlsx};
        for (accept, expected) in [
            ("", Some(Ndjson)),
            (" , ", Some(Ndjson)),
            ("*/*", Some(Ndjson)),
            ("text/csv", Some(Csv)),
            ("TEXT/CSV; charset=utf-8", Some(Csv)),
            ("text/*, application/x-ndjson;q=0.5", Some(Csv)),
            ("text/csv;q=0.1, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Some(Xlsx)),
            ("text/csv;q=0, */*;q=0.1", Some(Ndjson)),
            ("application/json", None),
            ("text/csv;q=0", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(wanted(&headers), expected, "{accept}");
        }
        assert_eq!(wanted(&HeaderMap::new()), Some(Ndjson));
    }
}
