//! The one rule of visibility, and its shadow on derived rows.

use super::super::declare::{Life, Noun};
use super::Sql;
use crate::domain::view::View;

/// The first level of a statement.
const ROOT: usize = 1;

impl Sql<'_> {
    /// Adds: and it may be seen.
    pub(super) fn visible(&mut self, noun: &Noun, level: usize) {
        if self.shows_all(level) {
            return;
        }
        let condition = match noun.life {
            Life::Always => return,
            Life::Own => self.live(&format!("b{level}")),
            Life::Owner { .. } => self.live(&format!("o{level}")),
            Life::Used => self.used_by_something_live(level),
        };
        self.push(" AND ");
        self.push(&condition);
    }

    /// Whether this level holds the things themselves that an editor asked for.
    pub(super) fn shows_all(&self, level: usize) -> bool {
        self.viewing.view == View::Draft && (level == ROOT || self.parts.contains(&level))
    }

    /// The next level is a part of what stands on this one.
    pub(super) fn shown_as(&mut self, level: usize) {
        if self.shows_all(level) {
            self.parts.push(self.levels + 1);
        }
    }

    /// Live: published, its time has come, and not expired.
    pub(super) fn live(&mut self, alias: &str) -> String {
        let now = self.now();
        format!(
            "{alias}.status = 'published' AND {alias}.published_at <= {now} \
             AND ({alias}.expires_at IS NULL OR {alias}.expires_at > {now})"
        )
    }

    /// The same rule on a derived row, which exists only for what is published.
    pub(super) fn row_is_live(&mut self, alias: &str) -> String {
        let now = self.now();
        format!("{alias}.live_from <= {now} AND {alias}.live_until > {now}")
    }

    /// A file is public once something live uses it.
    fn used_by_something_live(&mut self, level: usize) -> String {
        let tables = ["cluster", "city", "news_item", "call", "practice", "media_item", "partner"];
        let uses: Vec<String> = tables
            .iter()
            .map(|table| {
                let live = self.live("w");
                format!(
                    "EXISTS (SELECT 1 FROM asset_use u JOIN {table} w ON w.id = u.item_id \
                     WHERE u.asset_id = b{level}.id AND u.type = '{table}' AND {live})"
                )
            })
            .collect();
        format!("({})", uses.join(" OR "))
    }

    /// The id behind a slug, today's or an old one. An old one leads to what had it for as long as what has it now may not be
    /// seen.
    pub(super) fn id_of_slug(&mut self, noun: &Noun, slug: &str) -> String {
        let now = match noun.life {
            _ if self.viewing.view == View::Draft => String::new(),
            Life::Own | Life::Owner { .. } => format!(" AND {}", self.live("n")),
            Life::Always | Life::Used => String::new(),
        };
        Self::id_by_slug(noun, slug, &now)
    }

    /// The same for content that must be visible to count, as in a filter.
    pub(super) fn visible_id_of_slug(&mut self, noun: &Noun, slug: &str) -> String {
        match noun.life {
            Life::Own => {
                let (now, live) = (self.live("n"), self.live("v"));
                let id = Self::id_by_slug(noun, slug, &format!(" AND {now}"));
                format!("(SELECT v.id FROM {} v WHERE v.id = {id} AND {live})", noun.table)
            }
            _ => Self::id_by_slug(noun, slug, ""),
        }
    }

    /// `now`: what is asked of the thing that has the slug now.
    fn id_by_slug(noun: &Noun, slug: &str, now: &str) -> String {
        let id = |table: &str, word: &str| {
            format!(
                "COALESCE((SELECT n.id FROM {table} n WHERE n.slug = {slug}{now}), \
                 (SELECT h.item_id FROM slug_history h WHERE h.type = '{word}' AND h.slug = {slug}))"
            )
        };
        match noun.life {
            Life::Owner { table, key } => {
                format!("(SELECT q.id FROM {} q WHERE q.{key} = {})", noun.table, id(table, table))
            }
            _ => format!("({})", id(noun.table, noun.word)),
        }
    }
}
