//! After any edits the derived lists say what the content says.

use std::collections::BTreeSet;

use entity::{directory, listing};

use super::bed::Bed;
use super::random::Random;
use super::truth::drafts::{drafts, unfiled};
use super::truth::{Row, truth};
use crate::app::listing::{Difference, rebuild, verify};

#[tokio::test]
async fn lists_are_true_after_any_edits() {
    for bed in Bed::each().await {
        let mut random = Random::new(7);
        for round in 0..12 {
            random.save_some(&bed).await;
            let (drafted, found): (BTreeSet<Row>, BTreeSet<Row>) =
                found(&bed).await.into_iter().partition(|row| row.0.starts_with("drafts_"));
            let truth = truth(&bed).await;
            let all: BTreeSet<_> = drafted
                .iter()
                .filter(|row| row.2.is_nil())
                .map(|row| (row.0.clone(), row.1, row.5))
                .collect();
            assert_eq!(all, drafts(&bed).await, "round {round}");
            assert_eq!(unfiled(&truth, &drafted), [], "round {round}");
            let surplus: Vec<_> = found.difference(&truth).take(3).collect();
            let missing: Vec<_> = truth.difference(&found).take(3).collect();
            assert!(found == truth, "round {round}: surplus {surplus:#?}, missing {missing:#?}");
            bed.assert_lists_are_true().await;
        }
    }
}

#[tokio::test]
async fn lies_in_the_lists_are_seen_and_mended() {
    let bed = Bed::sqlite().await;
    bed.import_demo().await;
    let told = found(&bed).await;
    bed.execute("DELETE FROM listing WHERE list = 'news' AND locale = 'zh'").await;
    bed.execute("UPDATE directory SET sort_key = 'zzz' WHERE list = 'cities' AND locale = '*'").await;
    let tx = bed.app.begin().await.unwrap();
    let lies = verify(&tx.db).await.unwrap();
    assert!(lies.missing > lies.surplus && lies.surplus > 0, "{lies:?}");
    rebuild(&tx.db).await.unwrap();
    assert_eq!(verify(&tx.db).await.unwrap(), Difference::default());
    tx.save().await.unwrap();
    assert!(found(&bed).await == told);
}

async fn found(bed: &Bed) -> BTreeSet<Row> {
    let listed = bed.all::<listing::Entity>().await.into_iter().map(|row| {
        let (from, until) = (row.live_from.0, row.live_until.0);
        (row.list, row.item_id, row.scope_id, row.locale, row.kind + "/", row.sort_at.0, from, until)
    });
    let named = bed.all::<directory::Entity>().await.into_iter().map(|row| {
        let (from, until) = (row.live_from.0, row.live_until.0);
        let name = format!("{}/{}", row.kind, row.sort_key);
        (row.list, row.item_id, row.scope_id, row.locale, name, 0, from, until)
    });
    listed.chain(named).collect()
}
