//! From files to things that can be saved, each checked with every rule there is.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::thread;

use uuid::Uuid;

use super::fields::{Fields, Log};
use super::index::{Doc, Index};
use super::noun::Noun;
use super::report::Report;
use super::{Folder, Watch};
use crate::app::Tx;
use crate::error::Result;
use crate::service::save;
use crate::service::{asset, call, city, cluster, media_item, news_item, partner, practice, topic};

/// All things of a bundle, ready to be saved.
pub struct Content {
    pub assets: Vec<asset::Input>,
    pub topics: Vec<topic::Input>,
    pub cities: Vec<city::Input>,
    pub clusters: Vec<cluster::Input>,
    pub partners: Vec<partner::Input>,
    pub calls: Vec<call::Input>,
    pub media: Vec<media_item::Input>,
    pub news: Vec<news_item::Input>,
    pub practices: Vec<practice::Input>,
    /// The file that holds the bytes of each hash.
    pub files: HashMap<String, String>,
}

impl Content {
    pub async fn check(
        tx: &Tx<'_>,
        docs: HashMap<Folder, Vec<Doc>>,
        index: Index,
        report: &mut Report,
        watch: &Arc<dyn Watch>,
    ) -> Result<Self> {
        let mut checked =
            Checked { tx, docs, index: Arc::new(index), assets: BTreeSet::new(), report, watch };
        let assets = checked.noun::<asset::Input>().await?;
        checked.assets = assets.iter().map(|asset| asset.id.0).collect();
        checked.foreign_bytes(&assets);
        Ok(Self {
            assets,
            topics: checked.noun().await?,
            cities: checked.noun().await?,
            clusters: checked.noun().await?,
            partners: checked.noun().await?,
            calls: checked.noun().await?,
            media: checked.noun().await?,
            news: checked.noun().await?,
            practices: checked.noun().await?,
            files: checked.files(),
        })
    }
}

struct Checked<'a> {
    tx: &'a Tx<'a>,
    docs: HashMap<Folder, Vec<Doc>>,
    index: Arc<Index>,
    /// Those of the bundle.
    assets: BTreeSet<Uuid>,
    report: &'a mut Report,
    watch: &'a Arc<dyn Watch>,
}

/// A thing read from its file, and what was wrong with the file.
struct Reading<I> {
    input: Option<I>,
    path: String,
    name: String,
    mistakes: Vec<(String, String)>,
}

impl Checked<'_> {
    async fn noun<I: Noun>(&mut self) -> Result<Vec<I>> {
        let docs = self.docs.remove(&I::FOLDER).unwrap_or_default();
        self.watch.stage("checking", docs.len());
        let (index, watch) = (Arc::clone(&self.index), Arc::clone(self.watch));
        let reading = tokio::task::spawn_blocking(move || read_all::<I>(docs, &index, &*watch));
        let readings = reading.await.expect("reading does not panic");
        let (mut inputs, mut heads) = (Vec::new(), Vec::new());
        for reading in readings {
            let Reading { input, path, name, mistakes } = reading;
            for (field, message) in &mistakes {
                self.report.note(&path, &name, field, message);
            }
            if let Some(input) = input {
                inputs.push(input);
                heads.push((path, name, mistakes));
            }
        }
        let mut mistakes = save::check(&self.tx.db, &inputs).await?;
        mistakes.extend(save::lost_files(&self.tx.db, &inputs, &self.assets).await?);
        for mistake in mistakes {
            let (path, name, known) = &heads[mistake.item];
            let field = mistake.field.join(".");
            // What could not be read is wrong already; what stands in for it need not be told.
            if !known.iter().any(|(known, _)| field.starts_with(known.as_str())) {
                self.report.note(path, name, &field, &mistake.message);
            }
        }
        Ok(inputs)
    }

    /// Bytes that no asset names would be lost.
    fn foreign_bytes(&mut self, assets: &[asset::Input]) {
        let used: HashSet<&str> = assets.iter().map(|asset| asset.sha256.as_str()).collect();
        let unused = self.index.assets.iter().filter(|(_, facts)| !used.contains(facts.sha256.as_str()));
        let mut foreign: Vec<&String> = unused.map(|(file, _)| file).collect();
        foreign.sort();
        for file in foreign {
            let path = format!("{}/{file}", Folder::Assets.name());
            self.report.note(
                &path,
                "",
                "",
                "is named by no asset: remove it or describe it in a file of its own",
            );
        }
    }

    fn files(&self) -> HashMap<String, String> {
        let files = self.index.assets.iter();
        files.map(|(file, facts)| (facts.sha256.clone(), file.clone())).collect()
    }
}

/// Reads things on all processors: rendering their texts is most of the work.
fn read_all<I: Noun>(docs: Vec<Doc>, index: &Index, watch: &dyn Watch) -> Vec<Reading<I>> {
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = docs.len().div_ceil(threads).max(1);
    let mut docs = docs.into_iter();
    let mut shares: Vec<Vec<Doc>> = Vec::new();
    while docs.len() > 0 {
        shares.push(docs.by_ref().take(share).collect());
    }
    let read = |share: Vec<Doc>| -> Vec<Reading<I>> {
        let read = |doc| {
            watch.advance(1);
            read_one(doc, index)
        };
        share.into_iter().map(read).collect()
    };
    thread::scope(|scope| {
        let running: Vec<_> = shares.into_iter().map(|share| scope.spawn(|| read(share))).collect();
        running.into_iter().flat_map(|reading| reading.join().expect("reading does not panic")).collect()
    })
}

fn read_one<I: Noun>(doc: Doc, index: &Index) -> Reading<I> {
    let log = Log::default();
    let input = Fields::new(&log, doc.json).map(|mut fields| {
        let input = I::read(doc.id, &mut fields, index);
        fields.done();
        input
    });
    let mut mistakes = doc.mistakes;
    mistakes.extend(log.into_mistakes());
    Reading { input, path: doc.path, name: doc.name, mistakes }
}
