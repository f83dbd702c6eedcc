//! What an import did, or why it did nothing.

use std::fmt;
use std::sync::Arc;

use super::noun::Noun;
use super::report::Report;
use super::{Folder, Watch, folder};
use crate::app::Tx;
use crate::error::{Error, Result};
use crate::service::save::{self, Saved};

/// What an import did, folder by folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported(pub Vec<(Folder, Saved)>);

/// "imported 6 clusters, 2 cities; 3 unchanged".
impl fmt::Display for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = self.0.iter().map(|(folder, saved)| (*folder, saved.created + saved.updated));
        let unchanged: usize = self.0.iter().map(|(_, saved)| saved.unchanged).sum();
        write!(f, "imported {}", folder::list(written))?;
        if unchanged > 0 {
            write!(f, "; {unchanged} unchanged")?;
        }
        Ok(())
    }
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("{0}")]
    Bundle(Report),
    #[error(transparent)]
    Other(#[from] Error),
}

impl Imported {
    /// Saves things of one folder.
    pub(super) async fn add<I: Noun>(
        &mut self,
        tx: &mut Tx<'_>,
        watch: &Arc<dyn Watch>,
        items: Vec<I>,
    ) -> Result<()> {
        let count = items.len();
        watch.stage("saving", count);
        self.0.push((I::FOLDER, save::many(tx, items).await?));
        watch.advance(count);
        Ok(())
    }
}
