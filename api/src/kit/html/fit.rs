//! How a clean text fits into somebody's page: its headings, its links, its frames.

use url::Url;

use super::{embed, tags};

/// The page around has a heading of its own, so those of a text begin here.
const TOP: u8 = 2;
const LOWEST: u8 = 6;
/// What a link to elsewhere says: nothing of the page it stands on, and no way back to it. It does vouch for what it
/// leads to: an editor has passed the text, so no `nofollow` and no `ugc`.
const REL: &str = "noopener noreferrer";
/// Stand for the page, whose address nobody knows yet.
const PAGES: [&str; 2] = ["https://page.invalid/", "http://other.invalid/"];

/// Shifts the headings so that the highest is an `h2`, marks links to elsewhere, and rebuilds frames. What it gives it
/// gives again.
pub fn fit(html: &str) -> String {
    let top = openings(html).filter_map(level).min().unwrap_or(TOP);
    let pages = PAGES.map(|page| Url::parse(page).expect("an address"));
    let mut fitted = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        fitted.push_str(&rest[..start]);
        let (tag, behind) = rest[start..].split_at(tags::end(&rest[start..]).unwrap_or(rest.len() - start));
        rest = behind;
        match (tags::name(tag), level(tag)) {
            (_, Some(found)) => heading(&mut fitted, tag, (found + TOP).saturating_sub(top).min(LOWEST)),
            ("a", _) if leads_elsewhere(tag, &pages) => {
                fitted.push_str(tag.trim_end_matches('>'));
                fitted.push_str(&format!(" rel=\"{REL}\">"));
            }
            ("iframe", _) => {
                // What is within is for readers without frames, and stands there unmarked.
                rest = behind.split_once("</iframe>").map_or("", |(_, behind)| behind);
                embed::write(&mut fitted, tag);
            }
            _ => fitted.push_str(tag),
        }
    }
    fitted.push_str(rest);
    fitted
}

fn openings(html: &str) -> impl Iterator<Item = &str> {
    html.match_indices("<h").map(|(at, _)| &html[at..])
}

/// Of `<h1 …>` and `</h1>`.
fn level(tag: &str) -> Option<u8> {
    match tags::name(tag).as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

fn heading(fitted: &mut String, tag: &str, level: u8) {
    let opening = if tag.starts_with("</") { "</h" } else { "<h" };
    fitted.push_str(opening);
    fitted.push_str(&level.to_string());
    fitted.push_str(&tag[opening.len() + 1..]);
}

/// Whether a browser would leave the page's own site, whatever that is.
fn leads_elsewhere(tag: &str, pages: &[Url]) -> bool {
    let href = tags::decode(tags::attribute(tag, "href"));
    pages.iter().any(|page| match Url::options().base_url(Some(page)).parse(&href) {
        Ok(url) => matches!(url.scheme(), "http" | "https") && url.host() != page.host(),
        Err(_) => !href.is_empty(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_begin_at_the_second_level_and_keep_their_order() {
        for (given, fitted) in [
            ("<h1>a</h1><h2 id=\"x\">b</h2><h3>c</h3>", "<h2>a</h2><h3 id=\"x\">b</h3><h4>c</h4>"),
            ("<h3>a</h3><h5>b</h5><h3>c</h3>", "<h2>a</h2><h4>b</h4><h2>c</h2>"),
            ("<h1>a</h1><h5>b</h5><h6>c</h6>", "<h2>a</h2><h6>b</h6><h6>c</h6>"),
            ("<h2>a</h2><hr><h6>b</h6>", "<h2>a</h2><hr><h6>b</h6>"),
            ("<hr>", "<hr>"),
        ] {
            assert_eq!(fit(given), fitted);
            assert_eq!(fit(fitted), fitted);
        }
    }

    #[test]
    fn links_to_elsewhere_say_nothing_of_the_page() {
        for href in [
            "https://a.example/?b&amp;c",
            "HTTP:b.example",
            "https:b.example",
            "https:/b.example",
            "https://page.invalid/x",
            "//a.example",
            "/\\a.example",
            "\\\\a.example",
        ] {
            let fitted = format!("<a href=\"{href}\" title=\"x > y\" rel=\"noopener noreferrer\">z</a>");
            assert_eq!(fit(&format!("<a href=\"{href}\" title=\"x > y\">z</a>")), fitted);
        }
        for href in ["/news", "news:1/x", "#t0-fn-1", "?a=//b", "mailto:a@b.example", "."] {
            let own = format!("<a href=\"{href}\">z</a>");
            assert_eq!(fit(&own), own);
        }
    }

    #[test]
    fn frames_are_players_or_links() {
        let player = fit(
            "<iframe src=\"https://www.youtube.com/embed/a1\" title=\"A &quot;b&quot;\"><b>raw</b></iframe>!",
        );
        assert!(player.starts_with(
            "<iframe src=\"https://www.youtube-nocookie.com/embed/a1\" title=\"A &quot;b&quot;\" loading=\"lazy\" allow=\""
        ));
        assert!(player.ends_with("></iframe>!") && !player.contains("raw"), "{player}");
        assert_eq!(
            fit("<iframe src=\"https://maps.example/?a&amp;b\" title=\"The map\"></iframe>"),
            "<a href=\"https://maps.example/?a&amp;b\">The map</a>"
        );
        assert_eq!(fit("a<iframe></iframe>b<iframe title=\"x\">"), "ab");
    }
}
