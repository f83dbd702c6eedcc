//! One row: its columns and relations as a JSON array, and the tables they come from.

use super::super::declare::{Column, From, Kind, Life, Noun, Text};
use super::super::selection::{ROW_LIMIT, Selection};
use super::{Sql, dialect};

impl Sql<'_> {
    /// The row as an array; a wide one as an array of arrays.
    pub(super) fn row(&mut self, selection: &Selection, level: usize) {
        self.placed_row(selection, level, &[]);
    }

    /// The same with its place among others, behind everything else.
    pub(super) fn placed_row(&mut self, selection: &Selection, level: usize, place: &[String]) {
        self.push(self.json.array);
        let wide = selection.is_wide();
        if wide {
            self.push(self.json.array);
        }
        let mut written = 0;
        for column in selection.columns() {
            self.separate(&mut written, wide);
            self.column(selection.noun, column, level);
        }
        for (_, wanted) in selection.compiled() {
            self.separate(&mut written, wide);
            self.relation(selection.noun, wanted, level);
        }
        for part in place {
            self.separate(&mut written, wide);
            self.push(part);
        }
        self.push(if wide { "))" } else { ")" });
    }

    fn separate(&mut self, written: &mut usize, wide: bool) {
        if wide && *written > 0 && written.is_multiple_of(ROW_LIMIT) {
            self.push("),");
            self.push(self.json.array);
        } else if *written > 0 {
            self.push(",");
        }
        *written += 1;
    }

    fn column(&mut self, noun: &Noun, column: &Column, level: usize) {
        let place = match column.from {
            From::Base => format!("b{level}.{}", column.sql),
            From::Text => format!("t{level}.{}", column.sql),
            From::Owner => format!("o{level}.{}", column.sql),
            From::Locales => return self.locales(noun, level),
        };
        match column.kind {
            Kind::Plain => self.push(&place),
            Kind::Id => self.push(&dialect::id(self.dialect, &place)),
            Kind::Double => self.push(&dialect::double(self.dialect, &place)),
        }
    }

    /// Every locale with a text that may be read.
    fn locales(&mut self, noun: &Noun, level: usize) {
        let Some(text) = &noun.text else {
            self.push("NULL");
            return;
        };
        let (group, table, published) = (self.json.group, text.table, self.is_published("a", level));
        self.push(&format!(
            "(SELECT {group}a{level}.locale ORDER BY a{level}.locale) FROM {table} a{level} \
             WHERE a{level}.item_id = b{level}.id{published})"
        ));
    }

    /// Adds to a condition: and the text may be read.
    fn is_published(&self, alias: &str, level: usize) -> String {
        if self.shows_all(level) {
            String::new()
        } else {
            format!(" AND {alias}{level}.status = 'published'")
        }
    }

    /// The tables of a row, its base being the first.
    pub(super) fn from(&mut self, selection: &Selection, level: usize) {
        let noun = selection.noun;
        self.push(&format!(" FROM {} b{level}", noun.table));
        self.beside(selection, level, false);
    }

    /// What stands beside the base row: the owner and the chosen text. Rows that are known to be live and to
    /// have a text (`known`) are joined to these only if something of them was asked for.
    pub(super) fn beside(&mut self, selection: &Selection, level: usize, known: bool) {
        let noun = selection.noun;
        let must_exist = |text: &Text| !known && !text.always && !self.viewing.locales.original_only();
        let text = noun.text.as_ref().filter(|text| selection.needs_text() || must_exist(text));
        let mut origin = "b";
        if let Life::Owner { table, key } = noun.life {
            let asked = selection.columns().any(|column| column.from == From::Owner);
            if !known || asked || text.is_some() {
                self.join(table, &format!("o{level}"), &format!("o{level}.id = b{level}.{key}"));
            }
            origin = "o";
        }
        if let Some(text) = text {
            let chosen = self.chosen_locale(text, level, origin);
            let published = self.is_published("t", level);
            let on = format!("t{level}.item_id = b{level}.id{published} AND t{level}.locale = {chosen}");
            self.join(text.table, &format!("t{level}"), &on);
        }
    }

    /// The locale of the text that serves: the first live one of the chain.
    fn chosen_locale(&mut self, text: &Text, level: usize, origin: &str) -> String {
        let original = format!("{origin}{level}.locale");
        let locales = &self.viewing.locales;
        let with_original = locales.or_original || locales.original_only() || text.always;
        let wanted = &locales.wanted;
        if wanted.is_empty() {
            return original;
        }
        if let ([only], false) = (wanted.as_slice(), with_original) {
            return self.bind(only.as_str());
        }
        let mut parts = Vec::with_capacity(wanted.len() + 1);
        for locale in wanted {
            let bound = self.bind(locale.as_str());
            let published = if self.shows_all(level) { "" } else { " AND c.status = 'published'" };
            parts.push(format!(
                "(SELECT c.locale FROM {} c WHERE c.item_id = b{level}.id AND c.locale = {bound}{published})",
                text.table
            ));
        }
        if with_original {
            parts.push(original);
        }
        format!("COALESCE({})", parts.join(","))
    }
}
