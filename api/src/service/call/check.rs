//! What a call may ask, and how it may be called.

use serde_json::{Map, Value};

use super::Text;
use crate::domain::check::Check;
use crate::domain::criteria::{self, Criterion};
use crate::domain::form::{Form, FormMistake};
use crate::domain::labels;
use crate::domain::mistake::Code;

/// What is asked and scored; `None` where it is told but wrong, which has been noted.
pub struct Asked {
    form: Option<Known<Form>>,
    criteria: Option<Known<Vec<Criterion>>>,
}

/// It may not be there.
type Known<T> = Option<T>;

/// The form and the criteria, with every mistake at its place.
pub fn asked(check: &mut Check, form: Option<&str>, criteria: Option<&str>) -> Asked {
    Asked {
        form: known(check, "form", form.map(Form::read)),
        criteria: known(check, "criteria", criteria.map(criteria::read)),
    }
}

fn known<T>(check: &mut Check, field: &str, read: Option<Result<T, Vec<FormMistake>>>) -> Option<Known<T>> {
    match read {
        None => Some(None),
        Some(Ok(known)) => Some(Some(known)),
        Some(Err(mistakes)) => {
            note(check, field, mistakes);
            None
        }
    }
}

impl Asked {
    /// The labels in every language: they name what is there.
    pub fn check_labels(&self, check: &mut Check, texts: &[Text]) {
        check.within("text", |check| {
            for text in texts {
                check.within(&text.locale, |check| {
                    let of_form = (text.form_labels.as_deref(), "formLabels", "form");
                    compare(check, of_form, self.form.as_ref(), labels::of_form);
                    let of_criteria = (text.criteria_labels.as_deref(), "criteriaLabels", "criteria");
                    compare(check, of_criteria, self.criteria.as_ref(), |labels, known: Option<&Vec<_>>| {
                        labels::of_criteria(labels, known.map(Vec::as_slice))
                    });
                });
            }
        });
    }
}

fn compare<T>(
    check: &mut Check,
    (labels, field, named): (Option<&str>, &str, &str),
    known: Option<&Known<T>>,
    mistakes: impl Fn(&Map<String, Value>, Option<&T>) -> Vec<FormMistake>,
) {
    // What is no object has been told already.
    let Some(labels) = labels.and_then(|labels| serde_json::from_str::<Map<String, Value>>(labels).ok())
    else {
        return;
    };
    match known {
        Some(Some(known)) => note(check, field, mistakes(&labels, Some(known))),
        None => note(check, field, mistakes(&labels, None)),
        Some(None) if !labels.is_empty() => {
            let message = format!("label what is not there: give the call its {named}, or leave them out");
            check.wrong(field, Code::InvalidState, message);
        }
        Some(None) => {}
    }
}

fn note(check: &mut Check, field: &str, mistakes: Vec<FormMistake>) {
    check.within(field, |check| {
        for mistake in mistakes {
            check.wrong_at(&mistake.path, mistake.code, mistake.message);
        }
    });
}
