//! Word documents: archives that must be what they say, without programs in them.

use std::io::{Cursor, Read, copy, sink};

use zip::ZipArchive;
use zip::read::ZipFile;

/// The record at the end of an archive (APPNOTE.TXT of PKWARE, 4.3.16), without a comment.
pub const RECORD: usize = 22;
pub const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";
/// Files in one; a document of a thousand pages has some hundred.
const FILES: usize = 5_000;
/// All of them unpacked, in bytes.
const UNPACKED: u64 = 200 << 20;
/// What the parts of a document are, among them.
const TYPES: &str = "[Content_Types].xml";
/// Its bytes are read whole.
const TYPES_BYTES: u64 = 1 << 20;

const BROKEN: &str = "is a Word document that breaks off or is damaged: save it again";
const FOREIGN: &str = "is an archive and no Word document: save what is in it as .docx or .pdf";
const PROGRAM: &str = "is a Word document with macros: save it without them, as .docx";
const LOCKED: &str = "is locked by a password: save it without one";
const BOMB: &str = "unpacks to far more than a document needs: save it again, or as PDF";

/// Why it is not taken, if so. Unpacks all of it, up to a bound, and keeps nothing.
pub fn check(bytes: &[u8]) -> Result<(), String> {
    check_end(bytes)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BROKEN)?;
    check_types(&mut archive)?;
    let mut left = UNPACKED;
    for number in 0..archive.len() {
        let mut file = opened(archive.by_index(number))?;
        if file.name().map_err(|_| BROKEN)?.to_ascii_lowercase().ends_with("vbaproject.bin") {
            return Err(PROGRAM.into());
        }
        let unpacked = copy(&mut file.by_ref().take(left + 1), &mut sink()).map_err(|_| BROKEN)?;
        left = left.checked_sub(unpacked).ok_or(BOMB)?;
    }
    Ok(())
}

/// How an archive ends: the record that leads to its directory. One is there, at the very end, and what it leads to is short;
/// whoever reads the directory need not look for more.
fn check_end(bytes: &[u8]) -> Result<(), String> {
    let at = bytes.len().checked_sub(RECORD).ok_or(BROKEN)?;
    if !bytes[at..].starts_with(END) || !leads_to_files(bytes, at) {
        return Err(BROKEN.into());
    }
    if usize::from(u16::from_le_bytes([bytes[at + 10], bytes[at + 11]])) > FILES {
        return Err(BOMB.into());
    }
    Ok(())
}

/// Whether the record at this place tells of a directory that is there.
pub fn leads_to_files(bytes: &[u8], at: usize) -> bool {
    let number =
        |from: usize| bytes.get(from..from + 4)?.first_chunk().map(|four| u32::from_le_bytes(*four) as usize);
    let (Some(size), Some(offset)) = (number(at + 12), number(at + 16)) else { return false };
    // Where something else was put before the archive, the directory still lies right before its end.
    let places = [Some(offset), at.checked_sub(size)];
    places.into_iter().flatten().any(|place| bytes.get(place..).is_some_and(|rest| rest.starts_with(ENTRY)))
}

fn check_types(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), String> {
    if archive.index_for_name(TYPES).is_none() {
        return Err(FOREIGN.into());
    }
    let mut types = Vec::new();
    opened(archive.by_name(TYPES))?.take(TYPES_BYTES).read_to_end(&mut types).map_err(|_| BROKEN)?;
    let types = String::from_utf8_lossy(&types);
    if types.contains("macroEnabled") {
        return Err(PROGRAM.into());
    }
    // Its main part need not be called word/document.xml.
    let parts = types.split('<').filter(|tag| tag.contains("wordprocessingml.document.main+xml"));
    let names = parts.filter_map(|tag| tag.split("PartName=\"/").nth(1)?.split('"').next());
    if names.into_iter().any(|name| archive.index_for_name(name).is_some()) {
        Ok(())
    } else {
        Err(FOREIGN.into())
    }
}

fn opened<R: Read>(found: zip::result::ZipResult<ZipFile<'_, R>>) -> Result<ZipFile<'_, R>, String> {
    found.map_err(|wrong| match wrong {
        zip::result::ZipError::UnsupportedArchive(what) if what.contains("Password") => LOCKED.into(),
        _ => BROKEN.into(),
    })
}

#[cfg(test)]
pub mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::{Kind, inspect};
    use super::*;

    const MAIN: &str = r#"<Types><Override PartName="/word/document.xml"
        ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

    pub fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn with(files: &[(&str, &[u8])]) -> Vec<u8> {
        let own: [(&str, &[u8]); 2] = [(TYPES, MAIN.as_bytes()), ("word/document.xml", b"<w:document/>")];
        archive(&[&own, files].concat())
    }

    #[test]
    fn a_document_is_taken_and_no_other_archive() {
        assert_eq!(inspect("a.docx", &with(&[])), Ok(Kind::Docx));
        let others: [&[(&str, &[u8])]; 3] = [
            &[("a.txt", b"a")],
            &[(TYPES, MAIN.as_bytes())],
            &[(TYPES, b"<Types/>"), ("word/document.xml", b"<w:document/>")],
        ];
        for files in others {
            assert!(inspect("a.docx", &archive(files)).unwrap_err().contains("no Word document"));
        }
    }

    #[test]
    fn a_document_that_breaks_off_or_was_changed_is_told() {
        let whole = with(&[("word/media/a.bin", &[7; 3000])]);
        for length in (0..whole.len()).step_by(7) {
            assert!(inspect("a.docx", &whole[..length]).is_err(), "{length} bytes");
        }
        let at = whole.windows(13).position(|some| some == b"word/document").unwrap() + 20;
        let mut changed = whole;
        changed[at] ^= 0xff;
        assert!(inspect("a.docx", &changed).unwrap_err().contains("damaged"));
    }

    #[test]
    fn programs_and_bombs_stay_outside() {
        let macros = with(&[("word/vbaProject.bin", b"x")]);
        assert!(inspect("a.docx", &macros).unwrap_err().contains("macros"));
        let enabled = MAIN.replace(
            "openxmlformats-officedocument.wordprocessingml",
            "ms-word.macroEnabled.wordprocessingml",
        );
        let enabled = archive(&[(TYPES, enabled.as_bytes()), ("word/document.xml", b"")]);
        assert!(inspect("a.docx", &enabled).unwrap_err().contains("macros"));
        let zeros = vec![0; 70 << 20];
        let bomb = with(&[("a", &zeros), ("b", &zeros), ("c", &zeros)]);
        assert!(bomb.len() < 1 << 20);
        assert!(inspect("a.docx", &bomb).unwrap_err().contains("unpacks to far more"));
    }
}
