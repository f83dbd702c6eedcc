//! The schema's history. Imports nothing of ours, so the past never breaks.

// The suite migrates up and down.
#![cfg(not(test))]

mod dialect;
mod m2026_11_23_000001_assets;
mod m2026_11_23_000002_clusters_cities;
mod m2026_11_23_000003_topics;
mod m2026_11_23_000004_calls;
mod m2026_11_23_000005_news;
mod m2026_11_23_000006_practices;
mod m2026_11_23_000007_media;
mod m2026_11_23_000008_partners;
mod m2026_11_23_000009_references;
mod m2026_11_23_000010_lists;
mod m2026_11_25_000011_people;
mod m2026_11_25_000012_changes;
mod m2026_11_25_000013_second_factor;
mod m2026_11_25_000014_api_tokens;
mod m2026_11_25_000015_idempotency;
mod m2026_11_25_000016_append_only;
mod m2026_11_25_000017_draft_lists;
mod m2026_11_25_000018_waiting;
mod m2026_11_26_000019_deadlines;
mod m2026_11_26_000020_submissions;
mod m2026_11_26_000021_decisions;
mod m2026_11_26_000022_reviews;
mod m2026_11_26_000023_challenges;
mod m2026_11_26_000024_retention;
mod m2026_11_26_000025_lean_lists;
mod m2026_11_26_000026_attachments;
mod m2026_11_26_000027_cancelled_events;
mod m2026_11_26_000028_staleness;
mod m2026_11_27_000029_list_sizes;
mod m2026_11_28_000030_originals_by_time;
mod m2026_11_28_000031_drafted_slugs;
mod m2026_11_28_000032_not_replaced;
mod m2026_11_29_000033_drafted_keys;

pub use sea_orm_migration::{MigrationTrait, MigratorTrait, SchemaManager};

/// Every step of the schema, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m2026_11_23_000001_assets::Migration),
            Box::new(m2026_11_23_000002_clusters_cities::Migration),
            Box::new(m2026_11_23_000003_topics::Migration),
            Box::new(m2026_11_23_000004_calls::Migration),
            Box::new(m2026_11_23_000005_news::Migration),
            Box::new(m2026_11_23_000006_practices::Migration),
            Box::new(m2026_11_23_000007_media::Migration),
            Box::new(m2026_11_23_000008_partners::Migration),
            Box::new(m2026_11_23_000009_references::Migration),
            Box::new(m2026_11_23_000010_lists::Migration),
            Box::new(m2026_11_25_000011_people::Migration),
            Box::new(m2026_11_25_000012_changes::Migration),
            Box::new(m2026_11_25_000013_second_factor::Migration),
            Box::new(m2026_11_25_000014_api_tokens::Migration),
            Box::new(m2026_11_25_000015_idempotency::Migration),
            Box::new(m2026_11_25_000016_append_only::Migration),
            Box::new(m2026_11_25_000017_draft_lists::Migration),
            Box::new(m2026_11_25_000018_waiting::Migration),
            Box::new(m2026_11_26_000019_deadlines::Migration),
            Box::new(m2026_11_26_000020_submissions::Migration),
            Box::new(m2026_11_26_000021_decisions::Migration),
            Box::new(m2026_11_26_000022_reviews::Migration),
            Box::new(m2026_11_26_000023_challenges::Migration),
            Box::new(m2026_11_26_000024_retention::Migration),
            Box::new(m2026_11_26_000025_lean_lists::Migration),
            Box::new(m2026_11_26_000026_attachments::Migration),
            Box::new(m2026_11_26_000027_cancelled_events::Migration),
            Box::new(m2026_11_26_000028_staleness::Migration),
            Box::new(m2026_11_27_000029_list_sizes::Migration),
            Box::new(m2026_11_28_000030_originals_by_time::Migration),
            Box::new(m2026_11_28_000031_drafted_slugs::Migration),
            Box::new(m2026_11_28_000032_not_replaced::Migration),
            Box::new(m2026_11_29_000033_drafted_keys::Migration),
        ]
    }
}
