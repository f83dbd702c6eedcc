//! Videos and other media: where each can be had. Nothing is loaded from a provider before a reader asks for it.

use url::Url;

use super::card::{Maker, Phrase, encoded};
use super::kind::Kind;
use crate::kit::html::{embed, watch};
use crate::query::named::Named;

/// One way to play or open it.
#[derive(Debug)]
pub struct Play {
    /// A page of ours with the player, or the provider's own.
    pub href: String,
    /// The player alone, for a frame.
    pub player: Option<String>,
    pub words: String,
}

/// A player on a page of ours.
#[derive(Debug)]
pub struct Frame {
    pub src: String,
    pub title: String,
    pub allow: &'static str,
}

/// What plays a source on a page of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The player of a provider.
    Frame(String),
    Video(String),
    Audio(String),
}

impl Screen {
    /// `None` for what can only be opened.
    pub fn of(item: Named, source: Named) -> Option<Self> {
        let url = source.text("url")?;
        match (source.text("provider")?, item.text("kind")?) {
            ("file", "video") => Some(Self::Video(url.to_owned())),
            ("file", "audio") => Some(Self::Audio(url.to_owned())),
            (_, "video" | "audio") => watch::player(url).map(Self::Frame),
            _ => None,
        }
    }
}

/// Where an item can be had: those of preferred providers first, otherwise in the order of its editors, who know which of
/// them their readers reach. With the player that was asked for.
pub fn plays(maker: &Maker, item: Named, title: &Phrase) -> (Vec<Play>, Option<Frame>) {
    if maker.kind != Kind::Media {
        return (Vec::new(), None);
    }
    let mut sources: Vec<(usize, Named)> =
        item.many("sources").enumerate().map(|(at, one)| (at + 1, one)).collect();
    let is_preferred =
        |source: Named| source.text("provider").is_some_and(|name| maker.preferred.contains(&name));
    sources.sort_by_key(|(_, source)| !is_preferred(*source));
    let frame = maker.playing.and_then(|playing| {
        let (at, source) = sources.iter().find(|(at, _)| *at == playing)?;
        Screen::of(item, *source)?;
        Some(Frame { src: player(maker, item, *at), title: title.text.clone(), allow: embed::ALLOW })
    });
    let plays = sources.iter().enumerate().filter_map(|(n, (at, source))| {
        let is_first = n == 0 && frame.is_none();
        play(maker, item, (*at, *source), is_first)
    });
    (plays.collect(), frame)
}

fn play(maker: &Maker, item: Named, (at, source): (usize, Named), is_first: bool) -> Option<Play> {
    let url = source.text("url")?;
    let words = words(maker, item, source, is_first);
    if Screen::of(item, source).is_none() {
        return Some(Play { href: url.to_owned(), player: None, words });
    }
    let (slug, lang) = (item.text("slug")?, encoded(item.text("localeServed")?));
    let href = maker.addresses.here(&format!("/embed/media/{slug}?lang={lang}&play={at}"));
    Some(Play { href, player: Some(player(maker, item, at)), words })
}

fn player(maker: &Maker, item: Named, at: usize) -> String {
    let [slug, lang] = ["slug", "localeServed"].map(|name| item.text(name).unwrap_or_default());
    maker.addresses.here(&format!("/embed/media/{slug}/player?lang={}&source={at}", encoded(lang)))
}

fn words(maker: &Maker, item: Named, source: Named, is_first: bool) -> String {
    let words = maker.words;
    let is_played = matches!(item.text("kind"), Some("video" | "audio"));
    let provider = source.text("provider").unwrap_or_default();
    if provider == "file" {
        return match (is_first, is_played) {
            (false, _) => words.also_file,
            (true, true) => words.play_file,
            (true, false) => words.open_file,
        }
        .to_owned();
    }
    let phrase = match (is_first, is_played) {
        (false, _) => words.also_on,
        (true, true) => words.play_on,
        (true, false) => words.open_on,
    };
    phrase.replace("{}", &name(provider, source.text("url").unwrap_or_default()))
}

fn name(provider: &str, url: &str) -> String {
    match provider {
        "youtube" => "YouTube".to_owned(),
        "bilibili" => "BiliBili".to_owned(),
        "vimeo" => "Vimeo".to_owned(),
        _ => Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default(),
    }
}
