//! What is asked of a stored thing, and the ways it can be refused.

use std::collections::HashSet;

use entity::status::Status;
use uuid::Uuid;

use super::head::Head;
use super::hidden::public;
use super::{Editable, document, reader};
use crate::app::Tx;
use crate::domain::diff::Conflict;
use crate::domain::mistake::{self, Code, Mistake};
use crate::domain::permission::{self, Action, Thing};
use crate::error::{Error, Result};
use crate::query::nouns::declared;

/// Which thing, as its caller knows it.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    pub id: Uuid,
    /// The version that was read; `None` takes whatever there is.
    pub expected_version: Option<i32>,
}

impl Request {
    /// The thing as it stands, if this author may do that to it; nobody else changes it until the unit of work ends.
    pub async fn head<I: Editable>(self, tx: &mut Tx<'_>, action: Action) -> Result<Head<I>> {
        permission::require(&tx.author.actor, action, Thing::Any)?;
        tx.hold_content().await?;
        let actor = tx.author.actor.clone();
        let unknown = || refused("id", Code::NotFound, NOT_FOUND);
        if !reader::may_on(&tx.db, &actor, Action::ReadDrafts, (I::NOUN, self.id)).await? {
            // What everybody sees is there; what one may not see does not exist.
            if !public(&tx.db, tx.now(), declared(I::NOUN), &[self.id]).await?.is_empty() {
                permission::require(&actor, action, Thing::Content(I::NOUN, &[]))?;
            }
            return Err(unknown());
        }
        let head = Head::<I>::find_to_change(&tx.db, self.id).await?.ok_or_else(unknown)?;
        permission::require(&actor, action, Head::<I>::thing(&head.cities()))?;
        Ok(head)
    }

    /// An error if somebody else was faster, or if something is wrong with what is asked.
    pub fn check<I: Editable, T>(self, head: &Head<I>, wanted: &I, outcome: Result<T>) -> Result<T> {
        if self.is_stale(head) {
            return Err(self.stale(head, (head.current(), wanted), Vec::new(), outcome.map(drop)));
        }
        outcome
    }

    /// Whether somebody else was faster.
    pub fn is_stale<I: Editable>(self, head: &Head<I>) -> bool {
        self.expected_version.is_some_and(|expected| expected != head.version())
    }

    /// What is told of a change that comes too late: of the working draft, or of what is live. `unread` could not be read of
    /// it, `wrong` is all that is wrong with it.
    pub fn stale<I: Editable>(
        self,
        head: &Head<I>,
        (now, wanted): (&I, &I),
        unread: Vec<Mistake>,
        wrong: Result<()>,
    ) -> Error {
        let mut differences = document::differences(now, wanted);
        if wrong.is_ok() {
            // What would be stored as it is differs in no more than how it is put.
            let stored = document::as_stored(wanted.clone(), &head.stored);
            let real = document::differences(now, &stored);
            differences.retain(|one| real.iter().any(|other| other.path == one.path));
        }
        let mut conflict = Conflict::new(head.version(), differences, unread);
        conflict.drop_unread();
        match wrong {
            Err(Error::Mistakes(mistakes)) => Error::Stale(Conflict { mistakes, ..conflict }),
            Err(other) => other,
            Ok(()) => Error::Stale(Conflict { mistakes: Vec::new(), ..conflict }),
        }
    }
}

/// The same, if what it is asked of could be read.
pub async fn head<I: Editable>(
    tx: &mut Tx<'_>,
    request: Result<Request>,
    action: Action,
) -> Result<(Request, Head<I>)> {
    let request = request?;
    Ok((request, request.head(tx, action).await?))
}

const NOT_FOUND: &str = "is the id of nothing here: give one as an answer gave it";

/// One mistake.
pub fn refused(field: &str, code: Code, message: &str) -> Error {
    let field = vec![field.to_owned()];
    Error::Mistakes(vec![Mistake { item: 0, field, code, message: message.to_owned() }])
}

/// Puts what was wrong with the request itself before what was wrong with what came of it. What is missing is told once: twice
/// would tell what is nowhere from what is hidden.
pub fn joined<T>(mut mistakes: Vec<Mistake>, saved: Result<T>) -> Result<T> {
    match saved {
        Err(Error::Mistakes(mut more)) => {
            mistake::count_left_out(&mut more, &mistakes);
            let missing = mistakes.iter().filter(|known| known.code == Code::NotFound);
            let missing: HashSet<Vec<String>> = missing.map(|known| known.field.clone()).collect();
            more.retain(|one| one.code != Code::NotFound || !missing.contains(&one.field));
            mistakes.extend(more);
            Err(Error::Mistakes(mistakes))
        }
        Ok(_) if !mistakes.is_empty() => Err(Error::Mistakes(mistakes)),
        other => other,
    }
}

/// Two parts of a request, with what is wrong with either.
pub fn both<A, B>(one: Result<A>, other: Result<B>) -> Result<(A, B)> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(Error::Mistakes(found)), Err(Error::Mistakes(more))) => {
            Err(Error::Mistakes([found, more].concat()))
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

pub fn status<I: Editable>(input: &I) -> Option<Status> {
    input.lifecycle().map(|lifecycle| lifecycle.status)
}
