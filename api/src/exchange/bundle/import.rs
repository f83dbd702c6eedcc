//! Import: everything is read and checked, then written in one unit of work, or nothing is.

use std::sync::Arc;

use super::content::Content;
use super::imported::{Imported, Refusal};
use super::report::Report;
use super::{Source, Watch, assets, files, index};
use crate::app::{App, Tx};
use crate::error::Result;

/// Saves all content of a bundle.
pub async fn import(
    app: &App,
    source: &Source,
    watch: Arc<dyn Watch>,
) -> std::result::Result<Imported, Refusal> {
    let (files, mut report) = read(source, &watch).await;
    let mut tx = app.begin().await?;
    tx.hold_content().await?;
    let (docs, index) = index::build(&tx.db, files).await?;
    let content = Content::check(&tx, docs, index, &mut report, &watch).await?;
    if !report.is_empty() {
        return Err(Refusal::Bundle(report));
    }
    let mut blobs = assets::Stored::default();
    let written = write(&mut tx, content, source, &mut blobs, &watch).await;
    let saved = match written {
        Ok(imported) => tx.save().await.map(|()| imported),
        Err(cause) => {
            drop(tx);
            Err(cause)
        }
    };
    if saved.is_err() {
        blobs.sweep(app).await;
    }
    Ok(saved?)
}

async fn read(source: &Source, watch: &Arc<dyn Watch>) -> (files::Files, Report) {
    let (source, watch) = (source.clone(), Arc::clone(watch));
    let reading = tokio::task::spawn_blocking(move || {
        let mut report = Report::default();
        let files = files::read(&source, &mut report, &*watch);
        (files, report)
    });
    reading.await.expect("reading does not panic")
}

/// In an order in which everything is there before it is pointed at.
async fn write(
    tx: &mut Tx<'_>,
    content: Content,
    source: &Source,
    blobs: &mut assets::Stored,
    watch: &Arc<dyn Watch>,
) -> Result<Imported> {
    watch.stage("storing files", content.assets.len());
    for asset in &content.assets {
        blobs.put(tx.app, source, &content.files[&asset.sha256], &asset.sha256).await?;
        watch.advance(1);
    }
    let mut imported = Imported::default();
    imported.add(tx, watch, content.assets).await?;
    imported.add(tx, watch, content.topics).await?;
    imported.add(tx, watch, content.cities).await?;
    imported.add(tx, watch, content.clusters).await?;
    imported.add(tx, watch, content.partners).await?;
    imported.add(tx, watch, content.calls).await?;
    imported.add(tx, watch, content.media).await?;
    imported.add(tx, watch, content.news).await?;
    imported.add(tx, watch, content.practices).await?;
    watch.stage("writing the lists", 1);
    Ok(imported)
}
