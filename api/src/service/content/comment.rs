//! The talk about a proposal.

use entity::id::CommentId;
use entity::review_comment::{Entity, Model};
use uuid::Uuid;

use super::Editable;
use super::request::{self, Request, joined};
use crate::app::{App, Tx, bulk};
use crate::domain::change::{Author, Change, Verb};
use crate::domain::check::Check;
use crate::domain::limits;
use crate::domain::mistake::Code;
use crate::domain::permission::Action;
use crate::error::Result;
use crate::kit;

/// Says something about what is to be decided on; its author and all editors read it.
pub async fn comment<I: Editable>(
    app: &App,
    author: Author,
    request: Result<Request>,
    words: &str,
) -> Result<Uuid> {
    let mut tx = app.begin_for(author).await?;
    let mut wrong = Check::new(0);
    check(&mut wrong, words);
    let found = request::head::<I>(&mut tx, request, Action::Comment).await;
    let (request, _) = joined(wrong.into_mistakes(), found)?;
    add::<I>(&mut tx, request.id, words).await?;
    tx.save().await?;
    Ok(request.id)
}

/// What is wrong with what is said.
pub fn check(wrong: &mut Check, words: &str) {
    if kit::text::is_blank(words) {
        wrong.wrong("comment", Code::Required, "says nothing: leave it out, or say something");
    }
    wrong.text("comment", words.trim(), limits::SUMMARY_CHARS);
}

/// Writes down what was checked.
pub async fn add<I: Editable>(tx: &mut Tx<'_>, item_id: Uuid, words: &str) -> Result<()> {
    let words = words.trim();
    let row = Model {
        id: CommentId::new(tx.now()),
        r#type: I::NOUN,
        item_id,
        text: words.to_owned(),
        at: tx.now(),
        actor: tx.author.kind(),
        user_id: tx.author.user(),
        origin: tx.author.origin(),
    };
    bulk::insert::<Entity>(&tx.db, vec![row]).await?;
    tx.changes.push(Change { verb: Verb::Commented, noun: I::NOUN, item: item_id });
    Ok(())
}
