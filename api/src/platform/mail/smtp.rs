//! A mail server, with a connection for each mail: one that was given up in the middle must not carry the next.

use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::Error as Refusal;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, MailParameter};
use percent_encoding::percent_decode_str;
use tokio::time::timeout;
use url::{Host, Url};

/// Where it is, and how it is spoken to.
pub struct Server {
    host: String,
    port: u16,
    tls: Tls,
    name: ClientId,
    credentials: Option<Credentials>,
    pub patience: Patience,
}

/// How long it may take, since the library waits for ever for an answer.
#[derive(Clone, Copy)]
pub struct Patience {
    /// To be reached, by TLS, and to let us in.
    pub greeting: Duration,
    /// To take a mail: servers look into it before they answer, and one that is given up too early delivers it twice
    /// (RFC 5321, 4.5.3.2.6).
    pub taking: Duration,
    /// To say goodbye.
    pub farewell: Duration,
}

impl Patience {
    const USUAL: Self = Self {
        greeting: Duration::from_mins(1),
        taking: Duration::from_mins(10),
        farewell: Duration::from_secs(2),
    };
}

/// What of it may be told: what a server says may quote whom the mail is for.
pub enum Trouble {
    TooLong,
    Answer(u16),
    Unreached,
}

impl Server {
    /// The path, if any, is the name that it is told; `None` where TLS or what is to let us in cannot be made of it.
    pub fn of(url: &Url) -> Option<Self> {
        let host = match url.host()? {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        let parameters = || TlsParameters::new(host.clone()).ok();
        let (tls, port) = match url.scheme() {
            "smtps" => (Tls::Wrapper(parameters()?), 465),
            _ if url.query_pairs().any(|(name, _)| name == "tls") => (Tls::Required(parameters()?), 587),
            _ => (Tls::None, 25),
        };
        let name = match url.path().trim_matches('/') {
            "" => ClientId::default(),
            name => ClientId::Domain(name.to_owned()),
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(decoded(url.username())?, decoded(password)?)),
            None => None,
        };
        let port = url.port().unwrap_or(port);
        Some(Self { host, port, tls, name, credentials, patience: Patience::USUAL })
    }

    /// Done once it has said that it is answerable for the mail.
    pub async fn send(&self, message: &Message) -> Result<(), Trouble> {
        let mut connection = within(self.patience.greeting, self.connection()).await?;
        let taken = within(self.patience.taking, hand_over(&mut connection, message)).await;
        // Nothing depends on how it says goodbye, least of all whether it has the mail.
        let _ = timeout(self.patience.farewell, connection.abort()).await;
        taken
    }

    async fn connection(&self) -> Result<AsyncSmtpConnection, Refusal> {
        let at_once = match &self.tls {
            Tls::Wrapper(parameters) => Some(parameters.clone()),
            _ => None,
        };
        let server = (self.host.as_str(), self.port);
        // An address that takes no connection leaves time for the next.
        let each = Some(self.patience.greeting / 6);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, each, &self.name, at_once, None).await?;
        if let Tls::Required(parameters) = &self.tls {
            connection.starttls(parameters.clone(), &self.name).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

/// Step by step: the library's own way waits for a goodbye before it tells a refusal.
async fn hand_over(connection: &mut AsyncSmtpConnection, message: &Message) -> Result<(), Refusal> {
    let envelope = message.envelope();
    // RFC 6531, 3.4: a server that does not know it refuses the mail.
    let foreign =
        envelope.to().iter().chain(envelope.from()).any(|who| !AsRef::<str>::as_ref(who).is_ascii());
    let parameters = foreign.then_some(MailParameter::SmtpUtfEight).into_iter().collect();
    let sender = Mail::new(envelope.from().cloned(), parameters);
    connection.command(sender).await?;
    for to in envelope.to() {
        connection.command(Rcpt::new(to.clone(), Vec::new())).await?;
    }
    connection.command(Data).await?;
    connection.message(&message.formatted()).await.map(drop)
}

fn decoded(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Into::into)
}

async fn within<T>(patience: Duration, work: impl Future<Output = Result<T, Refusal>>) -> Result<T, Trouble> {
    match timeout(patience, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(cause)) => Err(match cause.status() {
            Some(code) => Trouble::Answer(code.into()),
            None if cause.is_timeout() => Trouble::TooLong,
            None => Trouble::Unreached,
        }),
        Err(_) => Err(Trouble::TooLong),
    }
}
