//! Calls for submissions.

use super::Kind::{Accepts, Body, Criteria, Instant, Int, IsOpen, Json, MaybeInstant, MaybeInt, Text, Zone};
use super::shared::{CONTENT, LOCALISED};
use super::{Related, Thing, Told, long, told};
use crate::query::call;
use crate::query::content::{SUMMARY, TITLE};

pub static CALL: Thing = Thing {
    noun: &call::NOUN,
    fields: &[LOCALISED, CONTENT, CALL_FIELDS],
    parts: &[Related {
        name: "extensions",
        says: "How the deadline was moved since the public saw it, the latest first; at most 50.",
    }],
    includes: &[
        Related { name: "clusters", says: "The clusters that call; at most 50." },
        Related { name: "news", says: "News that announces it, newest first." },
        Related { name: "practices", says: "Good practices that came of it, newest first." },
    ],
};

static CALL_FIELDS: &[Told] = &[
    told("title", Text(&TITLE), "What it is called."),
    told("summary", Text(&SUMMARY), "A sentence or two; empty when nothing was written."),
    long("body", Body, "The text in full."),
    told(
        "opensAt",
        MaybeInstant(&call::OPENS_AT),
        "Submissions are taken from this instant on; null when from publication.",
    ),
    told(
        "closesAt",
        Instant(&call::CLOSES_AT),
        "The deadline: the call is open until this instant, which is itself too late.",
    ),
    told(
        "closesAtLocal",
        Text(&call::CLOSES_AT_LOCAL),
        "The deadline by the clock of `timeZone`, as it was promised: 2021-06-20T23:59:59.",
    ),
    told(
        "timeZone",
        Zone(&call::TIME_ZONE),
        "The time zone the deadline is told in; `Etc/GMT+12` is \"anywhere on earth\", the last place where a day ends.",
    ),
    told(
        "isOpen",
        IsOpen,
        "Is it between `opensAt` and `closesAt`? The server's clock decides, to the second. A period of grace does not count: what is past its deadline is told as closed, here and in lists.",
    ),
    told(
        "acceptsSubmissions",
        Accepts,
        "Would a submission be taken now? While it is open, and in the period of grace after the deadline.",
    ),
    told(
        "gracePeriod",
        Int(&call::GRACE_PERIOD),
        "How many seconds after `closesAt` submissions are still taken, though the call is told as closed, for slow lines and slow clocks: 0 to 172,800. The instant of its end is too late.",
    ),
    told(
        "retentionMonths",
        MaybeInt(&call::RETENTION_MONTHS),
        "For how many months after the decision the contact of a submission is kept; null: for as long as usual here.",
    ),
    long(
        "form",
        Json(&call::FORM),
        "The form to fill in, as a JSON Schema of draft 2020-12; null when there is none. It names nothing outside of itself, its `properties` are the questions, and `maxLength` counts Unicode code points, blanks included.",
    ),
    long(
        "formLabels",
        Json(&call::FORM_LABELS),
        "The words of the form in the language served, by question: `{\"theme\": {\"label\": \"Theme\", \"help\": \"…\", \"placeholder\": \"…\", \"options\": {\"waste\": \"Waste\"}}}`, where only `label` is always there. A question without words is shown by its key. Null when there are none.",
    ),
    long("criteria", Criteria, "What submissions are scored by; empty when that is not told."),
    long(
        "criteriaLabels",
        Json(&call::CRITERIA_LABELS),
        "The words of the criteria in the language served, by key, as they were written: `criteria` has them, too. Null when there are none.",
    ),
];
