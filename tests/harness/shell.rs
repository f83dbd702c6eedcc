//! What a person pastes into a terminal.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::binary::{program, without_settings};
use crate::node::missing;

/// A script for bash, in which `cities` is the program under test and nobody's settings count.
///
/// `None` where curl is missing: that is said aloud, and a failure with `CITIES_TEST_STRICT=1`.
pub fn bash(script: &str) -> Option<Command> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if !folders.iter().any(|folder| folder.join("curl").is_file()) {
        missing("curl is not here");
        return None;
    }
    let ours = program().parent().map(Path::to_owned);
    let path = std::env::join_paths(ours.into_iter().chain(folders)).expect("folders of a PATH");
    let mut command = without_settings("bash");
    command.args(["-c", script]).env("PATH", path);
    Some(command)
}
