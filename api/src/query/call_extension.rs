//! How the deadline of a call was moved.

use super::content::ID;
use super::declare::{Column, Field, Life, Noun, base, field};

pub static PREVIOUS_CLOSES_AT: Column = base("previous_closes_at");
pub static PREVIOUS_CLOSES_AT_LOCAL: Column = base("previous_closes_at_local");
pub static PREVIOUS_TIME_ZONE: Column = base("previous_time_zone");
pub static CLOSES_AT: Column = base("closes_at");
pub static CLOSES_AT_LOCAL: Column = base("closes_at_local");
pub static TIME_ZONE: Column = base("time_zone");
pub static REASON: Column = base("reason");
pub static AT: Column = base("at");

pub static NOUN: Noun = Noun {
    name: "CallExtension",
    word: "",
    prefix: "",
    table: "call_extension",
    text: None,
    life: Life::Always,
    columns: &[COLUMNS],
    fields: &[FIELDS],
    relations: &[],
};

static COLUMNS: &[&Column] = &[
    &ID,
    &PREVIOUS_CLOSES_AT,
    &PREVIOUS_CLOSES_AT_LOCAL,
    &PREVIOUS_TIME_ZONE,
    &CLOSES_AT,
    &CLOSES_AT_LOCAL,
    &TIME_ZONE,
    &REASON,
    &AT,
];

static FIELDS: &[Field] = &[
    field("previousClosesAt", &[&PREVIOUS_CLOSES_AT]),
    field("previousClosesAtLocal", &[&PREVIOUS_CLOSES_AT_LOCAL]),
    field("previousTimeZone", &[&PREVIOUS_TIME_ZONE]),
    field("closesAt", &[&CLOSES_AT]),
    field("closesAtLocal", &[&CLOSES_AT_LOCAL]),
    field("timeZone", &[&TIME_ZONE]),
    field("reason", &[&REASON]),
    field("at", &[&AT]),
];
