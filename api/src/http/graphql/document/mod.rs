//! What happens to a GraphQL document before it runs: bounded, parsed, counted, validated, normalised.
//!
//! Depends on nothing else of ours. Every step is counted, so a hostile document costs a bounded number of them, and
//! nothing recurses deeper than the limits allow.

use std::collections::HashMap;

use async_graphql::{Name, Positioned, Variables};
use async_graphql_parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
};

mod coerce;
mod collect;
mod complexity;
mod count;
mod form;
mod fragments;
mod lexer;
mod normalise;
mod parse;
mod refusal;
mod repeat;
#[cfg(test)]
mod tests;
mod text;
mod types;
mod validate;
mod value;

pub use refusal::{Found, Refusal};
pub use types::{FieldDef, InputDef, Kind, TypeDef, TypeMap, named};

pub use value::Judge;

pub use form::form;
pub use refusal::Steps;

/// How much one document may ask for, a refusal names the one it exceeds; or what one was found to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// `bytes` of the source: 64 KiB.
    pub bytes: u64,
    /// `tokens`: 5,000.
    pub tokens: u64,
    /// `nesting` of brackets of all kinds, and of fields and fragments once expanded: 64.
    pub nesting: u64,
    /// `fragments` defined: 200.
    pub fragments: u64,
    /// `depth` of fields, fragments expanded: 16.
    pub depth: u64,
    /// `introspectionDepth`, the same beneath `__schema` and `__type`: 24.
    pub introspection_depth: u64,
    /// `rootFields` of the operation that runs, merged: 20.
    pub root_fields: u64,
    /// `aliases`, fragments expanded: 100.
    pub aliases: u64,
    /// `directives`, fragments expanded: 100.
    pub directives: u64,
    /// `selections`: fields of all operations, fragments expanded, and again as planned for each concrete type: 2,000.
    pub selections: u64,
    /// `complexity`: values asked for: a connection multiplies by its page, another list by 10, a total is
    /// 100, each value in a list of a filter 50: 200,000.
    pub complexity: u64,
    /// `steps` of work on the document itself, which only a hostile one comes near: 100,000.
    pub steps: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 * 1024,
            tokens: 5_000,
            nesting: 64,
            fragments: 200,
            depth: 16,
            introspection_depth: 24,
            root_fields: 20,
            aliases: 100,
            directives: 100,
            selections: 2_000,
            complexity: 200_000,
            steps: 100_000,
        }
    }
}

impl Limits {
    /// Of a document that asks for nothing.
    const NONE: Self = Self {
        bytes: 0,
        tokens: 0,
        nesting: 0,
        fragments: 0,
        depth: 0,
        introspection_depth: 0,
        root_fields: 0,
        aliases: 0,
        directives: 0,
        selections: 0,
        complexity: 0,
        steps: 0,
    };

    /// The figures that tell what a document costs, by the names that refusals have for them.
    pub fn figures(&self) -> [(&'static str, u64); 10] {
        [
            ("complexity", self.complexity),
            ("depth", self.depth),
            ("introspectionDepth", self.introspection_depth),
            ("rootFields", self.root_fields),
            ("selections", self.selections),
            ("aliases", self.aliases),
            ("directives", self.directives),
            ("fragments", self.fragments),
            ("tokens", self.tokens),
            ("bytes", self.bytes),
        ]
    }
}

/// A document that may run.
#[derive(Debug)]
pub struct Prepared {
    /// Normalised (see `normalise.rs`): one anonymous operation, without variables, named fragments or conditions.
    ///
    /// To be run in `ValidationMode::Fast` and without an operation name: it is valid already, and an object whose
    /// every field was skipped is left with no selections, which answers `{}` but which the strict mode refuses.
    pub document: ExecutableDocument,
    /// The name the operation had.
    pub operation_name: Option<String>,
    /// The variables of the operation with their defaults. The document has them filled in already.
    pub variables: Variables,
    /// What the document was found to ask for.
    pub found: Limits,
}

impl Prepared {
    /// The selections of the one operation.
    pub fn root(&self) -> &SelectionSet {
        let mut operations = self.document.operations.iter();
        let (_, operation) = operations.next().expect("a prepared document has one operation");
        &operation.node.selection_set.node
    }

    /// What is asked for at the root, by the names of the schema.
    pub fn root_fields(&self) -> impl Iterator<Item = &str> {
        self.root().items.iter().filter_map(|item| match &item.node {
            Selection::Field(field) => Some(field.node.name.node.as_str()),
            _ => None,
        })
    }

    pub fn is_mutation(&self) -> bool {
        let mut operations = self.document.operations.iter();
        operations.next().is_some_and(|(_, operation)| operation.node.ty == OperationType::Mutation)
    }
}

/// Which operation of a document is to run, and how.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    pub operation_name: Option<&'a str>,
    pub variables: &'a Variables,
    /// Nothing but a query will do, whatever else is wrong with it.
    pub queries_only: bool,
}

/// Says what is wrong with a document before anybody asks it, as far as that depends on no variables.
pub fn judge(types: &TypeMap, limits: &Limits, source: &str) -> Result<(), Refusal> {
    let steps = Steps::new(limits.steps);
    let (document, _) = read(limits, source, &steps)?;
    validate::check(types, &document, &steps)
}

/// A document and what it was found to ask for, before it is known which of its operations is to run.
fn read(limits: &Limits, source: &str, steps: &Steps) -> Result<(ExecutableDocument, Limits), Refusal> {
    let tokens = lexer::scan(source, limits, steps)?;
    let document = parse::parse(source)?;
    let found = Limits { bytes: source.len() as u64, tokens, ..count::check(&document, limits, steps)? };
    Ok((document, found))
}

/// Makes a document ready to run, or says why it will not be; `steps`: of all that is done for one caller at once.
pub fn prepare(
    types: &TypeMap,
    limits: &Limits,
    source: &str,
    run: Run<'_>,
    steps: &Steps,
) -> Result<Prepared, Refusal> {
    let before = steps.done();
    let (document, found) = read(limits, source, steps)?;
    let chosen = choose(&document, run.operation_name);
    if run.queries_only
        && let Ok((_, operation)) = &chosen
        && operation.node.ty != OperationType::Query
    {
        return Err(Refusal::NoQuery);
    }
    validate::check(types, &document, steps)?;
    let (name, operation) = chosen?;
    let variables = coerce::variables(types, &operation.node, run.variables, steps)?;
    let root = types.root(operation.node.ty).expect("validation found the root type");
    let mut normaliser = normalise::Normaliser {
        types,
        document: &document,
        variables: &variables,
        limits,
        steps,
        selections: 0,
    };
    let selection_set = normaliser.set(root, &[&operation.node.selection_set])?;
    let root_fields = selection_set.node.items.len() as u64;
    refusal::bound("rootFields", limits.root_fields, root_fields)?;
    let directives = normaliser.directives(&operation.node.directives)?;
    let complexity = complexity::check(types, limits, root, &selection_set.node, steps)?;
    repeat::check(types, root, &selection_set.node, steps)?;
    let kind = operation.node.ty;
    let operation_name = name.map(ToString::to_string);
    let merged =
        OperationDefinition { ty: kind, variable_definitions: Vec::new(), directives, selection_set };
    let operations = DocumentOperations::Single(Positioned::new(merged, operation.pos));
    let document = ExecutableDocument { operations, fragments: HashMap::default() };
    let found = Limits { root_fields, complexity, steps: steps.done() - before, ..found };
    Ok(Prepared { document, operation_name, variables, found })
}

type Chosen<'a> = (Option<&'a Name>, &'a Positioned<OperationDefinition>);

fn choose<'a>(document: &'a ExecutableDocument, wanted: Option<&str>) -> Result<Chosen<'a>, Refusal> {
    let mut operations = document.operations.iter();
    match (wanted, document.operations.iter().len()) {
        (Some(wanted), _) => operations
            .find(|(name, _)| name.is_some_and(|name| name == wanted))
            .ok_or_else(|| Refusal::Operation(format!("Unknown operation named \"{wanted}\"."))),
        (None, 1) => Ok(operations.next().expect("there is one")),
        (None, _) => Err(Refusal::Operation(
            "Must provide operation name if query contains multiple operations.".to_owned(),
        )),
    }
}
