//! Which files are taken in, and how they are known by their first bytes.

use crate::kit::text::path_segment;

/// Where the bytes of a file are; the address changes when they do.
pub fn address(base_url: &str, id: &str, name: &str, sha256: &str) -> String {
    let version = sha256.get(..16).unwrap_or(sha256);
    format!("{base_url}/assets/{id}/{}?v={version}", path_segment(name))
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
