//! How large the parts of a thing may be: every door and every format obeys these.

/// Titles, names, labels, and other words of one line, in characters.
pub const TITLE_CHARS: usize = 300;
/// Excerpts, summaries, descriptions, credits and alternative texts, in characters.
pub const SUMMARY_CHARS: usize = 2_000;
/// Addresses, in characters.
pub const URL_CHARS: usize = 2_000;
/// A form, criteria or their labels as JSON, in bytes.
pub const JSON_BYTES: usize = 256 << 10;
/// Keys of other systems, in characters.
pub const EXTERNAL_REF_CHARS: usize = 200;
/// Clusters, topics, cities, media, sources of one thing.
pub const RELATIONS: usize = 50;
/// Cities of one cluster: read by page, so there may be many.
pub const MEMBERS: usize = 10_000;
/// Languages of one thing.
pub const TEXTS: usize = 100;
/// The bodies and the labels of one thing in all its languages, in bytes as they are written.
pub const TEXTS_BYTES: usize = 4 << 20;
/// Slugs that one thing went by before.
pub const OLD_SLUGS: usize = 100;
/// Things that point at one which is purged: each is changed with it.
pub const POINTING: usize = 5_000;
/// The bytes of one asset.
pub const ASSET_BYTES: u64 = 100 << 20;
/// A day of media, in seconds.
pub const DURATION_SECONDS: i32 = 7 * 86_400;
/// What fits `Int` of GraphQL; the largest city has not a fiftieth of it.
pub const POPULATION: i64 = i32::MAX as i64;
/// The longer side of a picture.
pub const PIXELS: i32 = 100_000;
/// Ten years: contacts of submissions after the decision.
pub const RETENTION_MONTHS: i32 = 120;
/// Mistakes of an input that are told at once.
pub const MISTAKES: usize = 100;
/// Those that are looked for: by one more it is known that there are more.
pub const MISTAKES_FOUND: usize = MISTAKES + 1;
