//! Which media type an `Accept` header wants most (RFC 9110, 12.5.1).

use axum::http::{HeaderMap, header};

/// Ranges that are looked at; more are no preference.
const MAX_RANGES: usize = 64;

/// The place among those offered, which stand in our order of preference; `None` where none of them will do.
pub fn preferred(headers: &HeaderMap, offered: &[&str]) -> Option<usize> {
    let given = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    // Empty elements are none (RFC 9110, 5.6.1.2).
    let given = given.flat_map(|value| value.split(',')).filter(|range| !range.trim().is_empty());
    let ranges = given.take(MAX_RANGES).map(range);
    let ranges: Vec<(String, f32)> = ranges.collect();
    if ranges.is_empty() {
        return Some(0);
    }
    let weights: Vec<f32> = offered.iter().map(|name| weight(name, &ranges)).collect();
    let best = weights.iter().copied().fold(0.0, f32::max);
    weights.iter().position(|weight| *weight > 0.0 && *weight >= best)
}

fn range(text: &str) -> (String, f32) {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
    (name, weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0)))
}

/// By the most particular range that names it.
fn weight(offered: &str, ranges: &[(String, f32)]) -> f32 {
    let full = offered.split(';').next().unwrap_or_default();
    let kind = full.split('/').next().unwrap_or_default();
    let of = |name: &str| ranges.iter().find(|(range, _)| range == name).map(|(_, weight)| *weight);
    of(full).or_else(|| of(&format!("{kind}/*"))).or_else(|| of("*/*")).unwrap_or(0.0)
}
