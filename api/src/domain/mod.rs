//! Pure rules of the trade: no await, no input or output.

pub mod rich_text;
