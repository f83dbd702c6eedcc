//! Files sent in with a submission: which are taken, told by what is in them and not by what they are called.

mod docx;
mod picture;

use super::check::{Check, Need};
use super::mistake::Code;

/// Attached to one submission at a time.
pub const FILES: usize = 10;
/// Kept of one submission, with those that were taken out after it was submitted with them.
pub const KEPT: usize = 30;
/// Bytes of one file: 20 MiB.
pub const BYTES: u64 = 20 << 20;
/// Begins the container of old Office files, and of new ones with a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";
/// A PDF is looked for in so many first bytes, and its end in as many last ones, as readers do.
const NEAR: usize = 1024;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Pdf,
    Jpeg,
    Png,
    Webp,
    Docx,
}

const ALL: [Kind; 5] = [Kind::Pdf, Kind::Jpeg, Kind::Png, Kind::Webp, Kind::Docx];

impl Kind {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// What people call it.
    fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "JPEG picture",
            Self::Png => "PNG picture",
            Self::Webp => "WebP picture",
            Self::Docx => "Word document",
        }
    }

    /// What names of such files end with, the usual one first.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Docx => &["docx"],
        }
    }

    fn fits(self, name: &str) -> bool {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        ending.is_some_and(|ending| self.endings().contains(&ending.as_str()))
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |with: &[u8]| bytes.starts_with(with);
        if without_blanks(&bytes[..bytes.len().min(NEAR)]).starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if begins(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if begins(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else if begins(b"PK\x03\x04") {
            Some(Self::Docx)
        } else {
            None
        }
    }
}

/// Notes what is wrong with the name of a file, before there is a byte of it.
pub fn check_name(check: &mut Check, name: &str) {
    check.title("name", name, Need::Required);
    if name.starts_with('.') || name.contains(['/', '\\']) {
        check.wrong("name", Code::Invalid, "must be a plain file name such as budget.pdf");
    } else if !name.is_empty() && !ALL.iter().any(|kind| kind.fits(name)) {
        let message = "must end in .pdf, .jpg, .jpeg, .png, .webp or .docx: save it as one of these";
        check.wrong("name", Code::Invalid, message);
    }
}

/// What a file is, or why it is not taken. May take a while.
pub fn inspect(name: &str, bytes: &[u8]) -> Result<Kind, String> {
    if bytes.starts_with(COMPOUND) {
        return Err(
            "is locked by a password, or of an old Office: save it without one, as .docx or .pdf".into()
        );
    }
    let Some(kind) = Kind::of(bytes) else {
        return Err(
            "is no PDF, JPEG, PNG, WebP or Word document, whatever its name says: save it as one of these"
                .into(),
        );
    };
    if !kind.fits(name) {
        let (is, ending) = (kind.name(), kind.endings()[0]);
        return Err(format!("is a {is} by its bytes: let its name end in .{ending}"));
    }
    if kind != Kind::Pdf && contains(&bytes[..bytes.len().min(NEAR)], b"%PDF-") {
        return Err(two_things(kind));
    }
    if kind != Kind::Docx && is_zip(bytes) {
        return Err(two_things(kind));
    }
    match kind {
        Kind::Pdf => {
            let end = without_padding(bytes);
            if !contains(&end[end.len().saturating_sub(NEAR)..], b"%%EOF") {
                return Err(cut(kind));
            }
        }
        Kind::Docx => docx::check(bytes)?,
        Kind::Jpeg | Kind::Png | Kind::Webp => picture::check(kind, bytes)?,
    }
    Ok(kind)
}

fn cut(kind: Kind) -> String {
    format!("is a {} that breaks off: its end is missing; save it again", kind.name())
}

fn two_things(kind: Kind) -> String {
    format!("is a {} and something else in one: save it again as a plain {}", kind.name(), kind.name())
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|some| some == what)
}

/// Some editors begin with a mark of the order of bytes, or a line.
fn without_blanks(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start()
}

/// Some systems fill the last block up.
fn without_padding(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| *byte != 0 && !byte.is_ascii_whitespace());
    &bytes[..end.map_or(0, |end| end + 1)]
}

/// Whether unpackers, which look for a directory from the end on, would take it for an archive.
fn is_zip(bytes: &[u8]) -> bool {
    let from = bytes.len().saturating_sub(docx::RECORD + usize::from(u16::MAX));
    let ends = bytes[from..].windows(docx::RECORD).enumerate();
    let mut ends = ends.filter(|(_, record)| record.starts_with(docx::END)).map(|(at, _)| from + at);
    ends.any(|at| docx::leads_to_files(bytes, at))
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn pdf() -> Vec<u8> {
        b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n".to_vec()
    }

    fn refused(name: &str, bytes: &[u8]) -> String {
        inspect(name, bytes).unwrap_err()
    }

    #[test]
    fn a_file_is_what_its_bytes_are() {
        assert_eq!(inspect("budget.pdf", &pdf()), Ok(Kind::Pdf));
        assert_eq!(inspect("BUDGET.PDF", &pdf()), Ok(Kind::Pdf));
        for real in [
            [b"\xef\xbb\xbf", &pdf()[..]].concat(),
            [b"\r\n", &pdf()[..]].concat(),
            [&pdf()[..], &[0; 1100]].concat(),
        ] {
            assert_eq!(inspect("budget.pdf", &real), Ok(Kind::Pdf));
        }
        assert!(refused("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").contains("locked by a password"));
        assert!(refused("budget.docx", &pdf()).contains("is a PDF by its bytes"));
        for bytes in [&b""[..], b"%PD", b"<svg xmlns='x'>", b"<html>", b"MZ\x90\0", b"GIF89a", b"{\\rtf1"] {
            assert!(refused("budget.pdf", bytes).contains("whatever its name says"), "{bytes:?}");
        }
        assert!(refused("budget.pdf", &pdf()[..30]).contains("breaks off"));
    }

    #[test]
    fn nothing_is_two_things_in_one() {
        let archive = docx::tests::archive(&[("evil.exe", b"MZ")]);
        for end in [&b""[..], b"\n%%EOF\n", b"\0"] {
            let both = [&pdf()[..], &archive, end].concat();
            assert!(refused("a.pdf", &both).contains("something else in one"), "{end:?}");
        }
        // Letters that only look like it are no archive.
        assert_eq!(
            inspect("a.pdf", &[b"%PDF-1.7\nPK\x05\x06 and so on\n", &pdf()[9..]].concat()),
            Ok(Kind::Pdf)
        );
        let picture =
            [&picture::tests::png(1, 1)[..33], b"%PDF-1.7", &picture::tests::png(1, 1)[33..]].concat();
        assert!(refused("a.png", &picture).contains("something else in one"));
    }

    #[test]
    fn a_name_says_nothing_of_folders_and_ends_as_files_that_are_taken() {
        let wrong = |name: &str| {
            let mut check = Check::new(0);
            check_name(&mut check, name);
            check.into_mistakes().len()
        };
        for name in ["budget.pdf", "Brief der B\u{fc}rgermeisterin.DOCX", "\u{9884}\u{7b97}.jpeg"] {
            assert_eq!(wrong(name), 0, "{name}");
        }
        for name in [
            "",
            "budget",
            "budget.exe",
            "../a.pdf",
            "a\\b.pdf",
            ".pdf",
            "a.pdf\n",
            "a.pdf.html",
            "\u{202e}fdp.pdf",
        ] {
            assert!(wrong(name) > 0, "{name:?}");
        }
        assert!(wrong(&format!("{}.pdf", "a".repeat(400))) > 0);
    }
}
