//! Packages of npm, where Node is there.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::binary::Outcome;

/// A folder with these packages installed, each pinned (`graphql@17.1.0`), kept between runs outside the checkout.
///
/// `None` where Node or the registry is missing: that is said aloud, and a failure with `CITIES_TEST_STRICT=1`.
pub fn npm(packages: &[&str]) -> Option<PathBuf> {
    let cache = cache("cities-npm");
    let folder = cache.join(packages.join("+").replace('/', "_"));
    if !answers("node") {
        return missing("node is not here");
    }
    if folder.is_dir() {
        return Some(folder);
    }
    if !answers("npm") {
        return missing("npm is not here");
    }
    match install(&cache, &folder, packages) {
        Ok(()) => Some(folder),
        Err(why) => missing(&why),
    }
}

/// Runs a script of ours with Node; it finds the packages through its first argument.
pub fn node(script: &Path, arguments: &[&str]) -> Outcome {
    Command::new("node").arg(script).args(arguments).output().expect("node runs").into()
}

/// Tells whoever runs the tests, even when the test passes.
pub fn say(line: &str) {
    // The test harness swallows what goes through `eprintln!`.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A folder of this name that outlasts the run.
pub(crate) fn cache(name: &str) -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    cache.unwrap_or_else(std::env::temp_dir).join(name)
}

fn answers(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|out| out.status.success())
}

/// Says aloud what is skipped; with `CITIES_TEST_STRICT=1`, a failure.
pub(crate) fn missing(why: &str) -> Option<PathBuf> {
    let strict = std::env::var_os("CITIES_TEST_STRICT").is_some_and(|strict| !strict.is_empty());
    assert!(!strict, "CITIES_TEST_STRICT is set, but {why}");
    say(&format!("skipped: {why}"));
    None
}

/// Beside its final place first: several runs may do this at once.
fn install(cache: &Path, folder: &Path, packages: &[&str]) -> Result<(), String> {
    let failed = |err: std::io::Error| format!("{}: {err}", cache.display());
    std::fs::create_dir_all(cache).map_err(failed)?;
    let scratch = tempfile::tempdir_in(cache).map_err(failed)?;
    let flags = ["install", "--no-save", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"];
    let out = Command::new("npm").args(flags).arg("--prefix").arg(scratch.path()).args(packages).output();
    let out = Outcome::from(out.map_err(failed)?);
    if out.code != 0 {
        return Err(format!("npm cannot install {}: {}", packages.join(" "), out.stderr));
    }
    match std::fs::rename(scratch.path(), folder) {
        Err(err) if !folder.is_dir() => Err(failed(err)),
        _ => Ok(()),
    }
}
