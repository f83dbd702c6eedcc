//! Import: everything is read and checked, then written in one unit of work, or nothing is.

use std::sync::Arc;

use entity::revision::Draft;

use super::content::Content;
use super::imported::{Imported, Refusal};
use super::noun::Noun;
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
    watch.stage("storing files", content.assets.items.len());
    for asset in &content.assets.items {
        blobs.put(tx.app, source, &content.files[&asset.sha256], &asset.sha256).await?;
        watch.advance(1);
    }
    let mut imported = Imported::default();
    imported.add(tx, watch, content.assets.items).await?;
    imported.add(tx, watch, content.topics.items).await?;
    imported.add(tx, watch, content.cities.items).await?;
    imported.add(tx, watch, content.clusters.items).await?;
    imported.add(tx, watch, content.partners.items).await?;
    imported.add(tx, watch, content.calls.items).await?;
    imported.add(tx, watch, content.media.items).await?;
    imported.add(tx, watch, content.news.items).await?;
    imported.add(tx, watch, content.practices.items).await?;
    // Now that everything is there which they may point at.
    keep(tx, content.cities.drafts).await?;
    keep(tx, content.clusters.drafts).await?;
    keep(tx, content.partners.drafts).await?;
    keep(tx, content.calls.drafts).await?;
    keep(tx, content.media.drafts).await?;
    keep(tx, content.news.drafts).await?;
    keep(tx, content.practices.drafts).await?;
    watch.stage("writing the lists", 1);
    Ok(imported)
}

async fn keep<I: Noun>(tx: &mut Tx<'_>, drafts: Vec<(Draft, I)>) -> Result<()> {
    for (state, wanted) in drafts {
        I::keep_draft(tx, state, wanted).await?;
    }
    Ok(())
}
