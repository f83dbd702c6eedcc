//! Who is in a cluster: said at once, whatever the cluster's working draft is about.

use std::collections::HashSet;

use entity::id::{CityId, ClusterId};
use entity::status::Status;

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

/// What becomes of the members.
#[derive(Clone, Debug)]
pub enum Change {
    Add(Member),
    /// What is `None` stays as it is.
    Set(CityId, Settings),
    /// These first, in this order; the others after them, in the order they have.
    Reorder(Vec<CityId>),
    Remove(CityId),
}

/// What is said of a member.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub featured: Option<bool>,
    pub position: Option<i32>,
    pub joined_on: Joined,
}

/// The day a member joined.
#[derive(Clone, Debug, Default)]
pub enum Joined {
    /// As it is.
    #[default]
    Kept,
    Unknown,
    On(String),
}

impl Change {
    /// What is wrong with what is said of a member, whoever that is.
    pub fn mistakes(&self) -> Vec<Mistake> {
        let mut check = Check::new(0);
        match self {
            Self::Add(member) => member.check(&mut check),
            Self::Set(city, settings) => {
                let mut member = Member { city: *city, featured: false, position: 0, joined_on: None };
                set(&mut member, settings.clone());
                member.check(&mut check);
            }
            Self::Reorder(_) | Self::Remove(_) => {}
        }
        check.into_mistakes()
    }
}

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
            return both(Err(error), joined([unread, wrong].concat(), Ok(()))).map(|(done, ())| done);
        }
    };
    let (mut wanted, mut check) = (head.live.clone(), Check::new(0));
    apply(&mut wanted.members, change, &mut check);
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

fn apply(members: &mut Vec<Member>, change: Change, check: &mut Check) {
    match change {
        Change::Add(member) if members.iter().any(|known| known.city == member.city) => {
            check.wrong("city", Code::Taken, "is a member already: change its membership instead");
        }
        Change::Add(member) => members.push(member),
        Change::Set(city, settings) => match members.iter_mut().find(|member| member.city == city) {
            Some(member) => set(member, settings),
            None => absent(check, "city"),
        },
        Change::Reorder(cities) => reorder(members, &cities, check),
        Change::Remove(city) => {
            let before = members.len();
            members.retain(|member| member.city != city);
            if members.len() == before {
                absent(check, "city");
            }
        }
    }
}

fn set(member: &mut Member, settings: Settings) {
    let Settings { featured, position, joined_on } = settings;
    member.featured = featured.unwrap_or(member.featured);
    member.position = position.unwrap_or(member.position);
    match joined_on {
        Joined::Kept => {}
        Joined::Unknown => member.joined_on = None,
        Joined::On(day) => member.joined_on = Some(day),
    }
}

fn reorder(members: &mut [Member], cities: &[CityId], check: &mut Check) {
    for (place, city) in cities.iter().enumerate() {
        if cities[..place].contains(city) {
            let message = "is in the list twice: keep one";
            check.within("cities", |check| check.wrong(&place.to_string(), Code::Invalid, message));
        }
        if !members.iter().any(|member| member.city == *city) {
            check.within("cities", |check| absent(check, &place.to_string()));
        }
    }
    let place_of =
        |member: &Member| cities.iter().position(|city| *city == member.city).unwrap_or(cities.len());
    members.sort_by_key(|member| (place_of(member), member.position, member.city));
    for (position, member) in members.iter_mut().enumerate() {
        member.position = i32::try_from(position).unwrap_or(i32::MAX);
    }
}

fn absent(check: &mut Check, field: &str) {
    check.wrong(field, Code::NotFound, "is not a member: add it first");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(city: &str, position: i32) -> Member {
        Member { city: CityId::derived(city), featured: false, position, joined_on: None }
    }

    fn places(members: &[Member]) -> Vec<(CityId, i32)> {
        members.iter().map(|member| (member.city, member.position)).collect()
    }

    #[test]
    fn those_named_come_first_and_the_others_keep_their_order() {
        let mut members = vec![member("a", 5), member("b", 7), member("c", 1)];
        let mut check = Check::new(0);
        apply(&mut members, Change::Reorder(vec![CityId::derived("b")]), &mut check);
        let id = CityId::derived;
        assert_eq!(places(&members), [(id("b"), 0), (id("c"), 1), (id("a"), 2)]);
        assert!(check.into_mistakes().is_empty());
    }

    #[test]
    fn who_is_no_member_is_named() {
        let mut members = vec![member("a", 0)];
        for change in [
            Change::Reorder(vec![CityId::derived("x")]),
            Change::Remove(CityId::derived("x")),
            Change::Set(CityId::derived("x"), Settings::default()),
        ] {
            let mut check = Check::new(0);
            apply(&mut members, change, &mut check);
            assert_eq!(check.into_mistakes()[0].code, Code::NotFound);
        }
        let mut check = Check::new(0);
        apply(&mut members, Change::Add(member("a", 3)), &mut check);
        assert_eq!(check.into_mistakes()[0].code, Code::Taken);
        assert_eq!(places(&members), [(CityId::derived("a"), 0)]);
    }
}
