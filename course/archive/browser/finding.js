// Find in the page: matches are marked in the text, and one of them is the current one.

const MOST_FOUND = 500;

function makeFinder(ui, view) {
  let found = [];
  let at = 0;
  const input = h("input", { type: "text", id: ui.id("find"), "aria-label": "Find in this page", autocomplete: "off", spellcheck: "false" });
  const says = h("span", { class: "aw-find-count", role: "status" });
  const button = (name, label, act) => h("button", { type: "button", class: "aw-icon", "aria-label": label, title: label, onclick: act }, icon(name));
  const el = h("div", { class: "aw-find", hidden: true }, icon("lens"), input, says, button("up", "Match before", () => step(-1)), button("down", "Next match", () => step(1)), button("cross", "Close find", () => close()));

  function clear() {
    for (const mark of view.querySelectorAll("mark.aw-found")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
    found = [];
  }

  function search() {
    clear();
    const wanted = input.value.toLowerCase();
    if (wanted.trim()) markAll(wanted);
    at = 0;
    show();
  }

  function markAll(wanted) {
    const walker = document.createTreeWalker(view, NodeFilter.SHOW_TEXT, (node) => (node.parentElement.closest("script, style, .aw-hidden, button") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (let node of nodes) {
      let from;
      // Lower case may have another length than the text (İ); such a text is left alone.
      while (found.length < MOST_FOUND && node.data.toLowerCase().length === node.data.length && (from = node.data.toLowerCase().indexOf(wanted)) >= 0) {
        const hit = node.splitText(from);
        node = hit.splitText(wanted.length);
        const mark = h("mark", { class: "aw-found" });
        hit.replaceWith(mark);
        mark.append(hit);
        found.push(mark);
      }
    }
  }

  function show() {
    found.forEach((mark, place) => mark.classList.toggle("aw-current", place === at));
    found[at]?.scrollIntoView({ block: "center" });
    setText(says, !input.value.trim() ? "" : found.length ? at + 1 + " of " + found.length : "Not on this page");
  }

  function step(by) {
    if (!found.length) return;
    at = (at + by + found.length) % found.length;
    show();
  }

  function close() {
    if (el.hidden) return false;
    clear();
    el.hidden = true;
    view.focus();
    return true;
  }

  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  });

  return {
    el,
    close,
    open() {
      el.hidden = false;
      input.focus();
      input.select();
      if (input.value) search();
    },
    // Another page came: the words stay, the marks are set anew.
    renew: () => !el.hidden && search(),
    isOpen: () => !el.hidden,
  };
}
