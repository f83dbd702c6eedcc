//! Chromium, where it is there.

use std::path::PathBuf;

use crate::node::missing;

/// `CITIES_TEST_CHROMIUM`, or what is installed under one of its usual names.
///
/// `None` where it is missing: that is said aloud, and a failure with `CITIES_TEST_STRICT=1`.
pub fn chromium() -> Option<PathBuf> {
    let told = std::env::var_os("CITIES_TEST_CHROMIUM").map(PathBuf::from);
    let folders: Vec<_> = std::env::var_os("PATH").iter().flat_map(std::env::split_paths).collect();
    let usual = ["chromium", "chromium-browser", "google-chrome"];
    let usual = usual.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    told.into_iter().chain(usual).find(|path| path.is_file()).or_else(|| missing("Chromium is not here"))
}
