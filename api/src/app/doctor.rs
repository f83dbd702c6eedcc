//! Whether what is stored is whole: the pages of the database, the derived lists, the HTML of texts, the bytes of files.

use std::fmt;

use entity::{asset, mail};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::App;
use super::freshness::Stale;
use super::listing::{self, Difference};
use super::renderings::{self, Then};
use crate::error::Result;

/// Files looked at in one go.
const PIECE: u64 = 512;
/// Complaints told of each kind; more are counted.
const TOLD: usize = 20;

/// What is not as it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// What SQLite says of its own file.
    pub damage: Vec<String>,
    pub lists: Difference,
    /// Rich texts that would be rendered otherwise today.
    pub old_texts: usize,
    /// Files whose bytes are not there, or are not those that were saved.
    pub files: Vec<String>,
    /// Mails that were tried for days and given up.
    pub mails: u64,
}

impl App {
    /// Looks at everything, and changes nothing.
    pub async fn examine(&self) -> Result<Findings> {
        let damage = self.db.damage().await?;
        let snapshot = self.snapshot().await?;
        let lists = listing::verify(&snapshot).await?;
        let old_texts = renderings::old(&snapshot, Then::Count).await?;
        let mails = given_up().count(&snapshot).await?;
        drop(snapshot);
        Ok(Findings { damage, lists, old_texts, files: self.lost_files().await?, mails })
    }

    /// Writes the derived lists anew, and the HTML of texts that were rendered by an older rule, and has mails that were
    /// given up tried again. What is damaged or lost
    /// only a backup brings back.
    pub async fn mend(&self) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.hold_content().await?;
        listing::rebuild(&tx.db).await?;
        tx.touched.stale = Stale::all();
        renderings::old(&tx.db, Then::Renew).await?;
        let again = mail::ActiveModel { due_at: Set(Some(tx.now())), attempts: Set(0), ..Default::default() };
        mail::Entity::update_many().set(again).filter(mail::Column::DueAt.is_null()).exec(&tx.db).await?;
        tx.save().await
    }

    async fn lost_files(&self) -> Result<Vec<String>> {
        let mut lost = Vec::new();
        let mut pages =
            asset::Entity::find().order_by_asc(asset::Column::Id).limit(PIECE).all(&self.db.reader).await?;
        while let Some(last) = pages.last().map(|asset| asset.id) {
            for asset in pages {
                if !self.blobs.is_whole(&asset.storage_key).await? {
                    lost.push(format!("{} ({})", asset.id, asset.name));
                }
            }
            let next = asset::Entity::find().order_by_asc(asset::Column::Id).limit(PIECE);
            pages = next.cursor_by(asset::Column::Id).after(last).all(&self.db.reader).await?;
        }
        Ok(lost)
    }
}

fn given_up() -> Select<mail::Entity> {
    mail::Entity::find().filter(mail::Column::DueAt.is_null())
}

impl Findings {
    pub fn is_healthy(&self) -> bool {
        *self == Self::default()
    }

    /// Whether there is something that [`App::mend`] mends.
    pub fn is_mendable(&self) -> bool {
        self.lists != Difference::default() || self.old_texts > 0 || self.mails > 0
    }
}

/// A line for each thing that was looked at, and one for each complaint.
impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { missing, surplus } = self.lists;
        tell(f, "database", &self.damage, "restore it from a backup")?;
        if missing + surplus > 0 {
            writeln!(
                f,
                "lists: {missing} rows are missing and {surplus} too many: run `cities doctor --mend`"
            )?;
        } else {
            writeln!(f, "lists: in order")?;
        }
        match self.old_texts {
            0 => writeln!(f, "texts: in order")?,
            old => writeln!(
                f,
                "texts: {old} were rendered by an older rule: render them anew by `cities doctor --mend`"
            )?,
        }
        match self.mails {
            0 => writeln!(f, "mails: in order")?,
            count => writeln!(
                f,
                "mails: {count} were given up: look at mail-url, and try them again by `cities doctor --mend`"
            )?,
        }
        tell(f, "files", &self.files, "import them again, or restore the folder of assets from a backup")
    }
}

fn tell(f: &mut fmt::Formatter<'_>, what: &str, complaints: &[String], cure: &str) -> fmt::Result {
    if complaints.is_empty() {
        return writeln!(f, "{what}: in order");
    }
    writeln!(f, "{what}: {} not in order: {cure}", complaints.len())?;
    complaints.iter().take(TOLD).try_for_each(|complaint| writeln!(f, "  {complaint}"))
}
