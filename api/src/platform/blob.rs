//! Where the bytes of files lie: one local folder, each file named by the SHA-256 of what is in it.

mod pieces;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::kit::hash::hex;

pub use pieces::PieceStore;

/// Bytes of a file held in memory at a time.
const BLOCK: usize = 1 << 16;

/// A folder of files that never change once written.
#[derive(Clone, Debug)]
pub struct BlobStore {
    root: PathBuf,
}

impl BlobStore {
    /// The folder is made when first written to.
    pub fn local(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Stores bytes under the lower-case hex of their SHA-256, whole or not at all, safe from a power cut
    /// once it returns. Storing the same again changes nothing.
    pub async fn put(&self, key: &str, bytes: impl Into<Vec<u8>>) -> Result<()> {
        let path = self.path(key).ok_or_else(|| Error::invalid("storage key", "must be a SHA-256 in hex"))?;
        let bytes = bytes.into();
        let written = blocking({
            let path = path.clone();
            move || write(&path, &bytes)
        });
        written.await.map_err(|cause| trouble("write", &path, &cause))
    }

    /// All bytes of a file; `None` when there is none of that name.
    pub async fn get(&self, key: &str) -> Result<Option<Vec<u8>>> {
        self.read(key, |path| fs::read(path)).await
    }

    /// A file to read from, and how long it is; `None` when there is none of that name.
    pub async fn open(&self, key: &str) -> Result<Option<(tokio::fs::File, u64)>> {
        let found = self.read(key, |path| {
            let file = File::open(path)?;
            let length = file.metadata()?.len();
            Ok((file, length))
        });
        Ok(found.await?.map(|(file, length)| (tokio::fs::File::from_std(file), length)))
    }

    /// Whether the bytes of a file are there and are what its name says.
    pub async fn is_whole(&self, key: &str) -> Result<bool> {
        let found = self.read(key, |path| {
            let (mut file, mut hash, mut block) = (File::open(path)?, Sha256::new(), vec![0; BLOCK]);
            loop {
                match file.read(&mut block)? {
                    0 => return Ok(hex(&hash.finalize())),
                    length => hash.update(&block[..length]),
                }
            }
        });
        Ok(found.await?.is_some_and(|found| found == key))
    }

    /// Whether files can be written, found out by writing one that goes away again.
    pub async fn check(&self) -> Result<()> {
        let root = self.root.clone();
        let tried = blocking(move || {
            fs::create_dir_all(&root)?;
            tempfile::NamedTempFile::new_in(&root).map(drop)
        });
        tried.await.map_err(|cause| trouble("write", &self.root, &cause))
    }

    /// Removes a file that nothing points at; fine if it is not there.
    pub async fn remove(&self, key: &str) -> Result<()> {
        self.read(key, |path| fs::remove_file(path)).await.map(drop)
    }

    async fn read<T: Send + 'static>(
        &self,
        key: &str,
        how: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(path) = self.path(key) else { return Ok(None) };
        let found = blocking({
            let path = path.clone();
            move || how(&path)
        });
        match found.await {
            Ok(found) => Ok(Some(found)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(trouble("read", &path, &cause)),
        }
    }

    /// `ab/cd/abcd…`: two levels keep folders short. `None` for anything that is not a SHA-256 in hex, so
    /// that no key can lead out of the folder.
    fn path(&self, key: &str) -> Option<PathBuf> {
        let is_hash = key.len() == 64 && key.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_hash.then(|| self.root.join(&key[..2]).join(&key[2..4]).join(key))
    }
}

/// Beside its final place first, then renamed: a reader sees all of it or nothing.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|found| found.len() == bytes.len() as u64) && fs::read(path)? == bytes {
        return Ok(());
    }
    let folder = path.parent().expect("a blob lies in a folder");
    // Two levels and the root; what holds the root needs to remember only a new one.
    let levels = 3 + usize::from(!folder.ancestors().nth(2).is_some_and(Path::exists));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    folder.ancestors().take(levels).try_for_each(|folder| File::open(named(folder))?.sync_all())
}

/// The working directory has no name in a relative path.
fn named(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.expect("file work does not panic")
}

fn trouble(verb: &str, path: &Path, cause: &io::Error) -> Error {
    let path = path.display();
    Error::Environment(format!(
        "cannot {verb} the file {path}: {cause}; check its folder, rights and free space"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    #[tokio::test]
    async fn what_was_put_is_found_again_and_leaves_no_rest() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = BlobStore::local(folder.path().join("assets"));
        assert!(blobs.get(KEY).await.unwrap().is_none());
        blobs.put(KEY, "hello").await.unwrap();
        blobs.put(KEY, "hello").await.unwrap();
        assert_eq!(blobs.get(KEY).await.unwrap().unwrap(), b"hello");
        assert_eq!(blobs.open(KEY).await.unwrap().unwrap().1, 5);
        let files = fs::read_dir(folder.path().join("assets/2c/f2")).unwrap().count();
        assert_eq!(files, 1);
    }

    #[tokio::test]
    async fn a_torn_file_is_mended_by_putting_it_again() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = BlobStore::local(folder.path());
        blobs.put(KEY, "hello").await.unwrap();
        fs::write(blobs.path(KEY).unwrap(), "hel").unwrap();
        blobs.put(KEY, "hello").await.unwrap();
        assert_eq!(blobs.get(KEY).await.unwrap().unwrap(), b"hello");
    }

    #[tokio::test]
    async fn a_file_with_a_byte_changed_is_told_and_mended() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = BlobStore::local(folder.path());
        blobs.put(KEY, "hello").await.unwrap();
        assert!(blobs.is_whole(KEY).await.unwrap());
        fs::write(blobs.path(KEY).unwrap(), "hallo").unwrap();
        assert!(!blobs.is_whole(KEY).await.unwrap());
        blobs.put(KEY, "hello").await.unwrap();
        assert!(blobs.is_whole(KEY).await.unwrap());
    }

    #[tokio::test]
    async fn no_key_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = BlobStore::local(folder.path());
        for key in
            ["", "../../etc/passwd", "/etc/passwd", &KEY.to_uppercase(), &KEY[1..], &KEY.replace('2', ".")]
        {
            assert!(blobs.put(key, "x").await.is_err(), "{key}");
            assert!(blobs.get(key).await.unwrap().is_none(), "{key}");
        }
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("assets");
        fs::write(&blocked, "a file where the folder should be").unwrap();
        let error = BlobStore::local(&blocked).put(KEY, "hello").await.unwrap_err();
        assert!(matches!(error, Error::Environment(_)));
        assert!(error.to_string().contains("assets") && error.to_string().contains("check"), "{error}");
    }
}
