//! Every column and word that the entities name is there, with its type.

use entity::{
    api_token, asset, asset_translation, asset_use, audit_event, call, call_cluster, call_extension,
    call_translation, city, city_translation, cluster, cluster_translation, decision_record, directory,
    event, event_translation, idempotency, list_size, listing, media_item, media_item_cluster,
    media_item_translation, media_source, membership, news_item, news_item_city, news_item_cluster,
    news_item_media, news_item_topic, news_item_translation, outbox, partner, partner_cluster,
    partner_translation, password_reset, practice, practice_cluster, practice_translation, recovery_code,
    refresh_token, review, review_assignment, review_comment, review_conflict, review_plan, revision,
    second_factor, session, signing_key, slug_history, submission, submission_contact, submission_event,
    submission_form, submission_number, submission_redaction, submission_version, topic, topic_translation,
    user,
};
use sea_orm::{ActiveEnum, ConnectionTrait, EntityTrait, Iterable, QuerySelect, Statement};

use super::scratch::Scratch;
use crate::platform::database::{Database, migrate};

/// How many columns the table has, and that the entity finds all of its own.
async fn check<E: EntityTrait>(db: &Database) {
    E::find().limit(0).all(&db.reader).await.unwrap_or_else(|error| panic!("{error}"));
    let table = E::default().table_name().to_owned();
    let query = match db.dialect {
        sea_orm::DbBackend::Sqlite => format!("select count(*) from pragma_table_info('{table}')"),
        _ => format!("select count(*) from information_schema.columns where table_name = '{table}'"),
    };
    let row = db.reader.query_one_raw(Statement::from_string(db.dialect, query)).await.unwrap().unwrap();
    let columns: i64 = row.try_get_by_index(0).unwrap();
    assert_eq!(usize::try_from(columns).unwrap(), E::Column::iter().count(), "{table} has other columns");
}

macro_rules! check_all {
    ($db:expr, $($table:ident)*) => {{
        $(check::<$table::Entity>($db).await;)*
        [$(stringify!($table)),*].len()
    }};
}

#[tokio::test]
async fn entities_and_tables_name_the_same_columns() {
    for scratch in Scratch::each().await {
        let db = scratch.open().await;
        migrate::up(&db).await.unwrap();
        let checked = check_all!(&db,
            api_token asset asset_translation asset_use audit_event call call_cluster call_extension call_translation city city_translation cluster
            cluster_translation decision_record directory event event_translation idempotency list_size listing media_item media_item_cluster
            media_item_translation media_source membership news_item news_item_city news_item_cluster
            news_item_media news_item_topic news_item_translation outbox partner partner_cluster partner_translation
            password_reset practice practice_cluster practice_translation recovery_code refresh_token review
            review_assignment review_comment review_conflict review_plan revision second_factor session signing_key slug_history submission submission_contact submission_event
            submission_form submission_number submission_redaction submission_version topic topic_translation user
        );
        assert_eq!(checked, 61);
        db.close().await;
    }
}

#[test]
fn stored_words_are_those_of_the_contract() {
    fn words<T: ActiveEnum<Value = String> + Iterable>() -> String {
        T::iter().map(|word| word.to_value()).collect::<Vec<_>>().join(" ")
    }
    assert_eq!(words::<entity::status::Status>(), "draft in_review published archived");
    assert_eq!(words::<entity::status::TextStatus>(), "draft published");
    assert_eq!(words::<entity::rich_text::Format>(), "markdown html");
    assert_eq!(words::<entity::role::Role>(), "city reviewer editor admin");
    assert_eq!(words::<audit_event::Actor>(), "anonymous user system");
    assert_eq!(words::<news_item::Kind>(), "article event webinar call");
    assert_eq!(words::<media_item::Kind>(), "video document photo audio");
    assert_eq!(words::<media_source::Provider>(), "youtube bilibili vimeo file other");
    assert_eq!(
        words::<partner::Kind>(),
        "un_entity government academia civil_society private_sector network other"
    );
    assert_eq!(
        words::<entity::noun::Noun>(),
        "cluster city topic news_item call practice media_item partner"
    );
}
