// Documents made by chance over the schema: the same for the same seed.
const SLUGS = { city: ["xiamen", "santiago", "nowhere"], cluster: ["transport", "waste", "sustainable-transport"] };
const WORDS = { Locale: ["zh", "ar", "en"], CountryCode: ["CL", "CN"], DateTime: ["2020-06-30T00:00:00Z"], Int: [0, 1, 2, 3], Boolean: [true, false] };
const STRINGS = { clusters: ["transport", "waste"], topics: ["news", "webinars"], cities: ["xiamen"], regions: ["142", "005"], ref: ["tram-line", "news-2020-11-11"] };

export class Generator {
  constructor(graphql, schema, ids, seed) {
    Object.assign(this, { graphql, schema, ids, seed });
    this.types = Object.values(schema.getTypeMap()).filter((type) => graphql.isCompositeType(type) && !type.name.startsWith("__"));
  }

  // { query, variables }, nearly always valid.
  document() {
    // Now and then a fragment stands where it cannot apply.
    Object.assign(this, { variables: new Map(), fragments: new Map(), careless: this.chance(4) });
    const body = this.selections(this.schema.getQueryType(), 5);
    const definitions = [...this.variables].map(([name, { type, otherwise }]) => `$${name}: ${type}${otherwise ?? ""}`);
    const head = definitions.length ? `query(${definitions.join(", ")}) ` : "";
    const given = [...this.variables].filter(([, { value }]) => value !== undefined);
    return { query: [`${head}${body}`, ...this.fragments.values()].join(" "), variables: Object.fromEntries(given.map(([name, { value }]) => [name, value])) };
  }

  selections(type, depth) {
    const fields = Object.values(type.getFields?.() ?? {}).filter((field) => depth > 0 || this.isLeaf(field));
    const chosen = Array.from({ length: 1 + this.below(4) }, () => {
      if (depth > 0 && this.chance(22)) return this.fragment(type, depth - 1);
      return fields.length && !this.chance(6) ? this.field(this.pick(fields), depth) : `${this.chance(40) ? "what: " : ""}__typename${this.directive()}`;
    });
    return `{ ${chosen.join(" ")} }`;
  }

  field(field, depth) {
    const alias = this.chance(15) ? `${this.pick(["a", "b", "c"])}: ` : "";
    const beneath = this.isLeaf(field) ? "" : ` ${this.selections(this.graphql.getNamedType(field.type), depth - 1)}`;
    return `${alias}${field.name}${this.arguments(field)}${this.directive()}${beneath}`;
  }

  // Inline, or named; a name is defined where it is first used, and may be used again.
  fragment(type, depth) {
    const on = this.pick(this.types.filter((other) => this.careless || this.graphql.doTypesOverlap(this.schema, other, type)));
    if (this.chance(20)) return `...${this.directive()} ${this.selections(type, depth)}`;
    if (this.chance(50)) return `... on ${on.name}${this.directive()} ${this.selections(on, depth)}`;
    const name = `${on.name}${this.below(2)}at${depth}`;
    if (!this.fragments.has(name)) this.fragments.set(name, `fragment ${name} on ${on.name} ${this.selections(on, depth)}`);
    return `...${name}${this.directive()}`;
  }

  arguments(field) {
    const wanted = field.args.filter(({ name, type }) => {
      if (["after", "before"].includes(name)) return false;
      if (name === "last") return this.chance(3);
      return name === "first" ? this.chance(70) : this.graphql.isNonNullType(type) && name !== "fallbackToOriginal" ? true : this.chance(20);
    });
    // Both ends of a page at once fail: at the root only, as what is beneath is not looked at when nothing is above.
    const root = field.args.some(({ name }) => name === "locale");
    const last = !root && wanted.some(({ name }) => name === "last");
    const written = wanted.filter(({ name }) => !(last && name === "first")).map(({ name, type }) => `${name}: ${this.value(type, name, field)}`);
    return written.length ? `(${written.join(", ")})` : "";
  }

  // A literal, or a variable with or without a value and a default.
  value(type, name, field) {
    if (this.chance(25)) return `$${this.variable(type, name, field)}`;
    return this.write(this.make(type, name, field, true));
  }

  variable(type, name, field) {
    const key = `v${this.variables.size}`;
    const required = this.graphql.isNonNullType(type);
    const otherwise = this.chance(50) ? ` = ${this.write(this.make(type, name, field, false))}` : undefined;
    const value = (required && !otherwise) || this.chance(60) ? JSON.parse(JSON.stringify(this.make(type, name, field, false))) : undefined;
    this.variables.set(key, { type: otherwise && this.chance(50) ? this.graphql.getNullableType(type) : type, otherwise, value: value ?? undefined });
    return key;
  }

  make(type, name, field, nested) {
    const { isNonNullType, isListType, isInputObjectType, isEnumType } = this.graphql;
    if (isNonNullType(type)) return this.make(type.ofType, name, field, nested);
    if (isListType(type)) return this.chance(15) ? this.make(type.ofType, name, field, nested) : Array.from({ length: this.below(4) }, () => this.make(type.ofType, name, field, nested));
    if (isEnumType(type)) return new Enum(this.pick(type.getValues()).name);
    if (type.name === "ID") return this.pick(this.ids);
    if (name === "slug") return this.pick(SLUGS[field.name] ?? ["innovative-city-experiences", "news", "unossc"]);
    if (name === "sdgs") return 1 + this.below(17);
    if (!isInputObjectType(type)) return this.pick(STRINGS[name] ?? WORDS[type.name] ?? ["text"]);
    const fields = Object.values(type.getFields()).filter((each) => this.graphql.isRequiredInputField(each) || this.chance(20));
    const value = (each) => (nested && this.chance(25) ? new Variable(this.variable(each.type, each.name, field)) : this.make(each.type, each.name, field, nested));
    return Object.fromEntries(fields.map((each) => [each.name, value(each)]));
  }

  write(value) {
    if (value instanceof Variable) return `$${value.name}`;
    if (value instanceof Enum) return value.name;
    if (Array.isArray(value)) return `[${value.map((each) => this.write(each)).join(", ")}]`;
    if (typeof value !== "object") return JSON.stringify(value);
    return `{ ${Object.entries(value).map(([name, each]) => `${name}: ${this.write(each)}`).join(", ")} }`;
  }

  directive() {
    if (!this.chance(8)) return "";
    const condition = this.chance(50) ? `$${this.variable(this.schema.getDirective("skip").args[0].type, "if")}` : this.chance(50);
    return ` @${this.pick(["skip", "include"])}(if: ${condition})`;
  }

  isLeaf(field) {
    return this.graphql.isLeafType(this.graphql.getNamedType(field.type));
  }

  chance(percent) {
    return this.below(100) < percent;
  }

  pick(from) {
    return from[this.below(from.length)];
  }

  // Mulberry32.
  below(end) {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * end);
  }
}

class Enum {
  constructor(name) {
    this.name = name;
  }

  toJSON() {
    return this.name;
  }
}

class Variable {
  constructor(name) {
    this.name = name;
  }
}
