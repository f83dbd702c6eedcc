//! Where a bundle is read from: a folder on disk, or one inside the program.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use include_dir::Dir;

#[derive(Clone, Debug)]
pub enum Source {
    Folder(PathBuf),
    Embedded(&'static Dir<'static>),
}

/// What lies in a folder of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    File,
    Folder,
    /// A symbolic link, a pipe, a name that is not UTF-8: never followed, never opened.
    Odd,
}

/// Why a file of a bundle was not read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    #[error("is {found} bytes long; at most {most} are read")]
    TooLong { found: u64, most: u64 },
    #[error("is a link or not a plain file: put the file itself there")]
    Odd,
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
}

impl Source {
    /// Whether there is a folder at all.
    pub fn check(&self) -> io::Result<()> {
        match self {
            Self::Folder(root) => fs::read_dir(root).map(drop),
            Self::Embedded(_) => Ok(()),
        }
    }

    /// What lies in `folder` (the top if empty), by name; hidden files are left out. Nothing if there is no such
    /// folder.
    pub fn entries(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let mut entries = match self {
            Self::Folder(root) => on_disk(&root.join(folder))?,
            Self::Embedded(root) => inside(root, folder),
        };
        entries.retain(|entry| !entry.name.starts_with('.'));
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// The bytes of a file whose name came from [`Self::entries`], never more than `most` of them.
    pub fn read(&self, path: &str, most: u64) -> Result<Vec<u8>, Unread> {
        match self {
            Self::Folder(root) => read_file(&root.join(path), most),
            Self::Embedded(root) => {
                let file = root.get_file(path).ok_or(io::Error::from(io::ErrorKind::NotFound))?;
                Ok(file.contents().to_vec())
            }
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(root) => write!(f, "{}", root.display()),
            Self::Embedded(_) => f.write_str("the program's own bundle"),
        }
    }
}

fn on_disk(folder: &Path) -> io::Result<Vec<Entry>> {
    match fs::symlink_metadata(folder) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(cause),
    }
    fs::read_dir(folder)?.map(|entry| described(&entry?)).collect()
}

fn described(entry: &fs::DirEntry) -> io::Result<Entry> {
    let kind = entry.file_type()?;
    let name = entry.file_name();
    let readable = name.to_str().is_some();
    let kind = match (readable, kind.is_file(), kind.is_dir()) {
        (true, true, _) => Kind::File,
        (true, _, true) => Kind::Folder,
        _ => Kind::Odd,
    };
    Ok(Entry { name: name.to_string_lossy().into_owned(), kind })
}

fn inside(root: &'static Dir<'static>, folder: &str) -> Vec<Entry> {
    let found = if folder.is_empty() { Some(root) } else { root.get_dir(folder) };
    let entries = found.into_iter().flat_map(Dir::entries);
    let entry = |entry: &include_dir::DirEntry<'_>| Entry {
        name: entry.path().file_name().unwrap_or_default().to_string_lossy().into_owned(),
        kind: if entry.as_dir().is_some() { Kind::Folder } else { Kind::File },
    };
    entries.map(entry).collect()
}

fn read_file(path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
    // Looked at before it is opened: opening a pipe waits for a writer.
    let found = fs::symlink_metadata(path)?;
    if !found.is_file() {
        return Err(Unread::Odd);
    }
    if found.len() > most {
        return Err(Unread::TooLong { found: found.len(), most });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0));
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(Unread::TooLong { found: bytes.len() as u64, most });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_large_files_are_never_opened() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("news")).unwrap();
        fs::write(root.join("news/a.json"), "{}").unwrap();
        fs::write(root.join("news/.hidden"), "x").unwrap();
        std::os::unix::fs::symlink("/etc/passwd", root.join("news/b.json")).unwrap();
        File::create(root.join("news/c.json")).unwrap().set_len(200 << 20).unwrap();

        let source = Source::Folder(root.to_owned());
        let entries = source.entries("news").unwrap();
        let kinds: Vec<_> = entries.iter().map(|entry| (entry.name.as_str(), entry.kind)).collect();
        assert_eq!(kinds, [("a.json", Kind::File), ("b.json", Kind::Odd), ("c.json", Kind::File)]);
        assert_eq!(source.read("news/a.json", 10).unwrap(), b"{}");
        assert!(matches!(source.read("news/b.json", 10), Err(Unread::Odd)));
        let error = source.read("news/c.json", 10 << 20).unwrap_err();
        assert_eq!(error.to_string(), "is 209715200 bytes long; at most 10485760 are read");
        assert_eq!(source.entries("topics").unwrap(), []);
    }

    #[test]
    fn a_folder_that_is_a_link_is_not_entered() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc", folder.path().join("news")).unwrap();
        assert!(Source::Folder(folder.path().to_owned()).entries("news").is_err());
    }
}
