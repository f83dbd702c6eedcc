//! Random trees of lists and relations, each level with arguments of its own.

use super::asking::{self, LISTS};
use super::content::{Content, LOCALES};
use super::random::Random;
use super::reference::{Asked, Place};

/// What callers know a noun by: its list, its type, the root field of one, its word in `byExternalRef`.
pub const NOUNS: &[(&str, &str, &str, &str)] = &[
    ("clusters", "Cluster", "cluster", "CLUSTER"),
    ("cities", "City", "city", "CITY"),
    ("news", "NewsItem", "newsItem", "NEWS_ITEM"),
    ("events", "Event", "event", ""),
    ("calls", "Call", "call", "CALL"),
    ("practices", "Practice", "practice", "PRACTICE"),
    ("media", "MediaItem", "mediaItem", "MEDIA_ITEM"),
    ("partners", "Partner", "partner", "PARTNER"),
    ("topics", "Topic", "topic", "TOPIC"),
    ("assets", "Asset", "asset", "ASSET"),
];

/// Noun, field, the noun it leads to, and whether to several.
const RELATIONS: &[(&str, &str, &str, bool)] = &[
    ("news", "clusters", "clusters", true),
    ("news", "topics", "topics", true),
    ("news", "cities", "cities", true),
    ("news", "media", "media", true),
    ("news", "call", "calls", false),
    ("news", "event", "events", false),
    ("events", "newsItem", "news", false),
    ("calls", "clusters", "clusters", true),
    ("practices", "clusters", "clusters", true),
    ("practices", "city", "cities", false),
    ("practices", "call", "calls", false),
    ("media", "clusters", "clusters", true),
    ("partners", "clusters", "clusters", true),
    ("clusters", "hero", "assets", false),
    ("cities", "photo", "assets", false),
    ("news", "hero", "assets", false),
    ("media", "thumbnail", "assets", false),
    ("partners", "logo", "assets", false),
];

/// One field with all beneath it.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Unlike any other in the document; names alias and variables.
    pub number: usize,
    pub field: &'static str,
    /// The list of the noun it leads to.
    pub noun: &'static str,
    pub lead: Lead,
    pub below: Vec<Branch>,
}

#[derive(Clone, Debug)]
pub enum Lead {
    One,
    Many,
    Page(Box<Paged>),
}

/// A list, its window, and what is said of it.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct Paged {
    pub asked: Asked,
    pub filter_type: &'static str,
    pub size: usize,
    pub backward: bool,
    pub after: Option<Known>,
    pub before: Option<Known>,
    pub rows: Rows,
    pub info: bool,
    pub total: bool,
    /// Edges tell of the membership.
    pub member: bool,
}

/// Where the things of a page are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    None,
    Edges,
    /// And their cursors on edges without nodes.
    Nodes,
}

/// A cursor that was received, and the place it stands for.
#[derive(Clone, Debug)]
pub struct Known {
    pub cursor: String,
    pub place: Place,
}

/// Grows trees.
#[derive(Debug)]
pub struct Grower<'a> {
    pub random: &'a mut Random,
    pub content: &'a Content,
    pub now: i64,
    /// Those of the root field: an `Asked` of nothing else.
    pub languages: Asked,
    next: usize,
}

impl<'a> Grower<'a> {
    pub fn new(random: &'a mut Random, content: &'a Content, now: i64) -> Self {
        let locales = if random.chance(40) { Vec::new() } else { random.some(&LOCALES, 3) };
        let (or_original, filter) = (random.chance(40), Vec::new());
        let languages =
            Asked { parent: None, list: "", filter, order: "", descending: false, locales, or_original };
        Self { random, content, now, languages, next: 0 }
    }

    /// A root list with up to `depth` levels beneath, the last without lists.
    pub fn root(&mut self, depth: usize) -> Branch {
        let lists: Vec<_> = LISTS.iter().filter(|list| list.0.is_empty()).collect();
        // Mostly one with lists beneath.
        let lists = if self.random.chance(60) { &lists[..2] } else { &lists };
        let list = self.random.pick(lists).1;
        self.list("", list, depth)
    }

    /// Some of what a noun leads to; often one list twice, with other arguments or the same.
    pub fn beneath(&mut self, noun: &'static str, depth: usize) -> Vec<Branch> {
        let one = single(noun);
        let lists = LISTS.iter().filter(|list| depth > 1 && list.0 == one).map(|list| (list.1, None));
        let relations = RELATIONS.iter().filter(|relation| relation.0 == noun);
        let leads: Vec<_> = lists.chain(relations.map(|r| (r.1, Some((r.2, r.3))))).collect();
        let mut branches: Vec<Branch> = Vec::new();
        if depth == 0 || leads.is_empty() {
            return branches;
        }
        for _ in 0..=self.random.index(2) {
            // Lists come first here.
            let among = if self.random.chance(50) { &leads[..leads.len().div_ceil(2)] } else { &leads };
            let (field, relation) = self.random.pick(among);
            branches.push(match relation {
                Some((to, many)) => self.relation(field, to, many, depth - 1),
                None => self.list(one, field, depth - 1),
            });
            if relation.is_none() && self.random.chance(50) {
                let twin = self.list(one, field, depth - 1);
                let same = branches.last().filter(|_| self.random.chance(30)).cloned();
                branches.push(same.map_or(twin.clone(), |same| twin.asked_as(same)));
            }
        }
        branches
    }

    /// A list beneath each thing of the parent's noun: in each order and direction, with each filter alone.
    pub fn every_way(&mut self, parent: &'static str, field: &'static str) -> Branch {
        let list = LISTS.iter().find(|list| list.0 == parent && list.1 == field).unwrap();
        let above = NOUNS.iter().find(|noun| noun.2 == parent).unwrap().0;
        let mut root = self.list("", above, 0);
        let whole = root.paged().unwrap();
        (whole.size, whole.rows, whole.asked.filter) = (100, Rows::Edges, Vec::new());
        let ways = list.4.iter().flat_map(|name| [Some(name), Some(name)]).chain([None]);
        for (name, order) in ways.flat_map(|name| list.5.iter().map(move |order| (name, *order))) {
            let mut branch = self.list(parent, field, 0);
            let paged = branch.paged().unwrap();
            let mut value = |name| asking::value(self.random, self.content, self.now, field, name);
            paged.asked.filter = name.map(|name| (*name, value(name))).into_iter().collect();
            paged.asked.order = order;
            root.below.push(branch);
        }
        root
    }

    fn relation(&mut self, field: &'static str, noun: &'static str, many: bool, depth: usize) -> Branch {
        let lead = if many { Lead::Many } else { Lead::One };
        Branch { number: self.number(), field, noun, lead, below: self.beneath(noun, depth) }
    }

    fn list(&mut self, parent: &str, field: &'static str, depth: usize) -> Branch {
        let list = LISTS.iter().find(|list| list.0 == parent && list.1 == field).unwrap();
        let (filters, orders) = (list.4, list.5);
        let names = if self.random.chance(60) { Vec::new() } else { self.random.some(filters, 2) };
        let value = |name| (name, asking::value(self.random, self.content, self.now, field, name));
        let filter = names.into_iter().map(value).collect();
        let order = self.random.pick(orders);
        let descending = self.random.chance(50);
        let asked = Asked { list: field, filter, order, descending, ..self.languages.clone() };
        let rows = if self.random.chance(10) { Rows::None } else { Rows::Edges };
        let rows = if rows == Rows::Edges && self.random.chance(40) { Rows::Nodes } else { rows };
        let paged = Paged {
            asked,
            filter_type: list.2,
            size: if self.random.chance(10) { 0 } else { 1 + self.random.index(5) },
            backward: self.random.chance(50),
            after: None,
            before: None,
            rows,
            info: self.random.chance(70),
            total: rows == Rows::None || self.random.chance(70),
            member: [("cluster", "cities"), ("city", "clusters")].contains(&(parent, field)),
        };
        let below = if rows == Rows::None { Vec::new() } else { self.beneath(field, depth) };
        Branch { number: self.number(), field, noun: field, lead: Lead::Page(Box::new(paged)), below }
    }

    fn number(&mut self) -> usize {
        self.next += 1;
        self.next
    }
}

impl Branch {
    pub fn alias(&self) -> String {
        format!("r{}", self.number)
    }

    pub fn paged(&mut self) -> Option<&mut Paged> {
        match &mut self.lead {
            Lead::Page(paged) => Some(paged),
            _ => None,
        }
    }

    /// The list that another branch asks for, with what is beneath this one.
    fn asked_as(self, other: Self) -> Self {
        let empty = matches!(&other.lead, Lead::Page(paged) if paged.rows == Rows::None);
        Self { lead: other.lead, below: if empty { Vec::new() } else { self.below }, ..self }
    }

    /// This one and all beneath it.
    pub fn walk(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
        self.below.iter_mut().for_each(|branch| branch.walk(visit));
    }
}

/// The GraphQL type of a noun.
pub fn kind(noun: &str) -> &'static str {
    NOUNS.iter().find(|known| known.0 == noun).unwrap().1
}

/// The root field of one thing.
pub fn single(noun: &str) -> &'static str {
    NOUNS.iter().find(|known| known.0 == noun).unwrap().2
}
