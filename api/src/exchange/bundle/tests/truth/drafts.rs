//! What the lists of editors should say: every thing once, as it last changed, under all that it is filed under.

use std::collections::BTreeSet;

use entity::{call, city, cluster, media_item, news_item, partner, practice, revision};
use uuid::Uuid;

use super::super::bed::Bed;
use super::Row;

/// Word, item, and when it last changed.
pub async fn drafts(bed: &Bed) -> BTreeSet<(String, Uuid, i64)> {
    let revisions = bed.all::<revision::Entity>().await;
    let mut found = BTreeSet::new();
    macro_rules! tell {
        ($($table:ident $list:literal)*) => {$(
            for item in bed.all::<$table::Entity>().await {
                let draft = revisions.iter().find(|row| Some(row.id.0) == item.draft_id);
                let changed = draft.map_or(item.updated_at, |row| row.at.max(item.updated_at));
                found.insert((format!("drafts_{}", $list), item.id.0, changed.0));
            }
        )*};
    }
    tell!(
        call "calls" city "cities" cluster "clusters" media_item "media" news_item "news" partner "partners"
        practice "practices"
    );
    found
}

/// The scopes of all live things that their rows for editors lack.
pub fn unfiled(live: &BTreeSet<Row>, drafts: &BTreeSet<Row>) -> Vec<(String, Uuid, Uuid)> {
    let filed: BTreeSet<_> = drafts.iter().map(|row| (row.0.clone(), row.1, row.2)).collect();
    let listed = ["news", "practices", "media", "calls", "clusters", "partners", "cities"];
    let wanted = live.iter().filter(|row| row.3 == "*" && listed.contains(&row.0.as_str()));
    let wanted = wanted.map(|row| (format!("drafts_{}", row.0), row.1, row.2));
    wanted.filter(|row| !filed.contains(row)).collect()
}
