// The strip below: what was done in order, how many pages of the budget, replay, and a fact-checker's way beside it.

const DONE = {
  open: "Opened",
  search: "Searched for",
  registrant: "Looked up who registered",
  snapshots: "Looked at earlier states of",
  picture: "Searched for",
  notices: "Looked for corrections of",
  links: "Looked up who links to",
  source: "Looked at the source of",
};

const COMPARE = "Beside a fact-checker\u2019s";
const HIDE = "Hide the comparison";

function makeTrail(ui, spec, act) {
  let steps = [];
  let replayed = -1;
  let waits = false;
  const list = h("div", { class: "aw-steps", role: "toolbar", "aria-label": "Your trail: nothing yet" });
  const count = h("span", { class: "aw-count", role: "status" });
  const pips = h("span", { class: "aw-pips", "aria-hidden": "true" });
  const replay = h("button", { type: "button", class: "aw-button aw-small", onclick: () => (replayed < 0 ? show(0) : stop()) }, "Replay");
  const compare = spec.may_compare ? h("button", { type: "button", class: "aw-button aw-small", "aria-expanded": "false", onclick: () => toggleCompare() }, COMPARE) : null;
  const says = h("p", { class: "aw-replay-says", role: "status" });
  const back = h("button", { type: "button", class: "aw-button aw-small", onclick: () => show(replayed - 1) }, "Step back");
  const next = h("button", { type: "button", class: "aw-button aw-small", onclick: () => show(replayed + 1) }, "Next step");
  const player = h("div", { class: "aw-replay", hidden: true }, says, back, next);
  const beside = h("div", { class: "aw-beside", role: "region", "aria-label": "Your trail beside a fact-checker\u2019s", tabindex: "-1", hidden: true });
  const el = h("div", { class: "aw-trail" }, h("div", { class: "aw-trail-row" }, h("span", { class: "aw-trail-name", "aria-hidden": "true" }, "Your trail"), list, h("span", { class: "aw-budget" }, pips, count), h("span", { class: "aw-trail-buttons" }, replay, compare)), player, beside);

  const label = (step) => (step.do === "search" ? step.of : step.do === "picture" ? "a picture" : act.titleOf(step.of) || bare(step.of));
  const told = (step) => DONE[step.do] + " " + (step.do === "search" ? "“" + step.of + "”" : label(step)) + ", " + step.at.slice(11, 16) + " UTC";

  function draw() {
    const pages = new Set(steps.filter((step) => step.do === "open" && step.of !== spec.start).map((step) => step.of)).size;
    const over = pages > spec.budget;
    setText(count, over ? pages + " pages; a fact-checker needs at most " + spec.budget + ". Read on if you need to." : pages + " of " + spec.budget + " pages");
    pips.replaceChildren(...Array.from({ length: spec.budget }, (_, at) => h("span", { class: at < pages ? "aw-pip aw-full" : "aw-pip" })));
    el.classList.toggle("aw-over", over);
    list.setAttribute("aria-label", "Your trail: " + (steps.length === 1 ? "1 step" : steps.length ? steps.length + " steps" : "nothing yet"));
    const held = list.contains(document.activeElement) ? [...list.children].indexOf(document.activeElement) : -1;
    list.replaceChildren(
      ...steps.map((step, at) =>
        h("button", { type: "button", class: "aw-step" + (at === replayed ? " aw-now" : ""), tabindex: at === (held < 0 ? steps.length - 1 : held) ? "0" : "-1", title: told(step), "aria-current": at === replayed ? "step" : null, onclick: () => (replayed < 0 ? act.revisit(step) : show(at)) }, icon("step-" + step.do), h("span", { class: "aw-step-label" }, label(step)), h("span", { class: "aw-hidden" }, ", " + told(step))),
      ),
    );
    if (held >= 0) list.children[held]?.focus();
    else if (replayed < 0) list.scrollLeft = list.scrollWidth;
    replay.hidden = !steps.length;
    setText(replay, replayed < 0 ? "Replay" : "End replay");
    player.hidden = replayed < 0;
  }

  function show(at) {
    if (at < 0 || at >= steps.length) return;
    replayed = at;
    setText(says, "Step " + (at + 1) + " of " + steps.length + ": " + told(steps[at]));
    enable(back, at > 0);
    enable(next, at < steps.length - 1);
    draw();
    list.children[at]?.scrollIntoView({ block: "nearest", inline: "center" });
    act.replay(steps[at], steps.slice(0, at).findLast((step) => step.do === "open" || step.do === "search"));
  }

  function stop() {
    if (replayed < 0) return false;
    replayed = -1;
    draw();
    act.replay(null);
    return true;
  }

  async function toggleCompare() {
    const on = beside.hidden || waits; // what was said to come later is asked for again, not closed
    compare.setAttribute("aria-expanded", String(on));
    setText(compare, on ? HIDE : COMPARE);
    beside.hidden = !on;
    if (!on) return;
    // It opens below the fold: whoever sees nothing happen would press again, and close it.
    beside.replaceChildren(h("p", {}, "Fetching the fact-checker\u2019s trail\u2026"));
    bringIntoView();
    try {
      const found = await act.compare();
      waits = Boolean(found.waits);
      if (waits) setText(compare, COMPARE);
      beside.replaceChildren(...(found.waits ? [h("p", {}, found.waits)] : [found.fact && h("p", { class: "aw-fact" }, found.fact), side("Your trail", steps.map((step) => ({ ...step, title: label(step) }))), side("A fact-checker’s trail", found.steps)].filter(Boolean)));
    } catch (error) {
      beside.replaceChildren(h("p", {}, error.message));
    }
    bringIntoView();
  }

  function bringIntoView() {
    beside.scrollIntoView({ block: beside.offsetHeight > window.innerHeight * 0.6 ? "start" : "nearest" });
    beside.focus({ preventScroll: true });
  }

  const side = (name, shown) =>
    h(
      "section",
      { "aria-label": name },
      h("h2", {}, name),
      shown.length ? h("ol", {}, shown.map((step) => h("li", {}, icon("step-" + step.do), h("span", {}, h("span", { class: "aw-day" }, DONE[step.do] + " "), step.title && step.do !== "search" ? step.title : step.do === "search" ? "“" + step.of + "”" : bare(step.of), step.why && h("span", { class: "aw-why" }, step.why))))) : h("p", {}, "Nothing was opened yet."),
    );

  list.addEventListener("keydown", (event) => {
    const all = [...list.children];
    const here = all.indexOf(event.target);
    const to = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: all.length - 1 }[event.key];
    if (here < 0 || to === undefined || !all[to]) return;
    event.preventDefault();
    all[here].tabIndex = -1;
    all[to].tabIndex = 0;
    all[to].focus();
  });

  return {
    el,
    stop,
    isReplaying: () => replayed >= 0,
    set(now) {
      steps = now;
      draw();
    },
    redraw: draw,
  };
}
