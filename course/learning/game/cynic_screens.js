// What the game shows: one card at a time, then two guesses, then d′. Python writes every sentence that depends on an
// answer; this file draws it, with the cards' dom.js (h, steps, setText, …), which cynic_widget.py puts in front of it.

// ---- Pieces -------------------------------------------------------------------------------------------------------

const exhibits = (card) =>
  h("div", { class: "qc-exhibits" }, exhibit(card.post, "qc-post"), exhibit(card.shows, "qc-shows"));

// A word and a shape; the colour comes on top.
const mark = (right) =>
  h("span", { class: "cy-mark " + (right ? "qc-is-right" : "qc-is-wrong cy-is-wrong") }, h("span", { class: "qc-icon", "aria-hidden": "true" }), right ? "right" : "wrong");

// One row a player: what was said on this card (if one is open), and how many were right so far.
function playersList(meters, said, total) {
  const rows = meters.map((meter, at) => {
    const call = said && said[at];
    const squares = Array.from({ length: total }, (_, n) => h("i", { class: n < meter.right ? "cy-on" : n < meter.of ? "cy-off" : "" }));
    return h(
      "li",
      { class: "cy-player cy-" + meter.key },
      h("span", { class: "cy-name" }, meter.name),
      call && h("span", { class: "cy-call" }, call.step + " %: " + call.verdict),
      call && mark(call.right),
      h(
        "span",
        { class: "cy-meter" },
        h("span", { class: "cy-squares", "aria-hidden": "true" }, squares),
        h("span", { class: "cy-of" }, meter.right + " of " + meter.of, h("span", { class: "qc-hidden" }, " right")),
      ),
    );
  });
  return h("ul", { class: "cy-players" + (said ? "" : " cy-brief") }, rows);
}

function meterBlock(play, said) {
  if (!play.meters[0].of) return null;
  return h("div", { class: "cy-block" }, h("p", { class: "cy-label" }, play.next === null ? "Right" : "Right so far"), playersList(play.meters, said, play.total));
}

// A d′ as a dot on a line that reaches from all wrong to all right.
function track(row, best) {
  const at = 50 + (50 * row.value) / best;
  return h("span", { class: "cy-track", "aria-hidden": "true" }, h("i", { class: "cy-zero" }), h("i", { class: "cy-dot", style: "left:" + at + "%" }));
}

function dprimeList(rows, scale) {
  return h(
    "ul",
    { class: "cy-dprimes" },
    h("li", { class: "cy-ends", "aria-hidden": "true" }, h("span", {}, "all wrong"), h("span", {}, "0"), h("span", {}, "all right")),
    rows.map((row) =>
      h(
        "li",
        { class: "cy-dprime cy-" + row.key },
        h("span", { class: "cy-name" }, row.name),
        track(row, scale.best),
        h("span", { class: "cy-number" }, h("span", { class: "qc-hidden" }, "d′ "), row.number),
        h("span", { class: "cy-words" }, row.words),
      ),
    ),
  );
}

// ---- Screens ------------------------------------------------------------------------------------------------------

// Choosing a step does not send it: arrow keys pass through steps that nobody meant.
function openCard(ui, card, play) {
  let picked = null;
  const button = h("button", { type: "submit", class: "qc-button qc-main", "aria-disabled": "true" }, "See what the evidence says");
  const control = sixSteps(ui, card, {}, (value) => {
    picked = value;
    enable(button, true);
  });
  const form = h(
    "form",
    {
      class: "cy-form",
      onsubmit: (event) => {
        event.preventDefault();
        if (picked === null) return ui.note("Choose one of the six steps first.");
        ui.send({ do: "answer", id: card.id, value: picked });
      },
    },
    control.el,
    h("div", { class: "qc-buttons cy-go" }, button),
  );
  return [title(ui, card.title), exhibits(card), form, meterBlock(play, null)];
}

function sixSteps(ui, card, props, onpick) {
  const row = steps(ui, card.steps.map((value) => ({ value, label: value + " %" })), onpick);
  const ends = h("div", { class: "qc-ends", "aria-hidden": "true" }, card.ends.map((text) => h("span", {}, text)));
  return { set: row.set, el: h("fieldset", { class: "qc-field", ...props }, h("legend", {}, card.legend), row.el, ends) };
}

const title = (ui, text) => h("p", { class: "qc-title cy-title", tabindex: "-1", id: ui.id("title") }, text);

function doneCard(ui, card, play) {
  const reveal = play.reveals[card.id];
  const control = sixSteps(ui, card, { class: "qc-field cy-closed", disabled: true }, () => {});
  control.set(play.answers[card.id]);
  const last = play.next === null;
  return [
    title(ui, card.title),
    exhibits(card),
    control.el,
    revealed(ui, reveal, true),
    meterBlock(play, reveal.said),
    h(
      "div",
      { class: "qc-buttons cy-go" },
      h("button", { type: "button", class: "qc-button qc-main", onclick: () => ui.go(play.next) }, last ? "See what d′ makes of it" : "Next card"),
    ),
  ];
}

const revealed = (ui, reveal, focusable) =>
  h(
    "div",
    { class: "cy-reveal " + (reveal.borne_out ? "cy-true" : "cy-false") },
    h("p", { class: "cy-headline", tabindex: focusable ? "-1" : null, id: focusable ? ui.id("headline") : null }, h("span", { class: "cy-sign", "aria-hidden": "true" }), reveal.headline),
    h("div", { html: reveal.why_html }),
  );

function guessed(entry, row) {
  return h(
    "div",
    { class: "cy-guess" },
    h("div", { html: entry.prompt_html }),
    h("p", { class: "cy-was" }, "You guessed " + entry.guess + ". ", row && h("strong", { tabindex: "-1", class: "cy-result" }, "It is " + row.number + ".")),
    h("div", { html: entry.why_html }),
  );
}

function guessForm(ui, entry) {
  const input = h("input", {
    class: "qc-input qc-number",
    id: ui.id("guess"),
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    maxlength: "40",
    // JupyterLab keeps Enter in a text field of an output from submitting its form.
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      input.form.requestSubmit();
    },
  });
  return h(
    "form",
    {
      class: "cy-guess",
      onsubmit: (event) => {
        event.preventDefault();
        if (!input.value.trim()) return ui.note("Type a number first. Nothing is at stake.");
        ui.send({ do: "predict", id: entry.id, value: input.value.trim() });
      },
    },
    h("div", { html: entry.prompt_html }),
    h("label", { class: "qc-label", for: input.id }, entry.label),
    h("div", { class: "qc-line" }, input, h("button", { type: "submit", class: "qc-button qc-main" }, "Guess")),
  );
}

function finish(ui, play, cards) {
  const rows = play.dprime || [];
  const asked = play.predictions.map((entry) =>
    entry.guess === null ? guessForm(ui, entry) : guessed(entry, rows.find((row) => row.key === entry.bot)),
  );
  return [
    title(ui, "All " + play.total + " cards played"),
    meterBlock(play, null),
    play.scale && h("p", { class: "cy-intro" }, play.scale.words),
    asked,
    rows.length > 0 && h("div", { class: "cy-block" }, h("p", { class: "cy-label" }, "d′, telling true from false"), dprimeList(rows, play.scale)),
    play.closing && h("div", { class: "cy-closing" }, play.closing.map((text) => h("p", {}, text))),
    play.closing && review(ui, play, cards),
  ];
}

function review(ui, play, cards) {
  return h(
    "details",
    { class: "cy-review" },
    h("summary", {}, "Read the " + play.total + " cards again"),
    cards.map((card) => {
      const reveal = play.reveals[card.id];
      return h(
        "div",
        { class: "cy-again" },
        h("p", { class: "qc-title" }, card.title),
        exhibits(card),
        h("p", { class: "cy-was" }, "You said " + reveal.said[0].step + " %: " + reveal.said[0].verdict + ". ", mark(reveal.said[0].right)),
        revealed(ui, reveal, false),
      );
    }),
  );
}
