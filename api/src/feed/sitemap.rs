//! Sitemaps (sitemaps.org, 0.9): the pages of a site, each with the same page in other languages.

use super::for_xml;
use crate::kit::html::from_text;
use crate::kit::time::rfc3339;

pub const MEDIA_TYPE: &str = "application/xml; charset=utf-8";
/// Pages of one file and its bytes, as the protocol has them.
const MAX_PAGES: usize = 50_000;
const MAX_BYTES: usize = 50 << 20;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
const SPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A thing with a page in each of its languages.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Language (BCP 47) and address, the same for all where addresses name no language.
    pub pages: Vec<(String, String)>,
    /// Unix milliseconds.
    pub changed: i64,
}

/// The list of the files.
pub fn index(files: &[String]) -> String {
    let of = |file: &String| format!("<sitemap><loc>{}</loc></sitemap>", escaped(file));
    let files: String = files.iter().map(of).collect();
    format!(r#"{HEAD}<sitemapindex xmlns="{SPACE}">{files}</sitemapindex>"#)
}

/// One file. What would make it larger than the protocol allows, which takes things with dozens of languages, is left out.
pub fn pages(things: &[Thing]) -> String {
    let mut text = format!(r#"{HEAD}<urlset xmlns="{SPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">"#);
    let mut left = MAX_PAGES;
    let end = "</urlset>";
    for thing in things {
        let alternate = |(language, page): &(String, String)| {
            format!(
                r#"<xhtml:link rel="alternate" hreflang="{}" href="{}"/>"#,
                escaped(language),
                escaped(page)
            )
        };
        let distinct = thing.pages.windows(2).all(|two| two[0].1 != two[1].1);
        let alternates: String = match thing.pages.len() {
            0 | 1 => String::new(),
            _ if !distinct => String::new(),
            _ => thing.pages.iter().map(alternate).collect(),
        };
        let shown = if distinct { thing.pages.len() } else { 1 };
        let changed = rfc3339(thing.changed);
        for (_, page) in thing.pages.iter().take(shown) {
            let url =
                format!("<url><loc>{}</loc><lastmod>{changed}</lastmod>{alternates}</url>", escaped(page));
            if left == 0 || text.len() + url.len() + end.len() > MAX_BYTES {
                return text + end;
            }
            left -= 1;
            text += &url;
        }
    }
    text + end
}

fn escaped(text: &str) -> String {
    from_text(&for_xml(text)).replace('"', "&quot;").replace('\'', "&apos;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(pages: &[(&str, &str)]) -> Thing {
        let pages =
            pages.iter().map(|(language, page)| ((*language).to_owned(), (*page).to_owned())).collect();
        Thing { pages, changed: 0 }
    }

    #[test]
    fn every_language_of_a_page_names_all_of_them() {
        let text =
            pages(&[thing(&[("en", "https://a.example/en/x?a&\"b"), ("zh", "https://a.example/zh/x")])]);
        assert_eq!(text.matches("<url>").count(), 2);
        assert_eq!(text.matches(r#"hreflang="zh" href="https://a.example/zh/x""#).count(), 2);
        assert!(
            text.contains("<loc>https://a.example/en/x?a&amp;&quot;b</loc><lastmod>1970-01-01T00:00:00.000Z")
        );
    }

    #[test]
    fn a_page_that_has_all_languages_is_told_once_and_a_file_ends_in_time() {
        let one = thing(&[("en", "https://a.example/x"), ("zh", "https://a.example/x")]);
        let text = pages(std::slice::from_ref(&one));
        assert!(text.matches("<url>").count() == 1 && !text.contains("hreflang"), "{text}");
        let many = vec![thing(&[("en", "https://a.example/x")]); MAX_PAGES + 1];
        assert_eq!(pages(&many).matches("<url>").count(), MAX_PAGES);
        let languages =
            (0..100).map(|n| (format!("l{n}"), format!("https://a.example/{n}/{}", "x".repeat(200))));
        let many = vec![Thing { pages: languages.collect(), changed: 0 }; 20];
        let text = pages(&many);
        assert!(text.len() <= MAX_BYTES && text.len() > MAX_BYTES - 50_000, "{}", text.len());
        assert!(text.ends_with("</url></urlset>"));
    }
}
