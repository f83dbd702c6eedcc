//! What a thing was at an earlier version, again.

use entity::id::RevisionId;
use entity::revision;
use entity::status::Status;
use sea_orm::EntityTrait;

use super::request::{self, Request, refused};
use super::{Done, Editable, document, draft, update};
use crate::app::App;
use crate::domain::change::{Author, Verb};
use crate::domain::mistake::Code;
use crate::domain::permission::Action;
use crate::error::Result;

/// Makes a thing what a revision of it says: a change like any other, and itself a revision. Where it stands on its
/// way to the reader stays as it is, and so does what the public was promised; what was purged since is left out. A slug or
/// a key that became another's since stays as it is live.
pub async fn restore_revision<I: Editable>(
    app: &App,
    author: Author,
    request: Request,
    revision: RevisionId,
) -> Result<Done> {
    let mut tx = app.begin_for(author).await?;
    let mut head = request.head::<I>(&mut tx, Action::Write).await?;
    let found = revision::Entity::find_by_id(revision).one(&tx.db).await?;
    let Some(found) = found.filter(|row| row.item_id == request.id) else {
        let unknown = refused("revision", Code::NotFound, "is no revision of this: give one of its own");
        return request.check(&head, head.current(), Err(unknown));
    };
    let mut wanted = document::read::<I>(&found.document)?;
    draft::settled(&mut wanted, &head.live);
    if !update::broken_promises(&tx, &head.live, &wanted).is_empty() {
        wanted.keep_promises(&head.live);
    }
    let wanted = document::present(&tx.db, wanted, &mut head.sound).await?;
    let wanted = draft::unclashing(&tx.db, wanted, &head.live).await?;
    if request.is_stale(&head) && request::status(&wanted) != Some(Status::Archived) {
        let wrong = update::check(&tx, &head, &wanted, Vec::new()).await;
        return Err(request.stale(&head, (head.current(), &wanted), Vec::new(), wrong));
    }
    let kept = update::store(&mut tx, head, wanted, Verb::Reverted, Vec::new()).await?;
    tx.save().await?;
    Ok(Done::kept(request.id, kept))
}
