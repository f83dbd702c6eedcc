//! The talk about a proposal.

use entity::id::CommentId;
use entity::review_comment::{Entity, Model};
use uuid::Uuid;

use super::Editable;
use super::request::{Request, joined, refused};
use crate::app::{App, Tx, bulk};
use crate::domain::change::{Author, Change, Verb};
use crate::domain::check::Check;
use crate::domain::limits;
use crate::domain::mistake::Code;
use crate::domain::permission::Action;
use crate::error::Result;
use crate::kit;

/// Says something about what is to be decided on; its author and all editors read it.
pub async fn comment<I: Editable>(app: &App, author: Author, request: Request, words: &str) -> Result<Uuid> {
    let mut tx = app.begin_for(author).await?;
    request.head::<I>(&mut tx, Action::Comment).await?;
    add::<I>(&mut tx, request.id, words).await?;
    tx.save().await?;
    Ok(request.id)
}

pub async fn add<I: Editable>(tx: &mut Tx<'_>, item_id: Uuid, words: &str) -> Result<()> {
    let words = words.trim();
    if kit::text::is_blank(words) {
        return Err(refused("comment", Code::Required, "says nothing: leave it out, or say something"));
    }
    let mut check = Check::new(0);
    check.text("comment", words, limits::SUMMARY_CHARS);
    joined(check.into_mistakes(), Ok(()))?;
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
