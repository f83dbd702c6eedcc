//! Stories that no database has a part in.

use crate::node::say;

/// Whether this run tells it. `tests/run` tells the suite on SQLite and then again on PostgreSQL, with
/// `CITIES_TEST_AGAIN=1`: what looks at pages, documents and connections alone is the same there. Said aloud.
pub fn once(story: &str) -> bool {
    let again = std::env::var_os("CITIES_TEST_AGAIN").is_some_and(|again| !again.is_empty());
    if again {
        say(&format!("told on SQLite, in the same run: {story}"));
    }
    !again
}
