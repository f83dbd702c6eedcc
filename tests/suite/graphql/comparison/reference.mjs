// graphql-js over our content. It parses, validates, coerces, collects, merges and nulls by itself; only single values
// come from our server, each by a question that is one chain of fields: no two fields side by side, no variables, no
// named fragments, no directives. A chain beneath a list answers for all its items, and is asked once.
export class Reference {
  constructor(graphql, sdl, server) {
    this.graphql = graphql;
    this.schema = graphql.buildSchema(sdl);
    this.server = server;
    this.chains = new Map();
  }

  // { refused } with the stage that refused it, or { data, failed } with the paths of the errors.
  async answer({ query, variables, operationName }) {
    const { parse, validate, execute } = this.graphql;
    let document;
    try {
      document = parse(query);
    } catch (error) {
      return { refused: "parse", because: error.message };
    }
    const [invalid] = validate(this.schema, document);
    if (invalid) return { refused: "validation", because: invalid.message };
    const { data, errors = [] } = await execute({
      schema: this.schema,
      document,
      variableValues: variables,
      operationName,
      fieldResolver: (place, args, _, info) => this.resolve(place ?? ROOT, args, info),
      typeResolver: (place) => place.type,
    });
    if (data === undefined) return { refused: "request", because: errors[0].message };
    return { data, failed: errors.map(({ path }) => path.join(".")).sort() };
  }

  // A leaf is its value; anything else is the place where it stands.
  async resolve(place, args, info) {
    const field = this.graphql.getNullableType(info.returnType);
    const type = this.graphql.getNamedType(field);
    const chain = [...place.chain, info.fieldName + this.literal(info.parentType.getFields()[info.fieldName], args)];
    const path = [...place.path, info.fieldName];
    if (this.graphql.isLeafType(type)) return this.ask(chain, path);
    const beneath = (found, path) => found && {
      type: found.__typename,
      chain: this.graphql.isAbstractType(type) ? [...chain, `... on ${found.__typename}`] : chain,
      path,
    };
    const found = await this.ask([...chain, "__typename"], path);
    return Array.isArray(found) ? found.map((item, at) => beneath(item, [...path, at])) : beneath(found, path);
  }

  async ask(chain, path) {
    const query = chain.reduceRight((beneath, step) => (beneath ? `${step} { ${beneath} }` : step), "");
    if (!this.chains.has(query)) this.chains.set(query, this.server.graphql({ query: `{ ${query} }` }));
    const { body } = await this.chains.get(query);
    if (body.errors) throw new Error(body.errors[0].message);
    return path.reduce((value, step) => value[step], body.data);
  }

  // Arguments as graphql-js coerced them, written out.
  literal(field, args) {
    const given = field.args.filter(({ name }) => args[name] !== undefined);
    const written = given.map(({ name, type }) => `${name}: ${this.write(args[name], type)}`);
    return written.length ? `(${written.join(", ")})` : "";
  }

  write(value, type) {
    return this.graphql.print(this.graphql.astFromValue(value, type));
  }
}

const ROOT = { chain: [], path: [] };
