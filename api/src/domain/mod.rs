//! Pure rules of the trade: no await, no input or output.

pub mod country;
pub mod locale;
pub mod rich_text;
pub mod scope;
pub mod slug;
pub mod view;
