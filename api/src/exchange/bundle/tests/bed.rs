//! Databases and bundles to throw away.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use entity::instant::Instant;
use include_dir::{Dir, include_dir};
use sea_orm::{ConnectionTrait, EntityTrait};
use tempfile::TempDir;

use crate::app::{App, Settings, listing};
use crate::exchange::bundle::{Imported, Refusal, Source, export, import};
use crate::platform::clock::Clock;
use crate::platform::database::tests::scratch::Scratch;

pub static DEMO: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/demo");

/// Later than everything in the demo, so that what is made now is seen to be.
pub const NOW: Instant = Instant(1_800_000_000_000);

/// An application on a database of its own.
pub struct Bed {
    pub app: App,
    /// Gone when dropped, the database with it.
    scratch: Scratch,
}

impl Bed {
    pub async fn each() -> Vec<Self> {
        let mut beds = Vec::new();
        for scratch in Scratch::each().await {
            beds.push(Self::on(scratch).await);
        }
        beds
    }

    pub async fn sqlite() -> Self {
        Self::on(Scratch::sqlite()).await
    }

    async fn on(scratch: Scratch) -> Self {
        let settings = Settings {
            assets: Some(scratch.folder.path().join("blobs")),
            clock: Clock::fixed(NOW),
            ..Settings::new(&*scratch.url)
        };
        Self { app: App::open(settings).await.unwrap(), scratch }
    }

    pub async fn import(&self, folder: &Path) -> Result<Imported, Refusal> {
        import(&self.app, &Source::Folder(folder.to_owned()), Arc::new(())).await
    }

    pub async fn import_demo(&self) -> Imported {
        import(&self.app, &Source::Embedded(&DEMO), Arc::new(())).await.unwrap()
    }

    pub async fn export(&self) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        export(&self.app, folder.path(), Arc::new(())).await.unwrap();
        folder
    }

    pub async fn all<E: EntityTrait>(&self) -> Vec<E::Model> {
        E::find().all(&self.app.db.reader).await.unwrap()
    }

    /// The derived lists tell the truth.
    pub async fn assert_lists_are_true(&self) {
        let db = self.app.snapshot().await.unwrap();
        assert_eq!(listing::verify(&db).await.unwrap(), listing::Difference::default());
    }

    pub async fn execute(&self, sql: &str) {
        self.app.db.writer.execute_unprepared(sql).await.unwrap();
    }

    pub fn blobs(&self) -> usize {
        let root = self.scratch.folder.path().join("blobs");
        files(&root).len()
    }
}

/// The demo as a folder, to be spoilt.
pub fn demo_folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    DEMO.extract(folder.path()).unwrap();
    folder
}

/// An empty bundle.
pub fn empty_folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "bundle.json", "{\"format\": \"cities-bundle\", \"version\": 1}");
    folder
}

pub fn put(root: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Replaces a word in a file that must hold it.
pub fn spoil(root: &Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(root.join(path)).unwrap();
    assert!(text.contains(from), "{path} does not hold {from}");
    fs::write(root.join(path), text.replacen(from, to, 1)).unwrap();
}

/// All files below a folder, by their path in it.
pub fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Says which files differ, not how.
pub fn assert_same_files(a: &Path, b: &Path) {
    let (a, b) = (files(a), files(b));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (path, bytes) in &a {
        let (a, b) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&b[path]));
        assert!(bytes == b.as_bytes() || a == b, "{} differs:\n{a}\n---\n{b}", path.display());
    }
}
