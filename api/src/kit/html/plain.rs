//! What rich text says, without its looks.

use super::tags::{self, attribute, decode};

/// Plain text of sanitised HTML: paragraphs apart by a blank line, list items and table rows on lines of their
/// own, cells apart by a tab, a picture as its alternative text, a frame as its title, a footnote's mark as `[1]`.
pub fn to_text(html: &str) -> String {
    let mut page = Page::default();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        page.say(&rest[..start]);
        let end = tags::end(&rest[start..]).map_or(rest.len(), |length| start + length);
        page.tag(&rest[start..end]);
        rest = &rest[end..];
    }
    page.say(rest);
    page.text
}

/// HTML that says this text, as it is.
pub fn from_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What stands between two words.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Cell,
    Line,
    Paragraph,
}

#[derive(Default)]
struct Page {
    text: String,
    gap: Gap,
    /// Depth of `pre`, where white space counts.
    verbatim: usize,
    /// Inside the arrow that leads from a footnote back to its mark.
    arrow: bool,
    /// Inside a footnote's mark.
    mark: bool,
}

impl Page {
    fn say(&mut self, escaped: &str) {
        if self.arrow {
            return;
        }
        let text = decode(escaped);
        if self.verbatim > 0 {
            self.settle(&text);
            self.text.push_str(&text);
            return;
        }
        for word in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
            let bare = word.trim_end_matches(|c: char| c.is_ascii_whitespace());
            self.settle(bare);
            self.text.push_str(bare);
            if bare.len() < word.len() {
                self.open(Gap::Space);
            }
        }
    }

    /// Writes the gap that has gathered before what comes next.
    fn settle(&mut self, next: &str) {
        if next.is_empty() {
            return;
        }
        let gap = std::mem::take(&mut self.gap);
        if self.text.is_empty() {
            return;
        }
        let drawn = match gap {
            Gap::None => "",
            Gap::Space => " ",
            Gap::Cell => "\t",
            Gap::Line => "\n",
            Gap::Paragraph => "\n\n",
        };
        self.text.push_str(drawn);
    }

    fn open(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn tag(&mut self, tag: &str) {
        let closes = tag.starts_with("</");
        match tags::name(tag) {
            "br" | "li" | "tr" | "dt" | "dd" | "caption" | "summary" => self.open(Gap::Line),
            "td" | "th" => self.open(Gap::Cell),
            "img" => self.say(attribute(tag, "alt")),
            "iframe" if !closes => self.say(attribute(tag, "title")),
            "a" if closes => self.arrow = false,
            "a" => self.arrow = attribute(tag, "class") == "footnote-backref",
            "sup" if closes && self.mark => {
                self.mark = false;
                self.say("]");
            }
            "sup" if !closes && !self.arrow && attribute(tag, "class") == "footnote-ref" => {
                self.mark = true;
                self.say("[");
            }
            "pre" => {
                self.verbatim = if closes { self.verbatim.saturating_sub(1) } else { self.verbatim + 1 };
                self.text.truncate(if closes { self.text.trim_end().len() } else { self.text.len() });
                self.open(Gap::Paragraph);
            }
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "blockquote"
            | "table" | "section" | "figure" | "figcaption" | "details" | "hr" => self.open(Gap::Paragraph),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_the_page_says() {
        for (html, text) in [
            ("", ""),
            ("plain", "plain"),
            ("<h2>City</h2>\n<p>Two \n words.</p><p>Next<br>line</p>", "City\n\nTwo words.\n\nNext\nline"),
            ("a<b>b</b>c <i> d</i>", "abc d"),
            ("<p>&lt;b&gt; &amp;amp; a&nbsp;b</p>", "<b> &amp; a\u{a0}b"),
            ("<ul>\n<li>x</li>\n<li>y</li>\n</ul><p>z</p>", "x\ny\n\nz"),
            ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a\tb\n1\t2"),
            ("<pre><code>a  b\n\n c\n</code></pre><p>d</p>", "a  b\n\n c\n\nd"),
            ("see <img src=\"/a>b\" alt=\"a &lt;b&gt; > c\"> there", "see a <b> > c there"),
            ("<a href=\"x\" title=\"y\">l</a>", "l"),
            ("a <iframe src=\"x\" title=\"film\"></iframe> b", "a film b"),
            ("x<wbr>y<hr>z", "xy\n\nz"),
            ("<p>厦门</p>\n<p>\u{645}\u{62f}</p>", "厦门\n\n\u{645}\u{62f}"),
        ] {
            assert_eq!(to_text(html), text, "{html}");
        }
    }

    #[test]
    fn marks_footnotes_and_leaves_out_the_way_back() {
        let html = "<p>a<sup class=\"footnote-ref\"><a href=\"#f\">1</a></sup> b<sup>2</sup></p>\
            <section class=\"footnotes\"><ol><li><p>Note. <a href=\"#r\" class=\"footnote-backref\">↩</a> \
            <a href=\"#s\" class=\"footnote-backref\">↩<sup class=\"footnote-ref\">2</sup></a></p></li></ol>";
        assert_eq!(to_text(html), "a[1] b2\n\nNote.");
    }

    #[test]
    fn bears_any_text() {
        for html in
            ["<", "a<", "<a", "<a b=\"", "</", "<>", "&", "&lt", "</pre></pre>x", "<img alt=\"", "<é>x"]
        {
            let _ = to_text(html);
        }
    }
}
