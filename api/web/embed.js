// Custom elements that show what a network of cities publishes: <cities-news>, <cities-events>, <cities-calls>, <cities-media>.
//
//   <script type="module" src="https://…/embed.js"></script>
//   <cities-news cluster="transport" limit="5" lang="en"></cities-news>
//
// An element fetches a fragment of HTML that the server made, and shows it in a shadow root. There are no cookies and no
// other site: a player is loaded when somebody asks for it. What stands within the element is shown until the fragment is
// there, and when it cannot be had: put a link there. Everything else is told in docs/partners.md.

const SERVER = new URL(".", import.meta.url);

// Attributes, and the parameters of /embed/… that they are.
const PARAMETERS = {
  cluster: "cluster", topic: "topic", city: "city", country: "country", sdg: "sdg", kind: "kind", provider: "provider",
  open: "open", upcoming: "upcoming", "published-after": "publishedAfter", "published-before": "publishedBefore",
  "starts-after": "startsAfter", "starts-before": "startsBefore",
  limit: "limit", lang: "lang", "heading-level": "headingLevel",
};

const FAILED = {
  en: "This cannot be shown at the moment.", fr: "Ce contenu ne peut pas être affiché pour le moment.",
  es: "No se puede mostrar en este momento.", ru: "Сейчас это показать нельзя.",
  zh: "目前无法显示。", ar: "لا يمكن عرض هذا في الوقت الحالي.",
};

const style = new CSSStyleSheet();
style.replaceSync(`/* embed.css */`);

// All HTML comes from the one server that this script comes from, which escapes it.
const policy = globalThis.trustedTypes?.createPolicy("cities-embed", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

class CitiesList extends HTMLElement {
  static observedAttributes = Object.keys(PARAMETERS);
  #asked = null;

  connectedCallback() {
    if (!this.shadowRoot) {
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [style];
      root.append(document.createElement("slot"));
      root.addEventListener("click", (event) => this.#play(event));
    }
    this.#load();
  }

  disconnectedCallback() {
    this.#asked?.abort();
  }

  attributeChangedCallback(name, before, now) {
    if (before !== now && this.shadowRoot && this.isConnected) this.#load();
  }

  /** Fetches the list once more. */
  refresh() {
    return this.#load();
  }

  // Attributes that are set one after the other are one request.
  async #load() {
    this.#asked?.abort();
    const asked = this.#asked = new AbortController();
    await Promise.resolve();
    if (asked.signal.aborted) return;
    this.setAttribute("aria-busy", "true");
    try {
      const html = await this.#fetch(asked.signal);
      const part = document.createElement("template");
      part.innerHTML = policy.createHTML(html);
      this.shadowRoot.replaceChildren(part.content);
      this.dispatchEvent(new CustomEvent("cities-load", { bubbles: true, composed: true }));
    } catch (error) {
      if (!asked.signal.aborted) this.#fail(error);
    } finally {
      if (this.#asked === asked) this.removeAttribute("aria-busy");
    }
  }

  async #fetch(signal) {
    const url = new URL(`embed/${this.constructor.kind}`, SERVER);
    for (const [attribute, parameter] of Object.entries(PARAMETERS)) {
      const value = this.getAttribute(attribute);
      if (value) url.searchParams.set(parameter, value);
    }
    url.searchParams.set("fragment", "true");
    const answer = await fetch(url, { signal, credentials: "omit", referrerPolicy: "no-referrer" });
    if (answer.ok) return answer.text();
    const problem = await answer.json().catch(() => ({}));
    throw new Error(`${url} answered ${answer.status}: ${problem.detail ?? answer.statusText}`);
  }

  // The reader is told kindly, or shown what stands within the element; the webmaster is told what to do.
  #fail(error) {
    const hint = error instanceof TypeError ? ` Is ${SERVER.origin} in connect-src of the page's Content-Security-Policy?` : "";
    console.error(`<${this.localName}>: ${error.message}.${hint}`, this);
    const said = document.createElement("p");
    said.className = "cities-none";
    said.part = "error";
    said.setAttribute("role", "status");
    const language = (this.lang || document.documentElement.lang).split("-")[0];
    said.lang = language in FAILED ? language : "en";
    said.dir = "auto";
    said.textContent = FAILED[said.lang];
    const frame = document.createElement("div");
    frame.className = "cities";
    frame.append(said, document.createElement("slot"));
    this.shadowRoot.replaceChildren(frame);
    this.dispatchEvent(new CustomEvent("cities-error", { bubbles: true, composed: true, detail: error }));
  }

  // A player takes the place of the picture; with a key for another tab or window the link does what links do.
  #play(event) {
    const link = event.target.closest("a[data-player]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const item = link.closest("li.cities-item");
    const frame = Object.assign(document.createElement("iframe"), {
      className: "cities-frame", part: "frame", src: link.dataset.player, allowFullscreen: true,
      title: item.querySelector(".cities-title").textContent, allow: "encrypted-media; fullscreen; picture-in-picture",
    });
    // Of the picture the words stay, where another source was chosen.
    const picture = item.querySelector(".cities-play");
    picture?.querySelector("img")?.remove();
    for (const other of item.querySelectorAll("a[data-player]")) other.hidden = other === link;
    item.querySelector(".cities-frame")?.remove();
    item.prepend(frame);
    frame.focus();
  }
}

for (const kind of ["news", "events", "calls", "media"]) {
  const name = `cities-${kind}`;
  if (!customElements.get(name)) customElements.define(name, class extends CitiesList { static kind = kind; });
}
