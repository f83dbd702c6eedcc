//! Sending mail: to a server, or where whoever tries it out finds it.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tokio::fs::OpenOptions;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use crate::config::mail::{Mail, Page, Route};
use crate::error::{Error, Result};

/// How long a server may take to be reached.
const TIMEOUT: Duration = Duration::from_secs(10);
/// And for all of a mail: the library waits for ever for an answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// Prints neither server nor password.
pub struct Mailer {
    route: Transport,
    patience: Duration,
    from: Mailbox,
    pub reset_page: Page,
    pub submission_page: Option<Page>,
}

enum Transport {
    /// With a connection for each mail: one that was given up in the middle must not carry the next.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(std::path::PathBuf),
    Console,
}

/// A mail of plain text.
pub struct Letter<'a> {
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
                // The text of the error could tell the password.
                let wrong = |_| {
                    Error::invalid("mail-url", "is not a URL of the form smtps://USER:PASSWORD@HOST:PORT")
                };
                let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(wrong)?;
                Transport::Smtp(server.timeout(Some(TIMEOUT)).build())
            }
        };
        let Mail { from, reset_page, submission_page, .. } = settings;
        Ok(Self { route, patience: PATIENCE, from, reset_page, submission_page })
    }

    /// Done when whoever takes it has taken it.
    pub async fn send(&self, letter: Letter<'_>) -> Result<()> {
        let message = self.message(letter)?;
        match &self.route {
            Transport::Smtp(server) => match timeout(self.patience, server.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(cause)) => Err(refused(&cause)),
                Err(_) => Err(failed("the server took too long")),
            },
            Transport::Folder(folder) => file(folder, &message.formatted()).await.map_err(failed),
            Transport::Console => {
                eprintln!("{}", String::from_utf8_lossy(&message.formatted()));
                Ok(())
            }
        }
    }

    fn message(&self, letter: Letter<'_>) -> Result<Message> {
        // An address and nothing beside it, which could name another.
        let to: Address = letter.to.parse().map_err(|_| no_address())?;
        let by_itself =
            HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into());
        let message = Message::builder().from(self.from.clone()).to(to.into()).subject(letter.subject);
        // Nobody's holiday notice answers it (RFC 3834).
        message.raw_header(by_itself).header(ContentType::TEXT_PLAIN).body(body(letter.text)).map_err(failed)
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

/// What a server says may quote whom the mail is for: only its code is told.
fn refused(cause: &lettre::transport::smtp::Error) -> Error {
    match cause.status() {
        Some(code) => failed(format!("the server answered {code}")),
        None if cause.is_timeout() => failed("the server took too long"),
        None => failed("the server cannot be reached, or there is no safe way to it"),
    }
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
mod tests {
    use tokio::io::{AsyncBufReadExt, BufReader};
    use tokio::net::TcpListener;

    use super::*;
    use crate::config::{Config, ServerSettings};

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        settings: ServerSettings,
    }

    fn mailer(route: &str) -> Result<Mailer> {
        let flags =
            ["--mail-url", route, "--mail-from", "a@b.example", "--mail-reset-url", "https://b.example"];
        let line = <Line as clap::Parser>::parse_from([&["cities"], flags.as_slice()].concat());
        Mailer::new(Config::read(line.settings).unwrap().mail.unwrap())
    }

    #[tokio::test]
    async fn a_server_is_reached_by_tls() {
        for route in ["smtps://ana:s3cret@mail.example.org", "smtp://ana:s3cret@mail.example.org"] {
            assert!(!format!("{:?}", mailer(route).unwrap()).contains("s3cret"));
        }
    }

    #[tokio::test]
    async fn a_mail_is_written_whole_and_quoted_where_it_must_be() {
        let mailer = mailer("console:").unwrap();
        let written = |text: &str| {
            let letter = Letter { to: "bo@b.example", subject: "Hello", text: text.to_owned() };
            String::from_utf8(mailer.message(letter).unwrap().formatted()).unwrap()
        };
        let link = format!("https://b.example/#token={}", "x".repeat(90));
        assert!(written(&format!("Here:\n{link}\n")).ends_with(&format!("\r\n\r\nHere:\r\n{link}\r\n")));
        assert!(!written("Gr\u{fc}\u{df}e").contains('\u{fc}'));
        for to in ["no address", "bo <bo@b.example>", "x<ana@evil.example>"] {
            let nobody = Letter { to, subject: "", text: String::new() };
            assert!(
                mailer.message(nobody).unwrap_err().to_string().ends_with("that no mail reaches"),
                "{to}"
            );
        }
    }

    /// Answers the first of its callers only so far, and takes the mails of those after it.
    async fn server(says: usize) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let mut left = says;
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                tokio::spawn(async move {
                    let (reader, mut writer) = stream.split();
                    let (mut lines, mut answers) = (BufReader::new(reader).lines(), left);
                    let mut told = vec!["220 here"];
                    loop {
                        for answer in told.drain(..).take(answers) {
                            answers -= 1;
                            writer.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
                        }
                        let Ok(Some(line)) = lines.next_line().await else { return };
                        match line.split(' ').next().unwrap() {
                            "DATA" => told.push("354 go on"),
                            "EHLO" | "MAIL" | "RCPT" | "." | "QUIT" => told.push("250 good"),
                            _ => {}
                        }
                    }
                });
                left = usize::MAX;
            }
        });
        url
    }

    #[tokio::test]
    async fn a_server_that_falls_silent_is_given_up_and_asked_anew_for_the_next_mail() {
        // Before its greeting, and after each step.
        for says in 0..=5 {
            let mut mailer = mailer("console:").unwrap();
            let url = server(says).await;
            let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url).unwrap();
            (mailer.route, mailer.patience) = (Transport::Smtp(smtp.build()), Duration::from_millis(50));
            let letter = || Letter { to: "bo@b.example", subject: "Hello", text: "Hello".to_owned() };
            let told = mailer.send(letter()).await.unwrap_err().to_string();
            assert!(told.contains("took too long"), "{says}: {told}");
            mailer.patience = PATIENCE;
            mailer.send(letter()).await.unwrap();
        }
    }
}
