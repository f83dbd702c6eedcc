// node visit.mjs PACKAGES CHROMIUM URL STORY PICTURES: visits our pages as STORY says, keeps pictures of them in the folder
// PICTURES, and prints what was met, as JSON.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const [packages, executablePath, url, story, pictures] = process.argv.slice(2);
const require = createRequire(join(packages, "index.js"));
const { chromium } = require("playwright-core");
// A page that a test makes up lies nowhere: it could not frame this machine.
const args = ["--disable-features=LocalNetworkAccessChecks", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const CDN = /^https:\/\/cdn\.jsdelivr\.net\/npm\/([a-z-]+)@([0-9.]+)\/(.+)$/;

const browser = await chromium.launch({ executablePath, args });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const met = { foreign: [], complaints: [], violations: [] };
page.on("request", (request) => /^(data|blob):/.test(request.url()) || request.url().startsWith(`${url}/`) || met.foreign.push(request.url()));
page.on("console", (line) => ["error", "warning"].includes(line.type()) && met.complaints.push(line.text()));
page.on("pageerror", (error) => met.complaints.push(error.message));

// What axe-core finds wrong on the page once nothing on it fades or moves any more, and a picture of it.
async function look(name, seen = page) {
  await seen.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  await seen.evaluate(await readFile(require.resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await seen.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  met.violations.push(...violations.map((one) => `${name}: ${one.id} at ${one.nodes.map((node) => node.target).join(", ")}`));
  await seen.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

// The bytes on the wire and the number of requests, but for pictures.
async function weighed(go) {
  const wire = await page.context().newCDPSession(page);
  const kinds = new Map();
  const weight = { bytes: 0, requests: 0 };
  wire.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (["Image", "Other"].includes(kinds.get(requestId))) return;
    weight.bytes += encodedDataLength;
    weight.requests += 1;
  });
  await wire.send("Network.enable");
  await go(wire);
  await wire.detach();
  return weight;
}

// Everything is scrolled by once: what is lazy has then been loaded.
async function scrolled() {
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
      scrollTo(0, y);
      await new Promise(requestAnimationFrame);
    }
    scrollTo(0, 0);
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  });
}

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
  met.told = await page.evaluate(() => document.getElementById("loading")?.textContent ?? null);
}

// The reference front end in a language.
async function front(lang) {
  const ready = async () => {
    await page.goto(`${url}/demo?lang=${lang}`);
    await page.locator("main:not([aria-busy])").waitFor();
  };
  met[lang] = await weighed(ready);
  await scrolled();
  Object.assign(met[lang], await page.evaluate(() => ({
    dir: document.documentElement.dir,
    title: document.querySelector("h1").textContent,
    counts: ["cities", "news", "media"].map((id) => document.querySelectorAll(`#${id} > li`).length),
    hidden: document.querySelectorAll("section[hidden]").length,
    // As it is drawn: a name of another script must not turn the line around.
    directions: [...document.querySelectorAll("#news h3")].map((title) => getComputedStyle(title).direction),
    wide: document.documentElement.scrollWidth > innerWidth,
  })));
  await look(`demo-${lang}`);
}

// The milliseconds to the first paint of text at 400 kbit/s and 400 ms there and back.
async function painted() {
  const fresh = await page.context().newCDPSession(page);
  await fresh.send("Network.enable");
  await fresh.send("Network.setCacheDisabled", { cacheDisabled: true });
  await fresh.send("Network.emulateNetworkConditions", { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 });
  await page.goto(`${url}/demo`);
  await page.locator("main:not([aria-busy])").waitFor();
  met.painted = await page.evaluate(() => Math.round(performance.getEntriesByName("first-contentful-paint")[0].startTime));
  met.complete = await page.evaluate(() => Math.round(performance.now()));
  await fresh.detach();
}

const STORIES = {
  async front() {
    await front("en");
    await front("ar");
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await page.setViewportSize({ width: 360, height: 740 });
    await front("zh");
    await painted();
  },
  // The page of a partner at another origin, which allows ours and nothing else.
  async partner() {
    const site = url.replace("127.0.0.1", "localhost");
    await page.route(/example\.org/, (route) => route.abort());
    await page.goto(`${site}/demo/partner`);
    await page.waitForFunction(() => [...document.querySelectorAll("main > *")].every((one) => !one.localName.startsWith("cities-") || one.shadowRoot?.querySelector(".cities")));
    await scrolled();
    met.lists = await page.evaluate(() => [...document.querySelectorAll("cities-news, cities-events, cities-calls, cities-media")].map((one) => ({
      name: one.localName,
      dir: getComputedStyle(one.shadowRoot.querySelector(".cities")).direction,
      titles: [...one.shadowRoot.querySelectorAll(".cities-title")].map((title) => title.localName),
      colour: getComputedStyle(one.shadowRoot.querySelector("a") ?? one).color,
    })));
    met.cookies = await page.context().cookies();
    await look("partner");
    met.before = [...met.foreign];
    await page.locator("cities-media").getByRole("link", { name: "Also available as a file" }).press("Enter");
    await page.frameLocator("cities-media iframe").locator("video").waitFor();
    met.focused = await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.localName);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: "dark" });
    await look("partner-phone");
  },
  // Where the list cannot be had the reader is told, the webmaster too.
  async refused() {
    await page.route(/embed\/news/, (route) => route.fulfill({ status: 400, json: { detail: "`limit` must be a whole number" } }));
    await page.goto(`${url.replace("127.0.0.1", "localhost")}/demo/partner`);
    const told = page.locator("cities-news").first().getByRole("status");
    await told.waitFor();
    met.told = await told.textContent();
    met.instead = await page.locator("cities-news a").first().isVisible();
  },
  // Frames in a page of somebody else, with no script anywhere.
  async scriptless() {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 800, height: 900 } });
    const outside = await context.newPage();
    const frames = ["news?cluster=transport", "media?cluster=transport"].map((path) => `<iframe title="${path}" width="700" height="420" src="${url}/embed/${path}"></iframe>`);
    const site = `${url.replace("127.0.0.1", "localhost")}/partner`;
    await outside.route(site, (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><title>p</title>${frames.join("")}` }));
    await outside.route(/example\.org/, (route) => route.abort());
    await outside.goto(site);
    const [news, media] = [0, 1].map((at) => outside.frameLocator("iframe").nth(at));
    met.news = await news.getByRole("listitem").filter({ has: news.getByRole("heading") }).count();
    await outside.screenshot({ path: join(pictures, "embed-frames.png") });
    await media.getByRole("link", { name: "Also available as a file" }).click();
    await media.frameLocator("iframe").locator("video").waitFor();
    await context.close();
    for (const [name, path] of [["news", "news?cluster=transport"], ["media", "media?lang=en"], ["calls", "calls?lang=en"], ["card", "news/call-innovative-city-experiences?lang=ar"], ["city", "cities/xiamen"]]) {
      await page.goto(`${url}/embed/${path}`);
      await look(`embed-${name}`);
    }
  },
  async home() {
    await page.goto(url);
    met.title = await page.title();
    met.links = await page.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    await look("home");
  },
  async docs() {
    met.broken = [];
    for (const path of ["docs", "docs/problems"]) {
      await page.goto(`${url}/${path}`);
      await look(path.replace("/", "-"));
      const anchors = page.locator("a[href^='#']");
      met.broken.push(...(await anchors.evaluateAll((links) => links
        .map((link) => link.getAttribute("href").slice(1))
        .filter((id) => !document.getElementById(id)))));
    }
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
} finally {
  await browser.close();
}
console.log(JSON.stringify(met));
