//! HTML as a browser understands it: read by an HTML5 parser, not by looking for words.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{
    Attribute, ExpandedName, ParseOpts, QualName, local_name, ns, parse_document, parse_fragment,
};

/// What the parser made of one tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// In lower case; of other worlds with `svg:` or `math:` before it.
    pub name: String,
    /// With the references of their values resolved.
    pub attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// Every element that a page gets by `element.innerHTML = html`, where scripts run and where they do not.
pub fn elements(html: &str) -> Vec<Element> {
    let context = || QualName::new(None, ns!(html), local_name!("div"));
    let read = |scripting| {
        let sink = parse_fragment(Tree::default(), options(scripting), context(), vec![], scripting);
        without_frame(sink.one(html), &["div", "html"])
    };
    let (with, without) = (read(true), read(false));
    assert_eq!(with, without, "it reads otherwise where no script runs: {html}");
    with
}

/// Every element that a page gets which has `html` written into its body; what comes behind is still there.
pub fn elements_on_a_page(html: &str) -> Vec<Element> {
    let page = format!("<!doctype html><title>x</title><body><main>{html}</main><footer id=behind>");
    let mut found = without_frame(
        parse_document(Tree::default(), options(true)).one(page.as_str()),
        &["html", "head", "title", "body", "main"],
    );
    let behind = found.pop().expect("the page goes on");
    assert_eq!(behind.attribute("id"), Some("behind"), "the page ends within {html}");
    found
}

fn without_frame(tree: Tree, frame: &[&str]) -> Vec<Element> {
    let mut found = tree.found.into_inner();
    for name in frame {
        assert_eq!(found.remove(0).name, *name);
    }
    assert!(!tree.comments.get(), "a comment is left");
    found
}

fn options(scripting_enabled: bool) -> ParseOpts {
    ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    }
}

/// Keeps what was created, in order, and no tree.
#[derive(Default)]
struct Tree {
    found: RefCell<Vec<Element>>,
    comments: Cell<bool>,
}

type Handle = Rc<(QualName, bool)>;

fn handle(name: QualName, flags: &ElementFlags) -> Handle {
    Rc::new((name, flags.mathml_annotation_xml_integration_point))
}

fn nothing() -> Handle {
    handle(QualName::new(None, ns!(html), local_name!("")), &ElementFlags::default())
}

fn pairs(attributes: Vec<Attribute>) -> Vec<(String, String)> {
    let name = |name: QualName| match name.prefix {
        Some(prefix) => format!("{prefix}:{}", name.local),
        None => name.local.to_string(),
    };
    attributes.into_iter().map(|one| (name(one.name), one.value.to_string())).collect()
}

impl TreeSink for Tree {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn get_document(&self) -> Handle {
        nothing()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.0.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let space = match name.ns {
            ns!(html) => "",
            ns!(svg) => "svg:",
            _ => "math:",
        };
        let element = Element { name: format!("{space}{}", name.local), attributes: pairs(attributes) };
        self.found.borrow_mut().push(element);
        handle(name, &flags)
    }

    fn add_attrs_if_missing(&self, _target: &Handle, attributes: Vec<Attribute>) {
        let element = Element { name: "added to the page".to_owned(), attributes: pairs(attributes) };
        self.found.borrow_mut().push(element);
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        self.comments.set(true);
        nothing()
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        self.comments.set(true);
        nothing()
    }

    fn get_template_contents(&self, _target: &Handle) -> Handle {
        nothing()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        Rc::ptr_eq(x, y)
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Handle) -> bool {
        handle.1
    }

    fn append(&self, _parent: &Handle, _child: NodeOrText<Handle>) {}
    fn append_based_on_parent_node(&self, _: &Handle, _: &Handle, _child: NodeOrText<Handle>) {}
    fn append_before_sibling(&self, _sibling: &Handle, _child: NodeOrText<Handle>) {}
    fn pop(&self, _node: &Handle) {}
    fn parse_error(&self, _message: Cow<'static, str>) {}
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn set_quirks_mode(&self, _mode: QuirksMode) {}
    fn remove_from_parent(&self, _target: &Handle) {}
    fn reparent_children(&self, _node: &Handle, _new_parent: &Handle) {}
}
