//! Events and deadlines as the dates of a calendar.

use super::asked::Asked;
use super::channel;
use super::entry::categories;
use super::file::File;
use super::read::{Found, changed};
use crate::feed::ical::{Date, Schedule};
use crate::http::address::Addresses;
use crate::http::words::Words;
use crate::query::named::Named;

pub fn of(file: &File, asked: &Asked, found: &Found, addresses: &Addresses) -> Schedule {
    let title = channel::title(file, asked, found, addresses);
    let query = asked.query.as_deref().unwrap_or_default();
    let date = |node| match file.list.name {
        "calls" => deadline(node, asked, addresses),
        _ => event(node, asked, addresses),
    };
    Schedule {
        description: String::new(),
        title,
        address: addresses.here(&format!("{}{query}", file.path())),
        dates: found.nodes().filter_map(date).collect(),
    }
}

fn event(node: Named<'_>, asked: &Asked, addresses: &Addresses) -> Option<Date> {
    let news = node.one("newsItem")?;
    let page = addresses.page("news", node.text("slug")?, &asked.locale);
    let address = news.text("canonicalUrl").map_or(page, str::to_owned);
    let links = [node.text("onlineUrl"), node.text("registrationUrl")];
    let told = std::iter::once(news.text("excerpt")).chain(links).flatten();
    Some(Date {
        title: news.text("title")?.to_owned(),
        description: told.collect::<Vec<_>>().join("\n"),
        place: node.text("venue").or(node.text("onlineUrl")).unwrap_or_default().to_owned(),
        starts: node.int("startsAt")?,
        ends: node.int("endsAt"),
        is_cancelled: node.truth("isCancelled"),
        is_busy: true,
        ..dated(node, news, address, addresses)?
    })
}

/// The instant at which it is too late.
fn deadline(node: Named<'_>, asked: &Asked, addresses: &Addresses) -> Option<Date> {
    let title = node.text("title")?;
    let address = addresses.page("calls", node.text("slug")?, &asked.locale);
    Some(Date {
        title: Words::of(&asked.locale).deadline.replace("{}", title),
        description: node.text("summary").unwrap_or_default().to_owned(),
        starts: node.int("closesAt")?,
        ..dated(node, node, address, addresses)?
    })
}

/// What every date has; `content` is what was written and changed.
fn dated(node: Named<'_>, content: Named<'_>, address: String, addresses: &Addresses) -> Option<Date> {
    let categories = categories(content, addresses).into_iter().map(|category| category.label);
    Some(Date {
        id: node.public_id()?,
        version: content.int("version")?,
        address,
        categories: categories.collect(),
        zone: node.text("timeZone").unwrap_or("UTC").to_owned(),
        created: content.int("createdAt")?,
        changed: changed(node)?,
        ..Date::default()
    })
}
