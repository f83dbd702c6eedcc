//! Something new.

use entity::id::{CityId, NewsItemId};
use entity::status::Status;
use uuid::Uuid;

use super::request::joined;
use super::{Editable, hidden, naming};
use crate::app::{App, Tx};
use crate::domain::change::Author;
use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::domain::permission::{self, Action, Thing};
use crate::domain::slug;
use crate::error::Result;
use crate::service::save;

/// Makes a thing of what `fill` writes into an empty one; what its author may only propose waits for an editor.
pub async fn create<I: Editable>(
    app: &App,
    author: Author,
    locale: &str,
    fill: impl FnOnce(&mut I, &mut Check),
) -> Result<Uuid> {
    permission::require(&author.actor, Action::Propose, Thing::Any)?;
    let mut tx = app.begin_for(author).await?;
    tx.hold_content().await?;
    let id = NewsItemId::new(tx.now()).0;
    let (mut made, mut check) = (I::empty(id, locale.to_owned()), Check::new(0));
    fill(&mut made, &mut check);
    let writes = propose::<I>(&tx, &made.cities())?;
    match made.parts_mut().lifecycle {
        Some(lifecycle) => lifecycle.status = if writes { Status::Draft } else { Status::InReview },
        None => permission::require(&tx.author.actor, Action::Write, Thing::Any)?,
    }
    if !writes && made.record().external_ref.is_some() {
        check.wrong("externalRef", Code::InvalidState, "is for editors to set: leave it out");
        // Nor is it looked for: that would tell who has it.
        made.parts_mut().record.external_ref = None;
    }
    naming::name(&tx.db, &mut made, &mut check).await?;
    let mut mistakes = check.into_mistakes();
    if !writes {
        mistakes.extend(naming::leads_elsewhere(&tx.db, &made).await?);
        let unseen = hidden::unseen(&tx, None, &made, &mistakes).await?;
        mistakes.extend(unseen);
    }
    if !mistakes.is_empty() {
        // Nothing is written: that would take longer for what is hidden than for what is nowhere.
        return joined(mistakes, save::check_new(&tx.db, &made).await).map(|()| id);
    }
    save::new(&mut tx, made).await?;
    tx.save().await?;
    Ok(id)
}

/// Makes a draft of it within a unit of work whose author may write. `word`: its slug, where none can be made of its title,
/// which may be in any script.
pub async fn make<I: Editable>(tx: &mut Tx<'_>, mut made: I, word: &str) -> Result<()> {
    permission::require(&tx.author.actor, Action::Write, Thing::Any)?;
    tx.hold_content().await?;
    if made.title().and_then(slug::of).is_none() {
        word.clone_into(&mut made.parts_mut().naming.slug);
    }
    let mut check = Check::new(0);
    naming::name(&tx.db, &mut made, &mut check).await?;
    joined(check.into_mistakes(), save::new(tx, made).await)
}

/// An error unless the author may propose it; true if it needs no one's consent.
pub fn propose<I: Editable>(tx: &Tx<'_>, cities: &[CityId]) -> Result<bool> {
    let actor = &tx.author.actor;
    let thing = Thing::Content(I::NOUN, cities);
    permission::require(actor, Action::Propose, thing)?;
    Ok(permission::may(actor, Action::Write, thing))
}
