//! The audit log as NDJSON: one event a line, the oldest first, in the words of GraphQL.

use std::io::Write;

use entity::audit_event::Actor;
use sea_orm::ActiveEnum;
use serde::Serialize;
use serde_json::Value;

use crate::app::App;
use crate::domain::stored;
use crate::error::{Error, Result};
use crate::kit::time;
use crate::query::audit_event::{self, AuditEvent, Filter};
use crate::query::record::{Record, Window};

/// Events that are in memory at a time.
const AT_ONCE: usize = 500;

#[derive(Serialize)]
struct Line {
    id: String,
    at: String,
    actor: String,
    user: Option<User>,
    action: String,
    subject: Option<String>,
    detail: Option<Value>,
    origin: Option<String>,
}

#[derive(Serialize)]
struct User {
    id: String,
    name: Option<String>,
}

/// Writes all that match, as they are at one instant.
pub async fn export(app: &App, filter: &Filter, out: &mut impl Write) -> Result<()> {
    let db = app.snapshot().await?;
    let mut window = Window { size: AT_ONCE, after: None };
    loop {
        let page = audit_event::oldest(&db, filter, &window).await?;
        window.after = page.rows.last().map(Record::place);
        for event in page.rows {
            write(out, &line(event)?)?;
        }
        if !page.has_next {
            return out.flush().map_err(|cause| unwritten(&cause));
        }
    }
}

fn line(event: AuditEvent) -> Result<Line> {
    let doer = event.doer();
    Ok(Line {
        id: event.id.to_string(),
        at: time::rfc3339(event.at.0),
        actor: Actor::to_value(&doer.actor).to_uppercase(),
        user: doer.user.map(|id| User { id: id.to_string(), name: doer.name }),
        subject: event.subject(),
        detail: event.detail.as_deref().map(stored::json).transpose()?,
        action: event.action,
        origin: doer.origin,
    })
}

fn write(out: &mut impl Write, line: &Line) -> Result<()> {
    let text = serde_json::to_string(line).expect("words and numbers are JSON");
    writeln!(out, "{text}").map_err(|cause| unwritten(&cause))
}

fn unwritten(cause: &std::io::Error) -> Error {
    Error::Environment(format!("the audit log cannot be written: {cause}"))
}
