//! One story on both databases; PostgreSQL only where `TEST_POSTGRES_URL` names a server we may make databases on.

mod columns;
mod deadlines;
mod lane;
mod lifecycle;
mod refusals;
mod rows;
pub(crate) mod scratch;
mod time;
