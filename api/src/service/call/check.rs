//! What a call may ask.

use crate::domain::check::Check;
use crate::domain::form::Form;

/// The form, with every mistake at its place in the schema.
pub fn form(check: &mut Check, form: Option<&str>) {
    let Some(Err(mistakes)) = form.map(Form::read) else { return };
    check.within("form", |check| {
        for mistake in mistakes {
            check.wrong_at(&mistake.path, mistake.code, mistake.message);
        }
    });
}
