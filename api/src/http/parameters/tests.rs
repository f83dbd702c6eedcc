//! Query strings as people and robots write them.

use super::*;
use crate::query::page::{Condition, Ordering};
use crate::query::{call, city, cluster, event, media_item, news_item, partner, practice, topic};

fn told(parameters: Parameters) -> Vec<(String, &'static str, String)> {
    let problem = parameters.done().expect_err("something is wrong");
    assert_eq!((problem.status, problem.code), (StatusCode::BAD_REQUEST, "BAD_REQUEST"));
    problem.errors.into_iter().map(|wrong| (wrong.at.words(), wrong.code, wrong.detail)).collect()
}

fn all() -> Vec<Known> {
    [&[FIRST, AFTER, LANG, FALLBACK, FALLBACK_TO_ORIGINAL], of_list(&news_item::LIST)].concat()
}

fn read(query: &str) -> Parameters {
    Parameters::read(Some(query), Spelling::Strict, &all())
}

/// Reads all there is of news.
fn news(query: &str) -> Parameters {
    let mut read = read(query);
    read.conditions(&news_item::LIST);
    read.locales();
    let order = Ordering::default_of(&news_item::LIST);
    read.page("first", 100, &news_item::LIST, order);
    read
}

#[test]
fn every_mistake_is_named_at_once_with_what_to_do() {
    let query = "first=0&clusters=Transport,waste&sdgs=18,x&kinds=party&publishedAfter=yesterday&lang=en_US&colour=red\
                 &cluster=waste&topics=a,,b&after=!&countries=XX";
    let told = told(news(query));
    let of = |name: &str| -> Vec<&str> {
        told.iter().filter(|(at, ..)| at == name).map(|(_, _, detail)| detail.as_str()).collect()
    };
    assert!(of("first")[0].contains("from 1 to 100, not `0`"), "{told:?}");
    assert!(of("clusters")[0].contains("not `Transport`"), "{told:?}");
    assert_eq!(of("sdgs").len(), 2, "{told:?}");
    assert!(of("kinds")[0].contains("ARTICLE, EVENT, WEBINAR, CALL"), "{told:?}");
    assert!(of("publishedAfter")[0].contains("2021-04-30T00:00:00Z"), "{told:?}");
    assert!(of("lang")[0].contains("pt-BR"), "{told:?}");
    assert!(of("colour")[0].contains("there are first, after"), "{told:?}");
    assert!(of("cluster")[0].contains("did you mean `clusters`?"), "{told:?}");
    assert!(of("topics")[0].contains("empty value"), "{told:?}");
    assert!(of("after")[0].contains("cursor"), "{told:?}");
    assert!(of("countries")[0].contains("ISO 3166-1"), "{told:?}");
    assert_eq!(told.len(), 12, "{told:?}");
}

#[test]
fn what_is_there_twice_empty_no_text_or_too_much_is_refused() {
    for (query, name, code, detail) in [
        ("first=1&first=1", "first", "REPEATED", "give it once"),
        ("clusters=a&clusters=b", "clusters", "REPEATED", "separated by commas"),
        ("first=", "first", "INVALID", "is empty"),
        ("lang", "lang", "INVALID", "is empty"),
        ("after=%ff", "after", "INVALID", "UTF-8"),
        ("first=1e9", "first", "INVALID", "whole number"),
        ("first=101", "first", "INVALID", "from 1 to 100"),
        ("first=+5", "first", "INVALID", "whole number"),
        ("first=99999999999999999999", "first", "INVALID", "whole number"),
        ("publishedAfter=2021-04-30T00:00:00+08:00", "publishedAfter", "INVALID", "%2B"),
        ("fallback=en,fr,es,ru,zh,ar", "fallback", "TOO_MANY", "at most 5"),
        ("before=x", "before", "UNKNOWN", "is not known"),
        ("%00=x", "\0", "UNKNOWN", "is not known"),
    ] {
        let told = told(news(query));
        assert_eq!(told.len(), 1, "{query}: {told:?}");
        assert!(told[0].0 == name && told[0].1 == code && told[0].2.contains(detail), "{query}: {told:?}");
    }
    let many = format!("clusters={}", vec!["a"; 21].join(","));
    assert_eq!(told(news(&many))[0].1, "TOO_MANY");
    assert_eq!(told(news(&"a".repeat(MAX_QUERY + 1)))[0].1, "TOO_LONG");
    assert_eq!(told(news(&"x=&".repeat(1000))).len(), MAX_TOLD);
}

#[test]
fn values_are_read_as_the_filters_of_graphql_take_them() {
    let mut read = read(
        "kinds=webinar,Event&countries=cl&publishedBefore=2021-04-30T00:00:00%2B08:00&lang=PT-br&fallback=en",
    );
    let conditions = read.conditions(&news_item::LIST);
    let kinds = Condition::Kinds(vec!["event".into(), "webinar".into()]);
    assert!(conditions.contains(&kinds), "{conditions:?}");
    assert!(conditions.contains(&Condition::PublishedBefore(1_619_712_000_000)), "{conditions:?}");
    assert_eq!(conditions.len(), 3);
    assert_eq!(read.locales().wanted, ["pt-BR", "en"]);
    assert!(read.done().is_ok());
}

#[test]
fn feeds_take_the_singular_and_v1_does_not() {
    let known = of_list(&event::LIST);
    let mut feed =
        Parameters::read(Some("cluster=transport&kinds=WEBINAR&upcoming=true"), Spelling::Either, known);
    assert_eq!(feed.conditions(&event::LIST).len(), 3);
    assert!(feed.done().is_ok());
    let twice = Parameters::read(Some("cluster=a&clusters=b"), Spelling::Either, known);
    assert_eq!(told(twice)[0].1, "REPEATED");
    let mut strict = Parameters::read(Some("kind=WEBINAR&kinds=CALL"), Spelling::Strict, known);
    strict.conditions(&event::LIST);
    let told = told(strict);
    assert_eq!((told[0].0.as_str(), told[0].1), ("kind", "UNKNOWN"));
    assert!(told[1].2.contains("EVENT, WEBINAR"), "events are never calls: {told:?}");
}

#[test]
fn every_filter_of_every_list_is_read() {
    for list in [
        &cluster::LIST,
        &city::LIST,
        &news_item::LIST,
        &event::LIST,
        &call::LIST,
        &practice::LIST,
        &media_item::LIST,
        &partner::LIST,
        &topic::LIST,
    ] {
        let known = [of_list(list), order_of(list)].concat();
        let query: Vec<String> = known
            .iter()
            .map(|known| {
                let value = match known.takes {
                    Takes::Countries => "CL",
                    Takes::Regions => "142",
                    Takes::Goals => "11",
                    Takes::Words(words) | Takes::Word(words) => words[0],
                    Takes::Instant => "2021-04-30T00:00:00Z",
                    Takes::Flag => "true",
                    _ => "a",
                };
                format!("{}={value}", known.name)
            })
            .collect();
        let mut read = Parameters::read(Some(&query.join("&")), Spelling::Strict, &known);
        let conditions = read.conditions(list);
        read.ordering(list);
        assert_eq!(conditions.len(), of_list(list).len(), "{}: {conditions:?}", list.name);
        assert!(read.done().is_ok(), "{}", list.name);
        for known in order_of(list) {
            let Takes::Word(words) = known.takes else { panic!("{known:?}") };
            let of_list: Vec<&str> = list.orders.iter().map(|order| order.name).collect();
            assert!(known.name == "direction" || words == of_list, "{known:?}");
        }
    }
}
