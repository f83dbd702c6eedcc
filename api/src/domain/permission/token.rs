//! What an API token narrows its user to.

use super::Action;
use crate::domain::actor::SignedIn;
use crate::domain::api_scope::ApiScope;
use crate::error::Error;

/// People are limited by their role alone; an API token by what it was made for, too.
pub fn in_scope(user: &SignedIn, action: Action) -> bool {
    user.token.as_ref().is_none_or(|token| action.scopes().iter().any(|scope| token.scopes.holds(*scope)))
}

/// The error for a token whose user might.
pub fn lacking(action: Action) -> Error {
    let what = match action.scopes().first() {
        None => return Error::Forbidden("doing this with an API token", "sign in, and do it yourself"),
        Some(ApiScope::Read) => "using this API token, which lacks the scope READ, for this",
        Some(ApiScope::Propose) => "using this API token, which lacks the scopes PROPOSE and WRITE, for this",
        Some(ApiScope::Write) => "using this API token, which lacks the scope WRITE, for this",
        Some(ApiScope::Publish) => "using this API token, which lacks the scope PUBLISH, for this",
        Some(ApiScope::Preview) => "using this API token, which lacks the scope PREVIEW, for this",
        Some(ApiScope::Purge) => "using this API token, which lacks the scope PURGE, for this",
        Some(ApiScope::Audit) => "using this API token, which lacks the scope AUDIT, for this",
    };
    Error::Forbidden(what, "ask an admin for one that has it")
}

impl Action {
    /// The scopes that cover it, the one that is for it first. Who may change a thing may see it, and who may write may
    /// propose. None: no token may, whatever it was made for; one that made users or other tokens could make itself more
    /// than it is.
    fn scopes(self) -> &'static [ApiScope] {
        use ApiScope as S;
        match self {
            Self::ReadDrafts => &[S::Read, S::Propose, S::Write, S::Publish, S::Preview, S::Purge],
            Self::ReadEdits => &[S::Read, S::Propose, S::Write],
            Self::ReadHistory | Self::ReadInbox | Self::ReadSubmissions | Self::OverseeReviews => &[S::Read],
            Self::Propose | Self::Comment => &[S::Propose, S::Write],
            Self::Write | Self::ManageReviews => &[S::Write],
            Self::Publish | Self::DecideOnSubmissions => &[S::Publish],
            Self::Preview => &[S::Preview],
            Self::Purge => &[S::Purge],
            Self::ReadAudit => &[S::Audit],
            // A judgement is a person's.
            Self::Account
            | Self::EnrolSecondFactor
            | Self::ManageUsers
            | Self::ManageTokens
            | Self::ErasePeople
            | Self::Review => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use entity::id::{ApiTokenId, CityId};
    use entity::noun::Noun;
    use entity::role::Role;
    use uuid::Uuid;

    use super::super::tests::{row, user};
    use super::super::{Thing, may, require};
    use super::*;
    use crate::domain::actor::{Actor, ApiToken};
    use crate::domain::api_scope::Scopes;

    fn token(actor: Actor, words: &str) -> Actor {
        let Actor::User(user) = actor else { return actor };
        let token = ApiToken { id: ApiTokenId(Uuid::nil()), scopes: Scopes::parse(words) };
        Actor::User(SignedIn { token: Some(token), ..user })
    }

    #[test]
    fn a_token_may_what_its_user_may_within_its_scopes() {
        let (admin, editor) = (user(Some(Role::Admin), None), user(Some(Role::Editor), None));
        let all = "read propose write publish preview purge audit";
        for (user, words, expected) in [
            (&admin, all, "--yyyyyyyyyyy--yy--yy"),
            (&editor, all, "--yyyyyyyyy----yy--yy"),
            (&editor, "read", "--yy----yy-----y---y-"),
            (&editor, "propose", "--yyyy---------------"),
            (&editor, "write", "--yyyyy-------------y"),
            (&editor, "publish", "--y----y--------y----"),
            (&editor, "preview", "--y-------y----------"),
            (&admin, "purge audit", "--y--------yy--------"),
            (&editor, "purge audit", "--y------------------"),
            (&admin, "", "---------------------"),
        ] {
            assert_eq!(row(&token(user.clone(), words), Thing::Any), expected, "{words}");
        }
        let own = CityId::derived("xiamen");
        let city = token(user(Some(Role::City), Some(own)), all);
        assert!(may(&city, Action::Propose, Thing::Content(Noun::City, &[own])));
        assert!(!may(&city, Action::Propose, Thing::Content(Noun::City, &[])));
    }

    #[test]
    fn a_refusal_says_whether_it_is_the_token_or_its_user() {
        let said = |actor: Actor, action| require(&actor, action, Thing::Any).unwrap_err().to_string();
        let editor = || user(Some(Role::Editor), None);
        assert_eq!(
            said(token(editor(), "read"), Action::Write),
            "using this API token, which lacks the scope WRITE, for this is not allowed: ask an admin for one that has it"
        );
        assert_eq!(
            said(token(user(Some(Role::Reviewer), None), "write"), Action::Write),
            "writing this is not allowed: ask an editor to write it"
        );
        let admin = token(user(Some(Role::Admin), None), "write");
        assert_eq!(
            said(admin, Action::ManageTokens),
            "doing this with an API token is not allowed: sign in, and do it yourself"
        );
    }
}
