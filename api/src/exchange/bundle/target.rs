//! The folder an export goes to: written beside its place, and put there whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{FORMAT, Folder, MARK};
use crate::error::{Error, Result};

#[derive(Debug)]
pub struct Target {
    /// Where the export will lie.
    place: PathBuf,
    /// Where it is written; gone when dropped.
    draft: TempDir,
}

impl Target {
    /// Refuses a folder that holds anything but a bundle.
    pub fn prepare(folder: &Path) -> Result<Self> {
        let place = real_place(folder).map_err(|cause| trouble(folder, &cause))?;
        if let Some(other) = foreign(&place).map_err(|cause| trouble(folder, &cause))? {
            let (folder, other) = (folder.display(), other.display());
            return Err(Error::Environment(format!(
                "{folder} is not empty and not a bundle ({other} is in it): name a new folder"
            )));
        }
        let beside = place.parent().unwrap_or(Path::new("/"));
        let draft = tempfile::Builder::new().prefix(".cities-export-").tempdir_in(beside);
        let draft = draft.map_err(|cause| trouble(beside, &cause))?;
        for folder in Folder::ALL {
            fs::create_dir(draft.path().join(folder.name()))
                .map_err(|cause| trouble(draft.path(), &cause))?;
        }
        Ok(Self { place, draft })
    }

    pub async fn write(&self, path: &str, text: String) -> Result<()> {
        self.write_all(vec![(path.to_owned(), text)]).await
    }

    /// Writes small files, off the threads that answer.
    pub async fn write_all(&self, files: Vec<(String, String)>) -> Result<()> {
        let root = self.draft.path().to_owned();
        let written = blocking(move || {
            for (path, text) in files {
                // Two things of one name would be one file.
                File::create_new(root.join(path))?.write_all(text.as_bytes())?;
            }
            Ok(())
        });
        written.await.map_err(|cause| trouble(&self.place, &cause))
    }

    /// A file to be written a block at a time.
    pub fn create(&self, path: &str) -> Result<Blocks> {
        let path = self.draft.path().join(path);
        let file = File::create_new(&path).map_err(|cause| trouble(&path, &cause))?;
        Ok(Blocks { file, path })
    }

    /// Puts the export into its place, whole: between two renames there is none for a moment, never a part of one.
    pub fn finish(self) -> Result<()> {
        let Self { place, draft } = self;
        let swapped = swap(&place, draft);
        swapped.map_err(|cause| trouble(&place, &cause))
    }
}

/// A file being written.
#[derive(Debug)]
pub struct Blocks {
    file: File,
    path: PathBuf,
}

impl Blocks {
    pub async fn append(&mut self, block: &[u8]) -> Result<()> {
        let mut file = self.file.try_clone().map_err(|cause| trouble(&self.path, &cause))?;
        let block = block.to_vec();
        blocking(move || file.write_all(&block)).await.map_err(|cause| trouble(&self.path, &cause))
    }
}

/// The folder itself, where a link leads to it; a folder that is to be made has a parent.
fn real_place(folder: &Path) -> io::Result<PathBuf> {
    if folder.exists() {
        return fs::canonicalize(folder);
    }
    let name = folder.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(fs::canonicalize(parent)?.join(name))
}

/// What lies in the folder that an export may not replace. Hidden files are carried over: `.git` may be among them.
fn foreign(place: &Path) -> io::Result<Option<PathBuf>> {
    let entries = match fs::read_dir(place) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(cause),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        if !name.to_string_lossy().starts_with('.') {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Ok(None);
    }
    let ours =
        |name: &std::ffi::OsString| name == MARK || Folder::ALL.iter().any(|folder| name == folder.name());
    let other = names.iter().find(|name| !ours(name)).or((!is_marked(place)).then(|| &names[0]));
    Ok(other.map(PathBuf::from))
}

fn is_marked(place: &Path) -> bool {
    let small = fs::metadata(place.join(MARK)).is_ok_and(|found| found.is_file() && found.len() < 4096);
    let text = if small { fs::read_to_string(place.join(MARK)).unwrap_or_default() } else { String::new() };
    let mark: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    mark.get("format").is_some_and(|format| format == FORMAT)
}

fn swap(place: &Path, draft: TempDir) -> io::Result<()> {
    for folder in Folder::ALL {
        // Fails where something is in it: those stay.
        let _ = fs::remove_dir(draft.path().join(folder.name()));
    }
    open_to_others(draft.path())?;
    // All of it is on the disk before it takes the place of anything.
    sync(draft.path())?;
    let beside = place.parent().unwrap_or(Path::new("/"));
    if !place.exists() {
        fs::rename(draft.keep(), place)?;
        return File::open(beside)?.sync_all();
    }
    // Kept at once: whatever goes wrong, only the last line removes what was there.
    let old = tempfile::Builder::new().prefix(".cities-replaced-").tempdir_in(beside)?.keep();
    let former = old.join("bundle");
    let kept = |cause: io::Error| {
        io::Error::new(cause.kind(), format!("{cause}; the former bundle lies in {}", former.display()))
    };
    fs::rename(place, &former)?;
    if let Err(cause) = fs::rename(draft.path(), place) {
        fs::rename(&former, place).map_err(kept)?;
        fs::remove_dir(&old)?;
        return Err(cause);
    }
    let _ = draft.keep();
    File::open(beside).and_then(|beside| beside.sync_all()).map_err(kept)?;
    for entry in fs::read_dir(&former).map_err(kept)? {
        let name = entry.map_err(kept)?.file_name();
        if name.to_string_lossy().starts_with('.') {
            fs::rename(former.join(&name), place.join(&name)).map_err(kept)?;
        }
    }
    fs::remove_dir_all(&old).map_err(kept)
}

/// Writes the files of a folder to the disk, with whatever else lies on it: a call for each of many small files would
/// take longer than the whole export.
#[cfg(target_os = "linux")]
fn sync(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// The same, file by file.
#[cfg(not(target_os = "linux"))]
fn sync(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { sync(&path)? } else { File::open(path)?.sync_all()? }
    }
    Ok(())
}

/// Temporary folders are made for their owner only; an export is an ordinary folder.
fn open_to_others(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let like = fs::metadata(folder.parent().unwrap_or(Path::new("/")))?.permissions().mode();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700 | (like & 0o055)))?;
    }
    Ok(())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.expect("writing files does not panic")
}

fn trouble(path: &Path, cause: &io::Error) -> Error {
    let path = path.display();
    Error::Environment(format!("cannot write to {path}: {cause}; check its folder, rights and free space"))
}
