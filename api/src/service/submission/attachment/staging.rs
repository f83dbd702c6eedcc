//! Files that come along with a submission, before there is one: what is wrong with each is told with all the rest.

use entity::submission_attachment::Model;
use uuid::Uuid;

use super::begin::stage;
use super::{Receiving, discard};
use crate::app::App;
use crate::domain::attachment::FILES;
use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::error::{Error, Result};
use crate::service::submission::Arrival;

/// Those that came so far. What becomes part of nothing is given up within a day, or at once by [`Staging::discard`].
pub struct Staging<'a> {
    app: &'a App,
    arrival: Arrival,
    count: usize,
    begun: Vec<Uuid>,
    whole: Vec<Model>,
    check: Check,
}

impl<'a> Staging<'a> {
    pub fn new(app: &'a App, arrival: Arrival) -> Self {
        Self { app, arrival, count: 0, begun: Vec::new(), whole: Vec::new(), check: Check::new(0) }
    }

    /// The next file; `None` if it is not taken, which is noted.
    pub async fn begin(&mut self, name: String) -> Result<Option<Receiving>> {
        self.count += 1;
        if self.count > FILES {
            if self.count == FILES + 1 {
                let message = format!("are more than {FILES}: leave some out");
                self.check.wrong(FIELD, Code::TooMany, message);
            }
            return Ok(None);
        }
        let position = i32::try_from(self.count - 1).expect("there are few");
        match stage(self.app, self.arrival, position, name).await {
            Ok(upload) => {
                self.begun.push(upload.id());
                Ok(Some(upload))
            }
            Err(error) => self.refuse(error).map(|()| None),
        }
    }

    /// All of it came.
    pub async fn end(&mut self, upload: Receiving) -> Result<()> {
        match upload.seal().await {
            Ok(file) => self.whole.push(file),
            Err(error) => self.refuse(error)?,
        }
        Ok(())
    }

    /// Notes what is wrong with the file that came last.
    pub fn refuse(&mut self, error: Error) -> Result<()> {
        let Error::Mistakes(mistakes) = error else { return Err(error) };
        let number = (self.count - 1).to_string();
        for mistake in mistakes {
            let way = [FIELD.to_owned(), number.clone()];
            self.check.wrong_at(&way, mistake.code, mistake.message);
        }
        Ok(())
    }

    /// What came whole, and what is wrong with the others.
    pub fn told(&mut self) -> (Vec<Model>, Check) {
        (std::mem::take(&mut self.whole), std::mem::replace(&mut self.check, Check::new(0)))
    }

    /// What is part of no submission goes at once.
    pub async fn discard(&self) -> Result<()> {
        discard(self.app, &self.begun).await
    }
}

const FIELD: &str = "attachments";
