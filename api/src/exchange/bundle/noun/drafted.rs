//! The working drafts of a noun in a bundle, for all nouns that have a workflow.

/// What such a noun adds to its declaration.
macro_rules! drafted {
    () => {
        const HAS_DRAFTS: bool = true;

        async fn drafts(
            db: &sea_orm::DatabaseTransaction,
            rows: &[Self::Stored],
        ) -> crate::error::Result<crate::service::content::Drafts<Self::Stored>> {
            crate::service::content::drafts::<Self>(db, rows).await
        }

        async fn keep_draft(
            tx: &mut crate::app::Tx<'_>,
            state: entity::revision::Draft,
            wanted: Self,
        ) -> crate::error::Result<()> {
            crate::service::content::adopt(tx, state, wanted).await
        }
    };
}
pub(super) use drafted;
