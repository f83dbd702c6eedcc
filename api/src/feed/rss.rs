//! RSS 2.0, with `content:encoded`, `dc:creator` and links of Atom.

use rss::extension::atom::{AtomExtension, Link};
use rss::extension::dublincore::DublinCoreExtension;
use rss::{Category, Enclosure, Guid, Item};

use super::{Channel, Entry, clean};
use crate::kit::html::from_text;
use crate::kit::http_date::http_date;

pub const MEDIA_TYPE: &str = "application/rss+xml; charset=utf-8";

/// Renders a channel.
pub fn render(channel: &Channel) -> String {
    let links =
        [("self", Some(&channel.address)), ("first", Some(&channel.first)), ("next", channel.next.as_ref())];
    let link = |(rel, address): (&str, Option<&String>)| {
        let (rel, mime_type) = (rel.to_owned(), Some("application/rss+xml".to_owned()));
        address.map(|href| Link { href: href.clone(), rel, mime_type, ..Link::default() })
    };
    rss::Channel {
        title: clean(&channel.title),
        link: channel.home.clone(),
        description: clean(&channel.description),
        language: Some(channel.language.clone()),
        last_build_date: http_date(channel.updated),
        docs: Some("https://www.rssboard.org/rss-specification".to_owned()),
        generator: Some("Cities".to_owned()),
        atom_ext: Some(AtomExtension { links: links.into_iter().filter_map(link).collect() }),
        items: channel.entries.iter().map(|entry| item(entry, channel)).collect(),
        ..rss::Channel::default()
    }
    .to_string()
}

fn item(entry: &Entry, channel: &Channel) -> Item {
    let category = |category: &super::Category| Category {
        name: clean(&category.label),
        domain: Some(category.scheme.clone()),
    };
    let author = entry.author.as_ref().unwrap_or(&channel.publisher);
    // One for each item: readers do not agree on more.
    let enclosure = entry.enclosures.first().or(entry.image.as_ref());
    Item {
        title: Some(clean(&entry.title)),
        link: Some(entry.address.clone()),
        guid: Some(Guid { value: entry.id.clone(), permalink: false }),
        pub_date: http_date(entry.published),
        // Readers take it for HTML.
        description: some(&from_text(&entry.summary)),
        content: some(&entry.html),
        categories: entry.categories.iter().map(category).collect(),
        enclosure: enclosure.map(enclosed),
        dublin_core_ext: Some(DublinCoreExtension {
            creators: vec![clean(author)],
            ..DublinCoreExtension::default()
        }),
        ..Item::default()
    }
}

/// A length that nobody knows is 0, as the specification's best practices have it.
fn enclosed(enclosure: &super::Enclosure) -> Enclosure {
    Enclosure {
        url: enclosure.address.clone(),
        length: enclosure.bytes.unwrap_or(0).to_string(),
        mime_type: enclosure.media_type.clone(),
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| clean(text))
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
        let read = rss::Channel::read_from(text.as_bytes()).expect("well formed");
        let item = &read.items()[0];
        let wanted = |text: &str| for_xml(text).replace("\r\n", "\n");
        let told = |text: Option<&str>| text.unwrap_or_default().replace("\r\n", "\n");
        assert_eq!(told(item.title()), wanted(&channel.entries[0].title));
        assert_eq!(told(item.content()), wanted(&channel.entries[0].html));
        assert_eq!(
            item.enclosure().map(rss::Enclosure::url),
            Some(&*channel.entries[0].enclosures[0].address)
        );
        assert_eq!(
            item.guid().map(|guid| (guid.value(), guid.is_permalink())),
            Some((&*channel.entries[0].id, false))
        );
        assert_eq!(item.pub_date(), Some("Fri, 30 Apr 2021 00:00:00 GMT"));
        let links: Vec<_> = read.atom_ext().unwrap().links().iter().map(Link::rel).collect();
        assert_eq!(links, ["self", "first", "next"]);
        assert_eq!(told(item.description()), wanted(&from_text(&channel.entries[0].summary)));
        assert_eq!(text, render(&channel));
    }
}
