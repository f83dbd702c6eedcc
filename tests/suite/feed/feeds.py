"""Reads every feed of a folder and prints what is wrong with it: by feedparser, or by the rules of JSON Feed 1.1."""

import datetime
import json
import pathlib
import sys

import feedparser


def by_feedparser(text):
    feed = feedparser.parse(text)
    wrong = [repr(feed.bozo_exception)] if feed.bozo else []
    wrong += [f"no {name}" for name in ("title", "link") if not feed.feed.get(name)]
    links = [link["rel"] for link in feed.feed.get("links", [])]
    wrong += [f"{links.count('self')} links to itself"] if links.count("self") != 1 else []
    for entry in feed.entries:
        missing = [name for name in ("id", "title", "link", "published_parsed") if not entry.get(name)]
        wrong += [f"{entry.get('id')}: no {', '.join(missing)}"] if missing else []
    ids = [entry.get("id") for entry in feed.entries]
    wrong += ["an id twice"] if len(ids) != len(set(ids)) else []
    return wrong, [entry.get("title") for entry in feed.entries]


def by_json_feed(text):
    feed = json.loads(text)
    wrong = [] if feed.get("version") == "https://jsonfeed.org/version/1.1" else ["version"]
    wrong += [] if isinstance(feed.get("title"), str) and feed["title"] else ["title"]
    wrong += ["next_url is feed_url"] if feed.get("next_url") == feed.get("feed_url") else []
    for name in ("home_page_url", "feed_url"):
        wrong += [] if feed[name].startswith("http") else [name]
    for item in feed["items"]:
        wrong += [] if isinstance(item.get("id"), str) and item["id"] else ["id"]
        wrong += [] if "content_html" in item or "content_text" in item else [f"{item['id']}: no content"]
        wrong += ["author for authors"] if "author" in item else []
        for name in ("date_published", "date_modified"):
            datetime.datetime.fromisoformat(item[name].replace("Z", "+00:00"))
        for attachment in item.get("attachments", []):
            wrong += [] if attachment.get("url") and attachment.get("mime_type") else ["attachment"]
        wrong += [f"member {name}" for name in item if name.startswith("_") and "." in name]
    return wrong, [item["title"] for item in feed["items"]]


told = {}
for path in pathlib.Path(sys.argv[1]).iterdir():
    read = by_json_feed if path.suffix == ".json" else by_feedparser
    wrong, titles = read(path.read_text("utf-8"))
    told[path.name] = {"wrong": wrong, "titles": titles}
print(json.dumps(told))
