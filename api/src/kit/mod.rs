//! Tools that know no word of our trade.

pub mod clocks;
pub mod cursor;
pub mod hash;
pub mod html;
pub mod http_date;
pub mod markdown;
pub mod near;
pub mod sheet;
pub mod text;
pub mod time;
pub mod wall;
