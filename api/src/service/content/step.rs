//! Steps of the workflow: to review and back, before the public and away again.

use entity::instant::Instant;
use entity::revision::Draft;
use entity::status::Status;

use super::draft;
use super::head::Head;
use super::request::{self, Request, refused};
use super::{Done, Editable, Kept, comment, update};
use crate::app::{App, Tx};
use crate::domain::change::Author;
use crate::domain::mistake::Code;
use crate::domain::permission::Action;
use crate::domain::workflow::{self, Step};
use crate::error::{Error, Result};
use crate::service::input::{Lifecycle, Purpose};
use crate::service::save;

/// A step, and what goes with it.
#[derive(Clone, Debug)]
pub enum Advance {
    Submit,
    /// With a word to its author.
    Return(Option<String>),
    Publish(When),
    Unpublish,
    Archive,
    Restore,
}

/// From when to when it is live.
#[derive(Clone, Copy, Debug, Default)]
pub struct When {
    pub from: From,
    pub until: Until,
}

/// When it is live at first.
#[derive(Clone, Copy, Debug, Default)]
pub enum From {
    /// As it is, be it past or to come; now where it has no time yet.
    #[default]
    Kept,
    /// Now, whatever it was scheduled for; what was live before keeps its time.
    Now,
    At(Instant),
}

/// When it is no longer live.
#[derive(Clone, Copy, Debug, Default)]
pub enum Until {
    /// As it is.
    #[default]
    Kept,
    Never,
    At(Instant),
}

impl Advance {
    /// What of the policy it is.
    pub fn action(&self) -> Action {
        if self.step() == Step::Submit { Action::Propose } else { Action::Publish }
    }

    fn step(&self) -> Step {
        match self {
            Self::Submit => Step::Submit,
            Self::Return(_) => Step::Return,
            Self::Publish(_) => Step::Publish,
            Self::Unpublish => Step::Unpublish,
            Self::Archive => Step::Archive,
            Self::Restore => Step::Restore,
        }
    }
}

/// Moves a thing on its way.
pub async fn advance<I: Editable>(
    app: &App,
    author: Author,
    request: Request,
    advance: Advance,
) -> Result<Done> {
    let mut tx = app.begin_for(author).await?;
    let kept = take::<I>(&mut tx, request, advance).await?;
    tx.save().await?;
    Ok(Done::kept(request.id, kept))
}

/// The same within a unit of work; answers the working draft that it left.
pub async fn take<I: Editable>(
    tx: &mut Tx<'_>,
    request: Request,
    advance: Advance,
) -> Result<Option<Kept<I>>> {
    let step = advance.step();
    let head = request.head::<I>(tx, advance.action()).await?;
    request.check_version(&head, head.current())?;
    let mut wanted = head.current().clone();
    let Some(status) = request::status(&wanted) else {
        return Err(refused("id", Code::InvalidState, "is public by itself: it has no workflow"));
    };
    if let Advance::Return(Some(text)) = &advance {
        comment::add::<I>(tx, request.id, text).await?;
    }
    if status == Status::Published
        && let Some(state) = of_draft(&head, step)?
    {
        return draft::keep(tx, head, wanted, (state, step.verb())).await;
    }
    let mut next = next(status, step)?;
    let hides = matches!(step, Step::Unpublish | Step::Archive);
    // Only what is to be shown is judged: what is wrong can be taken back, and then be mended.
    let is_as_stored = head.draft.is_none() && matches!(step, Step::Return | Step::Restore);
    let purpose = if hides || is_as_stored { Purpose::PutAway } else { Purpose::Publish };
    // What must go from the public goes, whatever its working draft says; that stays among the revisions.
    if hides && let Some((row, _)) = &head.draft {
        let waits = row.draft == Some(Draft::InReview);
        match (update::check(tx, &head, &wanted, Vec::new()).await, step) {
            (Err(Error::Mistakes(_)), _) => wanted = head.live.clone(),
            // Nobody has decided on it yet: taken back, it goes on waiting, and put away it is no proposal any more.
            (Ok(()), Step::Unpublish) if waits => next = Status::InReview,
            (Ok(()), _) if waits => wanted = head.live.clone(),
            (outcome, _) => outcome?,
        }
    }
    if step == Step::Publish && status == Status::Published {
        request::joined(update::broken_promises(tx, &head.live, &wanted), Ok(()))?;
    }
    let now = tx.now();
    let lifecycle = wanted.parts_mut().lifecycle.expect("it has a status");
    if let Advance::Publish(when) = advance {
        publish(lifecycle, when, now)?;
    }
    lifecycle.status = next;
    wanted.parts_mut().record.purpose = purpose;
    draft::settle_now(tx, &head).await?;
    tx.verb = Some(step.verb());
    save::over(tx, wanted, head.known()).await?;
    Ok(None)
}

/// Where the working draft of a published thing goes; `None` if the step is not the draft's to take.
fn of_draft<I: Editable>(head: &Head<I>, step: Step) -> Result<Option<Draft>> {
    let (Some((row, _)), Step::Submit | Step::Return) = (&head.draft, step) else { return Ok(None) };
    let stands = if row.draft == Some(Draft::InReview) { Status::InReview } else { Status::Draft };
    let goes = next(stands, step)?;
    Ok(Some(if goes == Status::InReview { Draft::InReview } else { Draft::Draft }))
}

fn next(from: Status, step: Step) -> Result<Status> {
    workflow::next(from, step).map_err(|why| refused("id", Code::InvalidState, why))
}

fn publish(lifecycle: &mut Lifecycle, when: When, now: Instant) -> Result<()> {
    let first = lifecycle.published_at.filter(|first| *first <= now);
    let is_live = lifecycle.status == Status::Published
        && first.is_some()
        && lifecycle.expires_at.is_none_or(|until| until > now);
    if is_live && matches!(when.from, From::At(from) if from > now) {
        let message = "is later than now, and it is live: publish it now, or unpublish it first";
        return Err(refused("publishAt", Code::InvalidState, message));
    }
    lifecycle.published_at = Some(match when.from {
        From::At(from) => from,
        From::Now => first.unwrap_or(now),
        // Whoever mends a typo beside a time that has not come breaks no embargo.
        From::Kept => lifecycle.published_at.unwrap_or(now),
    });
    // An end that has passed would have it published and still not there.
    lifecycle.expires_at = match when.until {
        Until::Kept => lifecycle.expires_at.filter(|until| *until > now),
        Until::Never => None,
        Until::At(until) => Some(until),
    };
    if lifecycle.expires_at.is_some_and(|until| until <= now) {
        return Err(refused("expiresAt", Code::InvalidState, "has passed: give a later time, or none"));
    }
    if lifecycle.expires_at.is_some_and(|until| lifecycle.published_at.is_some_and(|from| until <= from)) {
        let message = "must be later than publishAt: give a later time, or none";
        return Err(refused("expiresAt", Code::InvalidState, message));
    }
    Ok(())
}
