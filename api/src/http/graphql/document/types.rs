//! The schema as the document rooms need it: who has which fields, and what each takes and gives.

use std::collections::HashMap;

use async_graphql_parser::types::{
    BaseType, DirectiveDefinition, DirectiveLocation, FieldDefinition, InputValueDefinition, OperationType,
    ServiceDocument, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use async_graphql_value::{ConstValue, Name};

use super::value::Judge;

/// What 7.0.19 offers to introspection, the built-in scalars and directives: the printed schema leaves them out.
const BUILT_IN: &str = include_str!("introspection.graphql");

/// Every type and directive of one schema.
#[derive(Debug)]
pub struct TypeMap {
    types: HashMap<String, TypeDef>,
    directives: HashMap<String, DirectiveDef>,
    roots: [Option<String>; 3],
}

/// One named type.
#[derive(Debug)]
pub struct TypeDef {
    pub name: Name,
    pub kind: Kind,
    /// Of objects, interfaces and unions, `__typename` included.
    pub fields: HashMap<String, FieldDef>,
    /// The object types a value may have, in the order of the schema; of an object, itself.
    pub possible: Vec<Name>,
    /// Of an enum.
    pub values: Vec<Name>,
    /// Of an input object.
    pub inputs: Vec<InputDef>,
    pub one_of: bool,
    /// Of a scalar of ours: what is wrong with a text.
    pub judge: Option<Judge>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    Input,
}

#[derive(Clone, Debug)]
pub struct FieldDef {
    pub ty: Type,
    pub arguments: Vec<InputDef>,
}

/// An argument, or a field of an input object.
#[derive(Clone, Debug)]
pub struct InputDef {
    pub name: Name,
    pub ty: Type,
    pub default: Option<ConstValue>,
}

/// A directive, taken never to be repeatable: the parser reports all as repeatable.
#[derive(Debug)]
pub struct DirectiveDef {
    pub arguments: Vec<InputDef>,
    pub locations: Vec<DirectiveLocation>,
}

impl TypeMap {
    /// Reads the printed schema, once at start.
    pub fn parse(sdl: &str) -> Result<Self, async_graphql_parser::Error> {
        let mut map = Self { types: HashMap::new(), directives: HashMap::new(), roots: [None, None, None] };
        map.add(async_graphql_parser::parse_schema(BUILT_IN)?);
        map.add(async_graphql_parser::parse_schema(sdl)?);
        if map.roots.iter().all(Option::is_none) {
            map.roots = ["Query", "Mutation", "Subscription"]
                .map(|name| map.types.contains_key(name).then(|| name.to_owned()));
        }
        map.add_meta_fields();
        Ok(map)
    }

    /// Has a scalar judged before anything runs.
    #[must_use]
    pub fn judging(mut self, scalar: &str, judge: Judge) -> Self {
        self.types.entry(scalar.to_owned()).and_modify(|def| def.judge = Some(judge));
        self
    }

    pub fn get(&self, name: &str) -> Option<&TypeDef> {
        self.types.get(name)
    }

    pub fn directive(&self, name: &str) -> Option<&DirectiveDef> {
        self.directives.get(name)
    }

    /// The type an operation starts from; `None` when the schema has none of that kind.
    pub fn root(&self, kind: OperationType) -> Option<&TypeDef> {
        self.types.get(self.roots[root_index(kind)].as_deref()?)
    }

    /// The named type a field gives.
    pub fn target(&self, field: &FieldDef) -> Option<&TypeDef> {
        self.get(named(&field.ty))
    }

    fn add(&mut self, document: ServiceDocument) {
        let mut implemented: Vec<(Name, Name)> = Vec::new();
        for definition in document.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    let schema = schema.node;
                    self.roots = [schema.query, schema.mutation, schema.subscription]
                        .map(|name| name.map(|name| name.node.to_string()));
                }
                TypeSystemDefinition::Directive(directive) => {
                    let DirectiveDefinition { name, arguments, locations, .. } = directive.node;
                    let definition = DirectiveDef {
                        arguments: arguments.into_iter().map(|argument| input(argument.node)).collect(),
                        locations: locations.into_iter().map(|location| location.node).collect(),
                    };
                    self.directives.insert(name.node.to_string(), definition);
                }
                TypeSystemDefinition::Type(definition) => {
                    if let TypeKind::Object(object) = &definition.node.kind {
                        let of = &definition.node.name.node;
                        implemented
                            .extend(object.implements.iter().map(|name| (name.node.clone(), of.clone())));
                    }
                    self.types.insert(definition.node.name.node.to_string(), type_def(definition.node));
                }
            }
        }
        for (interface, object) in implemented {
            if let Some(interface) = self.types.get_mut(interface.as_str()) {
                interface.possible.push(object);
            }
        }
    }

    fn add_meta_fields(&mut self) {
        let Some(meta) = self.types.remove("__Meta") else { return };
        for def in self.types.values_mut().filter(|def| def.is_composite()) {
            def.fields.insert("__typename".to_owned(), meta.fields["__typename"].clone());
        }
        let query = self.roots[0].as_deref().and_then(|name| self.types.get_mut(name));
        if let Some(query) = query {
            query.fields.extend(meta.fields);
        }
    }
}

impl TypeDef {
    /// Has subfields.
    pub fn is_composite(&self) -> bool {
        matches!(self.kind, Kind::Object | Kind::Interface | Kind::Union)
    }

    /// May be the type of an argument or a variable.
    pub fn is_input(&self) -> bool {
        matches!(self.kind, Kind::Scalar | Kind::Enum | Kind::Input)
    }

    /// A value of the object type `name` is a value of this type.
    pub fn admits(&self, name: &str) -> bool {
        self.possible.iter().any(|possible| possible == name)
    }
}

impl InputDef {
    /// Must be given.
    pub fn is_required(&self) -> bool {
        !self.ty.nullable && self.default.is_none()
    }
}

/// The name inside all brackets.
pub fn named(ty: &Type) -> &Name {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(inner),
    }
}

fn root_index(kind: OperationType) -> usize {
    match kind {
        OperationType::Query => 0,
        OperationType::Mutation => 1,
        OperationType::Subscription => 2,
    }
}

fn type_def(definition: TypeDefinition) -> TypeDef {
    let one_of = definition.directives.iter().any(|directive| directive.node.name.node == "oneOf");
    let name = definition.name.node;
    let mut def = TypeDef {
        kind: Kind::Scalar,
        fields: HashMap::new(),
        possible: Vec::new(),
        values: Vec::new(),
        inputs: Vec::new(),
        one_of,
        name,
        judge: None,
    };
    match definition.kind {
        TypeKind::Scalar => {}
        TypeKind::Object(object) => {
            def.kind = Kind::Object;
            def.possible = vec![def.name.clone()];
            def.fields = object.fields.into_iter().map(|each| field(each.node)).collect();
        }
        TypeKind::Interface(interface) => {
            def.kind = Kind::Interface;
            def.fields = interface.fields.into_iter().map(|each| field(each.node)).collect();
        }
        TypeKind::Union(union) => {
            def.kind = Kind::Union;
            def.possible = union.members.into_iter().map(|member| member.node).collect();
        }
        TypeKind::Enum(list) => {
            def.kind = Kind::Enum;
            def.values = list.values.into_iter().map(|value| value.node.value.node).collect();
        }
        TypeKind::InputObject(object) => {
            def.kind = Kind::Input;
            def.inputs = object.fields.into_iter().map(|each| input(each.node)).collect();
        }
    }
    def
}

fn field(definition: FieldDefinition) -> (String, FieldDef) {
    let arguments = definition.arguments.into_iter().map(|argument| input(argument.node)).collect();
    (definition.name.node.to_string(), FieldDef { ty: definition.ty.node, arguments })
}

fn input(definition: InputValueDefinition) -> InputDef {
    InputDef {
        name: definition.name.node,
        ty: definition.ty.node,
        default: definition.default_value.map(|value| value.node),
    }
}
