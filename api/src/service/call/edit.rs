//! What an editor changes of a call.

use entity::call_translation;
use entity::id::CallId;
use entity::instant::Instant;
use entity::noun::Noun;
use entity::status::TextStatus;
use uuid::Uuid;

use super::{Input, Stored, Text, extension};
use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::kit::time::rfc3339;
use crate::service::content::{Editable, PartsMut};
use crate::service::input::{Body, Lifecycle, Naming, Record};
use crate::service::save::{self, Linked, Target};

impl Editable for Input {
    const NOUN: Noun = Noun::Call;
    type Text = Text;

    fn of(stored: &Stored) -> Self {
        let item = &stored.item;
        Self {
            id: item.id,
            record: Record::known(&item.locale, item.external_ref.as_ref()),
            naming: Naming::of(&item.slug),
            lifecycle: Lifecycle {
                status: item.status,
                published_at: item.published_at,
                expires_at: item.expires_at,
            },
            opens_at: item.opens_at,
            closes_at: item.closes_at,
            closes_at_local: item.closes_at_local.clone(),
            time_zone: item.time_zone.clone(),
            grace_period: item.grace_period,
            retention_months: item.retention_months,
            form: item.form.clone(),
            criteria: item.criteria.clone(),
            clusters: stored.clusters.iter().map(|row| row.cluster_id).collect(),
            extensions: Vec::new(),
            texts: stored.texts.iter().map(text).collect(),
        }
    }

    fn empty(id: Uuid, locale: String) -> Self {
        Self {
            id: CallId(id),
            record: Record::known(&locale, None),
            naming: Naming::default(),
            lifecycle: Lifecycle::draft(),
            opens_at: None,
            closes_at: save::UNSTAMPED,
            closes_at_local: String::new(),
            time_zone: "UTC".to_owned(),
            grace_period: 0,
            retention_months: None,
            form: None,
            criteria: None,
            clusters: Vec::new(),
            extensions: Vec::new(),
            texts: Vec::new(),
        }
    }

    fn empty_text(locale: String) -> Text {
        Text {
            locale,
            status: TextStatus::Published,
            title: String::new(),
            summary: String::new(),
            body: Body::default(),
            form_labels: None,
            criteria_labels: None,
        }
    }

    fn parts_mut(&mut self) -> PartsMut<'_, Text> {
        let Self { record, naming, lifecycle, texts, .. } = self;
        PartsMut { record, naming, lifecycle: Some(lifecycle), texts }
    }

    fn keep_promises(&mut self, live: &Self) {
        self.set_deadline(live.deadline());
    }

    fn check_promises(&self, live: &Self, now: Instant, check: &mut Check) {
        if extension::is_known(live.lifecycle.published_at, now) && self.closes_at < live.closes_at {
            let promised = rfc3339(live.closes_at.0);
            let message = format!(
                "is earlier than {promised}, as the public was told: extendCall moves it, with a reason"
            );
            check.wrong("closesAt", Code::InvalidState, message);
        }
    }

    fn lifecycle(&self) -> Option<Lifecycle> {
        Some(self.lifecycle)
    }

    fn texts(&self) -> &[Text] {
        &self.texts
    }

    fn title(&self) -> Option<&str> {
        let original = self.texts.iter().find(|text| text.locale == self.record.locale)?;
        Some(&original.title)
    }

    fn unlink(&mut self, gone: (Target, Uuid)) {
        self.clusters.retain(|cluster| !cluster.is(gone));
    }
}

fn text(text: &call_translation::Model) -> Text {
    Text {
        locale: text.locale.clone(),
        status: text.status,
        title: text.title.clone(),
        summary: text.summary.clone(),
        body: Body::of_columns(&text.body_source, text.body_format, &text.body_html),
        form_labels: text.form_labels.clone(),
        criteria_labels: text.criteria_labels.clone(),
    }
}
