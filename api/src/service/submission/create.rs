//! A submission is begun.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::id::SubmissionId;
use entity::submission::{self, Kind, State};
use entity::submission_attachment::Model as Attachment;
use entity::submission_form;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::document::digest;
use super::stored::Stored;
use super::target::Target;
use super::{Aim, Arrival, Input, Token, attachment, intake, letter, submit, update};
use crate::app::{App, Tx, bulk};
use crate::domain::check::{Check, Need};
use crate::domain::mistake::Code;
use crate::error::{Error, Result};
use crate::service::content::refused;
use crate::service::key;

/// Characters of an idempotency key.
const KEY_CHARS: std::ops::RangeInclusive<usize> = 16..=200;

/// Something that was begun, and what its sender shows from then on.
#[derive(Debug)]
pub struct Created {
    pub stored: Stored,
    /// Shown this once, and kept nowhere.
    pub token: Token,
}

/// What is to be begun.
#[derive(Debug)]
pub struct New {
    pub aim: Aim,
    pub input: Input,
    /// What is wrong with it already.
    pub check: Check,
    /// Made by the caller for this one submission: the same with the same words makes one, however often it comes.
    pub idempotency_key: Option<String>,
    /// Whether it is submitted at once, or begun as a draft.
    pub submits: bool,
    /// Files that came along, whole.
    pub files: Vec<Attachment>,
    /// A solved challenge, where that is asked for.
    pub proof: Option<String>,
}

impl New {
    fn is_sound(&self) -> bool {
        let mut check = Check::new(0);
        self.input.check(&mut check, self.need());
        check.is_clean()
    }

    /// What is the same when it is sent again.
    fn words(&self, key: &str) -> Vec<u8> {
        let aim = format!("{:?}", self.aim);
        let words = if self.files.is_empty() {
            serde_json::to_vec(&(key, aim, self.submits, &self.input))
        } else {
            let files: Vec<_> = self.files.iter().map(|file| (&file.name.0, &file.sha256)).collect();
            serde_json::to_vec(&(key, aim, self.submits, &self.input, files))
        };
        words.expect("an input is plain JSON")
    }

    fn need(&self) -> Need {
        if self.submits { Need::Required } else { Need::Optional }
    }
}

/// Begins one. The same again, with its key, answers the same each time.
pub async fn create(app: &App, arrival: Arrival, mut new: New) -> Result<Created> {
    let Some(key) = new.idempotency_key.clone() else {
        return begin(app, arrival, new, (Token::random(), None)).await;
    };
    if !KEY_CHARS.contains(&key.chars().count()) {
        let message = "must have 16 to 200 characters that nobody guesses, such as a UUID";
        new.check.wrong("idempotencyKey", Code::Invalid, message);
        return begin(app, arrival, new, (Token::random(), None)).await;
    }
    // What is wrong is told, whatever came of the key before.
    if !(new.check.is_clean() && new.is_sound()) {
        return begin(app, arrival, new, (Token::random(), None)).await;
    }
    let secret = &app.keyring()?.secret;
    let attempt = URL_SAFE_NO_PAD.encode(secret.mac("submission key", key.as_bytes()));
    let words = new.words(&key);
    let token = || Token::derived(secret, &words);
    if let Some(known) = begun(app, &attempt, token()).await? {
        return Ok(known);
    }
    match begin(app, arrival, new, (token(), Some(attempt.clone()))).await {
        // The same request was faster by another way.
        Err(error @ Error::Conflict(_)) => begun(app, &attempt, token()).await?.ok_or(error),
        outcome => outcome,
    }
}

/// What was begun with this key already.
async fn begun(app: &App, attempt: &str, token: Token) -> Result<Option<Created>> {
    let found = submission::Entity::find().filter(submission::Column::Attempt.eq(attempt));
    let Some(row) = found.one(&app.db.reader).await? else { return Ok(None) };
    if row.token_hash != token.hash() {
        let message = "was sent with another submission before: make a new key for each";
        return Err(refused("idempotencyKey", Code::Taken, message));
    }
    let stored = Stored::of(&app.db.reader, row).await?;
    Ok(Some(Created { stored, token }))
}

/// What is begun counts against its address, what is refused does not.
async fn begin(app: &App, arrival: Arrival, new: New, known_by: (Token, Option<String>)) -> Result<Created> {
    let mut counted = intake::from_address(app, arrival)?;
    let outcome = begin_one(app, arrival, new, known_by).await;
    if outcome.is_err() {
        counted.withdraw();
    }
    outcome
}

async fn begin_one(
    app: &App,
    arrival: Arrival,
    new: New,
    (token, attempt): (Token, Option<String>),
) -> Result<Created> {
    let need = new.need();
    let New { aim, input, mut check, submits, files, proof, .. } = new;
    let proof = intake::proof(app, proof.as_deref(), &mut check)?;
    key::freshen(app).await?;
    let mut tx = app.begin_for(arrival.author()).await?;
    let target = Target::taking(&tx.db, aim, arrival.at, aim.field()).await?;
    if submits {
        submit::check_answers(app, target.form.as_deref(), &input.answers, &mut check)?;
    }
    update::check(&tx, &input, check, need).await?;
    if let Some(proof) = proof {
        intake::spend(&tx, proof).await?;
    }
    intake::check_room(&tx, aim).await?;
    let form_hash = keep_form(&tx, target.form.clone()).await?;
    let row = submission::Model { form_hash, attempt, ..row(arrival, aim, &token) };
    let mut stored = Stored { row, contact: None }.with(input);
    if submits {
        submit::give(&tx, &mut stored, &target, arrival).await?;
    }
    stored.insert(&tx).await?;
    let files = attachment::claim(&tx, files, stored.row.id, arrival).await?;
    if submits {
        let version = submit::keep(&tx, &stored, &files, arrival).await?;
        letter::confirm(&mut tx, &stored, &token, version).await?;
    }
    tx.save().await?;
    Ok(Created { stored, token })
}

fn row(arrival: Arrival, aim: Aim, token: &Token) -> submission::Model {
    let (kind, call_id, cluster_id) = match aim {
        Aim::Call(id) => (Kind::Practice, Some(id), None),
        Aim::Cluster(id) => (Kind::Membership, None, Some(id)),
    };
    submission::Model {
        id: SubmissionId::new(arrival.at),
        kind,
        state: State::Draft,
        token_hash: token.hash(),
        attempt: None,
        reference: None,
        call_id,
        cluster_id,
        form_hash: None,
        locale: String::new(),
        title: String::new(),
        summary: String::new(),
        body_source: String::new(),
        body_format: entity::rich_text::Format::Markdown,
        body_html: String::new(),
        city_id: None,
        city_name: None,
        country_code: None,
        sdgs: String::new(),
        answers: String::new(),
        created_at: arrival.at,
        updated_at: arrival.at,
        submitted_at: None,
        decided_at: None,
        version: 1,
    }
}

/// One of which nothing is known.
#[cfg(test)]
pub fn blank() -> submission::Model {
    let arrival = Arrival { at: entity::instant::Instant(0), from: None };
    row(arrival, Aim::Call(entity::id::CallId::derived("call")), &Token::given(String::new()))
}

/// Keeps the form as it is now, and says by which digest it is found.
pub async fn keep_form(tx: &Tx<'_>, form: Option<String>) -> Result<Option<String>> {
    let Some(form) = form else { return Ok(None) };
    let hash = digest(&form);
    // It is there from the first one on: nobody waits for the row.
    if submission_form::Entity::find_by_id(hash.as_str()).one(&tx.db).await?.is_none() {
        let row = submission_form::Model { hash: hash.clone(), form };
        bulk::upsert::<submission_form::Entity>(&tx.db, vec![row]).await?;
    }
    Ok(Some(hash))
}
