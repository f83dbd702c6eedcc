//! Where a media item can be played.

use super::content::ID;
use super::declare::{Column, Field, Life, Noun, base, field};

pub static PROVIDER: Column = base("provider");
pub static URL: Column = base("url");

pub static NOUN: Noun = Noun {
    name: "MediaSource",
    word: "",
    prefix: "",
    table: "media_source",
    text: None,
    life: Life::Always,
    columns: &[&[&ID, &PROVIDER, &URL]],
    fields: &[FIELDS],
    relations: &[],
};

static FIELDS: &[Field] = &[field("provider", &[&PROVIDER]), field("url", &[&URL])];
