//! Which kind of file an `Accept` header wants most (RFC 9110, 12.5.1).

use axum::http::{HeaderMap, header};

use crate::service::submission::export::Format;

/// The kinds in our order of preference; `None` where none of them will do.
pub fn wanted(headers: &HeaderMap) -> Option<Format> {
    let given = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let ranges: Vec<(String, f32)> = given.flat_map(|value| value.split(',')).map(range).collect();
    let preferred = [Format::Ndjson, Format::Csv, Format::Xlsx];
    if ranges.is_empty() {
        return Some(preferred[0]);
    }
    let weighed = preferred.map(|format| (weight(format, &ranges), format));
    let best = weighed.iter().map(|(weight, _)| *weight).fold(0.0, f32::max);
    weighed.into_iter().find(|(weight, _)| *weight > 0.0 && *weight >= best).map(|(_, format)| format)
}

fn range(text: &str) -> (String, f32) {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
    (name, weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0)))
}

/// By the most particular range that names it.
fn weight(format: Format, ranges: &[(String, f32)]) -> f32 {
    let full = format.media_type().split(';').next().unwrap_or_default();
    let kind = full.split('/').next().unwrap_or_default();
    let of = |name: &str| ranges.iter().find(|(range, _)| range == name).map(|(_, weight)| *weight);
    of(full).or_else(|| of(&format!("{kind}/*"))).or_else(|| of("*/*")).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_kind_that_is_wanted_most_is_answered() {
        use Format::{Csv, Ndjson, Xlsx};
        for (accept, expected) in [
            ("", None),
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
