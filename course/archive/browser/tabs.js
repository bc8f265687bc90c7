// The row of tabs: one tab stop, arrows between them, Delete closes. The cross is for the mouse.

function makeTabs(ui, places, act) {
  const list = h("div", { class: "aw-tablist", role: "tablist", "aria-label": "Tabs" });
  const more = h("button", { type: "button", class: "aw-icon", "aria-label": "New tab", title: "New tab (t)", onclick: () => act.newTab() }, icon("plus"));
  const el = h("div", { class: "aw-tabs" }, list, more);

  const buttons = () => [...list.querySelectorAll("[role=tab]")];
  list.addEventListener("keydown", (event) => {
    const all = buttons();
    const here = all.indexOf(event.target);
    if (here < 0) return;
    const to = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      act.choose((to + all.length) % all.length);
      buttons()[places.active()].focus();
    } else if (event.key === "Delete") {
      event.preventDefault();
      act.close(here);
      buttons()[places.active()]?.focus();
    }
  });

  return {
    el,
    id: (tab) => ui.id(tab.id),
    show(titleOf) {
      const focused = list.contains(document.activeElement);
      list.replaceChildren(
        ...places.all().map((tab, at) => {
          const go = tab.places[tab.at].go;
          const on = at === places.active();
          const title = titleOf(go);
          return h(
            "div",
            { class: "aw-tab" + (on ? " aw-on" : ""), role: "presentation" },
            h(
              "button",
              {
                type: "button",
                role: "tab",
                id: ui.id(tab.id),
                "aria-selected": String(on),
                "aria-controls": ui.id("view"),
                "aria-keyshortcuts": "Delete",
                tabindex: on ? "0" : "-1",
                title,
                onclick: () => act.choose(at),
                onauxclick: (event) => event.button === 1 && (event.preventDefault(), act.close(at)),
              },
              mark(go),
              h("span", { class: "aw-tab-title" }, title),
            ),
            h("button", { type: "button", class: "aw-close", tabindex: "-1", "aria-hidden": "true", title: "Close tab", onclick: () => act.close(at) }, icon("cross")),
          );
        }),
      );
      if (focused) buttons()[places.active()].focus();
      list.querySelector(".aw-on")?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    },
  };
}

// The small square before a title: a site's first letter in a colour of its own, a lens for a search.
function mark(go) {
  if (!go) return h("span", { class: "aw-mark aw-mark-new", "aria-hidden": "true" }, icon("plus"));
  if (isSearch(go)) return h("span", { class: "aw-mark aw-mark-search", "aria-hidden": "true" }, icon("lens"));
  const host = hostOf(go);
  return h("span", { class: "aw-mark", "aria-hidden": "true", style: "--aw-hue:" + hue(host) }, (host[0] || "?").toUpperCase());
}

function hue(text) {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) % 3600;
  return Math.round(sum / 10);
}

// An icon is drawn by the style sheet in the colour of the text.
const icon = (name) => h("span", { class: "aw-i aw-i-" + name, "aria-hidden": "true" });
