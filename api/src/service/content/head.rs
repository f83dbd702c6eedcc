//! A thing as its editors see it: what is stored, and its working draft.

use entity::id::CityId;
use entity::revision;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{Editable, Table, document, draft};
use crate::app::bulk::{self, Answers, Queries};
use crate::domain::permission::Thing;
use crate::error::Result;
use crate::service::save::{self, Base, Known, Sound, Stored};

/// A thing as its editors see it.
#[derive(Debug)]
pub struct Head<I: Editable> {
    pub stored: I::Stored,
    /// What is stored, as it is edited.
    pub live: I,
    pub draft: Option<(revision::Model, I)>,
    /// What either of them points at and is there.
    pub sound: Sound,
    /// Of its last revision, if it has one and is to be changed.
    pub(super) number: Option<i32>,
}

impl<I: Editable> Head<I> {
    /// To be looked at.
    pub async fn find(db: &DatabaseTransaction, id: Uuid) -> Result<Option<Self>> {
        Ok(Self::find_beside(db, Queries::of(db), id).await?.map(|(head, _)| head))
    }

    /// To be changed.
    pub async fn find_to_change(db: &DatabaseTransaction, id: Uuid) -> Result<Option<Self>> {
        let mut queries = Queries::of(db);
        let numbers = save::asked_numbers::<I::Stored>(&mut queries, &[id]);
        let Some((mut head, mut answers)) = Self::find_beside(db, queries, id).await? else {
            return Ok(None);
        };
        head.number = answers.tuples(numbers)?.pop().map(|(_, number)| number);
        Ok(Some(head))
    }

    async fn find_beside(
        db: &DatabaseTransaction,
        queries: Queries,
        id: Uuid,
    ) -> Result<Option<(Self, Answers)>> {
        let (mut rows, answers) = I::Stored::load_beside(db, queries, &[id]).await?;
        let Some(stored) = rows.pop() else { return Ok(None) };
        let live = I::of(&stored);
        let mut sound = save::targets(&live).collect();
        let draft = match Table::<I>::stamps(stored.base()).draft_id {
            Some(draft) => bulk::find::<revision::Entity>(db, revision::Column::Id, &[draft]).await?.pop(),
            None => None,
        };
        let draft = match draft {
            Some(row) => {
                let wanted = document::present(db, draft::wanted(&row, &live)?, &mut sound).await?;
                Some((row, wanted))
            }
            None => None,
        };
        Ok(Some((Self { stored, live, draft, sound, number: None }, answers)))
    }

    /// For a save over what is stored.
    pub fn known(&self) -> Known<I> {
        Known { stored: self.stored.clone(), number: self.number, sound: self.sound.clone() }
    }

    /// Takes over what a save of it left. Its working draft stays beside it.
    pub fn saved(&mut self, stored: I::Stored) {
        if stored != self.stored {
            self.number = self.number.max(Some(Table::<I>::stamps(stored.base()).version));
        }
        self.stored = stored;
    }

    /// What is edited: the working draft where there is one.
    pub fn current(&self) -> &I {
        self.draft.as_ref().map_or(&self.live, |(_, draft)| draft)
    }

    /// What an update has to name.
    pub fn version(&self) -> i32 {
        let stored = Table::<I>::stamps(self.stored.base()).version;
        // What is said at once, such as who is a member, may be newer than the draft.
        self.draft.as_ref().map_or(stored, |(row, _)| row.number.max(stored))
    }

    /// Those whose it is, and stays: a draft that gives it away has given nothing yet.
    pub fn cities(&self) -> Vec<CityId> {
        self.live.cities()
    }

    /// Whose it is when it becomes this: a working draft that gives it away locks nobody out who leaves that as it is.
    pub fn cities_of(&self, before: &I, wanted: &I) -> Vec<CityId> {
        let (before, after) = (before.cities(), wanted.cities());
        if before == after { self.cities() } else { after }
    }

    pub fn thing(cities: &[CityId]) -> Thing<'_> {
        Thing::Content(I::NOUN, cities)
    }
}
