//! Export: all content of one instant, a piece at a time; the same content gives the same bytes.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use entity::asset as asset_table;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;
use uuid::Uuid;

use super::json::Json;
use super::names::{self, Names};
use super::noun::Noun;
use super::object::Object;
use super::target::Target;
use super::{FORMAT, Folder, MARK, VERSION, Watch};
use super::{drafts, folder};
use crate::app::App;
use crate::error::{Error, Result};
use crate::kit::hash::hex;
use crate::service::save::{Base, Stored};
use crate::service::{asset, call, city, cluster, media_item, news_item, partner, practice, topic};

/// Things held in memory at a time.
const PIECE: u64 = 128;
/// Bytes of a file held in memory at a time.
const BLOCK: usize = 1 << 20;

/// How many things were exported, folder by folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported(pub Vec<(Folder, usize)>);

/// "exported 6 clusters, 2 cities".
impl fmt::Display for Exported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exported {}", folder::list(self.0.iter().copied()))
    }
}

/// Writes all content to a folder that is not there yet, is empty, or is a bundle, which is replaced as a whole.
pub async fn export(app: &App, folder: &Path, watch: Arc<dyn Watch>) -> Result<Exported> {
    let target = Target::prepare(folder)?;
    let db = app.snapshot().await?;
    let mut exported = Exported::default();
    let mut mark = Object::default();
    mark.put("format", FORMAT);
    mark.put("version", VERSION);
    target.write(MARK, Json::from(mark).file()).await?;

    let mut export = Export { app, db: &db, target: &target, watch: &*watch };
    for (folder, count) in [
        (Folder::Assets, export.noun::<asset::Input>().await?),
        (Folder::Topics, export.noun::<topic::Input>().await?),
        (Folder::Cities, export.noun::<city::Input>().await?),
        (Folder::Clusters, export.noun::<cluster::Input>().await?),
        (Folder::Partners, export.noun::<partner::Input>().await?),
        (Folder::Calls, export.noun::<call::Input>().await?),
        (Folder::Media, export.noun::<media_item::Input>().await?),
        (Folder::News, export.noun::<news_item::Input>().await?),
        (Folder::Practices, export.noun::<practice::Input>().await?),
    ] {
        exported.0.push((folder, count));
    }
    export.bytes().await?;
    target.finish()?;
    Ok(exported)
}

struct Export<'a> {
    app: &'a App,
    db: &'a DatabaseTransaction,
    target: &'a Target,
    watch: &'a dyn Watch,
}

impl Export<'_> {
    /// Writes all things of one noun, in the order of their ids.
    async fn noun<I: Noun>(&mut self) -> Result<usize> {
        type Table<I> = <<I as crate::service::save::Input>::Stored as Stored>::Base;
        let total = Table::<I>::find().count(self.db).await?;
        self.watch.stage("exporting", usize::try_from(total).unwrap_or(usize::MAX));
        let (mut after, mut count) = (None, 0);
        loop {
            let ids = next::<Table<I>>(self.db, after).await?;
            let Some(last) = ids.last() else { return Ok(count) };
            after = Some(*last);
            count += ids.len();
            let rows = I::Stored::load(self.db, &ids).await?;
            let drafts = I::drafts(self.db, &rows).await?;
            let drafted = drafts.values().map(|(_, row)| row);
            let links = rows.iter().chain(drafted).flat_map(I::named).collect();
            let names = Names::learn::<Table<I>>(self.db, &ids, links).await?;
            let file = |row: &I::Stored| {
                let path = format!("{}/{}.json", I::FOLDER.name(), I::key(row));
                let mut object = I::write(row, &names)?;
                if let Some((state, draft)) = drafts.get(&row.id()) {
                    drafts::write::<I>(&mut object, *state, draft, &names)?;
                }
                Ok((path, Json::from(object).file()))
            };
            self.target.write_all(rows.iter().map(file).collect::<Result<_>>()?).await?;
            self.watch.advance(ids.len());
        }
    }

    /// Writes the bytes of all assets.
    async fn bytes(&mut self) -> Result<()> {
        let mut after = None;
        loop {
            let ids = next::<asset_table::Entity>(self.db, after).await?;
            let Some(last) = ids.last() else { return Ok(()) };
            after = Some(*last);
            let rows =
                crate::app::bulk::find::<asset_table::Entity>(self.db, asset_table::Column::Id, &ids).await?;
            for row in rows {
                self.copy(&row).await?;
            }
        }
    }

    async fn copy(&self, row: &asset_table::Model) -> Result<()> {
        let Some((mut blob, _)) = self.app.blobs.open(&row.storage_key).await? else {
            let message = format!(
                "the bytes of the asset {} ({}) are not in the blob store: restore them from a backup",
                row.id, row.name
            );
            return Err(Error::Environment(message));
        };
        let path = format!("{}/{}", Folder::Assets.name(), names::asset_file(row));
        let mut file = self.target.create(&path)?;
        let (mut block, mut hash) = (vec![0; BLOCK], Sha256::new());
        loop {
            let read = blob.read(&mut block).await;
            let length = read
                .map_err(|cause| Error::Environment(format!("cannot read the asset {}: {cause}", row.id)))?;
            if length == 0 {
                break;
            }
            hash.update(&block[..length]);
            file.append(&block[..length]).await?;
        }
        if hex(&hash.finalize()) == row.sha256 {
            return Ok(());
        }
        Err(Error::Environment(format!(
            "the bytes of the asset {} ({}) are not those that were saved: restore them from a backup",
            row.id, row.name
        )))
    }
}

async fn next<B: Base>(db: &DatabaseTransaction, after: Option<Uuid>) -> Result<Vec<Uuid>> {
    let mut ids = B::find().select_only().column(B::ID).order_by_asc(B::ID).limit(PIECE);
    if let Some(after) = after {
        ids = ids.filter(B::ID.gt(after));
    }
    Ok(ids.into_tuple().all(db).await?)
}
