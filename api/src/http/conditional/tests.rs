use axum::extract::Request;

use super::*;

/// Fri, 30 Apr 2021 00:00:00 GMT.
const CHANGED: Instant = Instant(1_619_740_800_000);
const NOW: Instant = Instant(CHANGED.0 + 3_600_000);

fn answer() -> Answer {
    Answer {
        body: Bytes::from_static(b"<rss/>"),
        media_type: "application/rss+xml; charset=utf-8",
        changed: Some(CHANGED),
        ..Answer::default()
    }
}

/// What whoever sends such a header gets.
fn answered(name: HeaderName, value: &str) -> Response {
    let request = Request::builder().header(name, value).body(Body::empty()).unwrap();
    Asked::of(&request).answer(answer().into_response())
}

fn told(response: &Response, name: &str) -> String {
    response.headers().get(name).map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

#[test]
fn whoever_has_the_answer_is_told_so_in_whatever_coding() {
    let tag = told(&answer().into_response(), "etag");
    let coded = format!("{}-br\"", &tag[..tag.len() - 1]);
    let other = "\"AAAAAAAAAAAAAAAAAAAA\"".to_owned();
    for (given, known) in [
        (tag.clone(), Some(&tag)),
        (format!("W/{tag}"), Some(&tag)),
        (format!("{other}, {coded}"), Some(&coded)),
        ("*".to_owned(), Some(&tag)),
        (other, None),
        (tag.replace('"', ""), None),
        ("\"".to_owned(), None),
        (format!("{}-xz\"", &tag[..tag.len() - 1]), None),
    ] {
        let response = answered(header::IF_NONE_MATCH, &given);
        let status = if known.is_some() { 304 } else { 200 };
        assert_eq!(response.status().as_u16(), status, "{given}");
        assert_eq!(&told(&response, "etag"), known.unwrap_or(&tag), "{given}");
    }
}

#[test]
fn who_had_an_answer_as_it_is_is_given_it_compressed() {
    let tag = told(&answer().into_response(), "etag");
    let coded = format!("{}-br\"", &tag[..tag.len() - 1]);
    for (given, status) in [(&tag, 200), (&coded, 304), (&"*".to_owned(), 304)] {
        let request = Request::builder().header(header::IF_NONE_MATCH, given).body(Body::empty()).unwrap();
        let mut compressed = answer().into_response();
        compressed.headers_mut().insert(header::ETAG, coded.parse().unwrap());
        assert_eq!(Asked::of(&request).answer(compressed).status().as_u16(), status, "{given}");
    }
}

#[test]
fn an_instant_alone_is_no_proof_that_nothing_changed() {
    for given in ["Fri, 30 Apr 2021 00:00:00 GMT", "Fri, 30 Apr 2031 00:00:00 GMT", "yesterday"] {
        let response = answered(header::IF_MODIFIED_SINCE, given);
        assert_eq!(response.status().as_u16(), 200, "{given}");
        assert_eq!(told(&response, "last-modified"), "Fri, 30 Apr 2021 00:00:00 GMT");
    }
}

#[test]
fn no_cache_keeps_an_answer_beyond_what_ends_it() {
    let caching = |left: i64| caching(Some(Instant(NOW.0 + left)), NOW);
    assert_eq!(caching(20_500), "public, max-age=20, stale-while-revalidate=0, stale-if-error=0");
    assert_eq!(caching(100_000), "public, max-age=60, stale-while-revalidate=40, stale-if-error=40");
    assert_eq!(caching(-1), "public, max-age=0, stale-while-revalidate=0, stale-if-error=0");
    let usual = "public, max-age=60, stale-while-revalidate=300, stale-if-error=86400";
    assert_eq!(super::caching(None, NOW), usual);
}

#[test]
fn a_cache_is_told_what_is_in_an_answer_and_of_too_much_the_kind_alone() {
    let subjects = |count: u128| {
        let subject = |n| Subject { prefix: "news", id: Uuid::from_u128(n) };
        let subjects = (0..count).chain(0..count).map(subject).collect();
        let answer = Answer { lists: vec!["news"], subjects, ..answer() };
        let response = answer.into_response();
        assert_eq!(told(&response, "cache-tag").replace(',', " "), told(&response, "surrogate-key"));
        told(&response, "surrogate-key")
    };
    assert_eq!(subjects(2), "news news-000000000000 news-000000000001");
    assert_eq!(subjects(101), "news");
}
