//! A change of something published that the public sees at once; its working draft, if there is one, follows.

use entity::instant::Instant;
use entity::revision::Draft;
use entity::status::Status;
use uuid::Uuid;

use super::request::{self, Request, joined};
use super::{Done, Editable, document, draft, update};
use crate::app::App;
use crate::domain::change::{Author, Verb};
use crate::domain::check::Check;
use crate::domain::mistake::{Code, Mistake};
use crate::domain::permission::Action;
use crate::error::Result;
use crate::service::save;

/// What the change is called, and why it is made.
#[derive(Clone, Debug)]
pub struct Why {
    pub verb: Verb,
    pub reason: String,
}

/// Changes a promise that was made to the public, such as a deadline: what `change` does to what is published, its working
/// draft takes over.
pub async fn at_once<I: Editable>(
    app: &App,
    author: Author,
    request: Result<Request>,
    why: Why,
    change: impl FnOnce(&mut I, Instant, &mut Check),
) -> Result<Done> {
    let mut tx = app.begin_for(author).await?;
    let mut check = Check::new(0);
    let (request, mut head) = match request::head::<I>(&mut tx, request, Action::Publish).await {
        Ok(found) => found,
        Err(unknown) => {
            // What is wrong whatever it is to be done to.
            change(&mut I::empty(Uuid::nil(), String::new()), tx.now(), &mut check);
            return joined(check.into_mistakes(), Err(unknown));
        }
    };
    let mut live = head.live.clone();
    change(&mut live, tx.now(), &mut check);
    let mut current = head.current().clone();
    current.keep_promises(&live);
    if request::status(&live) != Some(Status::Published) {
        check.wrong("id", Code::InvalidState, "is not PUBLISHED: change it like anything else of it");
    }
    let mut mistakes = check.into_mistakes();
    if head.draft.is_some() && !document::is_same(&head.live, &live) {
        let mut found = contradicted(&live, (head.current(), &current));
        found.retain(|one| mistakes.iter().all(|known| known.field != one.field));
        mistakes.extend(found);
    }
    if request.is_stale(&head) || !mistakes.is_empty() {
        let wrong = update::check(&tx, &head, &live, mistakes).await;
        request.check(&head, &current, wrong)?;
    }
    (tx.verb, tx.reason) = (Some(why.verb), Some(why.reason));
    head.saved(save::over(&mut tx, live, head.known()).await?);
    let state = head.draft.as_ref().map(|(row, _)| row.draft.unwrap_or(Draft::Draft));
    let kept = match state {
        Some(state) => draft::keep(&mut tx, head, current, (state, Verb::Followed)).await?,
        None => None,
    };
    tx.save().await?;
    Ok(Done::kept(request.id, kept))
}

/// What a working draft would say against it, and did not before: nobody could look at it any more.
fn contradicted<I: Editable>(live: &I, (before, after): (&I, &I)) -> Vec<Mistake> {
    let told = |item: &I| {
        let mut check = Check::new(0);
        item.check(&mut check);
        check.into_mistakes()
    };
    let known = [told(live), told(before)].concat();
    let mut found = told(after);
    found.retain(|mistake| !known.contains(mistake));
    for mistake in &mut found {
        let Mistake { code, message, .. } = mistake;
        *code = Code::InvalidState;
        message.push_str(" in its working draft, too: change that, or discard it, first");
    }
    found
}
