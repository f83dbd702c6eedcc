//! How mail is sent, and where its links lead.

use std::fmt;
use std::path::PathBuf;

use lettre::message::Mailbox;
use url::Url;

use super::reader::Reader;
use super::setting::Setting;
use super::value;

pub static SETTINGS: [Setting; 4] = [
    Setting {
        name: "mail-url",
        env: "CITIES_MAIL_URL",
        value: "URL",
        default: None,
        help: "How mail is sent: smtps://USER:PASSWORD@HOST, smtp://… (STARTTLS, except to this machine), and to try it file:DIR or console:",
    },
    Setting {
        name: "mail-from",
        env: "CITIES_MAIL_FROM",
        value: "ADDRESS",
        default: None,
        help: "Whom mail is from, like \"Cities <cities@example.org>\"",
    },
    Setting {
        name: "mail-reset-url",
        env: "CITIES_MAIL_RESET_URL",
        value: "URL",
        default: None,
        help: "The front end's page for another password; the token takes the place of {token}, or comes after #token=",
    },
    Setting {
        name: "mail-submission-url",
        env: "CITIES_MAIL_SUBMISSION_URL",
        value: "URL",
        default: None,
        help: "The front end's page for one submission, for whoever has its token, which is put in as above; without it mails tell the token",
    },
];

/// Everything that sending needs. Prints no password.
#[derive(Clone)]
pub struct Mail {
    pub route: Route,
    pub from: Mailbox,
    pub reset_page: Page,
    /// `None`: mails tell the token alone.
    pub submission_page: Option<Page>,
}

/// The way that mail takes.
#[derive(Clone, PartialEq, Eq)]
pub enum Route {
    /// To a server: plain to this machine, by TLS to any other.
    Smtp(Url),
    /// A file a mail.
    Folder(PathBuf),
    /// For the eyes of who started the server.
    Console,
}

/// A page of the front end for whoever has a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page(String);

impl Mail {
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        let [route, from, reset, submission] = &SETTINGS;
        let given = (
            reader.optional(route, way),
            reader.optional(from, |text| text.parse::<Mailbox>().map_err(|_| ADDRESS.to_owned())),
            reader.optional(reset, page),
        );
        let submission_page = reader.optional(submission, page);
        match given {
            (Some(route), Some(from), Some(reset_page)) => {
                Some(Self { route, from, reset_page, submission_page })
            }
            (None, None, None) if submission_page.is_some() => reader.missing(route, submission.name),
            (None, None, None) => None,
            (None, Some(_), _) => reader.missing(route, from.name),
            (None, None, Some(_)) => reader.missing(route, reset.name),
            (Some(_), None, _) => reader.missing(from, route.name),
            (Some(_), _, None) => reader.missing(reset, route.name),
        }
    }
}

const ADDRESS: &str = "is no address such as cities@example.org or \"Cities <cities@example.org>\"";

/// Without repeating it: there may be a password in it.
fn way(text: &str) -> Result<Route, String> {
    match text.split_once(':') {
        Some(("console", "")) => Ok(Route::Console),
        Some(("file", folder)) if !folder.is_empty() => value::place_of_folder(folder).map(Route::Folder),
        Some(("smtp" | "smtps", _)) => server(text).map(Route::Smtp),
        _ => {
            Err("is none of smtps://USER:PASSWORD@HOST, smtp://USER:PASSWORD@HOST, file:DIR and console:"
                .into())
        }
    }
}

fn server(text: &str) -> Result<Url, String> {
    let wrong = || "is not a URL of the form smtps://USER:PASSWORD@HOST:PORT".to_owned();
    let mut url = Url::parse(text).map_err(|_| wrong())?;
    let is_local = match url.host_str() {
        None | Some("") => return Err(wrong()),
        Some(host) => matches!(host, "localhost" | "127.0.0.1" | "[::1]"),
    };
    let tls = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
    match tls.as_deref() {
        None if url.scheme() == "smtp" && !is_local => url.set_query(Some("tls=required")),
        None | Some("required") => {}
        Some(_) => return Err("can have tls=required alone: what may fall back to plain text, will".into()),
    }
    Ok(url)
}

fn page(text: &str) -> Result<Page, String> {
    let url =
        Url::parse(text).map_err(|_| "must be a URL such as https://app.example.org/page".to_owned())?;
    let is_local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() == "https" || (url.scheme() == "http" && is_local) {
        return Ok(Page(text.to_owned()));
    }
    Err("must begin with https://: who reads along could use the token".into())
}

impl Page {
    /// The link for one token. After `#` it reaches no server and no log.
    pub fn link(&self, token: &str) -> String {
        if self.0.contains("{token}") {
            self.0.replace("{token}", token)
        } else {
            format!("{}#token={token}", self.0)
        }
    }
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail")
            .field("from", &self.from)
            .field("page", &self.reset_page)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_goes_by_tls_or_stays_on_this_machine() {
        let url = |text: &str| match way(text) {
            Ok(Route::Smtp(url)) => url.to_string(),
            _ => panic!("{text}"),
        };
        assert_eq!(
            url("smtp://ana:s3cret@mail.example.org"),
            "smtp://ana:s3cret@mail.example.org?tls=required"
        );
        assert_eq!(url("smtp://localhost:1025"), "smtp://localhost:1025");
        assert_eq!(url("smtps://mail.example.org:465"), "smtps://mail.example.org:465");
        assert!(
            way("console:") == Ok(Route::Console) && way("file:mails") == Ok(Route::Folder("mails".into()))
        );
        for bad in
            ["", "mail.example.org", "smtp:", "file:", "http://x", "smtp://ana:s3cret@h?tls=opportunistic"]
        {
            assert!(way(bad).is_err_and(|why| !why.contains("s3cret")), "{bad}");
        }
    }

    #[test]
    fn a_link_leads_to_the_page_with_the_token() {
        let link = |text: &str| page(text).map(|page| page.link("abc"));
        assert_eq!(link("https://a.example/reset").as_deref(), Ok("https://a.example/reset#token=abc"));
        assert_eq!(link("http://localhost:3000/?t={token}").as_deref(), Ok("http://localhost:3000/?t=abc"));
        assert!(link("http://a.example/reset").is_err() && link("page").is_err());
    }
}
