//! A change of something stored.

use entity::revision::Draft;
use entity::status::Status;

use super::create::propose;
use super::draft;
use super::head::Head;
use super::hidden::{self, Hidden};
use super::request::{self, Request, joined, refused};
use super::{Done, Editable, Kept, document, naming};
use crate::app::{App, Tx};
use crate::domain::change::{Author, Verb};
use crate::domain::check::Check;
use crate::domain::mistake::{Code, Mistake};
use crate::domain::permission::{self, Action, Thing};
use crate::error::{Error, Result};
use crate::service::input::Purpose;
use crate::service::save;

/// Changes a thing as `change` says. What is published is changed in its working draft: the public sees nothing of it
/// before it is published again.
pub async fn update<I: Editable>(
    app: &App,
    author: Author,
    request: Request,
    change: impl FnOnce(&mut I, &mut Check),
) -> Result<Done> {
    let mut tx = app.begin_for(author).await?;
    let head = request.head::<I>(&mut tx, Action::Propose).await?;
    let actor = tx.author.actor.clone();
    let hidden = Hidden::of(&tx.db, (&actor, tx.now()), head.current()).await?;
    let (mut wanted, mut check) = (hidden.shown.clone(), Check::new(0));
    change(&mut wanted, &mut check);
    let writes = propose::<I>(&tx, &head.cities_of(&hidden.shown, &wanted))?;
    // A key that is not theirs to give is not looked for either: that would tell who has it.
    if !writes && wanted.record().external_ref != hidden.shown.record().external_ref {
        check.wrong("externalRef", Code::InvalidState, "is for editors to set: leave it out");
        wanted.parts_mut().record.external_ref.clone_from(&hidden.shown.record().external_ref);
    }
    let unread = check.into_mistakes();
    let mut mistakes = unread.clone();
    mistakes.extend(hidden::unseen(&tx, Some(&hidden.shown), &wanted, &mistakes).await?);
    let status = request::status(&wanted);
    if !writes && status != Some(Status::Published) {
        mistakes.extend(undecided(&tx, &head, (&hidden.shown, &wanted)).await?);
    }
    if request.is_stale(&head) && status != Some(Status::Archived) {
        if status == Some(Status::Published) {
            mistakes.extend(broken_promises(&tx, &head.live, &wanted));
        }
        let wrong = self::check(&tx, &head, &wanted, mistakes).await;
        return Err(request.stale(&head, (&hidden.shown, &wanted), unread, wrong));
    }
    // What nobody else wrote at may be taken back, to all that is live.
    let is_own = !writes && head.draft.is_some() && !draft::is_of_others(&tx, &head).await?;
    let live = if is_own { Some(Hidden::of(&tx.db, (&actor, tx.now()), &head.live).await?) } else { None };
    let wanted = hidden.put_back(live.as_ref(), wanted)?;
    let kept = store(&mut tx, head, wanted, Verb::Updated, mistakes).await?;
    tx.save().await?;
    Ok(Done::kept(request.id, kept))
}

/// Puts what is wanted where it belongs: into the thing itself, or into its working draft, which is answered.
pub async fn store<I: Editable>(
    tx: &mut Tx<'_>,
    head: Head<I>,
    mut wanted: I,
    verb: Verb,
    mistakes: Vec<Mistake>,
) -> Result<Option<Kept<I>>> {
    let writes = propose::<I>(tx, &head.cities_of(head.current(), &wanted))?;
    match request::status(&wanted) {
        None => permission::require(&tx.author.actor, Action::Write, Thing::Any)?,
        Some(Status::Archived) => {
            return Err(refused("id", Code::InvalidState, "is ARCHIVED: restore it first"));
        }
        Some(Status::Published) => {
            return propose_change(tx, head, wanted, (writes, verb), mistakes).await;
        }
        Some(_) if !writes => {
            wanted.parts_mut().lifecycle.expect("it has a status").status = Status::InReview;
        }
        _ => {}
    }
    if !mistakes.is_empty() {
        // Nothing is written: that would take longer for what is hidden than for what is nowhere.
        return check(tx, &head, &wanted, mistakes).await.map(|()| None);
    }
    // Beside itself only what is published is changed: a working draft that was left here by an import is in what is
    // wanted, and would hide it.
    if head.draft.is_some() {
        wanted.parts_mut().record.purpose = Purpose::Publish;
        draft::settle_now(tx, &head).await?;
    }
    tx.verb = Some(verb);
    save::over(tx, wanted, head.known()).await?;
    Ok(None)
}

/// What nobody decides on before it is there may only be added to: neither is it taken from another city that its author
/// sees there, nor takes it an address away.
async fn undecided<I: Editable>(
    tx: &Tx<'_>,
    head: &Head<I>,
    (shown, wanted): (&I, &I),
) -> Result<Vec<Mistake>> {
    let mut found = Vec::new();
    if wanted.naming().map(|naming| &naming.slug) != head.live.naming().map(|naming| &naming.slug) {
        found.extend(naming::leads_elsewhere(&tx.db, wanted).await?);
    }
    let (seen, cities) = (shown.cities(), wanted.cities());
    if head.live.cities().iter().any(|city| seen.contains(city) && !cities.contains(city)) {
        let message =
            "must go on naming the cities whose it is, too: ask an editor to take one out".to_owned();
        found.push(Mistake { item: 0, field: vec!["cities".to_owned()], code: Code::InvalidState, message });
    }
    Ok(found)
}

/// What of this would go back on what the public was told.
pub fn broken_promises<I: Editable>(tx: &Tx<'_>, live: &I, wanted: &I) -> Vec<Mistake> {
    let mut check = Check::new(0);
    wanted.check_promises(live, tx.now(), &mut check);
    check.into_mistakes()
}

/// Every rule that a save would keep, for what is not saved yet.
pub async fn check<I: Editable>(
    tx: &Tx<'_>,
    head: &Head<I>,
    wanted: &I,
    mistakes: Vec<Mistake>,
) -> Result<()> {
    let found = save::check_over(&tx.db, wanted, &head.stored, &head.sound).await?;
    joined(mistakes, if found.is_empty() { Ok(()) } else { Err(Error::Mistakes(found)) })
}

/// Into the working draft, if that is any different.
async fn propose_change<I: Editable>(
    tx: &mut Tx<'_>,
    head: Head<I>,
    wanted: I,
    (writes, verb): (bool, Verb),
    mut mistakes: Vec<Mistake>,
) -> Result<Option<Kept<I>>> {
    mistakes.extend(broken_promises(tx, &head.live, &wanted));
    check(tx, &head, &wanted, mistakes).await?;
    let wanted = document::as_stored(wanted, &head.stored);
    let is_live = !save::differs(&head.stored, wanted.clone());
    let is_known = head.draft.is_none() || {
        // Drafts of before they were kept so say the same in other ways.
        let known = document::as_stored(head.current().clone(), &head.stored);
        document::is_same(&known, &wanted)
    };
    if is_known && is_live == head.draft.is_none() {
        return Ok(None);
    }
    let known = head.draft.as_ref().and_then(|(row, _)| row.draft);
    let state = if writes { known.unwrap_or(Draft::Draft) } else { Draft::InReview };
    let verb = if verb == Verb::Updated { Verb::Drafted } else { verb };
    if !writes && is_live {
        if !draft::is_of_others(tx, &head).await? {
            return draft::throw_away(tx, &head).await.map(|()| None);
        }
        let stands = is_known && known == Some(state);
        return if stands { Ok(None) } else { draft::write(tx, head, wanted, (state, verb)).await.map(Some) };
    }
    draft::keep(tx, head, wanted, (state, verb)).await
}
