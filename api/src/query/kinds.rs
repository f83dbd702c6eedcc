//! The kinds that rows of the lists can have, of orders that go kind by kind.

use entity::list_size::MAX_KINDS;

/// Of rows without one.
pub const NONE: &[&str] = &[""];

/// The kind of a city's rows under a cluster that features it.
pub const FEATURED: &str = "featured";

/// Of a city's rows, by name.
pub const CITIES: &[&str] = &["", FEATURED];

pub const EVENTS: &[&str] = &["event", "webinar"];

pub const NEWS: &[&str] = &["article", "event", "webinar", "call"];

pub const MEDIA: &[&str] = &["video", "document", "photo", "audio"];

/// The counts of lists rest on it.
const _: () = {
    let most = MAX_KINDS as usize;
    assert!(NONE.len() <= most && CITIES.len() <= most && EVENTS.len() <= most);
    assert!(NEWS.len() <= most && MEDIA.len() <= most);
};

/// Of sources of media; no rows have them, lists are filed under them.
pub const PROVIDERS: &[&str] = &["youtube", "bilibili", "vimeo", "file", "other"];

/// Of partners; no rows have them.
pub const PARTNERS: &[&str] =
    &["un_entity", "government", "academia", "civil_society", "private_sector", "network", "other"];
