//! A text that loads nothing of others by itself.

use super::plain::from_text;
use super::tags::{attribute, decode, end, name};

/// Frames become links to what they would show, and so do pictures from elsewhere than `server`, whose words stand for them
/// within a link. Of sanitised HTML whose addresses are whole.
pub fn quiet(html: &str, server: &str) -> String {
    let (mut text, mut rest, mut is_linked) = (String::with_capacity(html.len()), html, false);
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let (tag, behind) = rest[start..].split_at(end(&rest[start..]).unwrap_or(rest.len() - start));
        rest = behind;
        match name(tag) {
            "iframe" => {
                rest = behind.split_once("</iframe>").map_or("", |(_, behind)| behind);
                link(&mut text, attribute(tag, "src"), attribute(tag, "title"));
            }
            "img" if is_elsewhere(attribute(tag, "src"), server) => match attribute(tag, "alt") {
                alt if is_linked => text.push_str(&from_text(&decode(alt))),
                alt => link(&mut text, attribute(tag, "src"), alt),
            },
            found => {
                is_linked = if found == "a" { !tag.starts_with("</") } else { is_linked };
                text.push_str(tag);
            }
        }
    }
    text.push_str(rest);
    text
}

fn is_elsewhere(address: &str, server: &str) -> bool {
    !address.strip_prefix(server).is_some_and(|path| path.starts_with('/'))
}

fn link(text: &mut String, address: &str, words: &str) {
    let words = if words.is_empty() { address } else { words };
    let words = from_text(&decode(words));
    text.push_str(&format!("<a href=\"{address}\" rel=\"noopener noreferrer\">{words}</a>"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_would_be_asked_for_becomes_a_link() {
        let html = "<p>a <iframe src=\"https://p.example/x?a&amp;b\" title=\"A &lt;film&gt;\"></iframe> \
                    <img src=\"https://t.example/p.gif\" alt=\"\"> <img src=\"https://a.example/assets/b.png\" alt=\"ours\"> \
                    <a href=\"/x\"><img src=\"https://a.example.org/p.gif\" alt=\"A &amp; B\"></a></p>";
        assert_eq!(
            quiet(html, "https://a.example"),
            "<p>a <a href=\"https://p.example/x?a&amp;b\" rel=\"noopener noreferrer\">A &lt;film&gt;</a> \
             <a href=\"https://t.example/p.gif\" rel=\"noopener noreferrer\">https://t.example/p.gif</a> \
             <img src=\"https://a.example/assets/b.png\" alt=\"ours\"> <a href=\"/x\">A &amp; B</a></p>"
        );
    }
}
