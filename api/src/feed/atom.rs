//! Atom (RFC 4287), paged as RFC 5005 has it.

use atom_syndication::{
    Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text, WriteConfig,
};

use super::{Channel, Enclosure, clean};
use crate::kit::time::rfc3339;

pub const MEDIA_TYPE: &str = "application/atom+xml; charset=utf-8";

const OURS: &str = "application/atom+xml";

/// Renders a channel.
pub fn render(channel: &Channel) -> String {
    let mut links = vec![
        link("self", &channel.address, OURS),
        link("first", &channel.first, OURS),
        link("alternate", &channel.home, "text/html"),
    ];
    links.extend(channel.next.iter().map(|next| link("next", next, OURS)));
    let feed = Feed {
        title: plain(&channel.title),
        subtitle: (!channel.description.is_empty()).then(|| plain(&channel.description)),
        id: channel.first.clone(),
        updated: at(channel.updated),
        authors: vec![person(&channel.publisher)],
        generator: Some(Generator { value: "Cities".to_owned(), ..Generator::default() }),
        links,
        lang: Some(channel.language.clone()),
        entries: channel.entries.iter().map(entry).collect(),
        ..Feed::default()
    };
    let bytes = feed.write_with_config(Vec::new(), WriteConfig::default());
    String::from_utf8(bytes.expect("memory takes all that is written")).expect("the writer emits UTF-8")
}

fn entry(entry: &super::Entry) -> Entry {
    let mut links = vec![link("alternate", &entry.address, "text/html")];
    links.extend(entry.image.iter().chain(&entry.enclosures).map(enclosed));
    let category = |category: &super::Category| Category {
        term: category.term.clone(),
        scheme: Some(category.scheme.clone()),
        label: Some(clean(&category.label)),
    };
    let html = |html: &str| Content {
        content_type: Some("html".to_owned()),
        value: Some(clean(html)),
        ..Content::default()
    };
    Entry {
        title: plain(&entry.title),
        id: entry.id.clone(),
        updated: at(entry.updated),
        published: Some(at(entry.published)),
        authors: entry.author.iter().map(|name| person(name)).collect(),
        categories: entry.categories.iter().map(category).collect(),
        links,
        summary: (!entry.summary.is_empty()).then(|| plain(&entry.summary)),
        content: (!entry.html.is_empty()).then(|| html(&entry.html)),
        ..Entry::default()
    }
}

fn enclosed(enclosure: &Enclosure) -> Link {
    Link {
        length: enclosure.bytes.map(|bytes| bytes.to_string()),
        title: enclosure.title.as_deref().map(clean),
        ..link("enclosure", &enclosure.address, &enclosure.media_type)
    }
}

fn link(rel: &str, address: &str, media_type: &str) -> Link {
    let mime_type = Some(media_type.to_owned());
    Link { href: address.to_owned(), rel: rel.to_owned(), mime_type, ..Link::default() }
}

fn plain(text: &str) -> Text {
    Text::plain(clean(text))
}

fn person(name: &str) -> Person {
    Person { name: clean(name), ..Person::default() }
}

fn at(ms: i64) -> FixedDateTime {
    rfc3339(ms).parse().expect("an instant is written as RFC 3339 has it")
}

#[cfg(test)]
mod tests {
    use super::super::for_xml;
    use super::super::tests::hostile;
    use super::*;

    #[test]
    fn what_is_written_is_read_again_as_it_was() {
        let channel = hostile();
        let text = render(&channel);
        let feed: Feed = text.parse().expect("well formed");
        let (entry, given) = (&feed.entries()[0], &channel.entries[0]);
        let same = |told: &str, given: &str| {
            assert_eq!(told.replace("\r\n", "\n"), for_xml(given).replace("\r\n", "\n"));
        };
        same(entry.title(), &given.title);
        same(entry.content().and_then(Content::value).unwrap_or_default(), &given.html);
        assert_eq!((entry.id(), feed.id()), (&*given.id, &*channel.first));
        assert_eq!(entry.updated().to_rfc3339(), "2021-04-30T00:00:01.500+00:00");
        assert_eq!(feed.lang(), Some("en"));
        let rels: Vec<_> = feed.links().iter().map(Link::rel).collect();
        assert_eq!(rels, ["self", "first", "alternate", "next"]);
        assert_eq!(text, render(&channel));
    }
}
