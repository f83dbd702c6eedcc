//! From files to things that can be saved, each checked with every rule there is.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::thread;

use entity::revision::Draft;
use uuid::Uuid;

use super::fields::{Fields, Log};
use super::index::{Doc, Index};
use super::noun::Noun;
use super::report::Report;
use super::{Folder, Watch, drafts};
use crate::app::Tx;
use crate::domain::mistake::Mistake;
use crate::error::Result;
use crate::service::save;
use crate::service::{asset, call, city, cluster, media_item, news_item, partner, practice, topic};

/// All things of a bundle, ready to be saved.
pub struct Content {
    pub assets: Things<asset::Input>,
    pub topics: Things<topic::Input>,
    pub cities: Things<city::Input>,
    pub clusters: Things<cluster::Input>,
    pub partners: Things<partner::Input>,
    pub calls: Things<call::Input>,
    pub media: Things<media_item::Input>,
    pub news: Things<news_item::Input>,
    pub practices: Things<practice::Input>,
    /// The file that holds the bytes of each hash.
    pub files: HashMap<String, String>,
}

/// Those of one noun, and the working drafts of some of them.
pub struct Things<I> {
    pub items: Vec<I>,
    pub drafts: Vec<(Draft, I)>,
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
        checked.assets = assets.items.iter().map(|asset| asset.id.0).collect();
        checked.foreign_bytes(&assets.items);
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

/// Path, name, and the mistakes that reading found: field and message.
type FileHead = (String, String, Vec<(String, String)>);

/// A thing read from its file, and what was wrong with the file.
struct Reading<I> {
    input: Option<I>,
    draft: Option<(Draft, I)>,
    path: String,
    name: String,
    mistakes: Vec<(String, String)>,
}

impl Checked<'_> {
    async fn noun<I: Noun>(&mut self) -> Result<Things<I>> {
        let docs = self.docs.remove(&I::FOLDER).unwrap_or_default();
        self.watch.stage("checking", docs.len());
        let (index, watch) = (Arc::clone(&self.index), Arc::clone(self.watch));
        let reading = tokio::task::spawn_blocking(move || read_all::<I>(docs, &index, &*watch));
        let readings = reading.await.expect("reading does not panic");
        let (mut inputs, mut heads) = (Vec::new(), Vec::new());
        let (mut states, mut drafts, mut draft_heads) = (Vec::new(), Vec::new(), Vec::new());
        for reading in readings {
            let Reading { input, draft, path, name, mistakes } = reading;
            if let Some((state, draft)) = draft {
                states.push(state);
                drafts.push(draft);
                draft_heads.push((path.clone(), name.clone(), mistakes.clone()));
            }
            for (field, message) in &mistakes {
                self.report.note(&path, &name, field, message);
            }
            if let Some(input) = input {
                inputs.push(input);
                heads.push((path, name, mistakes));
            }
        }
        let wrong = save::check(&self.tx.db, &inputs).await?;
        self.note(wrong, &inputs, &heads, "").await?;
        let wrong = save::check_drafts(&self.tx.db, &drafts).await?;
        self.note(wrong, &drafts, &draft_heads, "draft.").await?;
        Ok(Things { items: inputs, drafts: states.into_iter().zip(drafts).collect() })
    }

    /// Notes what is wrong with them; `within` leads to the fields in their files.
    async fn note<I: Noun>(
        &mut self,
        mut mistakes: Vec<Mistake>,
        inputs: &[I],
        heads: &[FileHead],
        within: &str,
    ) -> Result<()> {
        mistakes.extend(save::lost_files(&self.tx.db, inputs, &self.assets).await?);
        for mistake in mistakes {
            let (path, name, known) = &heads[mistake.item];
            let field = format!("{within}{}", mistake.field.join("."));
            // What could not be read is wrong already; what stands in for it need not be told.
            if !known.iter().any(|(known, _)| field.starts_with(known.as_str())) {
                self.report.note(path, name, &field, &mistake.message);
            }
        }
        Ok(())
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
    let mut draft = None;
    let input = Fields::new(&log, doc.json).map(|mut fields| {
        let input = I::read(doc.id, &mut fields, index);
        draft = drafts::read(doc.id, &mut fields, index);
        fields.done();
        input
    });
    let mut mistakes = doc.mistakes;
    mistakes.extend(log.into_mistakes());
    Reading { input, draft, path: doc.path, name: doc.name, mistakes }
}
