//! Players of known video providers, found from the address of the page on which people watch.

use url::Url;

use super::embed;

/// Where all players lie, as a Content-Security-Policy names them.
pub const PLAYERS: &str =
    "https://www.youtube-nocookie.com https://player.vimeo.com https://player.bilibili.com";

/// The player for what is watched at this address, one that keeps the least about who watches; `None` where no player of it
/// is known.
pub fn player(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let mut parts = url.path_segments()?;
    let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let parameter = |wanted: &str| url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value);
    let made = match (url.host_str()?.trim_start_matches("www."), first) {
        ("youtube.com" | "m.youtube.com", "watch") => youtube(&parameter("v")?)?,
        ("youtube.com" | "m.youtube.com", "shorts" | "live") => youtube(second)?,
        ("youtu.be", id) => youtube(id)?,
        ("vimeo.com", id) => {
            let secret = if second.is_empty() { String::new() } else { format!("?h={second}") };
            format!("https://player.vimeo.com/video/{id}{secret}")
        }
        ("bilibili.com" | "m.bilibili.com", "video") => bilibili(second)?,
        _ => address.to_owned(),
    };
    embed::player(&made).map(|(_, address)| address)
}

fn youtube(id: &str) -> Option<String> {
    embed::is_name(id).then(|| format!("https://www.youtube.com/embed/{id}"))
}

/// Its videos have a new kind of name, `BV1xx…`, and an old one, `av` and a number.
fn bilibili(id: &str) -> Option<String> {
    let named = match id.strip_prefix("av") {
        Some(number) => format!("aid={number}"),
        None if id.starts_with("BV") => format!("bvid={id}"),
        None => return None,
    };
    Some(format!("https://player.bilibili.com/player.html?{named}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_watched_somewhere_is_played_in_a_frame_of_that_provider() {
        for (watched, played) in [
            (
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3s",
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
            ),
            ("https://youtu.be/dQw4w9WgXcQ?si=x", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
            ("https://m.youtube.com/shorts/a_b-1", "https://www.youtube-nocookie.com/embed/a_b-1"),
            ("https://www.youtube.com/embed/a", "https://www.youtube-nocookie.com/embed/a"),
            ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
            (
                "https://vimeo.com/76979871/8272103f6e",
                "https://player.vimeo.com/video/76979871?h=8272103f6e&dnt=1",
            ),
            (
                "https://www.bilibili.com/video/BV1GJ411x7h7/?p=2",
                "https://player.bilibili.com/player.html?bvid=BV1GJ411x7h7&autoplay=0",
            ),
            (
                "https://www.bilibili.com/video/av170001",
                "https://player.bilibili.com/player.html?aid=170001&autoplay=0",
            ),
        ] {
            let found = player(watched);
            assert_eq!(found.as_deref(), Some(played), "{watched}");
            assert!(PLAYERS.split(' ').any(|origin| played.starts_with(&format!("{origin}/"))), "{played}");
        }
    }

    #[test]
    fn of_any_other_address_there_is_no_player() {
        for watched in [
            "",
            "watch?v=a",
            "https://youtube.example.com/watch?v=a",
            "https://www.youtube.com/watch",
            "https://www.youtube.com/watch?v=a/../b",
            "https://www.youtube.com/watch?v=a\"onload=x",
            "https://www.youtube.com/@somebody",
            "https://vimeo.com/somebody",
            "https://www.bilibili.com/video/x",
            "https://www.bilibili.com/bangumi/play/ep1",
            "javascript:alert(1)",
        ] {
            assert_eq!(player(watched), None, "{watched}");
        }
    }
}
