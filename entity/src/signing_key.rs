//! A key that signs access tokens.

use sea_orm::entity::prelude::*;

use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_key")]
pub struct Model {
    /// The RFC 7638 thumbprint of the public key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kid: String,
    /// The private key (PKCS#8), encrypted with the secret of the installation, in base64; empty when it is forgotten, or
    /// in a file of the operator's.
    #[sea_orm(column_type = "Text")]
    pub sealed: String,
    /// The public key, 32 bytes in base64url.
    #[sea_orm(column_type = "Text")]
    pub public: String,
    pub created_at: Instant,
    /// From then on it only verifies; known some time before.
    pub retired_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
