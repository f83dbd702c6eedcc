//! What happens to every request on its way in and to every answer on its way out.

pub mod bearer;
pub mod body;
pub mod budget;
pub mod client;
pub mod compression;
pub mod cors;
pub mod deadline;
pub mod held;
pub mod panic;
pub mod request_id;
pub mod security;
pub mod trace;
