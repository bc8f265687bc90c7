// Shortcuts. They hold while the focus is in the browser; letters only outside of text fields.

const HELP = [
  ["/", "Address bar: type words or an address"],
  ["Alt ← / Alt →", "Back, forward"],
  ["Ctrl F (⌘ F)", "Find in this page; Enter for the next match"],
  ["t", "New tab"],
  ["w", "Close this tab"],
  ["1 to 9", "Go to a tab"],
  ["o", "Tools"],
  ["← → on tabs or trail", "Move along; Delete closes a tab"],
  ["Ctrl Enter on a link", "Open it in a new tab"],
  ["Esc", "Close what is open, then go back to the page"],
  ["?", "These keys"],
];

function watchKeys(root, act, signal) {
  const inText = (node) => node.matches("input, textarea, select");
  const handler = (event) => {
    if (!root.contains(event.target)) return;
    const key = event.key;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    let does = null;
    if (command && key.toLowerCase() === "f") does = act.find;
    // To JupyterLab this would mean to run the cell.
    else if (command && key === "Enter" && event.target.matches("a[href]")) does = () => act.open(clip(event.target.getAttribute("href")), true);
    else if (event.altKey && key === "ArrowLeft") does = act.back;
    else if (event.altKey && key === "ArrowRight") does = act.forward;
    else if (key === "Escape") does = act.escape;
    else if (!command && !event.altKey && !inText(event.target)) {
      does = { "/": act.address, t: act.newTab, w: act.closeTab, o: act.toggleTools, "?": act.help }[key] ?? null;
      if (/^[1-9]$/.test(key)) does = () => act.choose(Number(key) - 1);
    }
    if (!does) return;
    event.preventDefault();
    // JupyterLab listens on the document; this is one step above it.
    event.stopImmediatePropagation();
    does();
  };
  window.addEventListener("keydown", handler, { capture: true, signal });
  guardKeys(root, signal);
}

function drawHelp(ui, close) {
  return h(
    "div",
    { class: "aw-help", id: ui.id("help"), role: "region", "aria-label": "Keys", hidden: true },
    h("div", { class: "aw-tools-head" }, h("h2", {}, "Keys"), h("button", { type: "button", class: "aw-icon", "aria-label": "Close keys", onclick: close }, icon("cross"))),
    h("dl", {}, HELP.map(([keys, does]) => h("div", {}, h("dt", {}, keys), h("dd", {}, does)))),
  );
}
