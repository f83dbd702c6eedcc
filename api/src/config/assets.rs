//! Where the bytes of uploaded files live.

use std::path::PathBuf;

use super::reader::Reader;
use super::setting::Setting;
use super::value;

pub const SETTINGS: &[Setting] = &[Setting {
    name: "assets",
    env: "CITIES_ASSETS",
    value: "DIR",
    default: Some("cities-assets"),
    help: "Folder for the bytes of images and files",
}];

#[derive(Clone, Debug)]
pub struct Assets {
    /// Made when first written to.
    pub folder: PathBuf,
}

impl Assets {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let [folder] = SETTINGS else { unreachable!("one setting") };
        Self { folder: reader.read(folder, value::path) }
    }
}
