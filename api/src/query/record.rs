//! Records that are no content (revisions, comments, the audit log, the inbox): pages of them, forward, by their place.

use entity::audit_event::Actor;
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use super::compile;
use super::page::{self, DEFAULT_SIZE};
use crate::error::Result;
use crate::kit::cursor::{Cursor, CursorError, Key};

/// Where a record stands in its list; the id breaks ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub key: i64,
    pub id: Uuid,
}

/// A record that is read by page.
pub trait Record: Sized {
    /// What its cursors are bound to.
    const LIST: &'static str;
    /// Its one order, as cursors name it.
    const ORDER: &'static str;

    fn place(&self) -> Place;

    fn cursor(&self) -> String {
        let Place { key, id } = self.place();
        Cursor { list: Self::LIST.into(), order: Self::ORDER.into(), key: Key::Int(key), id }.encode()
    }
}

/// Who did something, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doer {
    pub actor: Actor,
    pub user: Option<entity::id::UserId>,
    /// `None` where there is no such user any more.
    pub name: Option<String>,
    pub origin: Option<String>,
}

/// The part of a list that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub size: usize,
    pub after: Option<Place>,
}

/// One page.
#[derive(Debug)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub has_next: bool,
    pub has_previous: bool,
}

impl Window {
    /// Of the arguments `first` and `after`.
    pub fn check<T: Record>(first: Option<i32>, after: Option<&str>) -> Result<Self> {
        let size = first.map_or(Ok(DEFAULT_SIZE), |first| page::size("first", first.into()))?;
        let place = |text: &str| match Cursor::decode(text, T::LIST, T::ORDER) {
            Ok(Cursor { key: Key::Int(key), id, .. }) => Ok(Place { key, id }),
            Ok(_) => Err(page::misplaced("after", CursorError::Malformed)),
            Err(wrong) => Err(page::misplaced("after", wrong)),
        };
        Ok(Self { size, after: after.map(place).transpose()? })
    }

    /// Rows to read: one more than the page has tells whether there is another.
    pub fn rows(&self) -> usize {
        self.size + 1
    }

    pub fn cut<T>(&self, mut rows: Vec<T>) -> Page<T> {
        let has_next = rows.len() > self.size;
        rows.truncate(self.size);
        Page { rows, has_next, has_previous: self.after.is_some() }
    }

    /// What comes after the cursor in an ascending order.
    pub fn later<C: ColumnTrait>(&self, key: C, id: C) -> Condition {
        Condition::all()
            .add_option(self.after.map(|Place { key: at, id: of }| compile::later((key, id), (at, of))))
    }

    /// The same in a descending order.
    pub fn earlier<C: ColumnTrait>(&self, key: C, id: C) -> Condition {
        Condition::all()
            .add_option(self.after.map(|Place { key: at, id: of }| compile::earlier((key, id), (at, of))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    struct Row(i64);

    impl Record for Row {
        const LIST: &'static str = "rows";
        const ORDER: &'static str = "AT ASC";

        fn place(&self) -> Place {
            Place { key: self.0, id: Uuid::from_u128(7) }
        }
    }

    #[test]
    fn a_window_is_bounded_and_begins_where_its_own_cursors_say() {
        let usual = Window::check::<Row>(None, None).unwrap();
        assert_eq!((usual.size, usual.rows(), usual.after), (20, 21, None));
        let next = Window::check::<Row>(Some(100), Some(&Row(5).cursor())).unwrap();
        assert_eq!(next.after, Some(Row(5).place()));
        let other =
            Cursor { list: "others".into(), order: "AT ASC".into(), key: Key::Int(1), id: Uuid::nil() };
        let none = Cursor { list: "rows".into(), order: "AT ASC".into(), key: Key::Null, id: Uuid::nil() };
        for (first, after) in [
            (Some(101), None),
            (Some(-1), None),
            (None, Some("x".to_owned())),
            (None, Some(other.encode())),
            (None, Some(none.encode())),
        ] {
            let refused = Window::check::<Row>(first, after.as_deref()).unwrap_err();
            assert!(matches!(refused, Error::Invalid { .. }), "{first:?} {after:?}");
        }
    }

    #[test]
    fn one_row_more_tells_that_there_is_another_page() {
        let window = Window { size: 2, after: None };
        let page = window.cut(vec![1, 2, 3]);
        assert_eq!((page.rows, page.has_next, page.has_previous), (vec![1, 2], true, false));
        assert!(!window.cut(vec![1, 2]).has_next);
    }
}
