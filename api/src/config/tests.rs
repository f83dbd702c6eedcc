use clap::Parser;

use super::DatabaseUrl;
use super::setting::Source;
use super::*;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    settings: ServerSettings,
}

fn read(flags: &[&str]) -> Result<Config, String> {
    let line = Line::parse_from([&["cities"], flags].concat());
    Config::read(line.settings).map_err(|mistakes| mistakes.to_string())
}

fn from_file(text: &str, flags: &[&str]) -> Result<Config, String> {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), text).expect("a file written");
    let path = file.path().to_str().expect("a path in UTF-8");
    read(&[&["--config", path], flags].concat()).map_err(|message| message.replace(path, "cities.toml"))
}

#[test]
fn every_setting_has_a_valid_default_and_a_variable_of_the_same_name() {
    read(&[]).expect("defaults alone are enough");
    for setting in server_settings() {
        assert_eq!(setting.env, format!("CITIES_{}", setting.name.replace('-', "_").to_uppercase()));
    }
}

#[test]
fn a_flag_wins_over_the_file() {
    let config = from_file("listen = \"127.0.0.1:1\"\nmax-connections = 7", &["--listen", "127.0.0.1:2"]);
    let http = config.expect("good settings").http;
    assert_eq!((http.listen.port(), http.max_connections), (2, 7));
}

#[test]
fn the_environment_wins_over_the_file_and_loses_to_a_flag() {
    let given = |source: Source| Given([("listen", ("127.0.0.1:9".to_owned(), source))].into());
    let mut reader = Reader::open(given(Source::Environment("CITIES_LISTEN")));
    assert_eq!(Http::read(&mut reader).listen.port(), 9);
}

#[test]
fn all_mistakes_are_told_at_once_with_setting_source_and_cure() {
    let mistakes =
        from_file("max-body-size = \"1 GB\"\nlissen = 1\nassets = [1]", &["--listen", "home"]).unwrap_err();
    for part in [
        "setting max-body-size (from the file cities.toml): \"1 GB\" is not a size from 1024",
        "setting lissen (from the file cities.toml): there is no such setting",
        "setting assets (from the file cities.toml): must be a string",
        "setting listen (from the command line): \"home\" is not an address with a port; write it like 127.0.0.1:8080",
    ] {
        assert!(mistakes.contains(part), "{part} is missing in {mistakes}");
    }
}

#[test]
fn a_broken_or_missing_file_is_named() {
    assert!(
        from_file("listen = \"127.0.0.1:1\"\n= 3", &[])
            .unwrap_err()
            .starts_with("cities.toml, line 2: not valid")
    );
    assert!(read(&["--config", "/nowhere.toml"]).unwrap_err().contains("cannot read /nowhere.toml"));
}

#[test]
fn a_secret_is_no_flag_and_is_never_printed() {
    let secret = "a secret of more than thirty-two characters";
    let told = read(&["--secret", secret]).unwrap_err();
    assert!(
        told.contains("others could read it there: set CITIES_SECRET") && !told.contains(secret),
        "{told}"
    );
    let config = from_file(&format!("secret = \"{secret}\""), &[]).unwrap();
    assert_eq!(config.auth.secret.as_deref(), Some(secret));
    assert!(!format!("{config:?}").contains(secret));
}

#[test]
fn a_password_is_never_printed() {
    let config =
        read(&["--database", "postgres://ana:s3cret@db/cities?password=s3cret"]).expect("a good URL");
    assert!(!format!("{config:?} {}", config.database.url).contains("s3cret"));
    assert!(!read(&["--database", "mysql://ana:s3cret@db/cities"]).unwrap_err().contains("s3cret"));
    assert!(!read(&["--database", "postgres://ana:s3cret@"]).unwrap_err().contains("s3cret"));
}

#[test]
fn database_urls_are_understood_or_refused() {
    for good in
        ["sqlite:a.db", "sqlite:/a.db", "sqlite:///a.db", "postgres://h/n", "postgresql:///n?host=/run"]
    {
        assert!(DatabaseUrl::parse(good).is_ok(), "{good}");
    }
    for bad in
        ["", "a.db", "sqlite:", "sqlite::memory:", "sqlite:a.db?mode=ro", "postgres://h", "mysql://h/n"]
    {
        assert!(DatabaseUrl::parse(bad).is_err(), "{bad}");
    }
}
