//! Tools that know no word of our trade.

pub mod text;
pub mod time;
