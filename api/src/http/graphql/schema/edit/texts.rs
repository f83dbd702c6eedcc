//! Texts laid over those there are, language by language.

use std::collections::HashSet;

use async_graphql::MaybeUndefined;

use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::http::graphql::schema::scalar::Locale;
use crate::service::content::Editable;
use crate::service::input;

/// Changes that are ready to be laid over a text.
pub type TextPatch<T> = Box<dyn FnOnce(&mut T, &mut Check) + Send>;

/// Texts, and which languages go.
pub struct Texts<T> {
    given: Vec<(String, TextPatch<T>)>,
    removed: Vec<Locale>,
    is_null: bool,
}

impl<T> Texts<T> {
    pub fn ready<U>(
        given: MaybeUndefined<Vec<U>>,
        removed: MaybeUndefined<Vec<Locale>>,
        ready: impl Fn(U) -> (String, TextPatch<T>),
    ) -> Self {
        let is_null = given.is_null();
        let given = given.take().unwrap_or_default().into_iter().map(ready).collect();
        Self { given, removed: removed.take().unwrap_or_default(), is_null }
    }

    /// Lays each text over the one in its language, and removes those in languages that go.
    pub fn apply<I: Editable<Text = T>>(self, item: &mut I, check: &mut Check)
    where
        T: input::Text,
    {
        self.check(check);
        let written: HashSet<String> = self.given.iter().map(|(locale, _)| locale.clone()).collect();
        let texts = item.parts_mut().texts;
        for (locale, patch) in self.given {
            let place = texts.iter().position(|known| known.key().0 == locale);
            let place = place.unwrap_or_else(|| {
                texts.push(I::empty_text(locale.clone()));
                texts.len() - 1
            });
            check.within("text", |check| check.within(&locale, |check| patch(&mut texts[place], check)));
        }
        for Locale(locale) in self.removed {
            // What is written, too, is checked all the same.
            texts.retain(|text| text.key().0 != locale || written.contains(&locale));
        }
    }

    /// Of each language one thing is said: which of two was meant, nobody knows.
    fn check(&self, check: &mut Check) {
        if self.is_null {
            let message = "cannot be null: give a text, or leave it out; `removeText` takes a language out";
            check.wrong("text", Code::Required, message);
        }
        let mut written = HashSet::new();
        check.within("text", |check| {
            for (place, (locale, _)) in self.given.iter().enumerate() {
                if !written.insert(locale.as_str()) {
                    let message = format!("is a second text in {locale}: put all of that language into one");
                    check.wrong(&place.to_string(), Code::Invalid, message);
                }
            }
        });
        let mut gone = HashSet::new();
        check.within("removeText", |check| {
            for (place, Locale(locale)) in self.removed.iter().enumerate() {
                let message = if written.contains(locale.as_str()) {
                    "is a language that `text` writes in: leave it out of one of the two"
                } else if !gone.insert(locale.as_str()) {
                    "is in the list twice: keep one"
                } else {
                    continue;
                };
                check.wrong(&place.to_string(), Code::Invalid, message);
            }
        });
    }
}
