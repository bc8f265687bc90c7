// The browser: tabs, bar, page, tools, trail. One function draws what the present place shows.

const SAVE_AFTER = 500;

function render({ model, el, signal: given }) {
  const ended = new AbortController();
  const signal = ended.signal;
  const spec = model.get("spec");
  const prefix = freshPrefix();
  const ui = { id: (name) => prefix + "-" + name };
  const titles = new Map(Object.entries(spec.titles));
  let shown = null;
  let drawing = 0;
  let local = "";
  let replaying = null;
  let saving = 0;

  const asker = makeAsker(model, el, signal, (on) => setNote(on ? "The notebook is busy. This opens as soon as it is free." : ""), () => showNote());
  for (const [url, page] of Object.entries(spec.pages)) asker.learn("page", url, page);
  const places = makePlaces(spec, () => {
    clearTimeout(saving);
    saving = setTimeout(saveTabs, SAVE_AFTER);
  });
  const saveTabs = () => {
    clearTimeout(saving);
    saving = 0;
    try {
      asker.tabs(places.kept(), places.active());
    } catch {
      // The kernel has gone; where the tabs stand is not worth a word.
    }
  };

  const act = {
    typed(text) {
      const where = meant(text);
      if (where !== null) act.open(where);
    },
    open(where, aside) {
      trail.stop();
      remember();
      if (aside && !places.open(where)) return setNote("Twelve tabs are open. Close one first.");
      if (!aside) places.go(where);
      if (isNarrow()) showTools(false);
      draw(true, true);
    },
    newTab() {
      trail.stop();
      remember();
      if (!places.open("")) return setNote("Twelve tabs are open. Close one first.");
      draw().then(() => view.querySelector(".aw-search")?.focus());
    },
    closeTab: () => act.close(places.active()),
    close(at) {
      trail.stop();
      remember();
      places.close(at);
      draw();
    },
    choose(at) {
      if (!places.all()[at] || (at === places.active() && !replaying)) return;
      trail.stop();
      remember();
      places.choose(at);
      draw();
    },
    back: () => move(-1),
    forward: () => move(1),
    find: () => finder.open(),
    address: () => (address.focus(), address.select()),
    tools(on) {
      showTools(on);
      if (on) tools.focus();
      else view.focus();
    },
    toggleTools: () => act.tools(!tools.isOpen()),
    look(kind, of) {
      if (!tools.isOpen()) act.tools(true);
      record(kind, of);
      return tools.look(kind, of);
    },
    picture: (name) => asker.picture(name),
    compare: () => asker.compare(),
    titleOf: (of) => titles.get(of) ?? "",
    revisit(step) {
      if (step.do === "open") act.open(step.of);
      else if (step.do === "search") act.open("?" + step.of);
      else act.look(step.do, step.of);
    },
    // Replay shows a step and changes neither tabs nor trail.
    async replay(step, before) {
      replaying = step && { go: placeOf(step) ?? (before ? placeOf(before) : ""), y: 0 };
      root.classList.toggle("aw-replaying", Boolean(step));
      await draw();
      const looks = step && placeOf(step) === null;
      if (Boolean(looks) !== tools.isOpen()) showTools(Boolean(looks));
      if (looks) tools.look(step.do, step.of);
    },
    help() {
      help.hidden = !help.hidden;
      helpButton.setAttribute("aria-expanded", String(!help.hidden));
      (help.hidden ? view : help.querySelector("button")).focus();
    },
    escape() {
      if (!help.hidden) return act.help();
      if (finder.close()) return;
      if (trail.stop()) return view.focus();
      if (tools.isOpen()) return act.tools(false);
      address.value = addressOf(place().go);
      view.focus();
    },
  };

  // Where there is no room beside the page the tools lie over it, and what they hide cannot have the focus.
  const isNarrow = () => root.clientWidth <= 720;
  function showTools(on) {
    tools.show(on);
    toolsButton.setAttribute("aria-expanded", String(on));
    fitTools();
  }
  const fitTools = () => (pane.inert = tools.isOpen() && isNarrow());

  const place = () => replaying ?? places.place();
  // A look-up of a page shows that page; that of a domain or a picture leaves the page as it was.
  const placeOf = (step) => (step.do === "open" ? step.of : step.do === "search" ? "?" + step.of : null);
  const addressOf = (go) => (isSearch(go) ? go.slice(1) : go);
  const titleOf = (go) => (!go ? "New tab" : isSearch(go) ? "Search: " + go.slice(1) : (titles.get(go) ?? bare(go)));

  function move(by) {
    if (trail.isReplaying()) trail.stop();
    remember();
    if (places.move(by)) draw(true);
  }

  // A notebook that is just opening may not have laid the page out yet.
  let wanted = null;
  function scrollTo(y) {
    wanted = view.clientHeight ? null : y;
    view.scrollTop = y;
  }
  function laidOut() {
    fitTools();
    if (wanted !== null && view.clientHeight) scrollTo(wanted);
  }

  function remember() {
    if (wanted === null && !replaying && shown === places.place().go) places.place().y = Math.round(view.scrollTop);
  }

  // The page that was open at the start is the first step of a trail that has none.
  function record(kind, of) {
    if (!spec.kept) return;
    const first = steps().length ? [] : [{ do: "open", of: spec.start, at: opened }];
    for (const step of [...first, { do: kind, of, at: now() }]) {
      asker.step(step).catch((error) => setNote(error.message));
    }
    trail.set(steps());
  }
  const opened = now();
  const steps = () => {
    const kept = model.get("trail");
    const known = new Set(kept.map((step) => JSON.stringify([step.do, step.of, step.at])));
    return [...kept, ...asker.unkept().filter((step) => !known.has(JSON.stringify([step.do, step.of, step.at])))];
  };

  const tabs = makeTabs(ui, places, act);
  const button = (name, label, does, more = {}) => h("button", { type: "button", class: "aw-icon", "aria-label": label, title: label, onclick: does, ...more }, icon(name));
  const backButton = button("back", "Back", act.back);
  const forwardButton = button("forward", "Forward", act.forward);
  const address = h("input", { type: "text", class: "aw-address", "aria-label": "Address or words to search for", autocomplete: "off", autocapitalize: "off", spellcheck: "false", placeholder: "Search, or type an address" });
  const findButton = button("find", "Find in this page", () => finder.open());
  const toolsButton = h("button", { type: "button", class: "aw-button aw-tools-button", "aria-expanded": "false", "aria-controls": ui.id("tools"), onclick: act.toggleTools }, icon("tools"), h("span", {}, "Tools"));
  const helpButton = h("button", { type: "button", class: "aw-link", "aria-expanded": "false", "aria-controls": ui.id("help"), onclick: act.help }, "Keys");
  onEnter(address, () => act.typed(address.value));
  const form = h("div", { class: "aw-address-form", role: "search" }, address);
  const view = h("div", { class: "aw-view", id: ui.id("view"), role: "tabpanel", tabindex: "0" });
  const finder = makeFinder(ui, view);
  const tools = makeTools(ui, asker, act);
  const trail = makeTrail(ui, spec, act);
  const help = drawHelp(ui, act.help);
  const target = h("div", { class: "aw-target", "aria-hidden": "true", hidden: true });
  const pane = h("div", { class: "aw-pane" }, finder.el, view, target);
  const note = h("p", { class: "aw-note", role: "status", hidden: true });
  const heard = h("p", { class: "aw-hidden", "aria-live": "polite" });
  const root = h(
    "section",
    { class: "aw", "aria-labelledby": ui.id("name"), "data-story": spec.story },
    h("div", { class: "aw-head" }, h("p", { class: "aw-title", id: ui.id("name") }, spec.heading), h("span", { class: "aw-unmarked" }, spec.kept ? "your trail is kept, not marked" : ""), spec.prompt_html && h("div", { class: "aw-prompt", html: spec.prompt_html })),
    h(
      "div",
      { class: "aw-window" },
      tabs.el,
      h("div", { class: "aw-bar" }, backButton, forwardButton, form, findButton, toolsButton),
      h("div", { class: "aw-banner" }, h("span", {}, "All pages here are fictional."), helpButton),
      help,
      note,
      h("div", { class: "aw-main" }, pane, tools.el),
      trail.el,
    ),
    heard,
  );

  // `moved` is true where the reader went somewhere: then the focus goes along, and it is said. `counts` is true where
  // that is a step of the trail: an opened page under its own address; what is not archived is no page read.
  async function draw(moved, counts) {
    const mine = ++drawing;
    const { go, y } = place();
    address.value = addressOf(go);
    enable(backButton, places.canGo(-1));
    enable(forwardButton, places.canGo(1));
    tabs.show(titleOf);
    view.setAttribute("aria-labelledby", tabs.id(places.tab()));
    tools.awaitPage();
    const made = await content(go, () => mine === drawing);
    if (mine !== drawing) return;
    shown = go;
    view.replaceChildren(made.el);
    scrollTo(y);
    tools.about(made.page ?? null);
    if (made.page && !replaying && made.page.url !== go) {
      places.rename(made.page.url);
      shown = made.page.url;
      // Whoever types on already keeps what they have typed.
      if (address.value === addressOf(go)) address.value = made.page.url;
    }
    if (made.title) titles.set(shown, made.title);
    if (counts && isSearch(go)) record("search", go.slice(1));
    else if (counts && made.page) record("open", made.page.url);
    tabs.show(titleOf);
    trail.redraw();
    finder.renew();
    if (moved) {
      const typing = document.activeElement === address && address.value !== addressOf(shown);
      if (!finder.isOpen() && !typing) view.focus({ preventScroll: true });
      setText(heard, titleOf(shown));
    }
  }

  async function content(go, current) {
    if (!go) return { el: drawNewTab(ui, spec, act) };
    const kind = isSearch(go) ? "search" : "page";
    const of = addressOf(go);
    try {
      let found = asker.known(kind, of);
      if (!found) {
        view.classList.add("aw-waiting");
        found = await asker.ask(kind, of);
      }
      if (kind === "search") return { el: drawResults(ui, of, found, act) };
      if (found.missing) return { el: drawMissing(ui, of, found, act) };
      asker.learn("page", found.url, found);
      return { el: drawPage(found, act), page: found, title: found.title };
    } catch (error) {
      return { el: drawTrouble(error.message, asker.gone() ? null : () => draw(true)) };
    } finally {
      if (current()) view.classList.remove("aw-waiting");
    }
  }

  function setNote(text) {
    local = text;
    showNote();
  }
  const showNote = () => {
    const text = asker.gone() ? STOPPED : local || model.get("notice");
    setText(note, text);
    note.hidden = !text;
  };

  // Links lead within the archive: nothing here ever leaves the page.
  const linkOf = (event) => event.target.closest?.("a[href]");
  const follow = (event) => {
    const link = linkOf(event);
    if (!link || !root.contains(link)) return;
    if (link.closest(".aw-prompt")) return;
    event.preventDefault();
    if (event.type === "auxclick" && event.button !== 1) return;
    act.open(clip(link.getAttribute("href")), event.ctrlKey || event.metaKey || event.button === 1);
  };
  root.addEventListener("click", follow);
  root.addEventListener("auxclick", follow);
  const aim = (event) => {
    const link = event.type === "focusout" || event.type === "pointerout" ? null : linkOf(event);
    target.hidden = !link || Boolean(link.closest(".aw-prompt"));
    if (link) setText(target, bare(link.getAttribute("href")));
  };
  for (const name of ["pointerover", "pointerout", "focusin", "focusout"]) root.addEventListener(name, aim);
  let scrolling = 0;
  view.addEventListener("scroll", () => {
    clearTimeout(scrolling);
    scrolling = setTimeout(() => !replaying && shown === places.place().go && places.scrolled(view.scrollTop), SAVE_AFTER);
  });

  watchKeys(root, act, signal);
  const fitting = new ResizeObserver(laidOut);
  fitting.observe(root);
  const showTrail = () => trail.set(steps());
  model.on("change:trail", showTrail);
  model.on("change:notice", showNote);
  el.classList.add("aw-host");
  el.append(root);
  showTrail();
  showNote();
  draw();
  asker.resend();

  window.addEventListener("pagehide", () => saving && saveTabs(), { signal });
  document.addEventListener("visibilitychange", () => document.hidden && saving && saveTabs(), { signal });
  let wasGone = asker.gone();
  const watch = new MutationObserver(() => {
    if (asker.gone() === wasGone) return;
    wasGone = !wasGone;
    if (wasGone) asker.hangUp();
    else {
      asker.reconnected();
      asker.resend();
    }
    showNote();
  });
  watch.observe(el, { attributes: true, attributeFilter: ["class"] });
  const end = () => {
    if (saving) saveTabs();
    watch.disconnect();
    fitting.disconnect();
    model.off("change:trail", showTrail);
    model.off("change:notice", showNote);
    ended.abort();
  };
  if (given) given.addEventListener("abort", end);
  else return end;
}

export default { render };
