// The game as a widget: it keeps its place, sends what was chosen, and shows what Python answers. The screens are drawn
// by cynic_screens.js, which cynic_widget.py puts in front of this file.

const SLOW = 3000;
const GONE = "jupyter-widgets-disconnected";

function progress(play, at) {
  const answered = Object.keys(play.answers).length;
  const bits = Array.from({ length: play.total }, (_, n) => h("i", { class: n < answered ? "cy-on" : n === at ? "cy-here" : "" }));
  return h("div", { class: "cy-strip", role: "img", "aria-label": answered + " of " + play.total + " cards answered" }, bits);
}

// A table that is wider than its box scrolls, and what scrolls must be reachable by keyboard.
function reach(seen) {
  for (const { target } of seen) {
    if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
}

function render({ model, el, signal }) {
  const ended = new AbortController();
  const scrolling = new ResizeObserver(reach);
  const prefix = freshPrefix();
  const cards = model.get("cards");
  let play = model.get("play");
  let shown = play.next;
  let sent = 0;
  let slow = 0;

  const place = h("span", { class: "qc-points" });
  const strip = h("div", {});
  const stage = h("div", { class: "cy-stage" });
  const says = h("p", { class: "qc-status cy-says", role: "status" });
  const root = h(
    "section",
    { class: "qc cy", "aria-label": "Beat the Cynic" },
    h("div", { class: "cy-head" }, h("p", { class: "cy-game" }, "Beat the Cynic"), place),
    strip,
    stage,
    says,
  );

  const gone = () => el.classList.contains(GONE);
  const note = (text, state) => {
    setText(says, text);
    root.dataset.state = state || "";
  };
  const ui = {
    id: (name) => prefix + "-" + name,
    note: (text) => note(text, "error"),
    send(message) {
      if (gone()) return note("Not saved: the notebook’s kernel has stopped. Run this cell again.", "error");
      sent += 1;
      clearTimeout(slow);
      slow = setTimeout(() => note("Not saved yet: the notebook is busy. Your answer is saved as soon as it is free.", "waiting"), SLOW);
      model.send({ ...message, n: sent });
    },
    go(id) {
      shown = id;
      note("");
      draw();
      focus(stage.querySelector(".cy-title"));
    },
  };

  function draw() {
    const at = cards.findIndex((card) => card.id === shown);
    setText(place, at < 0 ? "" : "card " + (at + 1) + " of " + play.total);
    strip.replaceChildren(progress(play, at));
    const card = cards[at];
    const parts = !card ? finish(ui, play, cards) : card.id in play.answers ? doneCard(ui, card, play) : openCard(ui, card, play);
    scrolling.disconnect();
    stage.replaceChildren(...parts.flat().filter(Boolean));
    stage.querySelectorAll(".qc-scroll").forEach((area) => scrolling.observe(area));
  }

  // The focus must not fall out of the card when what held it is replaced.
  function focus(node) {
    if (!node) return;
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest" });
  }

  function onplay() {
    const hadFocus = root.contains(document.activeElement);
    play = model.get("play");
    draw();
    if (!hadFocus) return;
    const results = stage.querySelectorAll(".cy-result");
    const guess = stage.querySelector("form.cy-guess input");
    focus(stage.querySelector(".cy-headline[tabindex]") || (results.length ? results[results.length - 1] : null) || guess || stage.querySelector(".cy-title"));
  }

  function onmessage(message) {
    if (!message || !message.ack || message.ack < sent) return;
    clearTimeout(slow);
    note(message.error || message.saved || "", message.error ? "error" : "");
  }

  draw();
  if (play.notice) note(play.notice, "error");
  el.classList.add("qc-host");
  el.append(root);
  model.on("change:play", onplay);
  model.on("msg:custom", onmessage);
  guardKeys(root, ended.signal);
  const watch = new MutationObserver(() => gone() && note("The notebook’s kernel has stopped. Run this cell again to go on.", "error"));
  watch.observe(el, { attributes: true, attributeFilter: ["class"] });
  const end = () => {
    clearTimeout(slow);
    watch.disconnect();
    scrolling.disconnect();
    ended.abort();
    model.off("change:play", onplay);
    model.off("msg:custom", onmessage);
  };
  if (signal) signal.addEventListener("abort", end);
  else return end;
}

export default { render };
