//! A page of a list as a channel: what it is called, and where it and its neighbours are.

use super::asked::Asked;
use super::entry;
use super::file::File;
use super::read::Found;
use crate::feed::Channel;
use crate::http::address::Addresses;
use crate::http::words::Words;
use crate::query::named::Named;

pub fn of(file: &File, asked: &Asked, found: &Found, addresses: &Addresses) -> Channel {
    let site = &addresses.site.name;
    let title = title(file, asked, found, addresses);
    let entries: Vec<_> = found.nodes().filter_map(|node| entry::of(node, asked, addresses)).collect();
    Channel {
        description: title.clone(),
        title,
        language: asked.locale.clone(),
        home: home(file, found, asked, addresses),
        address: here(file, addresses, asked.query.as_deref().unwrap_or_default()),
        first: here(file, addresses, &asked.query_after(None)),
        next: next(file, asked, found, addresses),
        publisher: site.clone(),
        updated: found.changed().map_or(0, |at| at.0),
        entries,
    }
}

/// `Cities: Latest news – Waste, Tourism`.
pub fn title(file: &File, asked: &Asked, found: &Found, addresses: &Addresses) -> String {
    let name =
        |(_, node): &(_, _)| Named(node).any_text(&["title", "name", "label"]).unwrap_or_default().to_owned();
    let names: Vec<String> = found.names.iter().map(name).collect();
    let list = Words::of(&asked.locale).list(file.list.name);
    let (site, names) = (&addresses.site.name, names.join(", "));
    if names.is_empty() { format!("{site}: {list}") } else { format!("{site}: {list} – {names}") }
}

/// The page with what is older; `None` on the last.
pub fn next(file: &File, asked: &Asked, found: &Found, addresses: &Addresses) -> Option<String> {
    let last = found.page.rows.last().filter(|_| found.page.has_next)?;
    Some(here(file, addresses, &asked.query_after(Some(&last.cursor.encode()))))
}

fn here(file: &File, addresses: &Addresses, query: &str) -> String {
    addresses.here(&format!("{}{query}", file.path()))
}

/// The page of the one thing that the feed is of, else the site.
fn home(file: &File, found: &Found, asked: &Asked, addresses: &Addresses) -> String {
    let slug = found.names.first().and_then(|(_, node)| Named(node).text("slug"));
    match (&file.parent, slug) {
        (Some(parent), Some(slug)) => addresses.page(parent.collection, slug, &asked.locale),
        _ => addresses.home(),
    }
}
