//! Steps of the workflow: to review and back, before the public and away again.

use entity::instant::Instant;
use entity::revision::Draft;
use entity::status::Status;

use super::draft;
use super::head::Head;
use super::request::{self, Request, joined, refused};
use super::{Done, Editable, comment, update};
use crate::app::{App, Tx};
use crate::domain::change::Author;
use crate::domain::check::Check;
use crate::domain::mistake::{Code, Mistake};
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

    /// What is wrong with it whatever it is to be done to.
    pub fn mistakes(&self, now: Instant) -> Vec<Mistake> {
        let mut wrong = Check::new(0);
        match self {
            Self::Publish(when) => schedule(&mut Lifecycle::draft(), *when, now, &mut wrong),
            Self::Return(Some(words)) => comment::check(&mut wrong, words),
            _ => {}
        }
        wrong.into_mistakes()
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
    request: Result<Request>,
    advance: Advance,
) -> Result<Done> {
    let mut tx = app.begin_for(author).await?;
    let done = take::<I>(&mut tx, request, advance).await?;
    tx.save().await?;
    Ok(done)
}

/// The same within a unit of work.
pub async fn take<I: Editable>(tx: &mut Tx<'_>, request: Result<Request>, advance: Advance) -> Result<Done> {
    let (step, now, mut wrong) = (advance.step(), tx.now(), Check::new(0));
    let (request, head) = match request::head::<I>(tx, request, advance.action()).await {
        Ok(found) => found,
        Err(unknown) => return joined(advance.mistakes(now), Err(unknown)),
    };
    let mut wanted = head.current().clone();
    let Some(lifecycle) = wanted.parts_mut().lifecycle else {
        return Err(refused("id", Code::InvalidState, "is public by itself: it has no workflow"));
    };
    let (status, found) = (lifecycle.status, way(&head, lifecycle.status, step));
    match &advance {
        Advance::Publish(when) => schedule(lifecycle, *when, now, &mut wrong),
        Advance::Return(Some(words)) => comment::check(&mut wrong, words),
        _ => {}
    }
    if let Ok(Way::Itself(next)) = found {
        lifecycle.status = next;
    }
    if step == Step::Publish && status == Status::Published {
        wanted.check_promises(&head.live, now, &mut wrong);
    }
    let way = found.map_err(|why| refused("id", Code::InvalidState, why));
    let way = judged(tx, (request, &head), (&wanted, way), wrong.into_mistakes()).await?;
    if let Advance::Return(Some(words)) = &advance {
        comment::add::<I>(tx, request.id, words).await?;
    }
    let kept = match way {
        Way::Draft(state) => draft::keep(tx, head, wanted, (state, step.verb())).await?,
        Way::Itself(next) => {
            settle(tx, head, wanted, (next, step)).await?;
            None
        }
    };
    Ok(Done::kept(request.id, kept))
}

/// Where a step leads.
#[derive(Clone, Copy)]
enum Way {
    /// It is the step of the working draft of what stays published.
    Draft(Draft),
    Itself(Status),
}

/// Otherwise why it leads nowhere, and what would.
fn way<I: Editable>(head: &Head<I>, status: Status, step: Step) -> Result<Way, &'static str> {
    let draft = head.draft.as_ref().filter(|_| status == Status::Published);
    let (Some((row, _)), Step::Submit | Step::Return) = (draft, step) else {
        return workflow::next(status, step).map(Way::Itself);
    };
    let stands = if row.draft == Some(Draft::InReview) { Status::InReview } else { Status::Draft };
    let goes = workflow::next(stands, step)?;
    Ok(Way::Draft(if goes == Status::InReview { Draft::InReview } else { Draft::Draft }))
}

/// Where it leads, if nothing is wrong; otherwise all that is.
async fn judged<I: Editable>(
    tx: &Tx<'_>,
    (request, head): (Request, &Head<I>),
    (wanted, way): (&I, Result<Way>),
    mistakes: Vec<Mistake>,
) -> Result<Way> {
    let is_shown = matches!(way, Ok(Way::Itself(Status::InReview | Status::Published)));
    let is_refused = !mistakes.is_empty() || request.is_stale(head);
    let wrong = if is_shown && is_refused {
        update::check(tx, head, wanted, mistakes).await
    } else {
        joined(mistakes, Ok(()))
    };
    let way = request::both(wrong, way).map(|((), way)| way);
    request.check(head, head.current(), way)
}

/// Moves it itself.
async fn settle<I: Editable>(
    tx: &mut Tx<'_>,
    head: Head<I>,
    mut wanted: I,
    (mut next, step): (Status, Step),
) -> Result<()> {
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
    wanted.parts_mut().lifecycle.expect("it has a status").status = next;
    wanted.parts_mut().record.purpose = purpose;
    draft::settle_now(tx, &head).await?;
    tx.verb = Some(step.verb());
    save::over(tx, wanted, head.known()).await?;
    Ok(())
}

/// When it is shown, and what is wrong with that.
fn schedule(lifecycle: &mut Lifecycle, when: When, now: Instant, wrong: &mut Check) {
    let first = lifecycle.published_at.filter(|first| *first <= now);
    let is_live = lifecycle.status == Status::Published
        && first.is_some()
        && lifecycle.expires_at.is_none_or(|until| until > now);
    if is_live && matches!(when.from, From::At(from) if from > now) {
        let message = "is later than now, and it is live: publish it now, or unpublish it first";
        wrong.wrong("publishAt", Code::InvalidState, message);
    }
    let from = match when.from {
        From::At(from) => from,
        From::Now => first.unwrap_or(now),
        // Whoever mends a typo beside a time that has not come breaks no embargo.
        From::Kept => lifecycle.published_at.unwrap_or(now),
    };
    // An end that has passed would have it published and still not there.
    let until = match when.until {
        Until::Kept => lifecycle.expires_at.filter(|until| *until > now),
        Until::Never => None,
        Until::At(until) => Some(until),
    };
    let is_over = until.is_some_and(|until| until <= now);
    let is_before = until.is_some_and(|until| until <= from);
    if is_over {
        wrong.wrong("expiresAt", Code::InvalidState, "has passed: give a later time, or none");
    } else if is_before {
        let message = "must be later than publishAt: give a later time, or none";
        wrong.wrong("expiresAt", Code::InvalidState, message);
    }
    // What is wrong is told once.
    (lifecycle.published_at, lifecycle.expires_at) = (Some(from), until.filter(|_| !is_over && !is_before));
}
