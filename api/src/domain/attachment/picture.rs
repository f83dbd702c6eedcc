//! Pictures: whole, and of a size that programs can unfold.

use super::{Kind, cut, two_things};

/// Either side, in pixels.
const SIDE: usize = 30_000;
/// All of it, in pixels: 400 MB in memory.
const PIXELS: usize = 100_000_000;

/// Why it is not taken, if so.
pub fn check(kind: Kind, bytes: &[u8]) -> Result<(), String> {
    let size = imagesize::blob_size(bytes).map_err(|_| cut(kind))?;
    let (width, height) = (size.width, size.height);
    if width == 0 || height == 0 {
        return Err(cut(kind));
    }
    if width > SIDE || height > SIDE || width * height > PIXELS {
        return Err(format!(
            "has {width} \u{d7} {height} pixels, more than programs can show: make it smaller, at most 100 million"
        ));
    }
    match kind {
        Kind::Png => end_of_png(bytes),
        Kind::Webp => end_of_riff(bytes),
        _ => end_of_jpeg(bytes),
    }
    .ok_or_else(|| cut(kind))
    // A camera may write what it likes behind a JPEG.
    .and_then(|end| {
        let is_more = bytes[end..].iter().any(|byte| *byte != 0);
        if is_more && kind != Kind::Jpeg { Err(two_things(kind)) } else { Ok(()) }
    })
}

/// Where the last chunk ends; `None` if it is missing.
fn end_of_png(bytes: &[u8]) -> Option<usize> {
    let mut at = 8_usize;
    loop {
        let head = bytes.get(at..at + 8)?;
        let length = u32::from_be_bytes(*head.first_chunk()?) as usize;
        at = at.checked_add(length)?.checked_add(12)?;
        if at > bytes.len() {
            return None;
        }
        if &head[4..] == b"IEND" {
            return Some(at);
        }
    }
}

/// As long as it says to be, and a byte more where that is odd.
fn end_of_riff(bytes: &[u8]) -> Option<usize> {
    let length = u32::from_le_bytes(*bytes.get(4..8)?.first_chunk()?) as usize;
    let end = length.checked_add(8)?;
    (end <= bytes.len()).then(|| (end + length % 2).min(bytes.len()))
}

/// Where its picture ends, past any smaller one in its head.
fn end_of_jpeg(bytes: &[u8]) -> Option<usize> {
    let mut at = 2_usize;
    loop {
        let marker = *bytes.get(at + 1)?;
        if bytes[at] != 0xff {
            return None;
        }
        match marker {
            0xff => at += 1,
            0xda => break,
            _ => at += 2 + usize::from(u16::from_be_bytes(*bytes.get(at + 2..at + 4)?.first_chunk()?)),
        }
    }
    bytes.get(at..)?.windows(2).position(|two| two == [0xff, 0xd9]).map(|place| at + place + 2)
}

#[cfg(test)]
pub mod tests {
    use super::super::inspect;
    use super::*;

    fn short(length: usize) -> u32 {
        length.try_into().unwrap()
    }

    /// Its frame alone: nothing here looks at the colours.
    pub fn png(width: u32, height: u32) -> Vec<u8> {
        let head = [&b"IHDR"[..], &width.to_be_bytes(), &height.to_be_bytes(), b"\x08\x02\0\0\0"].concat();
        let chunk =
            |inside: &[u8]| [&(short(inside.len()) - 4).to_be_bytes()[..], inside, b"\0\0\0\0"].concat();
        [&b"\x89PNG\r\n\x1a\n"[..], &chunk(&head), &chunk(b"IDATxxxx"), &chunk(b"IEND")].concat()
    }

    fn jpeg() -> Vec<u8> {
        // A head with a small picture in it, a frame of 2 by 3, and a scan.
        let inner = b"\xff\xe0\0\x08ab\xff\xd9cd";
        let frame = b"\xff\xc0\0\x0b\x08\0\x03\0\x02\x01\x01\x11\0";
        [&b"\xff\xd8"[..], inner, frame, b"\xff\xda\0\x08\x01\x01\0\0?\0colours\xff\xd9"].concat()
    }

    fn webp() -> Vec<u8> {
        let inside = b"WEBPVP8X\x0a\0\0\0\0\0\0\0\x09\0\0\x09\0\0";
        [&b"RIFF"[..], &short(inside.len()).to_le_bytes(), inside].concat()
    }

    #[test]
    fn whole_pictures_are_taken() {
        assert_eq!(inspect("a.png", &png(10, 10)), Ok(Kind::Png));
        assert_eq!(inspect("a.jpg", &jpeg()), Ok(Kind::Jpeg));
        assert_eq!(inspect("a.jpeg", &[&jpeg()[..], b"SEFT"].concat()), Ok(Kind::Jpeg));
        assert_eq!(inspect("a.webp", &webp()), Ok(Kind::Webp));
        assert_eq!(inspect("a.png", &[&png(10, 10)[..], b"\0"].concat()), Ok(Kind::Png));
    }

    #[test]
    fn pictures_that_break_off_are_told_at_every_byte() {
        for (name, whole) in [("a.png", png(10, 10)), ("a.jpg", jpeg()), ("a.webp", webp())] {
            for length in 0..whole.len() {
                assert!(inspect(name, &whole[..length]).is_err(), "{name} of {length} bytes");
            }
        }
    }

    #[test]
    fn pictures_that_nobody_can_unfold_are_refused() {
        for (width, height) in [(30_001, 1), (1, 100_000), (20_000, 20_000), (u32::MAX, u32::MAX)] {
            assert!(
                inspect("a.png", &png(width, height)).unwrap_err().contains("pixels"),
                "{width} {height}"
            );
        }
        assert!(inspect("a.png", &png(0, 5)).is_err());
    }

    #[test]
    fn nothing_hides_behind_a_picture() {
        for (name, whole) in [("a.png", png(10, 10)), ("a.webp", webp())] {
            let more = [&whole[..], b"<script>"].concat();
            assert!(inspect(name, &more).unwrap_err().contains("something else"), "{name}");
        }
    }
}
