//! A text that is shown on a page of somebody else: what is relative in it leads where it leads at home.

use std::borrow::Cow;

use url::Url;

use super::readdressed::readdressed;

/// Our own files, whatever site shows a text.
const FILES: &str = "/assets/";

/// Where a text is at home.
#[derive(Clone, Copy, Debug)]
pub struct Home<'a> {
    /// The page it stands on; `None` where it is that page which shows it: links to a place on it stay.
    pub page: Option<&'a str>,
    /// The site of that page.
    pub site: &'a str,
    /// What has our files; without a slash at the end.
    pub server: &'a str,
}

/// Links and pictures by their whole addresses. Of sanitised HTML, and no less safe.
pub fn absolute<'h>(html: &'h str, home: Home) -> Cow<'h, str> {
    readdressed(html, |value| whole(value, home))
}

/// `None` for what may stay as it is: a whole address, a place on the page, and what leads nowhere.
fn whole(value: &str, home: Home) -> Option<String> {
    if !is_relative(value) {
        return None;
    }
    let found = if value.starts_with(FILES) {
        Url::parse(&format!("{}{value}", home.server))
    } else if value.starts_with(['/', '\\']) {
        Url::parse(home.site).and_then(|site| site.join(value))
    } else {
        Url::parse(home.page?).and_then(|page| page.join(value))
    };
    found.ok().filter(|url| matches!(url.scheme(), "http" | "https")).map(String::from)
}

/// No colon before the path, whatever stands before it.
fn is_relative(value: &str) -> bool {
    !value.split(['/', '?', '#', '\\']).next().unwrap_or_default().contains(':')
}

#[cfg(test)]
mod tests {
    use super::super::addresses::addresses;
    use super::super::sanitise;
    use super::super::tags::decode;
    use super::*;

    const HOME: Home<'_> = Home {
        page: Some("https://www.example.org/en/news/tram?a=1"),
        site: "https://www.example.org",
        server: "https://api.example.org/cities",
    };

    /// The only address in a text with this one.
    fn address(value: &str, home: Home) -> String {
        let html = sanitise(&format!("<p>a <a href=\"{value}\" title=\"src=&quot;/no\">x</a></p>")).unwrap();
        let html = absolute(&html, home).into_owned();
        let all: Vec<&str> = addresses(&html).collect();
        let again = sanitise(&html).unwrap();
        assert!(addresses(&again).eq(all.iter().copied()), "as safe: {again}");
        assert_eq!(all.len(), 1, "{html}");
        decode(all[0])
    }

    #[test]
    fn what_is_relative_leads_where_it_leads_at_home() {
        for (value, leads) in [
            ("/waste?a=1&amp;b=2#c", "https://www.example.org/waste?a=1&b=2#c"),
            ("/assets/asset_1/a b.png", "https://api.example.org/cities/assets/asset_1/a%20b.png"),
            ("/assets/../../x", "https://api.example.org/x"),
            ("/assetsnot/x", "https://www.example.org/assetsnot/x"),
            ("//cdn.example/x", "https://cdn.example/x"),
            ("?page=2", "https://www.example.org/en/news/tram?page=2"),
            ("", "https://www.example.org/en/news/tram?a=1"),
            ("#", "https://www.example.org/en/news/tram?a=1#"),
            ("bus", "https://www.example.org/en/news/bus"),
            ("../x", "https://www.example.org/en/x"),
            ("\u{5e02}/\u{201c}", "https://www.example.org/en/news/%E5%B8%82/%E2%80%9C"),
            // As browsers read them.
            ("/\\other.example/x", "https://other.example/x"),
            ("\\\\other.example", "https://other.example/"),
        ] {
            assert_eq!(address(value, HOME), leads, "{value}");
        }
        let html = sanitise("<img src=/assets/a/b.png alt=x><img src=\"https://a.example/b.png\">").unwrap();
        let shown = "<img src=\"https://api.example.org/cities/assets/a/b.png\" alt=\"x\"><img src=\"https://a.example/b.png\">";
        assert_eq!(absolute(&html, HOME), shown);
        let footnote = sanitise("<a href=\"#b\">1</a>").unwrap();
        let found = absolute(&footnote, HOME).into_owned();
        assert!(found.starts_with("<a href=\"https://www.example.org/en/news/tram?a=1#t"), "{found}");
    }

    #[test]
    fn what_is_whole_stays_and_so_does_all_of_a_text_that_has_nothing_else() {
        for value in ["https://a.example/b?c#d", "mailto:a@b.example", "HTTP://A.example"] {
            assert_eq!(address(value, HOME), value);
        }
        let html =
            "<p>\"/x\" href=\"/x\" <a href=\"https://a.example\" title=\"/x\">&lt;a href=\"/x\"&gt;</a></p>";
        assert!(matches!(absolute(html, HOME), Cow::Borrowed(same) if same == html));
    }

    #[test]
    fn on_its_own_page_a_text_keeps_what_leads_to_a_place_there() {
        let home = Home { page: None, ..HOME };
        for (value, leads) in
            [("#", "#"), ("?a", "?a"), ("b", "b"), ("/b", "https://www.example.org/b"), ("", "")]
        {
            assert_eq!(address(value, home), leads, "{value}");
        }
    }

    #[test]
    fn no_address_breaks_out_of_its_place_or_becomes_one_of_another_kind() {
        for value in [
            "/&quot;onclick=&quot;x",
            "/&quot;&gt;&lt;script&gt;x",
            "/?&quot;&gt;&lt;script&gt;",
            "/#&quot;&gt;&lt;img src=x&gt;",
            "/javascript:x",
            "./javascript:x",
            "?javascript:x",
            "//javascript:x",
            "/&amp;quot;&gt;",
            "/\u{202e}x",
        ] {
            let found = address(value, HOME);
            assert!(
                found.starts_with("https://www.example.org/") || found.starts_with("//javascript:"),
                "{value}: {found}"
            );
            assert!(!found.contains(['"', '<', '>']) || found.starts_with("//"), "{value}: {found}");
        }
        for html in ["<a href=\"/x", "<a href=", "<", "<a href=\"/x\"", "\"<a href=\"/x\">", "<a  href=\"\">"]
        {
            let _ = absolute(html, HOME);
        }
        // A page of ours that is no web address changes nothing.
        let broken = Home { page: Some("not an address"), site: "mailto:x", server: "" };
        assert_eq!(
            absolute("<a href=\"/x\">a</a><a href=\"b\">c</a>", broken),
            "<a href=\"/x\">a</a><a href=\"b\">c</a>"
        );
    }
}
