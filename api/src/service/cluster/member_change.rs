//! What can be said of who is in a cluster.

use entity::city;
use entity::id::CityId;
use sea_orm::EntityTrait;

use super::Member;
use crate::app::Tx;
use crate::domain::check::Check;
use crate::domain::mistake::{Code, Mistake};
use crate::error::Result;
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

    /// What is wrong where the city to be added is none.
    pub async fn nowhere(&self, tx: &Tx<'_>) -> Result<Vec<Mistake>> {
        let mut check = Check::new(0);
        if let Self::Add(member) = self
            && city::Entity::find_by_id(member.city).one(&tx.db).await?.is_none()
        {
            check.wrong("city", Code::NotFound, save::NOWHERE);
        }
        Ok(check.into_mistakes())
    }

    /// Makes the members what it says, and notes where it cannot.
    pub fn apply(self, members: &mut Vec<Member>, check: &mut Check) {
        match self {
            Self::Add(member) if members.iter().any(|known| known.city == member.city) => {
                check.wrong("city", Code::Taken, "is a member already: change its membership instead");
            }
            Self::Add(member) => members.push(member),
            Self::Set(city, settings) => match members.iter_mut().find(|member| member.city == city) {
                Some(member) => set(member, settings),
                None => absent(check, "city"),
            },
            Self::Reorder(cities) => reorder(members, &cities, check),
            Self::Remove(city) => {
                let before = members.len();
                members.retain(|member| member.city != city);
                if members.len() == before {
                    absent(check, "city");
                }
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
        Change::Reorder(vec![CityId::derived("b")]).apply(&mut members, &mut check);
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
            change.apply(&mut members, &mut check);
            assert_eq!(check.into_mistakes()[0].code, Code::NotFound);
        }
        let mut check = Check::new(0);
        Change::Add(member("a", 3)).apply(&mut members, &mut check);
        assert_eq!(check.into_mistakes()[0].code, Code::Taken);
        assert_eq!(places(&members), [(CityId::derived("a"), 0)]);
    }
}
