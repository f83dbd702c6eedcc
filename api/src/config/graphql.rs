//! Which GraphQL documents are run, and how many at once.

use std::path::PathBuf;

use super::reader::Reader;
use super::setting::Setting;
use super::value;

pub static SETTINGS: [Setting; 2] = [
    Setting {
        name: "trusted-documents",
        env: "CITIES_TRUSTED_DOCUMENTS",
        value: "DIR|FILE",
        default: None,
        help: "Documents of front ends, or their manifests: no other GraphQL document is run [default: all are]",
    },
    Setting {
        name: "batch-limit",
        env: "CITIES_BATCH_LIMIT",
        value: "COUNT",
        default: Some("0"),
        help: "GraphQL requests that may be sent as one array; 0 takes no arrays",
    },
];

#[derive(Clone, Debug)]
pub struct Graphql {
    /// `None` runs whatever is sent.
    pub trusted_documents: Option<PathBuf>,
    /// Requests in a batch; 0 takes none.
    pub batch_limit: usize,
}

impl Graphql {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let [trusted, batch] = &SETTINGS;
        Self {
            trusted_documents: reader.optional(trusted, value::existing),
            batch_limit: reader.read(batch, value::number(0..=100)),
        }
    }
}
