//! Sending mail: to a server, or where whoever tries it out finds it.

mod smtp;

use std::fmt;
use std::path::Path;

use lettre::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message};
use tokio::fs::OpenOptions;
use tokio::io::AsyncWriteExt;

use self::smtp::{Server, Trouble};
use crate::config::mail::{Mail, Page, Route};
use crate::error::{Error, Result};

/// Prints neither server nor password.
pub struct Mailer {
    route: Transport,
    from: Mailbox,
    pub reset_page: Page,
    pub submission_page: Option<Page>,
}

enum Transport {
    Smtp(Server),
    Folder(std::path::PathBuf),
    Console,
}

/// A mail of plain text.
pub struct Letter<'a> {
    /// The same each time that it is tried, so that who got it twice is shown it once (RFC 5322, 3.6.4). No white space.
    pub id: &'a str,
    pub to: &'a str,
    pub subject: &'a str,
    pub text: String,
}

impl Mailer {
    pub fn new(settings: Mail) -> Result<Self> {
        let route = match settings.route.clone() {
            Route::Console => Transport::Console,
            Route::Folder(folder) => Transport::Folder(folder),
            Route::Smtp(url) => {
                let wrong = "is not a URL of the form smtps://USER:PASSWORD@HOST:PORT";
                Transport::Smtp(Server::of(&url).ok_or_else(|| Error::invalid("mail-url", wrong))?)
            }
        };
        let Mail { from, reset_page, submission_page, .. } = settings;
        Ok(Self { route, from, reset_page, submission_page })
    }

    /// Done when whoever takes it has taken it, which may take minutes.
    pub async fn send(&self, message: &Message) -> Result<()> {
        match &self.route {
            Transport::Smtp(server) => server.send(message).await.map_err(|trouble| match trouble {
                Trouble::Answer(code) => failed(format!("the server answered {code}")),
                Trouble::TooLong => failed("the server took too long"),
                Trouble::Unreached => failed("the server cannot be reached, or there is no safe way to it"),
            }),
            Transport::Folder(folder) => file(folder, &message.formatted()).await.map_err(failed),
            Transport::Console => {
                eprintln!("{}", String::from_utf8_lossy(&message.formatted()));
                Ok(())
            }
        }
    }

    /// Fails where it can never be sent.
    pub fn compose(&self, letter: Letter<'_>) -> Result<Message> {
        // An address and nothing beside it, which could name another.
        let to: Address = letter.to.parse().map_err(|_| no_address())?;
        let by_itself =
            HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into());
        let id = format!("<{}@{}>", letter.id, self.from.email.domain());
        let message = Message::builder().from(self.from.clone()).to(to.into()).subject(letter.subject);
        // Nobody's holiday notice answers it (RFC 3834).
        message
            .message_id(Some(id))
            .raw_header(by_itself)
            .header(ContentType::TEXT_PLAIN)
            .body(body(letter.text))
            .map_err(failed)
    }
}

/// Without quoting where that is allowed (RFC 5322, 2.1.1): links stay whole, for people who look at the file, too.
fn body(text: String) -> Body {
    const LINE: usize = 998;
    if text.is_ascii() && text.lines().all(|line| line.len() <= LINE) {
        let text = text.replace('\n', "\r\n").into_bytes();
        return Body::dangerous_pre_encoded(text, ContentTransferEncoding::SevenBit);
    }
    Body::new(text)
}

/// Beside its place first: nobody finds half a mail. For its owner alone: whoever reads it could use it. Names sort by
/// time.
async fn file(folder: &Path, bytes: &[u8]) -> std::io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let draft = folder.join(format!("{}.draft", uuid::Uuid::now_v7()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft).await?;
    file.write_all(bytes).await?;
    file.flush().await?;
    tokio::fs::rename(&draft, draft.with_extension("eml")).await
}

fn no_address() -> Error {
    Error::Environment("cannot send mail: whom it is for has an address that no mail reaches".to_owned())
}

fn failed(cause: impl fmt::Display) -> Error {
    Error::Environment(format!("cannot send mail: {cause}; look at mail-url"))
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer").field("from", &self.from).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
