//! HTML from strangers: what may stay, and what it says as plain text.
//!
//! What stays is a list of tags, attributes and values (`policy`); whatever is not on it goes. What stays is made to
//! fit a page (`fit`, `embed`). The input is weighed first (`guard`), since parsers take quadratic time over tangled tags.

mod absolute;
mod addresses;
pub mod embed;
mod fit;
mod guard;
mod plain;
mod policy;
mod quiet;
mod readdressed;
mod tags;
pub mod watch;

#[cfg(test)]
mod attack;

pub use absolute::{Home, absolute};
pub use addresses::addresses;
pub use guard::Unfit;
pub use plain::{from_text, to_text};
pub use quiet::quiet;
pub use readdressed::readdressed;

use super::text::{self, Lines};

/// How often an answer may still change when it is read again.
const ROUNDS: usize = 4;

/// Keeps what is harmless: text, headings from `h2` on, lists, tables, figures, footnotes, pictures and links of safe
/// schemes, players of known video providers.
///
/// Every `id`, and every link to one, gets a prefix made from the source, so that two texts on one page do
/// not clash and none can pose as an element of the page. The answer reads the same when sanitised again.
pub fn sanitise(source: &str) -> Result<String, Unfit> {
    guard::check(source)?;
    let policy = policy::of(source);
    let round = |html: &str| fit::fit(&seen(policy.clean(html).to_string()));
    let mut html = round(source);
    for _ in 0..ROUNDS {
        let again = round(&html);
        if again == html {
            return Ok(html);
        }
        html = again;
    }
    Err(Unfit::Unstable)
}

/// Without the characters that have no place in a text, written as such or as references: line breaks of other systems
/// become ours, the others go, and what they hid is cleaned again.
fn seen(html: String) -> String {
    if text::control(&html, Lines::Many).is_none() {
        return html;
    }
    let seen = html.chars().filter_map(|c| match c {
        '\t' | '\n' | '\r' => Some(c),
        '\u{B}' | '\u{C}' | '\u{85}' => Some('\n'),
        _ => (!text::is_control(c)).then_some(c),
    });
    seen.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::markdown;

    fn clean(html: &str) -> String {
        sanitise(html).expect("fit to read")
    }

    #[test]
    fn characters_without_a_place_in_a_text_go_and_hide_nothing() {
        for (given, kept) in [
            ("<p>a\u{7}b&#1;c&#x1b;\u{ffff}d\u{fdd0}</p>", "<p>abcd</p>"),
            ("<p>a\u{b}b&#11;c\u{85}d</p>", "<p>a\nb\nc\nd</p>"),
            ("<p>a\tb\n&#13;c</p>", "<p>a\tb\n\nc</p>"),
            ("<a href=\"java\u{1}script:x()\">a</a>", "<a>a</a>"),
            ("<a href=\"java&#1;script:x()\">a</a>", "<a>a</a>"),
        ] {
            assert_eq!(clean(given), kept, "{given:?}");
        }
    }

    #[test]
    fn keeps_what_a_text_is_made_of() {
        for html in [
            "<h2>City</h2><p>A <strong>port</strong> of <em>5</em> million, 10<sup>6</sup>.</p>",
            "<p lang=\"ar\" dir=\"rtl\">\u{645}\u{62f}\u{64a}\u{646}\u{629}</p>",
            "<ul><li>a</li><li>b<ol start=\"3\"><li>c</li></ol></li></ul><dl><dt>a</dt><dd>b</dd></dl>",
            "<table><caption>c</caption><thead><tr><th scope=\"col\" align=\"right\">h</th></tr></thead>\
             <tbody><tr><td colspan=\"2\">d</td></tr></tbody></table>",
            "<figure><img src=\"https://a.example/b.png\" alt=\"A bridge\" width=\"3\" height=\"2\">\
             <figcaption>c</figcaption></figure>",
            "<img src=\"/assets/a/b.png\" alt=\"\"><img src=\"//cdn.example/c.png\">",
            "<blockquote><p>q</p></blockquote><pre><code class=\"language-c++\">a  b\n</code></pre><hr>",
            "<p>&lt;b&gt; &amp; \"quotes\" a&nbsp;b</p>",
            "<details open=\"\"><summary>s</summary>t</details>",
        ] {
            assert_eq!(clean(html), html);
        }
    }

    #[test]
    fn links_of_safe_schemes_stay_and_say_nothing_of_the_page() {
        for url in ["https://a.example/?b=1&amp;c#d", "http://a.example"] {
            let kept = format!("<a href=\"{url}\" rel=\"noopener noreferrer\">x</a>");
            assert_eq!(clean(&format!("<a href=\" {url}\" target=_blank rel=opener>x</a>")), kept);
        }
        for url in ["mailto:a@b.example", "/news", "b/c:d", "#"] {
            let kept = format!("<a href=\"{url}\">x</a>");
            assert_eq!(clean(&format!("<a href=\" {url}\" target=_blank rel=opener>x</a>")), kept);
        }
        for url in ["javascript:x", "data:,x", "ftp://a.example", "tel:1", "x:y"] {
            assert_eq!(clean(&format!("<a href=\"{url}\">x</a>")), "<a>x</a>", "{url}");
        }
    }

    #[test]
    fn footnotes_of_two_texts_do_not_clash() {
        let [one, other] =
            ["a[^1]\n\n[^1]: b", "c[^1]\n\n[^1]: d"].map(|source| clean(&markdown::render(source)));
        for html in [&one, &other] {
            let id =
                html.split("<li id=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a footnote");
            assert!(id.ends_with("-fn-1") && html.contains(&format!("href=\"#{id}\"")), "{html}");
            assert!(
                html.contains("<section class=\"footnotes\">") && html.contains("class=\"footnote-backref\"")
            );
            assert!(html.contains("<sup class=\"footnote-ref\">"));
            assert!(!one.contains(id) || !other.contains(id));
        }
    }

    #[test]
    fn what_it_gives_it_gives_again() {
        for html in
            ["<pre>\n\n\nx</pre>", "<p><b><p></b>x", "<table>a<tr>b", "<a bad=1 href=x id=y rel=z>", "\r\n\0"]
        {
            let once = clean(html);
            assert_eq!(clean(&once), once, "{html}");
        }
        assert_eq!(sanitise(&"<div>".repeat(300)), Err(Unfit::Deep));
    }
}
