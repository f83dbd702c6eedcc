//! Weighs HTML before it is parsed in earnest: a parse that keeps nothing and stops at the first excess.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, QualName, local_name, ns, parse_fragment};

const MAX_DEPTH: u32 = 256;
const MAX_ELEMENTS: usize = 20_000;
/// Bytes of attributes, those of tags the parser repeats included.
const MAX_ATTRIBUTES: usize = 4 << 20;
/// Bytes of source in which the parser must get on: a tag or comment cannot be longer.
const MAX_TAG: usize = 64 << 10;
const CHUNK: usize = 4 << 10;

/// HTML that costs too much to read, or that no two readers understand alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("tags nest deeper than {MAX_DEPTH}: close the tags that are open")]
    Deep,
    #[error("there are more than {MAX_ELEMENTS} elements: split the text")]
    Large,
    #[error(
        "a single tag or comment is longer than {MAX_TAG} bytes: upload pictures instead of writing them in"
    )]
    LongTag,
    #[error("the tags are tangled so that each reading differs: simplify them")]
    Unstable,
}

/// Passes what can be parsed in time that grows with its length.
pub fn check(source: &str) -> Result<(), Unfit> {
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let mut parser =
        parse_fragment(Scale::default(), html5ever::ParseOpts::default(), context, vec![], false);
    let mut silent = 0;
    for chunk in chunks(source) {
        parser.process(StrTendril::from_slice(chunk));
        let scale = &parser.tokenizer.sink.sink;
        scale.verdict()?;
        silent = if scale.moved.take() { 0 } else { silent + chunk.len() };
        if silent > MAX_TAG {
            return Err(Unfit::LongTag);
        }
    }
    parser.finish().verdict()
}

fn chunks(mut source: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (chunk, rest) = source.split_at(source.floor_char_boundary(CHUNK));
        source = rest;
        (!chunk.is_empty()).then_some(chunk)
    })
}

/// A tree of which only the weight is kept.
#[derive(Default)]
struct Scale {
    document: Handle,
    elements: Cell<usize>,
    attributes: Cell<usize>,
    depth: Cell<u32>,
    /// Whether the parser has built anything since last asked.
    moved: Cell<bool>,
}

type Handle = Rc<Element>;

struct Element {
    name: QualName,
    depth: Cell<u32>,
    html_inside: bool,
}

impl Default for Element {
    fn default() -> Self {
        let name = QualName::new(None, ns!(html), local_name!(""));
        Self { name, depth: Cell::new(0), html_inside: false }
    }
}

impl Scale {
    fn verdict(&self) -> Result<(), Unfit> {
        if self.depth.get() > MAX_DEPTH {
            return Err(Unfit::Deep);
        }
        if self.elements.get() > MAX_ELEMENTS || self.attributes.get() > MAX_ATTRIBUTES {
            return Err(Unfit::Large);
        }
        Ok(())
    }

    fn place(&self, child: &NodeOrText<Handle>, depth: u32) {
        self.moved.set(true);
        if let NodeOrText::AppendNode(node) = child {
            node.depth.set(depth);
            self.depth.update(|deepest| deepest.max(depth));
        }
    }
}

impl TreeSink for Scale {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn get_document(&self) -> Handle {
        self.document.clone()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.elements.update(|count| count + 1);
        let weight: usize = attributes.iter().map(|attribute| attribute.value.len32() as usize + 8).sum();
        self.attributes.update(|sum| sum + weight);
        let html_inside = flags.mathml_annotation_xml_integration_point;
        Rc::new(Element { name, depth: Cell::new(0), html_inside })
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.place(&child, parent.depth.get() + 1);
    }

    fn append_based_on_parent_node(&self, element: &Handle, _previous: &Handle, child: NodeOrText<Handle>) {
        self.place(&child, element.depth.get() + 1);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        self.place(&child, sibling.depth.get());
    }

    fn pop(&self, _node: &Handle) {
        self.moved.set(true);
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        Handle::default()
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        Handle::default()
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        Rc::new(Element { depth: target.depth.clone(), ..Element::default() })
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        Rc::ptr_eq(x, y)
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Handle) -> bool {
        handle.html_inside
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn set_quirks_mode(&self, _mode: QuirksMode) {}
    fn add_attrs_if_missing(&self, _target: &Handle, _attributes: Vec<Attribute>) {}
    fn remove_from_parent(&self, _target: &Handle) {}
    fn reparent_children(&self, _node: &Handle, _new_parent: &Handle) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: usize = 1 << 20;

    fn fill(pattern: &str, size: usize) -> String {
        pattern.repeat(size / pattern.len())
    }

    fn number(count: usize, before: &str, after: &str) -> String {
        (0..count).flat_map(|i| [before.to_owned(), i.to_string(), after.to_owned()]).collect()
    }

    #[test]
    fn lets_ordinary_pages_through() {
        assert_eq!(check(""), Ok(()));
        assert_eq!(
            check(&fill("<p>Some text<br>and <b>more</b> of it<li>x<table><tr><td>cell</table>", 100 << 10)),
            Ok(())
        );
        assert_eq!(check(&fill("plain text, nothing else. ", SIZE)), Ok(()));
        assert_eq!(check(&fill("厦门市", SIZE)), Ok(()));
        assert_eq!(check(&format!("{}x{}", fill("<div>", 1000), fill("</div>", 1200))), Ok(()));
    }

    #[test]
    fn refuses_in_time_what_would_take_long() {
        let formatting = number(20_000, "<p><b title=", "></p>");
        let attributes = number(100_000, "x", " ");
        let heavy = format!("<p><b title='{}'></p>{}", fill("x", 60_000), fill("<p>x</p>", 500_000));
        for (html, fault) in [
            (fill("<div>", SIZE), Unfit::Deep),
            (fill("<a><b>", SIZE), Unfit::Deep),
            (fill("<table><i>", SIZE), Unfit::Large),
            (fill("<svg><td>", SIZE), Unfit::Deep),
            (fill("<template>", SIZE), Unfit::Deep),
            (fill("<div>", SIZE / 2) + &fill("</b>", SIZE / 2), Unfit::Deep),
            (formatting + &fill("<p>x</p>", SIZE / 2), Unfit::Large),
            (fill("<br>", SIZE), Unfit::Large),
            (fill("<table><tr><td></table>", SIZE), Unfit::Large),
            (heavy, Unfit::Large),
            (format!("<a {attributes}>"), Unfit::LongTag),
            (format!("<!--{}-->", fill("x", SIZE)), Unfit::LongTag),
            (format!("<img src='data:image/png;base64,{}'>", fill("x", SIZE)), Unfit::LongTag),
            (fill("</b>", SIZE), Unfit::LongTag),
        ] {
            assert_eq!(check(&html), Err(fault), "{}", &html[..40]);
        }
    }
}
