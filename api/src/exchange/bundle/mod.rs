//! The content bundle: a folder of JSON files, one a thing, that people can read, compare and keep in git.
//!
//! Import reads and checks all of it before it writes anything, in one unit of work. Export writes the same content
//! as the same bytes.

mod assets;
mod content;
mod drafts;
mod export;
mod fields;
mod files;
mod folder;
mod import;
mod imported;
mod index;
mod json;
mod names;
mod noun;
mod object;
mod report;
mod source;
mod target;
#[cfg(test)]
mod tests;

pub use export::{Exported, export};
pub use folder::Folder;
pub use import::import;
pub use imported::{Imported, Refusal};
pub use report::Report;
pub use source::Source;

/// What `bundle.json` says.
const FORMAT: &str = "cities-bundle";
const VERSION: i64 = 1;
/// The file that makes a folder a bundle.
const MARK: &str = "bundle.json";

/// Told how far a long work has come.
pub trait Watch: Send + Sync {
    /// A new stage of so many steps begins.
    fn stage(&self, name: &'static str, steps: usize);
    fn advance(&self, steps: usize);
}

/// Nobody watches.
impl Watch for () {
    fn stage(&self, _name: &'static str, _steps: usize) {}
    fn advance(&self, _steps: usize) {}
}
