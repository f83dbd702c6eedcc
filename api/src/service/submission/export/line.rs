//! A submission as programs read it: the nouns of GraphQL, and beside them its place in the ranking.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use entity::id::{AttachmentId, CityId, SubmissionId};
use entity::instant::Instant;
use entity::rich_text::Format;
use entity::submission::{Kind, State};
use entity::submission_attachment;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::app::App;
use crate::domain::stored;
use crate::domain::view::{Locales, Viewing};
use crate::error::Result;
use crate::kit::{html, time};
use crate::query::selection::Selection;
use crate::query::{city, content, read};
use crate::service::input;
use crate::service::review::Figure;
use crate::service::submission::{Seen, Told};

/// All that is known of one.
pub struct Row {
    pub told: Told,
    /// `None` of what is not ranked.
    pub figure: Option<Figure>,
    /// Where it names one that is there.
    pub city: Option<City>,
}

/// A city that the public sees, in its own language.
#[derive(Clone, Debug)]
pub struct City {
    name: String,
    country: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line<'a> {
    id: SubmissionId,
    kind: Kind,
    reference: Option<&'a str>,
    state: State,
    submitted_at: Option<String>,
    locale: &'a str,
    title: &'a str,
    summary: &'a str,
    body: Body<'a>,
    city_id: Option<CityId>,
    city_name: Option<&'a str>,
    country: Option<&'a str>,
    sdgs: Vec<u8>,
    answers: Value,
    contact: Option<Contact<'a>>,
    consents: Vec<String>,
    attachments: Vec<Attachment<'a>>,
    is_blind: bool,
    review_count: Option<usize>,
    rank: Option<u32>,
    mean: Option<f64>,
    median: Option<f64>,
    spread: Option<f64>,
    normalised_rank: Option<u32>,
    normalised_mean: Option<f64>,
    scores: Option<&'a BTreeMap<String, f64>>,
    decision: Option<Decision<'a>>,
}

#[derive(Serialize)]
struct Body<'a> {
    markdown: Option<&'a str>,
    html: &'a str,
    text: String,
}

#[derive(Serialize)]
struct Contact<'a> {
    name: &'a str,
    email: &'a str,
    phone: &'a str,
    organisation: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Attachment<'a> {
    id: AttachmentId,
    name: &'a str,
    media_type: Option<&'a str>,
    bytes: i64,
    sha256: Option<&'a str>,
}

#[derive(Serialize)]
struct Decision<'a> {
    state: State,
    reason: Option<&'a str>,
}

impl Row {
    pub fn line(&self) -> Result<Line<'_>> {
        let (row, contact) = (&self.told.stored.row, self.told.stored.contact.as_ref());
        let standing = self.figure.as_ref().map(|figure| &figure.standing);
        let city = self.city.as_ref();
        let consents =
            contact.map_or(Ok(Vec::new()), |known| stored::json::<Vec<String>>(&known.consents))?;
        Ok(Line {
            id: row.id,
            kind: row.kind,
            reference: row.reference.as_deref(),
            state: row.state,
            submitted_at: row.submitted_at.map(|at| time::rfc3339(at.0)),
            locale: &row.locale,
            title: &row.title,
            summary: &row.summary,
            body: Body {
                markdown: (row.body_format == Format::Markdown).then_some(&row.body_source),
                html: &row.body_html,
                text: html::to_text(&row.body_html),
            },
            city_id: row.city_id,
            city_name: row.city_name.as_deref().or(city.map(|city| city.name.as_str())),
            country: row.country_code.as_deref().or(city.map(|city| city.country.as_str())),
            sdgs: input::sdgs(&row.sdgs),
            answers: stored::json(&row.answers)?,
            contact: contact.map(|known| Contact {
                name: &known.name.0,
                email: &known.email.0,
                phone: &known.phone.0,
                organisation: &known.organisation.0,
            }),
            consents: consents.iter().map(|word| word.to_ascii_uppercase()).collect(),
            attachments: self.told.attachments.iter().map(Attachment::of).collect(),
            is_blind: self.told.sight.is_blind,
            review_count: standing.map(|standing| standing.reviews),
            rank: standing.and_then(|standing| standing.rank),
            mean: standing.and_then(|standing| standing.mean),
            median: standing.and_then(|standing| standing.median),
            spread: standing.and_then(|standing| standing.spread),
            normalised_rank: standing.and_then(|standing| standing.normalised_rank),
            normalised_mean: standing.and_then(|standing| standing.normalised),
            scores: self.figure.as_ref().map(|figure| &figure.scores),
            decision: self
                .told
                .decision
                .as_ref()
                .map(|(decision, _)| Decision { state: decision.state, reason: decision.reason.as_deref() }),
        })
    }
}

impl<'a> Attachment<'a> {
    fn of(row: &'a submission_attachment::Model) -> Self {
        let (media_type, sha256) = (row.media_type.as_deref(), row.sha256.as_deref());
        Self { id: row.id, name: &row.name.0, media_type, bytes: row.bytes, sha256 }
    }
}

/// The cities that these name, as far as the public sees them; one statement, and none for none.
pub async fn cities(app: &App, seen: &[Seen], now: Instant) -> Result<HashMap<CityId, City>> {
    let mut ids: Vec<Uuid> = seen.iter().filter_map(|one| Some(one.stored.row.city_id?.0)).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut wanted = Selection::new(&city::NOUN);
    wanted.column(&content::NAME);
    wanted.column(&city::COUNTRY_CODE);
    wanted.seal();
    let viewing = Viewing::live(now, Locales::default());
    let found = read::several(&app.db.reader, &viewing, &ids, &Arc::new(wanted)).await?;
    let mut cities = HashMap::with_capacity(found.len());
    for (id, node) in found {
        let text = |column| node.value(column).map(|value| value.text().unwrap_or_default().to_owned());
        let city = City { name: text(&content::NAME)?, country: text(&city::COUNTRY_CODE)? };
        cities.insert(CityId(id), city);
    }
    Ok(cities)
}
