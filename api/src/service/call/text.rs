//! What a call says in one language.

use entity::call_translation;
use entity::id::CallId;
use entity::status::TextStatus;
use serde::{Deserialize, Serialize};

use crate::domain::check::{Check, Need};
use crate::domain::{limits, stored};
use crate::service::input::{self, Body};

/// What it says in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    pub locale: String,
    pub status: TextStatus,
    pub title: String,
    pub summary: String,
    pub body: Body,
    /// A JSON object: the words of the form.
    #[serde(with = "stored::optional_json")]
    pub form_labels: Option<String>,
    /// A JSON object: the words of the criteria.
    #[serde(with = "stored::optional_json")]
    pub criteria_labels: Option<String>,
}

pub(super) fn row(item_id: CallId, text: Text) -> call_translation::Model {
    let Text { locale, status, title, summary, body, form_labels, criteria_labels } = text;
    let (body_source, body_format, body_html) = body.into_columns();
    call_translation::Model {
        item_id,
        locale,
        status,
        title,
        summary,
        body_source,
        body_format,
        body_html,
        form_labels,
        criteria_labels,
    }
}

impl input::Text for Text {
    fn key(&self) -> (&str, TextStatus) {
        (&self.locale, self.status)
    }

    fn check(&self, check: &mut Check, need: Need) {
        check.title("title", &self.title, need);
        check.text("summary", &self.summary, limits::SUMMARY_CHARS);
        self.body.check(check);
        input::check_json(check, "formLabels", self.form_labels.as_deref());
        input::check_json(check, "criteriaLabels", self.criteria_labels.as_deref());
    }

    fn body(&self) -> Option<&Body> {
        Some(&self.body)
    }

    fn body_mut(&mut self) -> Option<&mut Body> {
        Some(&mut self.body)
    }

    fn bytes(&self) -> usize {
        let labels = [&self.form_labels, &self.criteria_labels];
        let labels: usize = labels.into_iter().flatten().map(String::len).sum();
        self.body.bytes() + labels
    }
}
