// The tool drawer: six look-ups beside the page. Each opens in its place, and what it names can be opened.

const TOOLS = [
  { kind: "registrant", name: "Who registered this domain?" },
  { kind: "snapshots", name: "Earlier snapshots" },
  { kind: "picture", name: "Where else is this picture?" },
  { kind: "notices", name: "Corrected or retracted?" },
  { kind: "links", name: "Who links here?" },
  { kind: "source", name: "Page source" },
];
const NOTICES = { correction: "Correction", retraction: "Retraction", concern: "Expression of concern", reinstatement: "Reinstatement" };

function makeTools(ui, asker, act) {
  let page = null;
  let coming = false; // another page is on its way; what is asked meanwhile is asked of that page
  let wanted = null;
  const parts = new Map();
  const list = h("div", { class: "aw-tool-list" }, TOOLS.map(drawTool));
  const close = h("button", { type: "button", class: "aw-icon", "aria-label": "Close tools", title: "Close tools (Esc)", onclick: () => act.tools(false) }, icon("cross"));
  const el = h("aside", { class: "aw-tools", "aria-label": "Tools", id: ui.id("tools"), hidden: true }, h("div", { class: "aw-tools-head" }, h("h2", {}, "Tools"), close), list);

  function drawTool({ kind, name }) {
    const area = h("div", { class: "aw-tool-area", id: ui.id("tool-" + kind), hidden: true, "aria-live": "polite" });
    const button = h("button", { type: "button", class: "aw-tool-button", "aria-expanded": "false", "aria-controls": area.id, onclick: () => toggle(kind) }, icon("tool-" + kind), h("span", {}, name), icon("down"));
    parts.set(kind, { button, area });
    return h("div", { class: "aw-tool" }, h("h3", {}, button), area);
  }

  function expand(kind, on) {
    const { button, area } = parts.get(kind);
    button.setAttribute("aria-expanded", String(on));
    area.hidden = !on;
    if (!on) area.replaceChildren();
  }

  function toggle(kind) {
    if (!parts.get(kind).area.hidden) {
      if (kind === wanted) wanted = null;
      return expand(kind, false);
    }
    if (coming) {
      if (wanted) expand(wanted, false);
      wanted = kind;
      return say(kind, looking());
    }
    if (kind === "registrant") return page ? act.look(kind, page.site.domain) : (expand(kind, true), askDomain(""));
    if (!page) return say(kind, "Open a page first.");
    if (kind === "picture") return choosePicture();
    act.look(kind, page.url);
  }

  const looking = () => h("p", { class: "aw-day" }, "Looking …");

  function say(kind, ...content) {
    expand(kind, true);
    parts.get(kind).area.replaceChildren(...content.flat().filter(Boolean));
  }

  function askDomain(domain, ...below) {
    const input = h("input", { type: "text", value: domain, id: ui.id("domain"), "aria-label": "Domain", autocomplete: "off", spellcheck: "false" });
    const go = () => input.value.trim() && act.look("registrant", clip(input.value.trim()));
    onEnter(input, go);
    say("registrant", h("div", { class: "aw-domain" }, input, h("button", { type: "button", class: "aw-button", onclick: go }, "Look up")), ...below);
  }

  function choosePicture() {
    const names = Object.keys(page.pictures);
    if (!names.length) return say("picture", h("p", {}, "No picture is on this page."));
    say(
      "picture",
      h("p", {}, names.length === 1 ? "Search for:" : "Search for one of these:"),
      h("div", { class: "aw-thumbs" }, names.map((name, at) => h("button", { type: "button", class: "aw-thumb", onclick: () => act.look("picture", name) }, thumbnail(name), h("span", { class: "aw-hidden" }, "Search for picture " + (at + 1))))),
    );
  }

  function thumbnail(name) {
    const img = h("img", { alt: "" });
    asker.picture(name).then((url) => url && (img.src = url));
    return img;
  }

  const opens = (url, text) => h("a", { href: url }, text);
  const line = (one) => h("li", {}, h("span", {}, opens(one.url, one.title), h("span", { class: "aw-hit-url" }, bare(one.url)), one.day && h("span", { class: "aw-day" }, one.day)));

  const SHOW = {
    registrant(found, of) {
      if (found.missing) return askDomain(of, h("p", {}, "No registration is kept of ", h("code", {}, found.domain || of), ". Write the whole domain, such as ", h("code", {}, "checkward.example"), "."));
      const same = found.same.length ? [h("p", { class: "aw-tool-head" }, "Also registered"), h("ul", { class: "aw-list" }, found.same.map((one) => h("li", {}, mark("https://" + one.domain), h("span", {}, opens("https://" + one.domain + "/", one.domain), h("span", { class: "aw-hit-url" }, "by " + one.who)))))] : [h("p", { class: "aw-day" }, "Nobody named here holds another domain of this archive.")];
      const rows = found.held.map((one, at) => h("li", { class: at === found.held.length - 1 ? "aw-latest" : "" }, h("span", { class: "aw-day" }, "since " + one.since), h("strong", {}, one.who), one.country && h("span", {}, one.country)));
      askDomain(found.domain, h("p", { class: "aw-tool-head" }, found.name), h("ol", { class: "aw-held" }, rows), ...same);
    },
    snapshots(found) {
      if (!found.states?.length) return say("snapshots", h("p", {}, "One state of this page is kept: the one you see."));
      say("snapshots", found.states.map(drawState));
    },
    picture(found, of) {
      const exact = found.uses?.filter((one) => one.exact) ?? [];
      const near = found.uses?.filter((one) => !one.exact) ?? [];
      const group = (name, uses) => (uses.length ? [h("p", { class: "aw-tool-head" }, name), h("ul", { class: "aw-uses" }, uses.map((one) => h("li", {}, thumbnail(one.picture), line(one).firstChild, h("span", { class: "aw-bits" }, one.exact ? "the same" : one.distance + " of 64 bits differ"))))] : []);
      say("picture", h("div", { class: "aw-asked" }, thumbnail(of), h("span", {}, found.alt ?? "This picture is not in the archive.")), group("The same picture", exact), group("Nearly the same: cut or altered", near), near.length ? null : h("p", { class: "aw-day" }, "No near picture. A mirrored one, or a small cut, would not be found."));
    },
    notices(found) {
      if (!found.notices?.length) return say("notices", h("p", {}, "No correction, retraction or concern is on record for this page. That alone does not make it right."));
      say("notices", h("ul", { class: "aw-notices" }, found.notices.map((one) => h("li", { class: "aw-notice-" + one.kind }, h("strong", {}, NOTICES[one.kind]), h("span", { class: "aw-day" }, one.day), h("p", {}, one.says), one.url !== page?.url && opens(one.url, "Read the notice")))));
    },
    links(found) {
      if (!found.links?.length) return say("links", h("p", {}, "No page of this archive links here."));
      say("links", h("p", { class: "aw-day" }, found.links.length === 1 ? "1 page links here." : found.links.length + " pages link here, the oldest first."), h("ul", { class: "aw-list" }, found.links.map(line)));
    },
    source(found) {
      const data = found.data ? [h("p", { class: "aw-tool-head" }, "Structured data (JSON-LD)"), code(found.data, "Structured data")] : [h("p", { class: "aw-day" }, "This page has no structured data.")];
      say("source", ...data, h("p", { class: "aw-tool-head" }, "The whole source"), code(found.text ?? "", "Page source"));
    },
  };

  const code = (text, name) => h("pre", { class: "aw-code", tabindex: "0", role: "region", "aria-label": name }, text);

  function drawState(state) {
    const changed = h("div", { class: "aw-diff", html: state.changed, tabindex: "0", role: "region", "aria-label": "What changed after " + state.day });
    const whole = h("div", { class: "aw-diff", html: state.html, hidden: true, tabindex: "0", role: "region", "aria-label": "As it was on " + state.day });
    whole.querySelectorAll("img[data-picture]").forEach((img) => asker.picture(img.dataset.picture).then((url) => url && (img.src = url)));
    const pick = (name, shows, hides, on) => {
      const button = h("button", { type: "button", "aria-pressed": String(on), onclick: () => {
        shows.hidden = false;
        hides.hidden = true;
        choice.querySelectorAll("button").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
      } }, name);
      return button;
    };
    const choice = h("div", { class: "aw-choice" });
    choice.append(pick("What changed", changed, whole, true), pick("As it was", whole, changed, false));
    const until = state.next === "today" ? "and what today’s page changed" : "and what changed until " + state.next;
    return h("section", { class: "aw-state", "aria-label": "State of " + state.day }, h("p", { class: "aw-tool-head" }, state.day), h("p", { class: "aw-day" }, state.title + ", " + until), choice, changed, whole);
  }

  return {
    el,
    show(on) {
      el.hidden = !on;
    },
    isOpen: () => !el.hidden,
    focus: () => (el.querySelector("[aria-expanded=true]") ?? el.querySelector(".aw-tool-button")).focus(),
    // Another page is shown: what was looked up belongs to the one before.
    about(next) {
      const asked = wanted;
      coming = false;
      wanted = null;
      if (next?.url !== page?.url) {
        page = next;
        TOOLS.forEach(({ kind }) => expand(kind, false));
      }
      if (!asked) return;
      expand(asked, false);
      toggle(asked);
    },
    awaitPage() {
      coming = true;
    },
    async look(kind, of) {
      TOOLS.forEach((one) => one.kind !== kind && expand(one.kind, false));
      if (!asker.known(kind, of)) say(kind, looking());
      try {
        SHOW[kind](await asker.ask(kind, of), of);
        parts.get(kind).button.scrollIntoView({ block: "nearest" });
      } catch (error) {
        say(kind, h("p", {}, error.message));
      }
    },
  };
}
