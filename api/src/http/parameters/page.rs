//! Which page of a list, in which order, in which language.

use super::Parameters;
use super::known::Known;
use crate::domain::view::{Locales, MAX_FALLBACKS};
use crate::query::declare::List;
use crate::query::page::{Ordering, Page, PageArguments};

impl Parameters {
    /// A page that begins after `after`, of so many as this parameter says.
    pub fn page(&mut self, size: &str, most: usize, list: &List, order: Ordering) -> Page {
        let first = self.number(size, most).and_then(|n| i64::try_from(n).ok());
        let after = self.text("after");
        let arguments = PageArguments { first, after, ..PageArguments::default() };
        self.kept(arguments.check(list, None, order))
    }

    /// `orderBy` and `direction`, or the list's own.
    pub fn ordering(&mut self, list: &'static List) -> Ordering {
        let known = super::order_of(list);
        let mut word = |known: Option<&Known>| match known.map(|known| (known.name, known.takes)) {
            Some((name, super::Takes::Word(words))) => self.word(name, words),
            _ => None,
        };
        let (field, direction) = (word(known.first()), word(known.get(1)));
        let default = Ordering::default_of(list);
        let order = field.and_then(|field| list.order(field)).unwrap_or(default.order);
        let descending = direction.map_or(order.descending, |direction| direction == "DESC");
        Ordering { order, descending }
    }

    /// `lang`, `fallback` and `fallbackToOriginal`.
    pub fn locales(&mut self) -> Locales {
        let locale = self.locale("lang");
        let fallback = self.locales_of("fallback", MAX_FALLBACKS).unwrap_or_default();
        let or_original = self.flag("fallbackToOriginal").unwrap_or(false);
        let fallback = fallback.into_iter().map(|locale| locale.to_string()).collect();
        Locales::asked(locale.map(|locale| locale.to_string()), fallback, or_original)
    }
}
