//! Reads documents from files, bounded in number and in bytes.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use super::{Found, manifest};

/// Documents, and files that are read for them.
const MOST: usize = 20_000;
/// Bytes of all files.
const BYTES: u64 = 64 * 1024 * 1024;
/// Folders within folders.
const DEPTH: usize = 8;

/// What was read, and what could not be.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub documents: Vec<Found>,
    pub faults: Vec<String>,
}

/// A file, or all files of a folder whose names end with `.graphql`, `.gql` or `.json`.
pub(super) fn read(place: &Path) -> Read {
    let mut reader = Reader { read: Read::default(), files: 0, bytes: 0 };
    if place.is_dir() {
        reader.folder(place, 0);
    } else {
        reader.file(place);
    }
    reader.read
}

struct Reader {
    read: Read,
    files: usize,
    bytes: u64,
}

impl Reader {
    /// In the order of their names. Those that begin with a dot are somebody else's, such as what mounted folders keep.
    fn folder(&mut self, folder: &Path, depth: usize) {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.fault(folder, &format!("cannot be read: {error}")),
        };
        let hidden =
            |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
        paths.retain(|path| !hidden(path));
        paths.sort();
        for path in paths {
            if path.is_dir() && !path.is_symlink() {
                if depth == DEPTH {
                    self.fault(&path, &format!("folders may be {DEPTH} deep"));
                } else {
                    self.folder(&path, depth + 1);
                }
            } else if ["graphql", "gql", "json"].iter().any(|kind| path.extension() == Some(OsStr::new(kind)))
            {
                self.file(&path);
            }
        }
    }

    fn file(&mut self, path: &Path) {
        self.files += 1;
        if self.files > MOST {
            return self.too_much();
        }
        let mut text = String::new();
        let left = BYTES - self.bytes;
        // What is no file may never end.
        let read = File::open(path).and_then(|file| file.take(left + 1).read_to_string(&mut text));
        match read {
            Err(error) => return self.fault(path, &format!("cannot be read: {error}")),
            Ok(bytes) if bytes as u64 > left => return self.too_much(),
            Ok(_) => {}
        }
        self.bytes += text.len() as u64;
        let file = path.display().to_string();
        if path.extension() != Some(OsStr::new("json")) {
            self.read.documents.push(Found { file, name: None, text });
            return;
        }
        match manifest::documents(&text) {
            Ok(documents) => {
                let found = |(name, text)| Found { file: file.clone(), name: Some(name), text };
                self.read.documents.extend(documents.into_iter().map(found));
            }
            Err(faults) => faults.iter().for_each(|fault| self.fault(path, fault)),
        }
        if self.read.documents.len() > MOST {
            self.read.documents.truncate(MOST);
            self.too_much();
        }
    }

    fn fault(&mut self, path: &Path, fault: &str) {
        self.read.faults.push(format!("{}: {fault}", path.display()));
    }

    /// Told once.
    fn too_much(&mut self) {
        let fault = format!("there may be {MOST} documents in {} MiB", BYTES / 1024 / 1024);
        if self.read.faults.last() != Some(&fault) {
            self.read.faults.push(fault);
        }
    }
}
