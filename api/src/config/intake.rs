//! How much may be sent in, and how long contacts are kept.

use super::reader::Reader;
use super::setting::Setting;
use super::value;

pub static SETTINGS: [Setting; 6] = [
    Setting {
        name: "submissions-per-address",
        env: "CITIES_SUBMISSIONS_PER_ADDRESS",
        value: "COUNT",
        default: Some("60"),
        help: "Submissions that one address may begin without waiting; one more is free every five minutes, others wait up to 15 minutes",
    },
    Setting {
        name: "submissions-per-call",
        env: "CITIES_SUBMISSIONS_PER_CALL",
        value: "COUNT",
        default: Some("10000"),
        help: "Submissions and drafts that a call, or a cluster, takes in all",
    },
    Setting {
        name: "attachments-per-address",
        env: "CITIES_ATTACHMENTS_PER_ADDRESS",
        value: "COUNT",
        default: Some("120"),
        help: "Files that one address may begin to upload without waiting; one more is free every five minutes, others wait up to 15 minutes",
    },
    Setting {
        name: "attachments-size",
        env: "CITIES_ATTACHMENTS_SIZE",
        value: "SIZE",
        default: Some("100GiB"),
        help: "All files of submissions together, those that are being uploaded too; then no more are taken",
    },
    Setting {
        name: "proof-of-work",
        env: "CITIES_PROOF_OF_WORK",
        value: "COUNT",
        default: None,
        help: "Ask whoever begins a submission for a solved challenge of GET /v1/challenge, of so many steps at most, such as 100000",
    },
    Setting {
        name: "contact-retention",
        env: "CITIES_CONTACT_RETENTION",
        value: "MONTHS",
        default: Some("24"),
        help: "How many months after the decision the contact of a submission is kept, where its call does not say so",
    },
];

/// The bounds of what is sent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intake {
    pub per_address: u32,
    pub per_call: u64,
    /// Files begun to be uploaded.
    pub files_per_address: u32,
    /// Bytes of all attachments there are.
    pub attachments: u64,
    /// The steps that a challenge takes at most; `None`: none is asked for.
    pub proof_of_work: Option<u32>,
    /// Months that a contact is kept after the decision.
    pub retention_months: u32,
}

/// As without settings.
impl Default for Intake {
    fn default() -> Self {
        Self {
            per_address: 60,
            per_call: 10_000,
            files_per_address: 120,
            attachments: 100 << 30,
            proof_of_work: None,
            retention_months: 24,
        }
    }
}

impl Intake {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let [address, call, files, size, work, months] = &SETTINGS;
        let small = |text: &str| {
            value::number(1..=10_000_000)(text).map(|count| u32::try_from(count).expect("it fits"))
        };
        Self {
            per_address: reader.read(address, small),
            per_call: reader.read(call, |text| value::number(1..=10_000_000)(text).map(|count| count as u64)),
            files_per_address: reader.read(files, small),
            attachments: reader.read(size, |text| value::bytes(1..=1 << 50)(text).map(|bytes| bytes as u64)),
            proof_of_work: reader.optional(work, small),
            retention_months: reader.read(months, |text| {
                value::number(1..=120)(text).map(|months| u32::try_from(months).expect("it fits"))
            }),
        }
    }
}
