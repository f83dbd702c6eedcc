use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;

use super::smtp::Patience;
use super::*;
use crate::config::{Config, ServerSettings};

#[derive(clap::Parser)]
struct Line {
    #[command(flatten)]
    settings: ServerSettings,
}

fn mailer(route: &str) -> Result<Mailer> {
    let flags = ["--mail-url", route, "--mail-from", "a@b.example", "--mail-reset-url", "https://b.example"];
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
        let text = text.to_owned();
        let letter = Letter { id: "mail_1", to: "bo@b.example", subject: "Hello", text };
        String::from_utf8(mailer.compose(letter).unwrap().formatted()).unwrap()
    };
    let link = format!("https://b.example/#token={}", "x".repeat(90));
    assert!(written(&format!("Here:\n{link}\n")).ends_with(&format!("\r\n\r\nHere:\r\n{link}\r\n")));
    assert!(written("").contains("Message-ID: <mail_1@b.example>\r\n"));
    assert!(!written("Gr\u{fc}\u{df}e").contains('\u{fc}'));
    for to in ["no address", "bo <bo@b.example>", "x<ana@evil.example>"] {
        let nobody = Letter { id: "mail_1", to, subject: "", text: String::new() };
        let told = mailer.compose(nobody).unwrap_err().to_string();
        assert!(told.ends_with("that no mail reaches"), "{to}: {told}");
    }
}

/// Answers the first of its callers only so far, and takes the mails of those after it.
async fn server(says: usize) -> String {
    server_that(says, "250 good").await
}

/// As `judged` says of whom a mail is for.
async fn server_that(says: usize, judged: &'static str) -> String {
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
                        "RCPT" => told.push(judged),
                        "EHLO" | "MAIL" | "." | "QUIT" => told.push("250 good"),
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
    // Before its greeting, and after each step until it has the mail.
    for says in 0..=5 {
        let (hasty, patient) = mailers(&server(says).await);
        let told = hasty.send(&hello(&hasty)).await.unwrap_err().to_string();
        assert!(told.contains("took too long"), "{says}: {told}");
        patient.send(&hello(&patient)).await.unwrap();
    }
}

#[tokio::test]
async fn a_mail_that_was_taken_is_sent_however_the_server_says_goodbye() {
    let mut mailer = mailer(&server(6).await).unwrap();
    if let Transport::Smtp(server) = &mut mailer.route {
        server.patience.farewell = Duration::from_millis(50);
    }
    mailer.send(&hello(&mailer)).await.unwrap();
}

#[tokio::test]
async fn a_refusal_is_told_however_the_server_says_goodbye() {
    let mut mailer = mailer(&server_that(4, "550 nobody of that name").await).unwrap();
    if let Transport::Smtp(server) = &mut mailer.route {
        server.patience.taking = Duration::from_secs(20);
        server.patience.farewell = Duration::from_millis(50);
    }
    let told = mailer.send(&hello(&mailer)).await.unwrap_err().to_string();
    assert!(told.contains("answered 550"), "{told}");
}

fn mailers(url: &str) -> (Mailer, Mailer) {
    let short = Duration::from_millis(50);
    let mut hasty = mailer(url).unwrap();
    if let Transport::Smtp(server) = &mut hasty.route {
        server.patience = Patience { greeting: short, taking: short, farewell: short };
    }
    (hasty, mailer(url).unwrap())
}

fn hello(mailer: &Mailer) -> Message {
    let text = "Hello".to_owned();
    mailer.compose(Letter { id: "mail_1", to: "bo@b.example", subject: "Hello", text }).unwrap()
}
