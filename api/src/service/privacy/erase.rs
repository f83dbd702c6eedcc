//! A person is erased, wherever they are kept; what stays is told, with the reason.

use entity::id::SubmissionId;
use entity::{idempotency, mail, submission, submission_contact, submission_outcome, user};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{forget, redact};
use crate::app::{App, Tx, bulk, word};
use crate::domain::change::Author;
use crate::domain::email::is_email;
use crate::domain::mistake::Code;
use crate::domain::permission::{self, Action, Thing};
use crate::error::Result;
use crate::service::content::refused;
use crate::service::mail::opened;
use crate::service::session::audit::{self, Entry, Subject};
use crate::service::submission::{attachment, event};
use crate::service::user as people;

/// What is kept of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Contacts,
    SubmissionMails,
    NetworkAddresses,
    Attachments,
    Drafts,
    Practices,
    Submissions,
    Mails,
    Answers,
    Accounts,
    AuditLog,
}

/// What became of one kind of thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub what: Kept,
    pub erased: u64,
    pub kept: u64,
    /// Why something was kept; empty where nothing was.
    pub why: &'static str,
}

/// What became of all that was kept of somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased(pub Vec<Line>);

impl Erased {
    fn gone(&mut self, what: Kept, erased: u64) {
        self.0.push(Line { what, erased, kept: 0, why: "" });
    }

    fn kept(&mut self, what: Kept, kept: u64, why: &'static str) {
        self.0.push(Line { what, erased: 0, kept, why });
    }
}

/// Erases whoever has this address: all of it, or nothing.
pub async fn erase_person(app: &App, author: Author, email: &str) -> Result<Erased> {
    permission::require(&author.actor, Action::ErasePeople, Thing::Any)?;
    let email = people::normalised(email);
    if !is_email(&email) {
        return Err(refused(
            "email",
            Code::Invalid,
            "is no e-mail address: give one such as ana@example.org",
        ));
    }
    let mut tx = app.begin_for(author).await?;
    tx.hold_content().await?;
    let mut erased = Erased::default();
    of_submissions(&mut tx, &email, &mut erased).await?;
    erased.gone(Kept::Mails, mails(&tx, &email).await?);
    erased.gone(Kept::Answers, answers(&tx, &email).await?);
    account(&tx, &email, &mut erased).await?;
    let why = "the audit log is only added to: it names people by id, and the network addresses of requests";
    erased.kept(Kept::AuditLog, 1, why);
    tx.save().await?;
    app.removal_bell.notify_one();
    Ok(erased)
}

async fn of_submissions(tx: &mut Tx<'_>, email: &str, erased: &mut Erased) -> Result<()> {
    let contacts = submission_contact::Entity::find();
    let contacts =
        contacts.filter(word::same_letters(submission_contact::Column::Email, email)).all(&tx.db).await?;
    let ids: Vec<SubmissionId> = contacts.iter().map(|contact| contact.submission_id).collect();
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    // Held first, as their senders do.
    let rows = submission::Entity::find().filter(submission::Column::Id.is_in(uuids.clone()));
    let rows = rows.order_by_asc(submission::Column::Id).lock_exclusive().all(&tx.db).await?;
    let practices = practices(tx, &uuids, &redact::words(&contacts)).await?;
    let files = attachment::erase(tx, &uuids).await?;
    let gone = forget(tx, &ids).await?;
    event::note_unseen(tx, &ids, "contact_erased").await?;
    let drafts: Vec<Uuid> =
        rows.iter().filter(|row| row.submitted_at.is_none()).map(|row| row.id.0).collect();
    attachment::remove_all(tx, &drafts).await?;
    bulk::delete::<submission_contact::Entity>(&tx.db, submission_contact::Column::SubmissionId, &drafts)
        .await?;
    bulk::delete::<submission::Entity>(&tx.db, submission::Column::Id, &drafts).await?;
    erased.gone(Kept::Contacts, gone.contacts);
    erased.gone(Kept::SubmissionMails, gone.mails);
    erased.gone(Kept::NetworkAddresses, gone.addresses);
    erased.gone(Kept::Attachments, files);
    erased.gone(Kept::Drafts, drafts.len() as u64);
    erased.gone(Kept::Practices, practices);
    let why = "what was submitted is the city's, and receipts prove it as it was: its contact is but a salted digest, but a \
               text or an answer may name somebody, and so may what reviewers and editors wrote about it";
    erased.kept(Kept::Submissions, (rows.len() - drafts.len()) as u64, why);
    Ok(())
}

/// How many practices named the person, in what they say or said.
async fn practices(tx: &mut Tx<'_>, submissions: &[Uuid], words: &[String]) -> Result<u64> {
    let of = submission_outcome::Column::SubmissionId;
    let outcomes = bulk::find::<submission_outcome::Entity>(&tx.db, of, submissions).await?;
    let mut found = 0;
    for id in outcomes.into_iter().filter_map(|outcome| outcome.practice_id) {
        found += u64::from(redact::practice(tx, id, words).await?);
    }
    Ok(found)
}

/// Those that wait for this address and are about no submission.
async fn mails(tx: &Tx<'_>, email: &str) -> Result<u64> {
    // Those about their submissions are gone by now.
    let waiting = mail::Entity::find().filter(mail::Column::SubmissionId.is_null()).all(&tx.db).await?;
    let to_them = |mail: &mail::Model| {
        let draft = opened(tx.app, mail)?;
        Ok(draft.is_some_and(|draft| people::normalised(&draft.to) == email).then_some(mail.id.0))
    };
    let ids: Vec<Option<Uuid>> = waiting.iter().map(to_them).collect::<Result<_>>()?;
    let ids: Vec<Uuid> = ids.into_iter().flatten().collect();
    bulk::delete::<mail::Entity>(&tx.db, mail::Column::Id, &ids).await?;
    Ok(ids.len() as u64)
}

/// Those kept for requests that are sent again, for a day, in which the address stands.
async fn answers(tx: &Tx<'_>, email: &str) -> Result<u64> {
    let kept =
        idempotency::Entity::find().filter(idempotency::Column::Answer.is_not_null()).all(&tx.db).await?;
    let mut erased = 0;
    for row in kept {
        if row.answer.as_ref().is_some_and(|answer| answer.to_lowercase().contains(email)) {
            // The key stays: the request acts once all the same.
            let emptied = idempotency::ActiveModel { answer: Set(None), ..row.into_active_model() };
            idempotency::Entity::update(emptied).exec(&tx.db).await?;
            erased += 1;
        }
    }
    Ok(erased)
}

/// The row stays, since what they did names it; nobody signs in by it, and it tells of nobody.
async fn account(tx: &Tx<'_>, email: &str, erased: &mut Erased) -> Result<()> {
    let Some(found) = people::by_email(&tx.db, email).await? else { return Ok(()) };
    if tx.author.user() == Some(found.id) {
        let message = "is your own: have another admin erase you";
        return Err(refused("email", Code::InvalidState, message));
    }
    people::revoke_all(tx, found.id).await?;
    crate::service::password_reset::forget(tx, found.id).await?;
    let nobody = user::ActiveModel {
        email: Set(None),
        name: Set("[erased]".to_owned()),
        password_hash: Set(None),
        organisation: Set(None),
        city_id: Set(None),
        issuer: Set(None),
        subject: Set(None),
        disabled_at: Set(Some(tx.now())),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    user::Entity::update_many().set(nobody).filter(user::Column::Id.eq(found.id)).exec(&tx.db).await?;
    let entry = Entry::by(tx.author.kind(), tx.author.user(), "user.erased").from(tx.author.from);
    audit::record(tx, entry.about(Subject::User(found.id))).await?;
    erased.gone(Kept::Accounts, 1);
    Ok(())
}
