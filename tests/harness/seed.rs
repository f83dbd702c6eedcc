//! Content for tests: the demo, or a bundle written by the test.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The bundle that `cities demo` serves.
pub fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("api").join("demo")
}

/// A content bundle in a folder that goes away with it.
#[derive(Debug)]
pub struct Bundle {
    folder: TempDir,
}

impl Bundle {
    /// With nothing in it yet.
    pub fn empty() -> Self {
        let bundle = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        bundle.write("bundle.json", &json!({ "format": "cities-bundle", "version": 1 }));
        bundle
    }

    /// One more item, such as `put("clusters", "waste", json!({ "position": 1, "text": … }))`: live since 2021
    /// and written in English, unless its fields say otherwise.
    pub fn put(&self, noun: &str, slug: &str, mut fields: Value) {
        let mut usual = json!({ "slug": slug, "locale": "en" });
        // Topics are labels, which are public by themselves.
        if noun != "topics" {
            usual["status"] = json!("PUBLISHED");
            usual["publishedAt"] = json!("2021-01-01T00:00:00.000Z");
        }
        for (name, value) in usual.as_object().into_iter().flatten() {
            if fields.get(name).is_none() {
                fields[name] = value.clone();
            }
        }
        self.write(&format!("{noun}/{slug}.json"), &fields);
    }

    /// A picture of one point, with a name of its own in its bytes: it is what is in the file `assets/NAME.gif`.
    pub fn picture(&self, name: &str) -> Vec<u8> {
        self.picture_called(name, &format!("{name}.gif"))
    }

    /// The same under another name for those who fetch it.
    pub fn picture_called(&self, name: &str, called: &str) -> Vec<u8> {
        let file = format!("{name}.gif");
        let text = json!({ "en": { "altText": name } });
        let fields = json!({ "file": file, "name": called, "mediaType": "image/gif", "locale": "en",
                             "externalRef": name, "text": text });
        self.write(&format!("assets/{name}.json"), &fields);
        let bytes = [b"GIF89a\x01\0\x01\0", name.as_bytes()].concat();
        fs::write(self.folder.path().join("assets").join(file), &bytes).expect("a file can be written");
        bytes
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, value: &Value) {
        let file = self.folder.path().join(name);
        fs::create_dir_all(file.parent().expect("it lies in the bundle")).expect("a folder can be made");
        fs::write(file, value.to_string()).expect("a file can be written");
    }
}
