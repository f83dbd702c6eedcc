//! Reads the files of a bundle: what is there, and what of it is JSON.

use std::collections::HashMap;
use std::path::Path;

use super::assets::{self, Facts};
use super::fields::{Fields, Log};
use super::json::Json;
use super::report::Report;
use super::source::{Kind, Source};
use super::{FORMAT, Folder, MARK, VERSION, Watch};

/// A file longer than this is not read. No thing within the [limits](crate::domain::limits) is written to a longer
/// one: JSON needs at most six bytes for a byte of text.
const FILE_BYTES: u64 = 40 << 20;
/// Files of one bundle.
const FILES: usize = 2_000_000;

/// Everything a bundle holds, as read.
#[derive(Debug, Default)]
pub struct Files {
    pub docs: Vec<Raw>,
    /// What is known of the bytes in `assets/`, by file name.
    pub assets: HashMap<String, Facts>,
}

/// A thing as its file says it.
#[derive(Debug)]
pub struct Raw {
    pub folder: Folder,
    pub path: String,
    pub json: Json,
}

impl Raw {
    /// The file's name without `.json`: what an asset is called by.
    pub fn key(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".json").unwrap_or(name)
    }
}

/// Reads all files, noting those that cannot be.
pub fn read(source: &Source, report: &mut Report, watch: &dyn Watch) -> Files {
    let mut files = Files::default();
    if let Err(cause) = source.check() {
        report.note(&source.to_string(), "", "", &format!("cannot be read: {cause}"));
        return files;
    }
    if !read_mark(source, report) {
        return files;
    }
    for entry in entries(source, "", report) {
        let known =
            Folder::ALL.iter().any(|folder| folder.name() == entry.name) && entry.kind == Kind::Folder;
        if !known && entry.name != MARK {
            report.note(&entry.name, "", "", "is not part of a bundle: remove it");
        }
    }
    for folder in Folder::ALL {
        read_folder(source, folder, &mut files, report, watch);
    }
    files
}

/// Whether this is a bundle that this program can read.
fn read_mark(source: &Source, report: &mut Report) -> bool {
    let before = report.count();
    let Some(json) = read_json(source, MARK, report) else {
        if report.count() == before {
            report.note(MARK, "", "", "is missing: this is no bundle");
        }
        return false;
    };
    let log = Log::default();
    if let Some(mut fields) = Fields::new(&log, json) {
        let format = fields.required_text("format");
        if format != FORMAT {
            fields.wrong("format", format!("must be \"{FORMAT}\""));
        }
        if fields.integer("version") != Some(VERSION) {
            fields.wrong("version", format!("must be {VERSION}: a newer bundle needs a newer program"));
        }
        fields.done();
    }
    for (field, message) in log.into_mistakes() {
        report.note(MARK, "", &field, &message);
    }
    report.count() == before
}

fn read_folder(source: &Source, folder: Folder, files: &mut Files, report: &mut Report, watch: &dyn Watch) {
    let entries = entries(source, folder.name(), report);
    watch.stage("reading", entries.len());
    for entry in entries {
        watch.advance(1);
        let path = format!("{}/{}", folder.name(), entry.name);
        let is_json = Path::new(&entry.name).extension().is_some_and(|extension| extension == "json");
        let is_known = entry.kind == Kind::File && (is_json || folder == Folder::Assets);
        if entry.kind == Kind::Odd {
            report.note(&path, "", "", "is a link or not a plain file: put the file itself there");
        } else if !is_known {
            report.note(&path, "", "", "is not part of a bundle: remove it");
        } else if files.docs.len() >= FILES {
            report.note(&path, "", "", &format!("is one file too many: at most {FILES} are read"));
            return;
        } else if is_json {
            let json = read_json(source, &path, report);
            files.docs.extend(json.map(|json| Raw { folder, path, json }));
        } else {
            match assets::facts(source, &path) {
                Ok(facts) => drop(files.assets.insert(entry.name, facts)),
                Err(cause) => report.note(&path, "", "", &cause.to_string()),
            }
        }
    }
}

fn entries(source: &Source, folder: &str, report: &mut Report) -> Vec<super::source::Entry> {
    source.entries(folder).unwrap_or_else(|cause| {
        report.note(folder, "", "", &format!("cannot be read: {cause}"));
        Vec::new()
    })
}

fn read_json(source: &Source, path: &str, report: &mut Report) -> Option<Json> {
    let bytes = match source.read(path, FILE_BYTES) {
        Ok(bytes) => bytes,
        Err(cause) => {
            report.note(path, "", "", &cause.to_string());
            return None;
        }
    };
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(cause) => {
            let good = String::from_utf8_lossy(&bytes[..cause.valid_up_to()]);
            let line = good.matches('\n').count() + 1;
            report.note(path, "", "", &format!("is not UTF-8 in line {line}: save it as UTF-8"));
            return None;
        }
    };
    match serde_json::from_str(text) {
        Ok(json) => Some(json),
        Err(cause) => {
            report.note(path, "", "", &format!("is not JSON: {cause}"));
            None
        }
    }
}
