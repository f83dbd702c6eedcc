//! Load on a program that runs as in earnest, and what it costs: for `measure` and `bench`.

mod caller;
mod chance;
mod content;
mod cpu;
mod server;
mod storm;

pub use caller::{Load, Reply, get, request, request_as};
pub use chance::Chance;
pub use content::{CLUSTERS, NEWS, cluster, write};
pub use cpu::{Cpu, Probe};
pub use server::{Server, add_user, import, serve, serve_counted};
pub use storm::{Crowd, SIGN_IN, read_at_a_pace, sign_in};
