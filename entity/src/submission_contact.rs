//! Whom to write to about a submission: kept apart from all that may be published, and erased by itself.

use sea_orm::entity::prelude::*;

use crate::id::SubmissionId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission_contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub submission_id: SubmissionId,
    pub name: Personal,
    pub email: Personal,
    pub phone: Personal,
    pub organisation: Personal,
    /// By which it is compared with those of reviewers; empty where there is none.
    pub organisation_key: Personal,
    /// By which a city that is told by name is compared with those of reviewers; empty where it is told by id.
    pub city_key: String,
    /// JSON list of words: what of it, and whether the text, may be published.
    pub consents: String,
    /// Goes into the digest of the contact in what is signed, so that nobody finds the contact by trying;
    /// empty once the contact was erased.
    pub salt: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::submission::Entity",
        from = "Column::SubmissionId",
        to = "super::submission::Column::Id"
    )]
    Submission,
}

impl Related<super::submission::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Submission.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// Something of a person. Prints as `***`.
#[derive(Clone, Default, PartialEq, Eq, DeriveValueType)]
pub struct Personal(pub String);

impl std::fmt::Debug for Personal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}
