// node visit.mjs PACKAGES CHROMIUM URL STORY [PICTURE]: visits our pages as STORY says, and prints what was met, as JSON.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const [packages, executablePath, url, story, picture] = process.argv.slice(2);
const { chromium } = createRequire(join(packages, "index.js"))("playwright-core");
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const CDN = /^https:\/\/cdn\.jsdelivr\.net\/npm\/([a-z-]+)@([0-9.]+)\/(.+)$/;

const browser = await chromium.launch({ executablePath, args });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const met = { foreign: [], complaints: [] };
page.on("request", (request) => /^(data|blob):/.test(request.url()) || request.url().startsWith(`${url}/`) || met.foreign.push(request.url()));
page.on("console", (line) => ["error", "warning"].includes(line.type()) && met.complaints.push(line.text()));
page.on("pageerror", (error) => met.complaints.push(error.message));

// The npm packages in the CDN's place, each file as `change` leaves it.
async function cdn(change) {
  await page.route((asked) => asked.protocol === "https:", async (route) => {
    const [, name, version, path] = CDN.exec(route.request().url()) ?? [];
    const about = name && JSON.parse(await readFile(join(packages, "node_modules", name, "package.json"), "utf8"));
    if (about?.version !== version) return route.abort();
    const body = change(await readFile(join(packages, "node_modules", name, path), "utf8"));
    const contentType = path.endsWith(".css") ? "text/css" : "text/javascript";
    return route.fulfill({ body, contentType, headers: { "access-control-allow-origin": "*" } });
  });
}

// Runs the query that stands there, and opens the documentation.
async function explore() {
  await page.goto(`${url}/graphiql`);
  await page.locator(".graphiql-execute-button").click();
  const answer = page.locator(".result-window .CodeMirror");
  await answer.filter({ hasText: '"data"' }).waitFor();
  met.answer = await answer.evaluate((element) => element.CodeMirror.getValue());
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await page.locator(".graphiql-doc-explorer-content").getByText("Query", { exact: true }).click();
  met.documented = await page.locator(".graphiql-doc-explorer-field-name").allTextContents();
}

async function loading() {
  await page.goto(`${url}/graphiql`);
  await page.waitForFunction(() => !document.getElementById("loading")?.textContent.startsWith("Loading"));
  met.told = await page.locator("#loading").textContent({ timeout: 1000 }).catch(() => null);
}

const STORIES = {
  async home() {
    await page.goto(url);
    met.title = await page.title();
    met.links = await page.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  },
  explore,
  async cdn() {
    await cdn((text) => text);
    await explore();
  },
  async tampered() {
    await cdn((text) => `${text}\n`);
    await loading();
  },
};

try {
  await STORIES[story]();
  if (picture) await page.screenshot({ path: picture, fullPage: true });
} finally {
  await browser.close();
}
console.log(JSON.stringify(met));
