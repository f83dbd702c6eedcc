//! Markdown to HTML: `CommonMark` with tables, footnotes, struck-out text and bare links.

use comrak::Options;

/// Renders; HTML written into the text passes as it is, so the result must be sanitised before anybody sees it.
pub fn render(source: &str) -> String {
    comrak::markdown_to_html(source, &options())
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    // `**厦门市：**是` is bold for whoever writes it.
    options.extension.cjk_friendly_emphasis = true;
    options.render.r#unsafe = true;
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renders_tables_footnotes_strikes_links_and_chinese_emphasis() {
        for (source, html) in [
            ("# One\n\ntwo", "<h1>One</h1>\n<p>two</p>\n"),
            ("~~gone~~", "<p><del>gone</del></p>\n"),
            ("**厦门市：**是", "<p><strong>厦门市：</strong>是</p>\n"),
            ("https://a.example/b", "<p><a href=\"https://a.example/b\">https://a.example/b</a></p>\n"),
            ("a <b>raw</b>", "<p>a <b>raw</b></p>\n"),
            ("a\r\nb", "<p>a\nb</p>\n"),
            ("", ""),
        ] {
            assert_eq!(render(source), html);
        }
        assert!(render("|a|\n|:-:|\n|b|").contains("<td align=\"center\">b</td>"));
        assert!(render("a[^1]\n\n[^1]: b").contains("<li id=\"fn-1\">"));
    }

    #[test]
    fn hostile_text_takes_no_longer_than_long_text() {
        for pattern in
            [">", "[", "*a _", "- ", "![[]()", "`", "www.a(", "a@", "<!--", "[a](<b", "|a", "&", "\\"]
        {
            let _ = render(&pattern.repeat((64 << 10) / pattern.len()));
        }
        let references = format!("[a]: /{}\n\n{}", "x".repeat(32 << 10), "[a] ".repeat(8 << 10));
        assert!(render(&references).len() < 1 << 20);
    }
}
