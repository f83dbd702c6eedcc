//! The bytes of assets: what they are, and their way into the blob store.

use std::collections::BTreeSet;

use entity::asset;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::Folder;
use super::source::{Source, Unread};
use crate::app::App;
use crate::domain::asset::MediaType;
use crate::domain::limits;
use crate::error::{Error, Result};
use crate::kit::hash;

/// What is known of a file by reading it.
#[derive(Clone, Debug)]
pub struct Facts {
    pub sha256: String,
    pub bytes: u64,
    /// `None` for what is not taken in.
    pub kind: Option<MediaType>,
    /// Width and height, where the file says them.
    pub size: Option<(i32, i32)>,
}

pub fn facts(source: &Source, path: &str) -> Result<Facts, Unread> {
    let bytes = source.read(path, limits::ASSET_BYTES)?;
    let size = imagesize::blob_size(&bytes).ok();
    let size =
        size.and_then(|size| Some((i32::try_from(size.width).ok()?, i32::try_from(size.height).ok()?)));
    Ok(Facts { sha256: hash::sha256(&bytes), bytes: bytes.len() as u64, kind: MediaType::of(&bytes), size })
}

/// Blobs that were not there before this import.
#[derive(Debug, Default)]
pub struct Stored(BTreeSet<String>);

impl Stored {
    /// Puts a file into the blob store, unless it is there already.
    pub async fn put(&mut self, app: &App, source: &Source, file: &str, sha256: &str) -> Result<()> {
        if app.blobs.open(sha256).await?.is_none() {
            // Noted before it is written: half a blob is swept, too.
            self.0.insert(sha256.to_owned());
        }
        let path = format!("{}/{file}", Folder::Assets.name());
        let bytes = {
            let (source, path) = (source.clone(), path.clone());
            let read = tokio::task::spawn_blocking(move || source.read(&path, limits::ASSET_BYTES));
            read.await.expect("reading does not panic")
        };
        let bytes = bytes.map_err(|cause| Error::Environment(format!("{path} {cause}")))?;
        if hash::sha256(&bytes) != sha256 {
            return Err(Error::Environment(format!("{path} changed while it was imported: import again")));
        }
        app.blobs.put(sha256, bytes).await
    }

    /// Removes what was put in vain. What cannot be removed is left: nothing points at it.
    pub async fn sweep(self, app: &App) {
        if self.0.is_empty() {
            return;
        }
        if let Err(cause) = self.try_sweep(app).await {
            tracing::warn!(error = %cause, "files of a failed import stay");
        }
    }

    /// Under the lock of imports: one that found a file of ours there has committed by then, or looks again.
    async fn try_sweep(self, app: &App) -> Result<()> {
        let mut tx = app.begin().await?;
        tx.hold_content().await?;
        for key in self.0 {
            // A commit may have succeeded without our hearing of it: the database has the last word.
            let users = asset::Entity::find().filter(asset::Column::StorageKey.eq(&key));
            if users.count(&tx.db).await? == 0 {
                app.blobs.remove(&key).await?;
            }
        }
        Ok(())
    }
}
