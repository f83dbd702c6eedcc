//! What holds for any content and any question: compared with a naive reference, and walked page by page.

mod asking;
mod content;
mod fields;
mod item;
mod paging;
mod plans;
mod queries;
mod random;
mod reference;
