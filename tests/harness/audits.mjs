// node audits.mjs FOLDER URL: the server audits of the npm package in FOLDER against URL, as JSON.
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, url] = process.argv.slice(2);
const { auditServer } = createRequire(join(folder, "index.js"))("graphql-http");
const results = await auditServer({ url });
console.log(JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason }))));
