//! Frames: the players of known video providers stay, rebuilt from their address alone; of any other a link stays.

use std::fmt::Write;

use url::Url;

use super::tags;

/// What a player may do, and no more: run its own scripts with its own storage (it lies on another origin, so it cannot
/// reach the page), and open its provider's page when somebody asks for that.
pub const SANDBOX: &str =
    "allow-popups allow-popups-to-escape-sandbox allow-presentation allow-same-origin allow-scripts";
/// Nothing plays by itself.
pub const ALLOW: &str = "encrypted-media; fullscreen; picture-in-picture";
/// YouTube refuses to play for who says nothing at all of where it is shown.
const REFERRER: &str = "strict-origin-when-cross-origin";

/// What to put in the place of a frame; `tag` opened it.
pub(super) fn write(html: &mut String, tag: &str) {
    let (src, title) = (tags::attribute(tag, "src"), tags::attribute(tag, "title"));
    match player(&tags::decode(src)) {
        Some((provider, address)) => {
            let title = if title.is_empty() { provider } else { title };
            let address = address.replace('&', "&amp;");
            write!(html, "<iframe src=\"{address}\" title=\"{title}\"").expect("writing to memory");
            for name in ["width", "height"] {
                match tags::attribute(tag, name) {
                    "" => {}
                    value => write!(html, " {name}=\"{value}\"").expect("writing to memory"),
                }
            }
            write!(
                html,
                " loading=\"lazy\" allow=\"{ALLOW}\" sandbox=\"{SANDBOX}\" referrerpolicy=\"{REFERRER}\"></iframe>"
            )
            .expect("writing to memory");
        }
        None if src.is_empty() => {}
        None => {
            let words = if title.is_empty() { src } else { title };
            write!(html, "<a href=\"{src}\">{words}</a>").expect("writing to memory");
        }
    }
}

/// The provider's name, and where its player keeps the least about who watches; `None` if the address is no player.
pub(super) fn player(address: &str) -> Option<(&'static str, String)> {
    let base = Url::parse("https://page.invalid/").expect("an address");
    let url = Url::options().base_url(Some(&base)).parse(address).ok()?;
    let is_plain = url.port().is_none() && url.username().is_empty() && url.password().is_none();
    if !is_plain || !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    match url.host_str()?.trim_start_matches("www.") {
        "youtube.com" | "m.youtube.com" | "youtube-nocookie.com" => {
            let id = url.path().strip_prefix("/embed/").filter(|id| is_name(id))?;
            let kept = kept(&url, &[("start", is_number), ("end", is_number), ("list", is_name)], &[]);
            Some(("YouTube", format!("https://www.youtube-nocookie.com/embed/{id}{kept}")))
        }
        "player.vimeo.com" => {
            let id = url.path().strip_prefix("/video/").filter(|id| is_number(id))?;
            let kept = kept(&url, &[("h", is_name)], &["dnt=1"]);
            Some(("Vimeo", format!("https://player.vimeo.com/video/{id}{kept}")))
        }
        "player.bilibili.com" if url.path() == "/player.html" => {
            let known: &[(&str, Fits)] = &[
                ("aid", is_number),
                ("bvid", is_name),
                ("cid", is_number),
                ("p", is_number),
                ("t", is_number),
            ];
            let kept = kept(&url, known, &["autoplay=0"]);
            Some(("bilibili", format!("https://player.bilibili.com/player.html{kept}")))
        }
        _ => None,
    }
}

type Fits = fn(&str) -> bool;

/// The parameters that say what to play, each once and in this order, and those that every player gets.
fn kept(url: &Url, known: &[(&str, Fits)], ours: &[&str]) -> String {
    let mut kept = String::new();
    let mut put = |pair: &str| {
        kept.push(if kept.is_empty() { '?' } else { '&' });
        kept.push_str(pair);
    };
    for (name, fits) in known {
        let given = url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value);
        if let Some(value) = given.filter(|value| fits(value)) {
            put(&format!("{name}={value}"));
        }
    }
    for pair in ours {
        put(pair);
    }
    kept
}

fn is_number(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

pub(super) fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn players_are_known_by_host_and_path_and_keep_only_what_says_what_to_play() {
        for (given, address) in [
            (
                "https://www.youtube.com/embed/dQw4w9WgXcQ",
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
            ),
            (
                "http://youtube.com/embed/dQw4w9WgXcQ?autoplay=1&start=30&origin=x&start=9",
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=30",
            ),
            (
                "//www.youtube-nocookie.com/embed/videoseries?list=PL_x-1",
                "https://www.youtube-nocookie.com/embed/videoseries?list=PL_x-1",
            ),
            (
                "https://player.vimeo.com/video/76979871?autoplay=1&h=8272103f6e#t=9",
                "https://player.vimeo.com/video/76979871?h=8272103f6e&dnt=1",
            ),
            (
                "//player.bilibili.com/player.html?isOutside=true&aid=1&bvid=BV1xx&cid=2&p=1",
                "https://player.bilibili.com/player.html?aid=1&bvid=BV1xx&cid=2&p=1&autoplay=0",
            ),
        ] {
            let found = player(given).map(|(_, address)| address);
            assert_eq!(found.as_deref(), Some(address), "{given}");
            assert_eq!(player(address).map(|(_, address)| address).as_deref(), Some(address));
        }
    }

    #[test]
    fn whatever_only_looks_like_a_player_is_none() {
        for given in [
            "",
            "/embed/dQw4w9WgXcQ",
            "https://youtube.com.evil.example/embed/a",
            "https://evil.example/https://youtube.com/embed/a",
            "https://youtube.com@evil.example/embed/a",
            "https://evil@www.youtube.com/embed/a",
            "https://www.youtube.com:8443/embed/a",
            "https://www.youtube.com/embed/",
            "https://www.youtube.com/embed/../redirect?q=x",
            "https://www.youtube.com/embed/a/b",
            "https://www.youtube.com/embed/a\"onload=x",
            "https://www.youtube.com/redirect?q=https://evil.example",
            "https://www.youtube.com\\@evil.example/embed/a",
            "https://evilyoutube.com/embed/a",
            "https://player.vimeo.com/video/x",
            "https://vimeo.com/76979871",
            "https://player.bilibili.com/x.html?bvid=BV1xx",
            "javascript://www.youtube.com/embed/a%0aalert(1)",
            "data:text/html,x",
        ] {
            assert_eq!(player(given), None, "{given}");
        }
    }
}
