//! Packages of PyPI, where Python is there.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::binary::Outcome;
use crate::node::{cache, missing};

/// The Python of an environment with these packages installed, each pinned (`icalendar==6.3.1`), kept between runs
/// outside the checkout.
///
/// `None` where Python or the registry is missing: that is said aloud, and a failure with `CITIES_TEST_STRICT=1`.
pub fn pypi(packages: &[&str]) -> Option<PathBuf> {
    let cache = cache("cities-pypi");
    let folder = cache.join(packages.join("+").replace("==", "-").replace('/', "_"));
    let python = folder.join("bin/python");
    if !has_python() {
        return missing("python3 is not here");
    }
    if python.is_file() {
        return Some(python);
    }
    match install(&cache, &folder, packages) {
        Ok(()) => Some(python),
        Err(why) => missing(&why),
    }
}

/// Runs it with these arguments. Whatever it keeps, it keeps in `folder`.
pub fn python(python: &Path, folder: &Path, arguments: &[&str]) -> Outcome {
    let mut command = Command::new(python);
    // No bytecode beside scripts of ours, and answers in UTF-8 whatever the machine speaks.
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONUTF8", "1").env("NO_COLOR", "1");
    command.current_dir(folder).args(arguments).output().expect("python runs").into()
}

fn has_python() -> bool {
    Command::new("python3").arg("--version").output().is_ok_and(|out| out.status.success())
}

/// Beside its final place first: several runs may do this at once. An environment may be moved as long as only its
/// Python is called, and none of its scripts.
fn install(cache: &Path, folder: &Path, packages: &[&str]) -> Result<(), String> {
    let failed = |err: std::io::Error| format!("{}: {err}", cache.display());
    std::fs::create_dir_all(cache).map_err(failed)?;
    let scratch = tempfile::tempdir_in(cache).map_err(failed)?;
    let made = Command::new("python3").args(["-m", "venv"]).arg(scratch.path()).output();
    let made = Outcome::from(made.map_err(failed)?);
    if made.code != 0 {
        return Err(format!("python3 cannot make an environment: {}{}", made.stdout, made.stderr));
    }
    let flags = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
    let out = Command::new(scratch.path().join("bin/python")).args(flags).args(packages).output();
    let out = Outcome::from(out.map_err(failed)?);
    if out.code != 0 {
        return Err(format!("pip cannot install {}: {}", packages.join(" "), out.stderr));
    }
    match std::fs::rename(scratch.path(), folder) {
        Err(err) if !folder.is_dir() => Err(failed(err)),
        _ => Ok(()),
    }
}
