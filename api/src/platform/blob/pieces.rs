//! Where files lie that came in pieces, and that go again: one folder each, which no address leads to.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use uuid::Uuid;

use super::{blocking, trouble, write};
use crate::error::{Error, Result};

/// Files that are held whole in memory at once.
const AT_ONCE: usize = 2;
/// How long others wait for that.
const QUEUE: Duration = Duration::from_secs(10);
const QUEUE_SECONDS: i64 = 10;

/// A folder of folders of pieces. Clones share it.
#[derive(Clone, Debug)]
pub struct PieceStore {
    root: PathBuf,
    permits: Arc<Semaphore>,
}

impl PieceStore {
    /// The folder is made when first written to.
    pub fn local(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), permits: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Stores a piece of a file, whole or not at all, safe from a power cut once it returns.
    pub async fn put(&self, file: Uuid, piece: Uuid, bytes: Bytes) -> Result<()> {
        self.work(self.path(file, piece), "write", move |path| write(path, &bytes)).await
    }

    /// What `look` makes of all pieces of a file, one behind the other; an error when too many wait for that.
    pub async fn examine<T: Send + 'static>(
        &self,
        file: Uuid,
        pieces: &[Uuid],
        look: impl FnOnce(&[u8]) -> T + Send + 'static,
    ) -> Result<T> {
        let permit = timeout(QUEUE, self.permits.acquire()).await.map_err(|_| Error::Busy(QUEUE_SECONDS))?;
        let _permit = permit.expect("it is never closed");
        let paths: Vec<PathBuf> = pieces.iter().map(|piece| self.path(file, *piece)).collect();
        self.work(self.folder(file), "read", move |_| {
            let mut bytes = Vec::new();
            for path in &paths {
                fs::File::open(path)?.read_to_end(&mut bytes)?;
            }
            Ok(look(&bytes))
        })
        .await
    }

    /// A piece to read from; an error when it is not there.
    pub async fn open(&self, file: Uuid, piece: Uuid) -> io::Result<tokio::fs::File> {
        tokio::fs::File::open(self.path(file, piece)).await
    }

    /// Removes a piece that nothing names; fine if it is not there.
    pub async fn remove_piece(&self, file: Uuid, piece: Uuid) -> Result<()> {
        self.work(self.path(file, piece), "remove", |path| absent(fs::remove_file(path))).await
    }

    /// Removes all of a file, for good; fine if there is none.
    pub async fn remove(&self, file: Uuid) -> Result<()> {
        self.work(self.folder(file), "remove", |path| absent(fs::remove_dir_all(path))).await
    }

    async fn work<T: Send + 'static>(
        &self,
        path: PathBuf,
        verb: &'static str,
        work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
    ) -> Result<T> {
        let done = blocking({
            let path = path.clone();
            move || work(&path)
        });
        done.await.map_err(|cause| trouble(verb, &path, &cause))
    }

    /// By its last byte, since ids of one day begin alike.
    fn folder(&self, file: Uuid) -> PathBuf {
        let name = file.simple().to_string();
        self.root.join(&name[30..]).join(&name)
    }

    fn path(&self, file: Uuid, piece: Uuid) -> PathBuf {
        self.folder(file).join(piece.simple().to_string())
    }
}

fn absent(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    #[tokio::test]
    async fn pieces_are_read_as_one_and_go_as_one() {
        let folder = tempfile::tempdir().unwrap();
        let store = PieceStore::local(folder.path().join("attachments"));
        for (piece, bytes) in [(1, "he"), (2, "llo"), (3, "not named")] {
            store.put(id(7), id(piece), bytes.into()).await.unwrap();
        }
        store.put(id(8), id(1), "other".into()).await.unwrap();
        let read = |pieces: Vec<Uuid>| store.examine(id(7), &pieces.leak()[..], <[u8]>::to_vec);
        assert_eq!(read(vec![id(1), id(2)]).await.unwrap(), b"hello");
        assert!(matches!(read(vec![id(1), id(4)]).await, Err(Error::Environment(_))));

        store.remove_piece(id(7), id(3)).await.unwrap();
        store.remove_piece(id(7), id(3)).await.unwrap();
        assert!(store.open(id(7), id(3)).await.is_err());
        store.remove(id(7)).await.unwrap();
        store.remove(id(7)).await.unwrap();
        assert!(store.open(id(7), id(1)).await.is_err());
        assert!(store.open(id(8), id(1)).await.is_ok());
    }
}
