//! A submission as it lies in its tables.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::id::SubmissionId;
use entity::submission;
use entity::submission_contact::{self, Personal};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use serde_json::Value;
use uuid::Uuid;

use super::input::{Contact, Input};
use super::token::Token;
use crate::app::{Tx, bulk};
use crate::domain::check::Check;
use crate::domain::diff::{self, Conflict};
use crate::domain::mistake::Code;
use crate::domain::review::conflict::organisation_key;
use crate::domain::stored;
use crate::error::{Error, Result};
use crate::kit::text::sort_key;
use crate::platform::keyring;
use crate::service::content::refused;
use crate::service::input::{self, Body};

/// A submission with whom to write to about it; that is gone once it was erased.
#[derive(Clone, Debug)]
pub struct Stored {
    pub row: submission::Model,
    pub contact: Option<submission_contact::Model>,
}

impl Stored {
    /// That of a sender, held against other writers until the unit of work ends.
    pub async fn held(tx: &Tx<'_>, token: &Token) -> Result<Self> {
        let found = submission::Entity::find().filter(submission::Column::TokenHash.eq(token.hash()));
        let found = found.lock_exclusive().one(&tx.db).await?;
        let row = found.ok_or_else(|| refused("token", Code::NotFound, NO_TOKEN))?;
        Self::of(&tx.db, row).await
    }

    /// The same by its id, of a sender who showed who they are.
    pub async fn held_by_id(tx: &Tx<'_>, id: SubmissionId) -> Result<Self> {
        let found = submission::Entity::find_by_id(id).lock_exclusive().one(&tx.db).await?;
        Self::of(&tx.db, found.ok_or(Error::NotFound("the submission"))?).await
    }

    pub async fn of(db: &impl ConnectionTrait, row: submission::Model) -> Result<Self> {
        let contact = submission_contact::Entity::find_by_id(row.id).one(db).await?;
        Ok(Self::joined(row, contact))
    }

    /// With the contact that lies beside it, unless that was erased.
    pub fn joined(row: submission::Model, contact: Option<submission_contact::Model>) -> Self {
        Self { row, contact: contact.filter(|contact| !is_erased(contact)) }
    }

    /// The same of many, in their order.
    pub async fn of_all(db: &impl ConnectionTrait, rows: Vec<submission::Model>) -> Result<Vec<Self>> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id.0).collect();
        let of = submission_contact::Column::SubmissionId;
        let contacts = bulk::find::<submission_contact::Entity>(db, of, &ids).await?;
        let mut contacts: HashMap<_, _> =
            contacts.into_iter().map(|contact| (contact.submission_id, contact)).collect();
        let each = rows.into_iter().map(|row| {
            let contact = contacts.remove(&row.id);
            Self::joined(row, contact)
        });
        Ok(each.collect())
    }

    /// As it is; an error if it is no longer what its sender read.
    pub fn unchanged(&self, expected_version: i32) -> Result<Input> {
        Ok(self.changed(expected_version, |_, _| ())?.0)
    }

    /// With a change laid over it, and what was wrong with that; an error if it is no longer what its sender read.
    pub fn changed(
        &self,
        expected_version: i32,
        change: impl FnOnce(&mut Input, &mut Check),
    ) -> Result<(Input, Check)> {
        let before = self.input()?;
        let (mut after, mut check) = (before.clone(), Check::new(0));
        change(&mut after, &mut check);
        if expected_version == self.row.version {
            return Ok((after, check));
        }
        let document = |input: &Input| serde_json::to_value(input).expect("an input is plain JSON");
        let fields = diff::between(&document(&before), &document(&after));
        let mut conflict = Conflict::new(self.row.version, fields, check.into_mistakes());
        conflict.drop_unread();
        Err(Error::Stale(conflict))
    }

    /// As it is edited.
    pub fn input(&self) -> Result<Input> {
        let row = &self.row;
        let contact = self.contact.as_ref();
        Ok(Input {
            locale: row.locale.clone(),
            title: row.title.clone(),
            summary: row.summary.clone(),
            body: Body::of_columns(&row.body_source, row.body_format, &row.body_html),
            city: row.city_id,
            city_name: row.city_name.clone(),
            country: row.country_code.clone(),
            sdgs: input::sdgs(&row.sdgs),
            answers: stored::json(&row.answers)?,
            contact: contact
                .map(|known| Contact {
                    name: known.name.0.clone(),
                    email: known.email.0.clone(),
                    phone: known.phone.0.clone(),
                    organisation: known.organisation.0.clone(),
                })
                .unwrap_or_default(),
            consents: contact.map_or(Ok(Vec::new()), |known| stored::json(&known.consents))?,
        })
    }

    /// The same with this in it.
    #[must_use]
    pub fn with(self, input: Input) -> Self {
        let Input {
            locale,
            title,
            summary,
            body,
            city,
            city_name,
            country,
            sdgs,
            answers,
            contact,
            consents,
        } = input;
        let (body_source, body_format, body_html) = body.into_columns();
        let sdgs = serde_json::to_string(&sdgs).expect("numbers are JSON");
        let answers = Value::Object(answers).to_string();
        let salt = self.contact.map_or_else(|| URL_SAFE_NO_PAD.encode(keyring::random()), |known| known.salt);
        let row = submission::Model {
            locale,
            title,
            summary,
            body_source,
            body_format,
            body_html,
            city_id: city,
            city_name,
            country_code: country,
            sdgs,
            answers,
            ..self.row
        };
        let contact = submission_contact::Model {
            submission_id: row.id,
            name: Personal(contact.name),
            email: Personal(contact.email),
            phone: Personal(contact.phone),
            city_key: row.city_name.as_deref().map(sort_key).unwrap_or_default(),
            organisation_key: Personal(organisation_key(&contact.organisation)),
            organisation: Personal(contact.organisation),
            consents: serde_json::to_string(&consents).expect("words are JSON"),
            salt,
        };
        Self { row, contact: Some(contact) }
    }

    /// Writes it over what there is.
    pub async fn update(&self, tx: &Tx<'_>) -> Result<()> {
        submission::Entity::update(self.row.clone().into_active_model().reset_all()).exec(&tx.db).await?;
        if let Some(contact) = self.contact.clone() {
            submission_contact::Entity::update(contact.into_active_model().reset_all()).exec(&tx.db).await?;
        }
        Ok(())
    }

    pub async fn insert(&self, tx: &Tx<'_>) -> Result<()> {
        let row = self.row.clone().into_active_model();
        submission::Entity::insert(row).exec_without_returning(&tx.db).await?;
        if let Some(contact) = self.contact.clone() {
            let contact = contact.into_active_model();
            submission_contact::Entity::insert(contact).exec_without_returning(&tx.db).await?;
        }
        Ok(())
    }
}

/// Whether nobody is in it any more: the row outlives the person.
pub fn is_erased(contact: &submission_contact::Model) -> bool {
    contact.salt.is_empty()
}

const NO_TOKEN: &str = "is the token of no submission: take it whole from the link you were sent";
