//! Which files are taken in, and how they are known by their first bytes.

use crate::kit::text::path_segment;

/// Where the bytes of a file are; the address changes when they do.
pub fn address(base_url: &str, id: &str, name: &str, sha256: &str) -> String {
    let version = sha256.get(..16).unwrap_or(sha256);
    format!("{base_url}/assets/{id}/{}?v={version}", path_segment(name))
}

/// What an address ends with that leads to a file before anything live uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// In seconds since 1970.
    pub expires: i64,
    pub signature: String,
}

impl Link {
    /// The address of a file with this at its end, instead of what it has of the kind.
    pub fn put_on(&self, address: &str) -> String {
        let own = format!("expires={}&signature={}", self.expires, self.signature);
        with_query(address, Some(&own))
    }
}

/// The address without a link, if it has one: who keeps it means the file.
pub fn unlinked(address: &str) -> Option<String> {
    let query = address.split_once('?')?.1.split('#').next().unwrap_or_default();
    query.split('&').any(is_of_link).then(|| with_query(address, None))
}

fn is_of_link(part: &str) -> bool {
    part.starts_with("expires=") || part.starts_with("signature=")
}

/// With other parameters than those of a link, and what is added to them.
fn with_query<'a>(address: &'a str, added: Option<&'a str>) -> String {
    let (address, fragment) =
        address.split_once('#').map_or((address, None), |(one, other)| (one, Some(other)));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut parts: Vec<&str> =
        query.split('&').filter(|part| !part.is_empty() && !is_of_link(part)).collect();
    parts.extend(added);
    let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
    let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
    format!("{path}{query}{fragment}")
}

/// A kind of file that is safe to hand out as it came. SVG and HTML run scripts: they are not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    Png,
    Jpeg,
    Webp,
    Gif,
    Avif,
    Pdf,
}

const ALL: [MediaType; 6] =
    [MediaType::Png, MediaType::Jpeg, MediaType::Webp, MediaType::Gif, MediaType::Avif, MediaType::Pdf];

impl MediaType {
    /// The type of this name, `image/png`.
    pub fn named(name: &str) -> Option<Self> {
        ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The names of all, for messages.
    pub fn names() -> String {
        ALL.map(Self::name).join(", ")
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Avif => "image/avif",
            Self::Pdf => "application/pdf",
        }
    }

    /// What its file names end with, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Avif => "avif",
            Self::Pdf => "pdf",
        }
    }

    /// What the bytes are, whatever anybody calls them.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let at =
            |place: usize, wanted: &[u8]| bytes.get(place..).is_some_and(|rest| rest.starts_with(wanted));
        if at(0, b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if at(0, b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if at(0, b"RIFF") && at(8, b"WEBP") {
            Some(Self::Webp)
        } else if at(0, b"GIF87a") || at(0, b"GIF89a") {
            Some(Self::Gif)
        } else if at(4, b"ftypavif") || at(4, b"ftypavis") {
            Some(Self::Avif)
        } else if at(0, b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_goes_behind_what_an_address_asks_for_and_stands_there_once() {
        let link = Link { expires: 7, signature: "s".into() };
        for (address, becomes) in [
            ("/assets/a/b.png", "/assets/a/b.png?expires=7&signature=s"),
            ("/assets/a/b.png?v=1#x", "/assets/a/b.png?v=1&expires=7&signature=s#x"),
            ("/assets/a/b.png?expires=1&signature=t&v=1", "/assets/a/b.png?v=1&expires=7&signature=s"),
        ] {
            assert_eq!(link.put_on(address), becomes);
        }
        for (address, becomes) in [
            ("/assets/a/b.png?v=1&expires=7&signature=s#x", Some("/assets/a/b.png?v=1#x")),
            ("/assets/a/b.png?signature=s", Some("/assets/a/b.png")),
            ("/assets/a/b.png?v=1#expires=7", None),
            ("/assets/a/b.png", None),
        ] {
            assert_eq!(unlinked(address).as_deref(), becomes);
        }
    }

    #[test]
    fn files_are_known_by_their_bytes() {
        for (bytes, kind) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], MediaType::Png),
            (b"\xff\xd8\xff\xe0..", MediaType::Jpeg),
            (b"RIFF\x10\0\0\0WEBPVP8 ", MediaType::Webp),
            (b"GIF89a..", MediaType::Gif),
            (b"\0\0\0\x20ftypavif", MediaType::Avif),
            (b"%PDF-1.7", MediaType::Pdf),
        ] {
            assert_eq!(MediaType::of(bytes), Some(kind));
            assert_eq!(MediaType::named(kind.name()), Some(kind));
        }
        for bytes in [&b""[..], b"<svg xmlns='...'>", b"<!doctype html>", b"MZ", b"RIFF", b"\x89PNG"] {
            assert_eq!(MediaType::of(bytes), None);
        }
        assert_eq!(MediaType::named("image/svg+xml"), None);
    }
}
