//! The same step for many things at once: all of them or none.

use std::collections::{BTreeMap, BTreeSet};

use entity::id::{NewsItemId, TopicId};
use entity::status::Status;
use uuid::Uuid;

use super::draft;
use super::request::{Request, refused};
use super::step::{self, Advance, When};
use super::update;
use crate::app::{App, Tx};
use crate::domain::change::{Author, Verb};
use crate::domain::mistake::{self, Code, Mistake};
use crate::domain::permission::{self, Action, Thing};
use crate::error::{Error, Result};
use crate::service::save;
use crate::service::{call, city, cluster, media_item, news_item, partner, practice};

/// A thing of any noun: the prefix of its ids, and the id itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    pub prefix: &'static str,
    pub id: Uuid,
}

/// Some things, and what is wrong with how others were named.
#[derive(Debug)]
pub struct Things<T> {
    pub things: Vec<T>,
    pub mistakes: Vec<Mistake>,
}

/// What stands in the way; where anything does, nothing was done.
#[derive(Debug, Default)]
pub struct Obstacles {
    /// In what was asked for.
    pub mistakes: Vec<Mistake>,
    /// In each thing that could be meant.
    pub each: BTreeMap<Uuid, Vec<Mistake>>,
}

/// Publishes all of them, as [`super::advance`] would.
pub async fn publish_many(app: &App, author: Author, all: Things<Named>, when: When) -> Result<Obstacles> {
    each(app, author, all, &Advance::Publish(when)).await
}

/// Puts all of them away.
pub async fn archive_many(app: &App, author: Author, all: Things<Named>) -> Result<Obstacles> {
    each(app, author, all, &Advance::Archive).await
}

async fn each(app: &App, author: Author, all: Things<Named>, advance: &Advance) -> Result<Obstacles> {
    permission::require(&author.actor, Action::Publish, Thing::Any)?;
    let mut tx = app.begin_for(author).await?;
    tx.hold_content().await?;
    let mut obstacles = Obstacles { mistakes: all.mistakes, ..Obstacles::default() };
    if all.things.is_empty() {
        obstacles.mistakes.extend(advance.mistakes(tx.now()));
    }
    for thing in BTreeSet::from_iter(all.things) {
        let request = Ok(Request { id: thing.id, expected_version: None });
        let (tx, advance) = (&mut tx, advance.clone());
        let done = match thing.prefix {
            "call" => step::take::<call::Input>(tx, request, advance).await,
            "city" => step::take::<city::Input>(tx, request, advance).await,
            "cluster" => step::take::<cluster::Input>(tx, request, advance).await,
            "media" => step::take::<media_item::Input>(tx, request, advance).await,
            "news" => step::take::<news_item::Input>(tx, request, advance).await,
            "partner" => step::take::<partner::Input>(tx, request, advance).await,
            "practice" => step::take::<practice::Input>(tx, request, advance).await,
            _ => Err(no_workflow()),
        }
        .map(drop);
        note(&mut obstacles, thing.id, done)?;
    }
    end(tx, obstacles).await
}

/// Files news under topics, or takes it out of them, at once; in its working draft, too, where it has one.
pub async fn tag_many(
    app: &App,
    author: Author,
    all: Things<NewsItemId>,
    (add, remove): (&[TopicId], &[TopicId]),
) -> Result<Obstacles> {
    permission::require(&author.actor, Action::Write, Thing::Any)?;
    let mut tx = app.begin_for(author).await?;
    tx.hold_content().await?;
    let mut obstacles = Obstacles { mistakes: all.mistakes, ..Obstacles::default() };
    for id in BTreeSet::from_iter(all.things) {
        let request = Request { id: id.0, expected_version: None };
        let done = tag(&mut tx, request, (add, remove)).await;
        note(&mut obstacles, id.0, done)?;
    }
    end(tx, obstacles).await
}

async fn tag(tx: &mut Tx<'_>, request: Request, (add, remove): (&[TopicId], &[TopicId])) -> Result<()> {
    let mut head = request.head::<news_item::Input>(tx, Action::Write).await?;
    if head.live.lifecycle.status == Status::Archived {
        return Err(refused("id", Code::InvalidState, "is ARCHIVED: restore it first"));
    }
    let retagged = |item: &news_item::Input| {
        let mut item = item.clone();
        item.topics.retain(|topic| !remove.contains(topic));
        for topic in add {
            if !item.topics.contains(topic) {
                item.topics.push(*topic);
            }
        }
        item
    };
    let wanted = retagged(&head.live);
    let topics = wanted.topics.clone();
    let saved = save::over(tx, wanted, head.known()).await.map_err(|error| as_added(error, &topics, add))?;
    head.saved(saved);
    let Some((row, drafted)) = &head.draft else { return Ok(()) };
    let wanted = retagged(drafted);
    let is_live = !save::differs(&head.stored, wanted.clone());
    let Some(state) = row.draft.filter(|_| is_live || wanted.topics != drafted.topics) else { return Ok(()) };
    update::check(tx, &head, &wanted, Vec::new()).await?;
    draft::keep(tx, head, wanted, (state, Verb::Followed)).await.map(drop)
}

/// Of a list that the caller did not give, only what they added can be wrong.
fn as_added(error: Error, topics: &[TopicId], add: &[TopicId]) -> Error {
    let Error::Mistakes(mut found) = error else { return error };
    for mistake in &mut found {
        let [list, place] = &*mistake.field else { continue };
        let topic =
            place.parse().ok().and_then(|place: usize| topics.get(place)).filter(|_| list == "topics");
        if let Some(place) = topic.and_then(|topic| add.iter().position(|added| added == topic)) {
            mistake.field = vec!["add".to_owned(), place.to_string()];
        }
    }
    Error::Mistakes(found)
}

fn note(obstacles: &mut Obstacles, id: Uuid, done: Result<()>) -> Result<()> {
    match done {
        Ok(()) => Ok(()),
        Err(Error::Mistakes(found)) => {
            obstacles.each.insert(id, found);
            Ok(())
        }
        Err(other) => Err(other),
    }
}

async fn end(tx: Tx<'_>, mut obstacles: Obstacles) -> Result<Obstacles> {
    for found in obstacles.each.values_mut() {
        mistake::count_left_out(found, &obstacles.mistakes);
    }
    if obstacles.are_none() {
        tx.save().await?;
    }
    Ok(obstacles)
}

impl Obstacles {
    pub fn are_none(&self) -> bool {
        self.mistakes.is_empty() && self.each.is_empty()
    }
}

fn no_workflow() -> Error {
    refused("id", Code::InvalidState, "is public as it stands and has no such step: leave it out")
}
