//! The list of what may stay in rich text.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// These go with all that is in them; of other tags that go, the text stays.
const DROPPED_WHOLE: &[&str] = &[
    "applet",
    "audio",
    "canvas",
    "embed",
    "frameset",
    "head",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
    "xmp",
];

const SCHEMES: &[&str] = &["http", "https", "mailto"];

const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "class", "aria-label"]),
    ("code", &["class"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("del", &["datetime"]),
    ("details", &["open"]),
    // All else of a frame is written anew.
    ("iframe", &["src", "width", "height"]),
    ("img", &["src", "alt", "width", "height"]),
    ("ins", &["datetime"]),
    ("li", &["value"]),
    ("ol", &["start", "reversed"]),
    ("section", &["class"]),
    ("sup", &["class"]),
    ("td", &["colspan", "rowspan", "align"]),
    ("th", &["colspan", "rowspan", "align", "scope"]),
    ("time", &["datetime"]),
];

/// On any tag.
const EVERYWHERE: &[&str] = &["dir", "id", "lang", "title"];

/// The rules for one source; they differ in the prefix of ids alone.
pub fn of(source: &str) -> Builder<'static> {
    let prefix = prefix_of(source);
    let attributes: HashMap<_, HashSet<_>> =
        ATTRIBUTES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect();
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(DROPPED_WHOLE.iter().copied().collect())
        .tag_attributes(attributes)
        .generic_attributes(EVERYWHERE.iter().copied().collect())
        .url_schemes(SCHEMES.iter().copied().collect())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(move |tag, name, value| filter(&prefix, tag, name, value));
    builder
}

fn filter<'v>(prefix: &str, tag: &str, name: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let value = if matches!(name, "href" | "src") { value.trim_ascii() } else { value };
    let keep = |fits: bool| fits.then_some(Cow::Borrowed(value));
    match name {
        "id" => own_id(prefix, value),
        "href" => match value.strip_prefix('#') {
            Some("") => Some(value.into()),
            Some(target) => own_id(prefix, target).map(|id| format!("#{id}").into()),
            None => keep(is_plain_url(value, SCHEMES)),
        },
        "src" => keep(is_plain_url(value, &["http", "https"])),
        "class" => known_classes(tag, value),
        "dir" => keep(matches!(value, "ltr" | "rtl" | "auto")),
        "datetime" => keep(is_made_of(value, 40, |b| b.is_ascii_digit() || b" +-.:TZWPDHMSY".contains(&b))),
        "lang" | "hreflang" => keep(is_made_of(value, 35, |b| b.is_ascii_alphanumeric() || b == b'-')),
        "align" => keep(matches!(value, "left" | "center" | "right")),
        "scope" => keep(matches!(value, "col" | "row" | "colgroup" | "rowgroup")),
        "colspan" | "rowspan" | "span" => keep(is_made_of(value, 3, |b| b.is_ascii_digit())),
        "width" | "height" => keep(is_made_of(value, 5, |b| b.is_ascii_digit())),
        "start" | "value" => {
            keep(is_made_of(value.strip_prefix('-').unwrap_or(value), 9, |b| b.is_ascii_digit()))
        }
        "open" | "reversed" => Some("".into()),
        _ => Some(value.into()),
    }
}

/// One of the schemes as it is written, or relative: no colon before the path, whatever stands before it.
/// Ammonia has already refused what a browser would read as another scheme.
fn is_plain_url(value: &str, schemes: &[&str]) -> bool {
    let head = value.split(['/', '?', '#']).next().unwrap_or("");
    head.split_once(':')
        .is_none_or(|(scheme, _)| schemes.iter().any(|known| scheme.eq_ignore_ascii_case(known)))
}

fn is_made_of(value: &str, at_most: usize, allowed: fn(u8) -> bool) -> bool {
    (1..=at_most).contains(&value.len()) && value.bytes().all(allowed)
}

/// The classes that footnotes and code blocks are drawn by.
fn known_classes<'v>(tag: &str, value: &str) -> Option<Cow<'v, str>> {
    let known = |class: &&str| match (tag, *class) {
        ("section", "footnotes") | ("sup", "footnote-ref") | ("a", "footnote-backref") => true,
        ("code", class) => class.strip_prefix("language-").is_some_and(|language| {
            is_made_of(language, 32, |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'#' | b'_'))
        }),
        _ => false,
    };
    let kept: Vec<&str> = value.split_ascii_whitespace().filter(known).collect();
    (!kept.is_empty()).then(|| kept.join(" ").into())
}

/// `t` and eight hexadecimal digits of the source (FNV-1a), then a dash.
fn prefix_of(source: &str) -> String {
    let hash =
        source.bytes().fold(0x811c_9dc5_u32, |hash, b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193));
    format!("t{hash:08x}-")
}

fn own_id<'v>(prefix: &str, id: &'v str) -> Option<Cow<'v, str>> {
    if id.is_empty() || id.len() > 200 || id.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return None;
    }
    Some(if is_prefixed(id) { id.into() } else { format!("{prefix}{id}").into() })
}

fn is_prefixed(id: &str) -> bool {
    let bytes = id.as_bytes();
    bytes.len() > 10
        && bytes[0] == b't'
        && bytes[9] == b'-'
        && bytes[1..9].iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
