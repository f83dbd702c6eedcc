//! The one state machine of content.
//!
//! ```text
//! | from \ step | submit    | return | publish   | unpublish | archive  | restore |
//! |-------------|-----------|--------|-----------|-----------|----------|---------|
//! | DRAFT       | IN_REVIEW |        | PUBLISHED |           | ARCHIVED |         |
//! | IN_REVIEW   |           | DRAFT  | PUBLISHED |           | ARCHIVED |         |
//! | PUBLISHED   | (draft)   | (draft)| PUBLISHED | DRAFT     | ARCHIVED |         |
//! | ARCHIVED    |           |        |           |           |          | DRAFT   |
//! ```
//!
//! `SCHEDULED` and `EXPIRED` are `PUBLISHED`, told by the clock. Of what is published, the working draft goes to review and
//! back (draft); the thing itself stays what it is.

use entity::status::Status;

use super::change::Verb;

/// What can be done to move content on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Give it to an editor.
    Submit,
    /// Give it back to its author.
    Return,
    Publish,
    Unpublish,
    Archive,
    Restore,
}

/// Where the step leads; otherwise why it leads nowhere, and what would.
pub fn next(from: Status, step: Step) -> Result<Status, &'static str> {
    match (step, from) {
        (Step::Submit, Status::Draft) => Ok(Status::InReview),
        (Step::Return | Step::Restore, Status::InReview | Status::Archived) if is_way_back(from, step) => {
            Ok(Status::Draft)
        }
        (Step::Publish, Status::Draft | Status::InReview | Status::Published) => Ok(Status::Published),
        (Step::Unpublish, Status::Published) => Ok(Status::Draft),
        (Step::Archive, Status::Draft | Status::InReview | Status::Published) => Ok(Status::Archived),
        (Step::Archive, Status::Archived) => Err("is ARCHIVED already: there is nothing to put away"),
        (_, Status::Archived) => Err("is ARCHIVED: restore it first"),
        (Step::Submit | Step::Return, Status::Published) => {
            Err("has no working draft that could go there: update it first")
        }
        (Step::Submit, Status::InReview) => Err("is IN_REVIEW already: an editor publishes or returns it"),
        (Step::Return, _) => Err("is not IN_REVIEW: submit it first"),
        (Step::Unpublish, _) => Err("is not PUBLISHED: there is nothing to take back"),
        (Step::Restore, _) => Err("is not ARCHIVED: there is nothing to restore"),
    }
}

fn is_way_back(from: Status, step: Step) -> bool {
    matches!((from, step), (Status::InReview, Step::Return) | (Status::Archived, Step::Restore))
}

impl Step {
    /// What has been done once it is done.
    pub fn verb(self) -> Verb {
        match self {
            Self::Submit => Verb::Submitted,
            Self::Return => Verb::Returned,
            Self::Publish => Verb::Published,
            Self::Unpublish => Verb::Unpublished,
            Self::Archive => Verb::Archived,
            Self::Restore => Verb::Restored,
        }
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::{ActiveEnum, Iterable};

    use super::*;

    #[test]
    fn the_table_of_the_readme_is_this_one() {
        let steps =
            [Step::Submit, Step::Return, Step::Publish, Step::Unpublish, Step::Archive, Step::Restore];
        for from in Status::iter() {
            let word = from.to_value().to_uppercase();
            let row = include_str!("../../../README.md")
                .lines()
                .find(|line| line.starts_with(&format!("| `{word}` |")));
            let cells: Vec<_> =
                row.expect("a row a status").split('|').skip(2).take(steps.len()).map(str::trim).collect();
            for (step, cell) in steps.into_iter().zip(cells) {
                let to = next(from, step).ok().map(|to| format!("`{}`", to.to_value().to_uppercase()));
                let expected = to.as_deref().unwrap_or(if cell == "its draft" { cell } else { "" });
                assert_eq!(cell, expected, "{step:?} from {word}");
            }
        }
    }

    /// The table above, a row a status.
    #[test]
    fn every_step_from_every_status_leads_where_the_table_says() {
        use Status::{Archived, Draft, InReview, Published};
        let steps =
            [Step::Submit, Step::Return, Step::Publish, Step::Unpublish, Step::Archive, Step::Restore];
        let table = [
            (Draft, [Some(InReview), None, Some(Published), None, Some(Archived), None]),
            (InReview, [None, Some(Draft), Some(Published), None, Some(Archived), None]),
            (Published, [None, None, Some(Published), Some(Draft), Some(Archived), None]),
            (Archived, [None, None, None, None, None, Some(Draft)]),
        ];
        for (from, expected) in table {
            assert_eq!(steps.map(|step| next(from, step).ok()), expected, "{from:?}");
        }
    }
}
