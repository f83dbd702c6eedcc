//! The columns of a sheet: which there are, and where each finds its value in a line.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::criteria::Criterion;
use crate::domain::review::sight::Viewer;
use crate::error::Result;
use crate::kit::sheet::Cell;
use crate::service::review::{self, viewer};
use crate::service::submission::{Filter, forms};

/// Questions that have a column of their own; what the others were answered stands in the last of them.
const QUESTIONS: usize = 1_000;

const TEXT: [&str; 10] =
    ["id", "reference", "state", "submittedAt", "locale", "title", "summary", "body", "sdgs", "isBlind"];
/// What tells whose it is.
const IDENTITY: [&str; 9] = [
    "cityId",
    "cityName",
    "country",
    "contact.name",
    "contact.email",
    "contact.phone",
    "contact.organisation",
    "consents",
    "attachments",
];
const FIGURES: [&str; 7] =
    ["reviewCount", "rank", "mean", "median", "spread", "normalisedRank", "normalisedMean"];
/// For those who decide.
const DECISION: [&str; 2] = ["decision.state", "decision.reason"];

/// Those of one export: the same in every row.
#[derive(Debug)]
pub struct Columns {
    all: Vec<Column>,
    /// The questions among them.
    questions: BTreeSet<String>,
}

#[derive(Debug)]
enum Column {
    /// The way to it, with dots.
    Plain(&'static str),
    Answer(String),
    /// What was answered to no question that has a column.
    OtherAnswers,
    Score(String),
}

impl Columns {
    /// For what these actors see of these submissions, by criteria of their call.
    pub async fn of(app: &App, actor: &Actor, filter: &Filter, criteria: &[Criterion]) -> Result<Self> {
        let mut questions = BTreeSet::new();
        for form in forms(app, actor, filter).await? {
            // What was answered to one that cannot be read any more is among the others.
            if let Ok(form) = app.forms.get(&form) {
                questions.extend(form.questions().iter().map(|question| question.key.clone()));
            }
        }
        let questions: BTreeSet<String> = questions.into_iter().take(QUESTIONS).collect();
        let is_blind = match filter.call {
            Some(call) => review::is_blind(app, actor, call).await?,
            None => false,
        };
        let is_overseer = viewer(actor)? == Viewer::Overseer;
        let plain = |names: &'static [&'static str]| names.iter().copied().map(Column::Plain);
        let mut all: Vec<Column> = plain(&TEXT).collect();
        all.extend(plain(if is_blind { &[] } else { &IDENTITY }));
        all.extend(questions.iter().cloned().map(Column::Answer));
        all.push(Column::OtherAnswers);
        all.extend(plain(&FIGURES));
        all.extend(criteria.iter().map(|criterion| Column::Score(criterion.key.clone())));
        all.extend(plain(if is_overseer { &DECISION } else { &[] }));
        Ok(Self { all, questions })
    }

    /// Their names.
    pub fn head(&self) -> Vec<Cell> {
        let name = |column: &Column| match column {
            Column::Plain(name) => (*name).to_owned(),
            Column::Answer(key) => format!("answers.{key}"),
            Column::OtherAnswers => "answers".to_owned(),
            Column::Score(key) => format!("scores.{key}"),
        };
        self.all.iter().map(|column| Cell::Text(name(column))).collect()
    }

    /// Their values in a line.
    pub fn row(&self, line: &Value) -> Vec<Cell> {
        self.all.iter().map(|column| self.cell(column, line)).collect()
    }

    fn cell(&self, column: &Column, line: &Value) -> Cell {
        match column {
            // As it was written; HTML as the text it shows.
            Column::Plain("body") => match &line["body"]["markdown"] {
                Value::Null => Cell::from(&line["body"]["text"]),
                markdown => Cell::from(markdown),
            },
            Column::Plain("attachments") => names(&line["attachments"]),
            Column::Plain(way) => Cell::from(way.split('.').fold(line, |value, name| &value[name])),
            Column::Answer(key) => Cell::from(&line["answers"][key]),
            Column::Score(key) => Cell::from(&line["scores"][key]),
            Column::OtherAnswers => self.others(&line["answers"]),
        }
    }

    fn others(&self, answers: &Value) -> Cell {
        let others =
            answers.as_object().into_iter().flatten().filter(|(key, _)| !self.questions.contains(*key));
        let others: Map<String, Value> = others.map(|(key, value)| (key.clone(), value.clone())).collect();
        if others.is_empty() { Cell::Empty } else { Cell::from(&Value::Object(others)) }
    }
}

/// What their files are called.
fn names(files: &Value) -> Cell {
    let names = files.as_array().into_iter().flatten().filter_map(|file| file["name"].as_str());
    let names: Vec<&str> = names.collect();
    if names.is_empty() { Cell::Empty } else { Cell::Text(names.join("; ")) }
}
