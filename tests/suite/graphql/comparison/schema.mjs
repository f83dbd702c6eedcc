// The schema as introspection tells it, beside the one that is printed.
export async function schemasDiffer(graphql, sdl, server) {
  const query = graphql.getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, directiveIsRepeatable: true, oneOf: true });
  const { body, text } = await server.graphql({ query });
  if (body.errors) return [{ name: "introspection", found: text.slice(0, 500) }];
  const print = (schema) => graphql.printSchema(graphql.lexicographicSortSchema(schema)).split("\n");
  const [expected, found] = [print(graphql.buildSchema(sdl)), print(graphql.buildClientSchema(body.data))];
  const at = expected.findIndex((line, n) => line !== found[n]);
  if (at < 0 && expected.length === found.length) return [];
  return [{ name: "introspection", expected: expected.slice(at, at + 5), found: found.slice(at, at + 5) }];
}
