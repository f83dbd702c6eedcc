//! Somebody else's identity provider, whose tokens are taken, too.

use std::collections::BTreeMap;

use entity::role::Role;

use super::reader::Reader;
use super::setting::Setting;
use super::value;

pub static SETTINGS: [Setting; 4] = [
    Setting {
        name: "oidc-issuer",
        env: "CITIES_OIDC_ISSUER",
        value: "URL",
        default: None,
        help: "OpenID Connect issuer whose tokens are taken, as it stands in their iss",
    },
    Setting {
        name: "oidc-audience",
        env: "CITIES_OIDC_AUDIENCE",
        value: "TEXT",
        default: None,
        help: "What its tokens for this service name as their audience (aud)",
    },
    Setting {
        name: "oidc-role-claim",
        env: "CITIES_OIDC_ROLE_CLAIM",
        value: "NAME",
        default: Some("role"),
        help: "The claim that names roles; dots lead into objects, like realm_access.roles",
    },
    Setting {
        name: "oidc-roles",
        env: "CITIES_OIDC_ROLES",
        value: "WORD=ROLE,…",
        default: Some("reviewer=reviewer,editor=editor,admin=admin"),
        help: "What its words for roles mean here; of others nothing is allowed",
    },
];

/// The provider, and how it says what users may do.
#[derive(Clone, Debug)]
pub struct Oidc {
    /// As it stands in tokens, to the letter.
    pub issuer: String,
    pub audience: String,
    pub role_claim: String,
    pub roles: BTreeMap<String, Role>,
}

impl Oidc {
    /// `ours`: the issuer of our own tokens.
    pub(super) fn read(reader: &mut Reader, ours: &str) -> Option<Self> {
        let [issuer, audience, claim, roles] = &SETTINGS;
        let found = (
            reader.optional(issuer, |text| provider(text, ours)),
            reader.optional(audience, |text| Ok(text.to_owned())),
        );
        let role_claim = reader.read(claim, |text| Ok(text.to_owned()));
        let roles = reader.read(roles, mapping);
        match found {
            (Some(issuer), Some(audience)) => Some(Self { issuer, audience, role_claim, roles }),
            (Some(_), None) => reader.missing(audience, "oidc-issuer"),
            (None, Some(_)) => reader.missing(issuer, "oidc-audience"),
            (None, None) => None,
        }
    }
}

fn provider(text: &str, ours: &str) -> Result<String, String> {
    value::origin(text)?;
    if text == ours {
        return Err("is the issuer of our own tokens, too: give `token-issuer` another name".into());
    }
    safe(text)?;
    Ok(text.to_owned())
}

/// Keys that come by plain HTTP could be anybody's: only this machine's own are taken so.
pub fn safe(text: &str) -> Result<(), String> {
    let url = url::Url::parse(text).map_err(|error| error.to_string())?;
    let is_local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() == "https" || is_local {
        return Ok(());
    }
    Err("must begin with https://: keys that come by plain HTTP could be anybody's".into())
}

fn mapping(text: &str) -> Result<BTreeMap<String, Role>, String> {
    let pair = |pair: &str| {
        let (word, role) = pair.split_once('=').ok_or_else(|| format!("{pair:?} is not like word=role"))?;
        let role = match role.trim() {
            "reviewer" => Role::Reviewer,
            "editor" => Role::Editor,
            "admin" => Role::Admin,
            other => return Err(format!("{other:?} is not reviewer, editor or admin")),
        };
        match word.trim() {
            // A claim that says nothing would make somebody of everybody.
            "" => Err(format!("{pair:?} names no word")),
            word => Ok((word.to_owned(), role)),
        }
    };
    let mut roles = BTreeMap::new();
    for pair in text.split(',').map(pair) {
        let (word, role) = pair?;
        if roles.insert(word.clone(), role).is_some() {
            return Err(format!("{word:?} is there twice"));
        }
    }
    Ok(roles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_roles() {
        let roles = mapping("boss=admin, writers = editor").unwrap();
        assert_eq!((roles["boss"], roles["writers"]), (Role::Admin, Role::Editor));
        for wrong in ["=admin", " = admin", "a=admin,=editor", "a=admin,a=editor", "a=admin,", ""] {
            assert!(mapping(wrong).is_err(), "{wrong}");
        }
        assert!(mapping("boss").is_err() && mapping("boss=emperor").is_err() && mapping("a=city").is_err());
    }

    #[test]
    fn a_provider_is_reached_safely() {
        for good in ["https://id.example.org/realms/x", "http://127.0.0.1:9", "http://localhost:9/a"] {
            assert_eq!(provider(good, "cities").as_deref(), Ok(good));
            assert!(provider(good, good).is_err(), "nobody could tell whose tokens are whose");
        }
        for bad in ["http://id.example.org", "id.example.org", "https://id.example.org?x=1"] {
            assert!(provider(bad, "cities").is_err(), "{bad}");
        }
    }
}
