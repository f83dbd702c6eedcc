// node main.mjs FOLDER URL SEED COUNT: asks our server and graphql-js (the npm package in FOLDER) the same documents, and
// prints where they differ, as JSON.
import { createRequire } from "node:module";
import { join } from "node:path";

import { cases } from "./cases.mjs";
import { Generator } from "./random.mjs";
import { Reference } from "./reference.mjs";
import { schemasDiffer } from "./schema.mjs";
import { ALL } from "./refusals.mjs";
import { Server } from "./server.mjs";

const [folder, url, seed, count] = process.argv.slice(2);
const graphql = createRequire(join(folder, "index.js"))("graphql");
const server = new Server(url);
const sdl = await server.send("GET", "/schema.graphql");
const reference = new Reference(graphql, sdl, server);

const STAGES = {
  GRAPHQL_PARSE_FAILED: "parse",
  GRAPHQL_VALIDATION_FAILED: "validation",
  BAD_REQUEST: "request",
  LIMIT_EXCEEDED: "limit",
};

// What our server made of it: like an answer of the reference, with the data as text.
async function ours(asked) {
  const { text, body } = await server.graphql(asked);
  const [first] = body.errors ?? [];
  if (!("data" in body)) return { refused: STAGES[first.extensions.code] ?? first.extensions.code, because: first.message };
  return { text, failed: (body.errors ?? []).map(({ path = [] }) => path.join(".")).sort() };
}

// The bytes count: order of keys, keys given twice, how numbers are written.
function agree(expected, found) {
  if (expected.refused || found.refused) return expected.refused === found.refused;
  const data = `"data":${JSON.stringify(expected.data)}}`;
  const whole = expected.failed.length ? found.text.endsWith(`],${data}`) : found.text === `{${data}`;
  // Once nothing is left of the answer, a server may stop looking for more errors.
  if (expected.data === null) return whole && found.failed.length > 0;
  // Arguments are refused before there are rows, so our path ends at the first list above the field.
  const told = (path) => found.failed.some((above) => `${path}.`.startsWith(`${above}.`));
  return whole && expected.failed.every(told);
}

const tally = { answered: 0, failed: 0, refused: 0, limited: 0, differences: [] };

async function compare(name, asked) {
  const [expected, found] = await Promise.all([reference.answer(asked), ours(asked)]);
  if (found.refused === "limit") tally.limited += 1;
  else if (!agree(expected, found)) tally.differences.push({ name, asked, expected, found });
  else if (found.refused) tally.refused += 1;
  else if (found.failed.length) tally.failed += 1;
  else tally.answered += 1;
}

async function compareAll(cases) {
  const waiting = [...cases];
  const next = async () => {
    for (let each = waiting.shift(); each; each = waiting.shift()) await compare(...each);
  };
  await Promise.all(Array.from({ length: 8 }, next));
}

const ids = await server.graphql({ query: "{ clusters { nodes { id } } cities { nodes { id } } news { nodes { id } } topics { nodes { id } } media { nodes { thumbnail { id } } } }" });
const known = [...ids.text.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id);
const generator = new Generator(graphql, reference.schema, known, Number(seed));
const random = Array.from({ length: Number(count) }, (_, n) => [`random ${n}`, generator.document()]);

await compareAll(cases(ALL, known));
const hand = { ...tally };
await compareAll(random);
tally.differences.push(...(await schemasDiffer(graphql, sdl, server)));
server.close();
console.log(JSON.stringify({ hand, all: tally, chains: reference.chains.size, questions: server.questions }));
