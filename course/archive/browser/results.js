// What a tab shows when it shows no page: results, an address that is not archived, a new tab.

const FIRST = 10;

// In JupyterLab a form is not sent by Enter, so there are no forms.
function onEnter(input, does) {
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    does();
  });
}

function searchBox(ui, name, value, act) {
  const input = h("input", { type: "text", class: "aw-search", id: ui.id(name), value, autocomplete: "off", spellcheck: "false", "aria-label": "Search the archive" });
  const go = () => act.typed(input.value);
  onEnter(input, go);
  return h("div", { class: "aw-searchbox", role: "search" }, icon("lens"), input, h("button", { type: "button", class: "aw-button", onclick: go }, "Search"));
}

function drawResults(ui, words, found, act) {
  const list = h("ol", { class: "aw-results" });
  const rest = found.hits.slice(FIRST);
  list.append(...found.hits.slice(0, FIRST).map(drawHit));
  const more = rest.length
    ? h("button", { type: "button", class: "aw-button", onclick: () => (list.append(...rest.map(drawHit)), more.remove(), list.children[FIRST].querySelector("a").focus()) }, "Show " + rest.length + " more")
    : null;
  const count = found.count === 0 ? "Nothing found" : found.count === 1 ? "1 result" : found.count + " results";
  return h(
    "div",
    { class: "aw-own" },
    searchBox(ui, "again", words, act),
    h("h1", { class: "aw-quiet-title" }, count + " for “" + (words.length > 80 ? words.slice(0, 79) + "…" : words) + "”"),
    found.count ? null : h("p", {}, "No page here has any of these words. Try fewer words, or others that a page would use."),
    list,
    more,
  );
}

function drawHit(hit) {
  const path = bare(hit.url).split("/");
  return h(
    "li",
    { class: "aw-hit" },
    h("div", { class: "aw-hit-site" }, mark(hit.url), h("span", {}, h("span", { class: "aw-hit-name" }, hit.site), h("span", { class: "aw-hit-url" }, path.join(" › ")))),
    h("h2", {}, hit.sponsored && h("span", { class: "aw-paid" }, "Sponsored"), h("a", { href: hit.url }, hit.title)),
    h("p", { class: "aw-snippet" }, hit.day && h("span", { class: "aw-day" }, hit.day + " · "), h("span", { html: hit.html })),
  );
}

function drawMissing(ui, typed, found, act) {
  const list = (name, pages) =>
    pages?.length ? [h("h2", {}, name), h("ul", { class: "aw-list" }, pages.map((page) => h("li", {}, mark(page.url), h("span", {}, h("a", { href: page.url }, page.title), h("span", { class: "aw-hit-url" }, bare(page.url))))))] : null;
  const front = found.site && found.of_site?.length && isHost(typed);
  return h(
    "div",
    { class: "aw-own" },
    h("h1", {}, front ? found.site : "Not archived"),
    h("p", {}, found.loop ? "This address sends on to itself, so it leads nowhere." : front ? "The front page of this site is not archived. Other pages of it are." : ["Nothing is kept here under ", h("code", {}, bare(typed)), ". Only the pages of this archive can be opened; it is not the internet."]),
    list("Did you mean", found.near),
    list(found.site ? "Pages of " + found.site + " in this archive" : "Pages of this site", found.of_site),
    h("h2", {}, "Or search"),
    searchBox(ui, "instead", "", act),
  );
}

const isHost = (url) => !bare(url).includes("/");

function drawNewTab(ui, spec, act) {
  return h(
    "div",
    { class: "aw-own aw-new" },
    h("h1", {}, "The archived web"),
    h("p", {}, "Type words to search, or an address."),
    searchBox(ui, "new", "", act),
    h("p", {}, h("a", { href: spec.start }, "Where this story begins")),
  );
}

function drawTrouble(text, again) {
  return h("div", { class: "aw-own" }, h("h1", { class: "aw-quiet-title" }, "This did not open"), h("p", {}, text), again && h("button", { type: "button", class: "aw-button", onclick: again }, "Try again"));
}
