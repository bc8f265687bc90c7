// Small helpers that every other part of the card uses. The parts are joined by card.py in a fixed order into one
// module, so they share one scope and import nothing. A comment takes a whole line: card.py drops such lines.

const kinds = {};

// h("div", {class: "x", onclick: f, html: "<b>…</b>"}, child, …): an element. null, undefined and false are left out.
function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "html") node.innerHTML = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// Two cards of one question, and two views of one card, must not share an id.
const freshPrefix = () => "qc-" + Math.random().toString(36).slice(2, 9);

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const plain = (html) => h("div", { html }).textContent.trim();

const percent = (fraction) => Math.round(fraction * 100) + " %";

const countWords = (text) => text.split(/\s+/).filter(Boolean).length;

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Messages set code in backticks. Nothing else in them is markup: they may quote what somebody typed.
function setMessage(node, text) {
  if (node.dataset.said === text) return;
  node.dataset.said = text;
  node.replaceChildren(...text.split("`").map((part, at) => (at % 2 ? h("code", {}, part) : part)));
}

// A button that cannot be used now keeps its place in the tab order: `disabled` would throw the focus away.
function enable(button, on) {
  if (on) button.removeAttribute("aria-disabled");
  else button.setAttribute("aria-disabled", "true");
}

const isEnabled = (button) => button.getAttribute("aria-disabled") !== "true";

// A row of radio buttons drawn as equal steps: rating and evidence. items: [{value, label, described}]
function steps(ui, items, onpick) {
  const inputs = items.map((item, at) =>
    h("input", {
      type: "radio",
      name: ui.id("step"),
      id: ui.id("step" + at),
      value: item.value,
      "aria-describedby": item.described,
      onchange: () => onpick(item.value),
    }),
  );
  const row = h(
    "div",
    { class: "qc-steps", style: "--qc-n:" + items.length },
    items.map((item, at) => h("label", { class: "qc-step", for: inputs[at].id }, inputs[at], h("span", {}, item.label))),
  );
  return {
    el: row,
    set: (value) => inputs.forEach((input, at) => (input.checked = items[at].value === value)),
  };
}

// JupyterLab reads arrow keys and letters as notebook commands wherever the focus is not in a text field. Inside a card
// they belong to the card; Shift+Enter and what has Ctrl or Cmd still reach JupyterLab. Its selectors match the focused
// element itself (`:focus`), so the mark that stops them must stand there and not on the card.
function guardKeys(root, signal) {
  const guard = (event) => {
    if (!root.contains(event.target)) return;
    const passes = event.ctrlKey || event.metaKey || (event.shiftKey && event.key === "Enter");
    event.target.toggleAttribute("data-lm-suppress-shortcuts", !passes);
  };
  window.addEventListener("keydown", guard, { capture: true, signal });
}

// A post, or what it rests on.
function exhibit(part, extra) {
  return h(
    "div",
    { class: "qc-exhibit " + extra },
    h("p", { class: "qc-by" }, h("span", {}, part.by), part.invented && h("span", { class: "qc-tag" }, part.invented)),
    h("div", { html: part.html }),
  );
}
