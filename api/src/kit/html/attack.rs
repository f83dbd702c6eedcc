//! What people have tried against sanitisers, and what must survive all the same.

use super::{sanitise, to_text};
use crate::kit::markdown;

/// Each is given as HTML and as Markdown.
const ATTACKS: &str = include_str!("../../../../tests/fixtures/xss.json");

/// Only here: no text with U+0000 comes as far as this.
const NUL: &str = "<\u{0}script>alert(1)</\u{0}script>";

fn attacks() -> Vec<String> {
    let mut attacks: Vec<String> = serde_json::from_str(ATTACKS).expect("a list of texts");
    attacks.push(NUL.to_owned());
    attacks
}

/// Every tag of the answer with the names of its attributes; text cannot look like one, it is escaped.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let name: String = rest.chars().take_while(|c| !matches!(c, ' ' | '>')).collect();
        rest = &rest[name.len()..];
        let mut attributes = Vec::new();
        while let Some(attribute) = rest.strip_prefix(' ') {
            let (name, value) = attribute.split_once("=\"").expect("an attribute is quoted");
            let (value, after) = value.split_once('"').expect("a quote closes");
            attributes.push((name.to_owned(), value.to_owned()));
            rest = after;
        }
        rest = rest.strip_prefix('>').expect("a tag ends after its attributes");
        found.push((name, attributes));
    }
    found
}

const TAGS: &str = " a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt \
    em figcaption figure h1 h2 h3 h4 h5 h6 hr i iframe img ins kbd li mark ol p pre q rp rt ruby s samp section small \
    span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr ";

const ATTRIBUTES: &str = " href hreflang class aria-label span datetime open src alt width height value \
    start reversed colspan rowspan align scope dir id lang title rel loading allow sandbox referrerpolicy ";

fn assert_harmless(html: &str, source: &str) {
    for (tag, attributes) in tags(html) {
        let bare = tag.trim_start_matches('/');
        assert!(TAGS.contains(&format!(" {bare} ")), "<{tag}> of {source}");
        for (name, value) in attributes {
            assert!(ATTRIBUTES.contains(&format!(" {name} ")), "{name} of {source}");
            match name.as_str() {
                "href" | "src" => assert_safe_url(&value, source),
                "id" => {
                    assert!(value.starts_with('t') && value.as_bytes()[9] == b'-', "{value} of {source}");
                }
                "class" => {
                    assert!(value.starts_with("footnote") || value.starts_with("language-"), "{source}");
                }
                _ => {}
            }
        }
    }
}

/// Safe both as a browser reads it and to the eye of one who knows no better.
fn assert_safe_url(url: &str, source: &str) {
    let base = url::Url::parse("https://page.example/").expect("a base");
    let plain = url.replace("&amp;", "&").replace("&quot;", "\"").replace("&nbsp;", "\u{a0}");
    let scheme = base.join(&plain).map_or_else(|_| "none".to_owned(), |url| url.scheme().to_owned());
    assert!(matches!(scheme.as_str(), "http" | "https" | "mailto" | "none"), "{url} of {source}");
    let head = plain.split(['/', '?', '#']).next().unwrap_or("");
    assert!(
        !head.contains(':') || matches!(head.split(':').next(), Some("http" | "https" | "mailto" | "HTTP")),
        "{url}"
    );
}

#[test]
fn every_attack_comes_out_harmless_and_settled() {
    for attack in &attacks() {
        for source in [
            attack.clone(),
            markdown::render(attack),
            format!("<p>{attack}</p>"),
            format!("<table><tr><td>{attack}"),
            format!("{attack}{attack}"),
        ] {
            let html = sanitise(&source).expect("small");
            assert_harmless(&html, &source);
            assert_eq!(sanitise(&html).expect("small"), html, "{source}");
            assert!(!html.contains("<script"), "{html}");
        }
    }
}

#[test]
fn two_attacks_do_not_help_each_other() {
    let attacks = attacks();
    for (at, one) in attacks.iter().enumerate() {
        for other in attacks.iter().cycle().skip(at * 7).take(20) {
            let source = format!("{one}{other}");
            let html = sanitise(&source).expect("small");
            assert_harmless(&html, &source);
        }
    }
}

/// Splices pieces at random, with a fixed seed: what the table did not think of.
#[test]
fn spliced_attacks_come_out_harmless_and_settled() {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).expect("below a usize")
    };
    let attacks = attacks();
    for _ in 0..1500 {
        let mut source = String::new();
        for _ in 0..=next(4) {
            let piece: Vec<char> = attacks[next(attacks.len())].chars().collect();
            let (from, to) = (next(piece.len()), next(piece.len()));
            source.extend(&piece[from.min(to)..=from.max(to)]);
        }
        let html = sanitise(&source).expect("small");
        assert_harmless(&html, &source);
        assert_eq!(sanitise(&html).expect("small"), html, "{source}");
        let _ = to_text(&html);
    }
}
