//! What holds for any content and any question: compared with a naive reference, and walked page by page.

mod asking;
mod content;
mod document;
mod expected;
mod fields;
mod fresh;
mod happening;
mod item;
mod lookups;
mod nested;
mod paging;
mod plans;
mod queries;
mod random;
mod rarer;
mod reference;
mod tree;
