//! Pure rules of the trade: no await, no input or output.

pub mod actor;
pub mod api_scope;
pub mod asset;
pub mod attachment;
pub mod change;
pub mod check;
pub mod country;
pub mod criteria;
pub mod deadline;
pub mod diff;
pub mod email;
pub mod footprint;
pub mod form;
pub mod labels;
pub mod limits;
pub mod locale;
pub mod mistake;
pub mod permission;
pub mod review;
pub mod rich_text;
pub mod scope;
pub mod slug;
pub mod stored;
pub mod submission;
pub mod view;
pub mod workflow;
