//! A submission as somebody sees it: every read of those who judge passes here.

use entity::id::SubmissionId;
use entity::submission;
use entity::submission_redaction::Model as Redacted;

use super::Stored;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::review::sight::Sight;
use crate::error::Result;
use crate::service::review::{Sights, redactions};

/// What they may see of it, and nothing else.
#[derive(Clone, Debug)]
pub struct Seen {
    pub stored: Stored,
    pub sight: Sight,
}

impl Seen {
    /// As its sender sees it: whole.
    pub fn by_sender(stored: Stored) -> Self {
        Self { stored, sight: Sight::of_sender() }
    }

    /// As those see it who decide: whole, with all of its review.
    pub fn by_overseer(stored: Stored) -> Self {
        Self { stored, sight: Sight::of_overseer() }
    }
}

/// These as the actor sees them. That they exist for them must have been asked before.
pub async fn seen(app: &App, actor: &Actor, rows: Vec<Stored>) -> Result<Vec<Seen>> {
    let db = &app.db.reader;
    let sights = Sights::of(app, db, actor, rows.iter().filter_map(|stored| stored.row.call_id)).await?;
    let with_sight = |stored: Stored| Seen { sight: sights.of_call(stored.row.call_id), stored };
    let rows: Vec<Seen> = rows.into_iter().map(with_sight).collect();
    let blind = rows.iter().filter(|one| one.sight.is_blind).map(|one| one.stored.row.id);
    let mut redacted = redactions(db, &blind.collect::<Vec<SubmissionId>>()).await?;
    let veiled = |Seen { stored, sight }: Seen| {
        let redaction = redacted.remove(&stored.row.id);
        let stored = if sight.is_blind { veil(stored, redaction) } else { stored };
        Seen { stored, sight }
    };
    Ok(rows.into_iter().map(veiled).collect())
}

/// Without whose it is, and with the redacted text over the original: what was emptied stays empty.
fn veil(stored: Stored, redaction: Option<Redacted>) -> Stored {
    let mut row = submission::Model { city_id: None, city_name: None, country_code: None, ..stored.row };
    if let Some(redaction) = redaction {
        row.title = redaction.title.unwrap_or(row.title);
        row.summary = redaction.summary.unwrap_or(row.summary);
        if let Some(format) = redaction.body_format {
            row.body_format = format;
            row.body_source = redaction.body_source.unwrap_or_default();
            row.body_html = redaction.body_html.unwrap_or_default();
        }
        row.answers = redaction.answers.unwrap_or(row.answers);
    }
    Stored { row, contact: None }
}
