//! The one policy: who may do what to which thing. What it does not say may nobody do.

mod refusal;
mod token;

use entity::id::CityId;
use entity::noun::Noun;
use entity::role::Role;
use sea_orm::EnumIter;
use uuid::Uuid;

use super::actor::{Actor, SignedIn};
use crate::error::{Error, Result};

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum Action {
    /// See who one is, and look after one's own sessions.
    Account,
    /// Set up a second factor, which those who publish should have.
    EnrolSecondFactor,
    /// Read what the public does not see yet: drafts, what waits for review, what was put away.
    ReadDrafts,
    /// Read what is made of a thing, whole, and the talk about it.
    ReadEdits,
    /// Propose a change, which an editor then decides on.
    Propose,
    /// Take part in the talk about a proposal.
    Comment,
    /// Write and translate, without asking.
    Write,
    /// Decide what the public sees, and when.
    Publish,
    /// Read how content came to be what it is.
    ReadHistory,
    /// See what waits for a decision.
    ReadInbox,
    /// Let those without an account see a draft.
    Preview,
    /// Make content as if it had never been.
    Purge,
    /// Read who did what.
    ReadAudit,
    /// Add, change and disable users.
    ManageUsers,
    /// Make and revoke tokens for scripts and partner servers.
    ManageTokens,
    /// Read what cities sent in, as far as the phase of the review lets them.
    ReadSubmissions,
    /// Decide on what cities sent in.
    DecideOnSubmissions,
    /// Erase what is kept of a person.
    ErasePeople,
    /// Score and comment on what cities sent in.
    Review,
    /// Read all of the review, whatever it hides from those who judge.
    OverseeReviews,
    /// Say who judges what, when and by which rules.
    ManageReviews,
}

/// What it is to be done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing<'a> {
    /// Nothing in particular: may they do it to anything at all?
    Any,
    /// All there is of content.
    Everything,
    /// This very thing, for whom a preview token shows it.
    Shown(Uuid),
    /// A piece of content, and the cities whose it is: of a city itself, of a practice its city, of news those it
    /// tells of.
    Content(Noun, &'a [CityId]),
}

/// An error that says what is missing, unless they may.
pub fn require(actor: &Actor, action: Action, thing: Thing<'_>) -> Result<()> {
    if may(actor, action, thing) {
        return Ok(());
    }
    match actor {
        Actor::Anonymous => Err(Error::Unauthenticated),
        Actor::Preview(_) => {
            Err(Error::Forbidden("more than a preview token shows", "sign in, and show that token instead"))
        }
        Actor::User(user) if role_may((user.role, user.city), action, thing) => Err(token::lacking(action)),
        Actor::User(SignedIn { role: None, .. }) => {
            let instead = "you have no role here yet; ask whoever runs your identity provider for one";
            Err(Error::Forbidden(action.phrase(), instead))
        }
        _ => Err(Error::Forbidden(action.phrase(), action.instead())),
    }
}

/// Yes or no.
pub fn may(actor: &Actor, action: Action, thing: Thing<'_>) -> bool {
    match actor {
        Actor::System => true,
        Actor::Anonymous => false,
        Actor::Preview(shown) => {
            action == Action::ReadDrafts && (thing == Thing::Any || thing == Thing::Shown(*shown))
        }
        Actor::User(user) => token::in_scope(user, action) && role_may((user.role, user.city), action, thing),
    }
}

/// Whether somebody of this role, who is of no city, may do it to anything at all.
pub fn may_as(role: Option<Role>, action: Action) -> bool {
    role_may((role, None), action, Thing::Any)
}

fn role_may((role, city): (Option<Role>, Option<CityId>), action: Action, thing: Thing<'_>) -> bool {
    use Action as A;
    match role {
        _ if action == A::Account => true,
        None => false,
        Some(Role::Reviewer) => matches!(action, A::ReadSubmissions | A::Review),
        Some(Role::City) => {
            let is_open = matches!(action, A::ReadDrafts | A::ReadEdits | A::Propose | A::Comment);
            is_open && city.is_some_and(|city| is_of(city, thing))
        }
        Some(_) if matches!(thing, Thing::Shown(_)) => false,
        Some(Role::Editor) => {
            matches!(
                action,
                A::EnrolSecondFactor
                    | A::ReadDrafts
                    | A::ReadEdits
                    | A::Propose
                    | A::Comment
                    | A::Write
                    | A::Publish
                    | A::ReadHistory
                    | A::ReadInbox
                    | A::Preview
                    | A::ReadSubmissions
                    | A::DecideOnSubmissions
                    | A::Review
                    | A::OverseeReviews
                    | A::ManageReviews
            )
        }
        Some(Role::Admin) => true,
    }
}

/// Is it one of the things that a city's focal point looks after?
fn is_of(city: CityId, thing: Thing<'_>) -> bool {
    match thing {
        Thing::Any => true,
        Thing::Content(Noun::City | Noun::Practice | Noun::NewsItem, cities) => cities.contains(&city),
        Thing::Everything | Thing::Shown(_) | Thing::Content(..) => false,
    }
}

#[cfg(test)]
mod tests {
    use entity::id::UserId;
    use entity::instant::Instant;
    use sea_orm::Iterable;

    use super::*;

    pub fn user(role: Option<Role>, city: Option<CityId>) -> Actor {
        let (name, email) = (String::new(), None);
        Actor::User(SignedIn {
            user: UserId::new(Instant(0)),
            session: None,
            role,
            city,
            name,
            email,
            organisation: None,
            has_second_factor: false,
            token: None,
        })
    }

    /// The actions of some actor, as the letters of the table, in the order of the enum.
    pub fn row(actor: &Actor, thing: Thing<'_>) -> String {
        Action::iter().map(|action| if may(actor, action, thing) { 'y' } else { '-' }).collect()
    }

    #[test]
    fn each_role_may_do_what_the_table_says_and_nothing_else() {
        let own = CityId::derived("xiamen");
        let city = user(Some(Role::City), Some(own));
        for (actor, expected) in [
            (Actor::Anonymous, "---------------------"),
            (user(None, None), "y--------------------"),
            (city.clone(), "y-yyyy---------------"),
            (user(Some(Role::Reviewer), None), "y--------------y--y--"),
            (user(Some(Role::Editor), None), "yyyyyyyyyyy----yy-yyy"),
            (user(Some(Role::Admin), None), "yyyyyyyyyyyyyyyyyyyyy"),
            (Actor::Preview(Uuid::nil()), "--y------------------"),
            (Actor::System, "yyyyyyyyyyyyyyyyyyyyy"),
        ] {
            assert_eq!(row(&actor, Thing::Any), expected, "{actor:?}");
        }
    }

    #[test]
    fn a_focal_point_touches_the_things_of_its_own_city_alone() {
        let (own, other) = (CityId::derived("xiamen"), CityId::derived("santiago"));
        let city = user(Some(Role::City), Some(own));
        for noun in [Noun::City, Noun::Practice, Noun::NewsItem] {
            assert!(may(&city, Action::Propose, Thing::Content(noun, &[own])));
            assert!(may(&city, Action::ReadDrafts, Thing::Content(noun, &[other, own])));
            assert!(!may(&city, Action::Propose, Thing::Content(noun, &[other])));
            assert!(!may(&city, Action::Propose, Thing::Content(noun, &[])));
            assert!(!may(&city, Action::Write, Thing::Content(noun, &[own])));
        }
        for noun in [Noun::Cluster, Noun::Topic, Noun::Call, Noun::MediaItem, Noun::Partner] {
            assert!(!may(&city, Action::Propose, Thing::Content(noun, &[own])), "{noun:?}");
        }
        let homeless = user(Some(Role::City), None);
        assert!(!may(&homeless, Action::Propose, Thing::Any));
    }

    #[test]
    fn a_preview_token_shows_one_thing_and_nothing_else() {
        let (own, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let preview = Actor::Preview(own);
        assert!(may(&preview, Action::ReadDrafts, Thing::Shown(own)));
        for thing in [Thing::Shown(other), Thing::Everything, Thing::Content(Noun::City, &[CityId(own)])] {
            assert!(!may(&preview, Action::ReadDrafts, thing), "{thing:?}");
        }
        assert!(
            !may(&user(Some(Role::Admin), None), Action::ReadDrafts, Thing::Shown(own)),
            "that is for tokens"
        );
    }

    #[test]
    fn a_refusal_says_whether_signing_in_would_help() {
        let refused = require(&Actor::Anonymous, Action::Write, Thing::Any).unwrap_err();
        assert!(matches!(refused, Error::Unauthenticated));
        let reviewer = user(Some(Role::Reviewer), None);
        let refused = require(&reviewer, Action::Write, Thing::Any).unwrap_err();
        assert_eq!(refused.to_string(), "writing this is not allowed: ask an editor to write it");
        let refused = require(&user(None, None), Action::Propose, Thing::Any).unwrap_err().to_string();
        assert!(refused.ends_with("ask whoever runs your identity provider for one"), "{refused}");
    }
}
