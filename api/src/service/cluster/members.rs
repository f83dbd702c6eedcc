//! Who is in a cluster: said at once, whatever the cluster's working draft is about.

use std::collections::HashSet;

use entity::id::{CityId, ClusterId};
use entity::status::Status;

use super::member_change::Change;
use super::{Input, Member};
use crate::app::{App, Tx};
use crate::domain::change::Author;
use crate::domain::check::Check;
use crate::domain::mistake::{Code, Mistake};
use crate::domain::permission::Action;
use crate::error::{Error, Result};
use crate::kit::wall;
use crate::service::content::{Done, Head, Kept, Request, both, joined, refused};
use crate::service::save;

/// Changes who is in a cluster, or how. `unread` could not be read of it.
pub async fn change(
    app: &App,
    author: Author,
    request: Request,
    (change, unread): (Change, Vec<Mistake>),
) -> Result<Done> {
    let mut tx = app.begin_for(author).await?;
    let mut wrong = change.mistakes();
    let found = request.head::<Input>(&mut tx, Action::Write).await.and_then(unarchived);
    let head = match found {
        Ok(head) => head,
        Err(error) => {
            let city = if unread.is_empty() { change.nowhere(&tx).await? } else { Vec::new() };
            let told = joined([unread, wrong, city].concat(), Ok(()));
            return both(Err(error), told).map(|(done, ())| done);
        }
    };
    let (mut wanted, mut check) = (head.live.clone(), Check::new(0));
    change.apply(&mut wanted.members, &mut check);
    wrong.extend(check.into_mistakes());
    let is_stale = request.is_stale(&head);
    let saved = if is_stale || !(wrong.is_empty() && unread.is_empty()) {
        let found = save::check_over(&tx.db, &wanted, &head.stored, &head.sound).await?;
        if found.is_empty() { Ok(head.stored.clone()) } else { Err(Error::Mistakes(found)) }
    } else {
        save::over(&mut tx, wanted.clone(), head.known()).await
    };
    let judged = joined(wrong, saved.map_err(in_their_words)).map_err(|error| once(error, &unread));
    if is_stale {
        // What could not be read is nobody's wish.
        let wanted = if unread.is_empty() { &wanted } else { &head.live };
        let judged = joined(unread, judged.map(drop));
        return Err(request.stale(&head, (&head.live, wanted), Vec::new(), judged));
    }
    let stored = joined(unread, judged)?;
    tx.save().await?;
    Ok(Done::kept(request.id, Kept::beside(head, stored)))
}

fn unarchived(head: Head<Input>) -> Result<Head<Input>> {
    if head.live.lifecycle.status == Status::Archived {
        return Err(refused("id", Code::InvalidState, "is ARCHIVED: restore it first"));
    }
    Ok(head)
}

/// Of each field one thing is told: what could not be read, and what stands in for it, need not be told twice.
fn once(error: Error, unread: &[Mistake]) -> Error {
    let Error::Mistakes(found) = error else { return error };
    let mut told: HashSet<Vec<String>> = unread.iter().map(|mistake| mistake.field.clone()).collect();
    let is_place = |field: &[String]| field.len() > 1;
    Error::Mistakes(
        found.into_iter().filter(|one| is_place(&one.field) || told.insert(one.field.clone())).collect(),
    )
}

/// Makes a city a member from today on, unless it is one.
pub async fn admit(tx: &mut Tx<'_>, cluster: ClusterId, city: CityId) -> Result<()> {
    let request = Request { id: cluster.0, expected_version: None };
    let head = request.head::<Input>(tx, Action::Write).await?;
    if head.live.members.iter().any(|member| member.city == city) {
        return Ok(());
    }
    let mut wanted = head.live.clone();
    let last = wanted.members.iter().map(|member| member.position).max();
    let position = last.map_or(0, |last| last.saturating_add(1));
    let joined_on = Some(wall::day(tx.now().0));
    wanted.members.push(Member { city, featured: false, position, joined_on });
    save::over(tx, wanted, head.known()).await?;
    Ok(())
}

/// Of a list that the caller did not give, only the member they spoke of can be wrong.
fn in_their_words(error: Error) -> Error {
    let Error::Mistakes(mut found) = error else { return error };
    for mistake in &mut found {
        if mistake.field.first().is_some_and(|field| field == "members") {
            let field = mistake.field.get(2).cloned().unwrap_or_else(|| "city".to_owned());
            mistake.field = vec![field];
        }
    }
    Error::Mistakes(found)
}
