//! Mails wait in the database until a server has taken them: what was committed is sent, by one node or another.
//!
//! At least once: where a node dies between sending a mail and saying so, it is sent again, by the same name.

mod queue;
mod send;

pub use queue::{Draft, queue, queue_many};
pub use send::{opened, send, take_due};
