//! A page of a list: `[rows, any before, any after, total]`, each only when asked for.

use super::super::declare::{Edge, Order};
use super::super::page::{Ask, Page};
use super::super::selection::{Parts, Selection};
use super::list::{Bound, Parent, Window};
use super::{Sql, dialect};

/// Limits are literals out of these: a bound limit is planned anew at every execution.
const LIMITS: [usize; 12] = [1, 2, 3, 4, 10, 11, 20, 21, 50, 51, 100, 101];

/// Rows to read where so many are wanted.
pub(super) fn limit(wanted: usize) -> usize {
    LIMITS.into_iter().find(|&limit| limit >= wanted).expect("page sizes are checked")
}

impl Sql<'_> {
    /// The root list has no parent.
    pub(super) fn connection(
        &mut self,
        ask: &Ask,
        parts: Parts,
        selection: &Selection,
        parent: Option<&Parent>,
    ) {
        self.push(self.json.array);
        if parts.needs_rows() {
            self.rows(ask, parts, selection, parent);
        } else {
            self.push("NULL");
        }
        let before = ask.page.after.clone().filter(|_| parts.page_info).map(Bound::UpTo);
        let after = ask.page.before.clone().filter(|_| parts.page_info).map(Bound::From);
        self.any_beyond(ask, before, parent);
        self.any_beyond(ask, after, parent);
        if parts.total {
            let every = self.list(ask, &Window::default(), parent);
            self.push(&format!(",(SELECT count(*) FROM ({every}) z)"));
        } else {
            self.push(",NULL");
        }
        self.push(")");
    }

    fn rows(&mut self, ask: &Ask, parts: Parts, selection: &Selection, parent: Option<&Parent>) {
        let level = self.level();
        self.push(if self.json.or_empty.is_empty() { "(SELECT " } else { "(SELECT COALESCE(" });
        self.push(self.json.group);
        self.push(self.json.array);
        let id = dialect::id(self.dialect, &format!("s{level}.i"));
        self.push(&format!("{},{id},", shown_key(ask.order.order, level)));
        if parts.rows {
            self.row(selection, level);
        } else {
            self.push("NULL");
        }
        let edge = ask.list.edge.as_ref().filter(|_| parts.edge);
        self.edge(edge, level);
        // They are put in order when they are read: the database would sort them once more.
        self.push("))");
        if !self.json.or_empty.is_empty() {
            self.push(&format!(",{})", self.json.or_empty));
        }
        let source = self.list(ask, &Window::of(&ask.page, parts), parent);
        self.push(&format!(" FROM ({source}) s{level}"));
        if parts.rows {
            let table = selection.noun.table;
            self.join(table, &format!("b{level}"), &format!("b{level}.id = s{level}.i"));
            self.beside(selection, level, true);
        }
        if let (Some(edge), Some(parent)) = (edge, parent) {
            let Edge { table, parent: from, child, .. } = edge;
            let on = format!("e{level}.{from} = {} AND e{level}.{child} = s{level}.i", parent.id);
            self.join(table, &format!("e{level}"), &on);
        }
        self.push(")");
    }

    fn edge(&mut self, edge: Option<&Edge>, level: usize) {
        let Some(edge) = edge else {
            self.push(",NULL");
            return;
        };
        let columns: Vec<String> = edge.columns.iter().map(|column| format!("e{level}.{column}")).collect();
        let array = self.json.array;
        self.push(&format!(",{array}{})", columns.join(",")));
    }

    /// Is there anything on the far side of a cursor?
    fn any_beyond(&mut self, ask: &Ask, bound: Option<Bound>, parent: Option<&Parent>) {
        let Some(bound) = bound else {
            self.push(",NULL");
            return;
        };
        let backward = matches!(bound, Bound::UpTo(_));
        let window = Window { bounds: vec![bound], backward, limit: Some(1), skip: 0 };
        let source = self.list(ask, &window, parent);
        self.push(&format!(",EXISTS ({source})"));
    }
}

impl Window {
    fn of(page: &Page, parts: Parts) -> Self {
        let after = page.after.clone().map(Bound::After);
        let before = page.before.clone().map(Bound::Before);
        // Whether there are more is seen by one more.
        let limit = limit(page.size + usize::from(parts.page_info || parts.more));
        Self {
            bounds: after.into_iter().chain(before).collect(),
            backward: page.backward,
            limit: Some(limit),
            skip: page.skip,
        }
    }
}

/// The key as a cursor needs it: null for the items without a value.
fn shown_key(order: &Order, level: usize) -> String {
    match order.unknown {
        Some(_) => format!("CASE s{level}.n WHEN 1 THEN NULL ELSE s{level}.k END"),
        None => format!("s{level}.k"),
    }
}

/// The order of rows by their names in the source.
pub(super) fn order_by(ask: &Ask, alias: &str, backward: bool) -> String {
    let direction = |descending: bool| if descending { "DESC" } else { "ASC" };
    let way = direction(ask.order.descending != backward);
    let unknown = match ask.order.order.unknown {
        Some(_) => format!("{alias}n {}, ", direction(backward)),
        None => String::new(),
    };
    format!("{unknown}{alias}k {way}, {alias}i {way}")
}
