//! Where the bytes of uploaded files live.

use std::path::PathBuf;

use super::reader::Reader;
use super::setting::Setting;
use super::value;

pub static SETTINGS: [Setting; 2] = [
    Setting {
        name: "assets",
        env: "CITIES_ASSETS",
        value: "DIR",
        default: None,
        help: "Folder for the bytes of images and files [default: beside a SQLite file, FILE.assets]",
    },
    Setting {
        name: "attachments",
        env: "CITIES_ATTACHMENTS",
        value: "DIR",
        default: None,
        help: "Folder for the files that are sent in with submissions; private [default: beside a SQLite file, FILE.attachments]",
    },
];

#[derive(Clone, Debug)]
pub struct Assets {
    /// Made when first written to; `None` puts it beside a SQLite file, or into the working directory.
    pub folder: Option<PathBuf>,
    /// The same for what is sent in with submissions.
    pub attachments: Option<PathBuf>,
}

impl Assets {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let [folder, attachments] = &SETTINGS;
        Self {
            folder: reader.optional(folder, value::place_of_folder),
            attachments: reader.optional(attachments, value::place_of_folder),
        }
    }
}
