//! Pure rules of the trade: no await, no input or output.

pub mod check;
pub mod limits;
pub mod mistake;
