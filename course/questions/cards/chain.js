// chain: documents in a column that is put in order; from each an arrow to an earlier one, and a label for the hop.

// The arrows beside the column, drawn anew from where the rows stand. pull: a pointer that draws one right now.
function arcLayer(box, order, dot, sourceOf, unknown) {
  const NS = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("class", "qc-arcs");
  svg.setAttribute("aria-hidden", "true");
  const put = (tag, props, text) => {
    const node = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(props)) node.setAttribute(name, value);
    if (text) node.textContent = text;
    svg.append(node);
  };
  const place = (id) => {
    const frame = box.getBoundingClientRect();
    const at = dot(id).getBoundingClientRect();
    return { x: at.left + at.width / 2 - frame.left, y: at.top + at.height / 2 - frame.top };
  };
  const head = (x, y, extra) => put("path", { class: "qc-arrowhead" + extra, d: `M${x - 9} ${y - 5}L${x} ${y}L${x - 9} ${y + 5}Z` });
  function bow(from, to, steps, extra) {
    const deep = Math.min(from.x - 4, 12 + 7 * steps) / 0.75;
    put("path", { class: "qc-arc" + extra, d: `M${from.x} ${from.y}C${from.x - deep} ${from.y} ${from.x - deep} ${to.y} ${to.x - 20} ${to.y}` });
    head(to.x - 13, to.y, extra);
  }
  function draw(pull) {
    svg.replaceChildren();
    const list = order();
    list.forEach((id, at) => {
      const source = at > 0 && sourceOf(id);
      if (!source || (pull && pull.id === id)) return;
      const to = place(id);
      if (source === unknown) {
        put("path", { class: "qc-arc qc-unknown", d: `M${Math.max(13, to.x - 44)} ${to.y}H${to.x - 20}` });
        put("text", { x: Math.max(1, to.x - 56), y: to.y + 5 }, "?");
        head(to.x - 13, to.y, "");
      } else bow(place(source), to, Math.abs(at - list.indexOf(source)), list.indexOf(source) > at ? " qc-late" : "");
    });
    if (!pull) return;
    const frame = box.getBoundingClientRect();
    const to = place(pull.id);
    put("path", { class: "qc-arc qc-pulled", d: `M${to.x} ${to.y}L${pull.x - frame.left} ${pull.y - frame.top}` });
  }
  return { svg, draw };
}

kinds.chain = (ui, spec) => {
  const ids = spec.documents.map((one) => one.id);
  const names = new Map(spec.documents.map((one) => [one.id, plain(one.html)]));
  let order = [...ids];
  let from = {};
  let labels = {};
  let answered = false;
  const live = h("p", { class: "qc-hidden", "aria-live": "assertive" });
  const rows = new Map(spec.documents.map((one, at) => [one.id, makeRow(one, at)]));
  const list = h("ol", { class: "qc-order" });
  const box = h("div", { class: "qc-chain-box" });
  const arcs = arcLayer(box, () => order, (id) => rows.get(id).dot, (id) => from[id], spec.unknown);
  box.append(arcs.svg, list);
  new ResizeObserver(() => arcs.draw()).observe(box);

  function makeRow(one, at) {
    const name = names.get(one.id);
    const button = (step, word) =>
      h("button", { type: "button", class: "qc-move qc-" + word, "aria-label": "Move " + word + ": " + name, title: "Move " + word, onclick: () => move(one.id, step) });
    const up = button(-1, "up");
    const down = button(1, "down");
    const grip = h("span", { class: "qc-grip", "aria-hidden": "true", title: "Drag to another place" });
    const dot = h("span", { class: "qc-dot", "aria-hidden": "true", title: "Drag onto the document that it comes from" });
    const place = h("span", { class: "qc-place", "aria-hidden": "true" });
    const text = h("span", { class: "qc-text" }, h("span", { html: one.html }), one.site && h("span", { class: "qc-site" }, one.site));
    const source = h("select", { id: ui.id("from" + at), class: "qc-input", onchange: () => pick(from, one.id, source.value) });
    const label = h(
      "select",
      { id: ui.id("label" + at), class: "qc-input", onchange: () => pick(labels, one.id, label.value) },
      h("option", { value: "" }, "Choose\u2026"),
      spec.labels.map((each) => h("option", { value: each.id }, each.id === spec.unknown ? "Not determinable from these pages" : each.text)),
    );
    const field = (word, select) =>
      h("div", {}, h("label", { for: select.id }, h("span", { class: "qc-hidden" }, name + ": "), word), select);
    const fields = h("div", { class: "qc-hop-fields" }, field("Comes from", source), field("What changed", label));
    const begins = h("p", { class: "qc-begins" }, "The claim begins here.");
    const late = h("p", { class: "qc-late-note" }, "It comes from a document that stands later. Move one of the two, or choose again.");
    const top = h("div", { class: "qc-doc-top" }, grip, place, text, h("span", { class: "qc-moves" }, up, down));
    const row = h("li", { class: "qc-item qc-doc" }, dot, top, fields, begins, late);
    grip.addEventListener("pointerdown", (event) => dragRow(event, one.id, dragging));
    dot.addEventListener("pointerdown", (event) => pull(event, one.id));
    return { row, up, down, place, dot, source, label, fields, begins, late };
  }

  function show() {
    order.forEach((id, at) => {
      const entry = rows.get(id);
      // Moving a node drops its focus, so only what stands in the wrong place is moved.
      if (list.children[at] !== entry.row) list.insertBefore(entry.row, list.children[at] || null);
      setText(entry.place, String(at + 1));
      enable(entry.up, at > 0);
      enable(entry.down, at < order.length - 1);
      entry.row.classList.toggle("qc-first", at === 0);
      entry.fields.hidden = at === 0;
      entry.begins.hidden = at > 0;
      showSources(entry, id, at);
      entry.label.value = labels[id] || "";
    });
    list.classList.toggle("qc-unset", !answered);
    arcs.draw();
  }

  // Only what stands earlier can be chosen; an arrow that a move has turned round stays, and says so.
  function showSources(entry, id, at) {
    const late = order.indexOf(from[id]) > at;
    entry.late.hidden = !late || at === 0;
    const said = (one) => order.indexOf(one) + 1 + " \u00b7 " + names.get(one);
    const options = [["", "Choose\u2026"], ...order.slice(0, at).map((one) => [one, said(one)])];
    if (late) options.push([from[id], said(from[id]) + " (stands later)"]);
    options.push([spec.unknown, "Not determinable from these pages"]);
    entry.source.replaceChildren(...options.map(([value, text]) => h("option", { value }, text)));
    entry.source.value = from[id] || "";
  }

  function shift(id, to) {
    const next = order.filter((other) => other !== id);
    next.splice(to, 0, id);
    if (same(next, order)) return false;
    order = next;
    show();
    return true;
  }

  function move(id, step) {
    const to = order.indexOf(id) + step;
    const held = document.activeElement;
    if (to < 0 || to >= order.length || !shift(id, to)) return;
    // The focus stays with the document that was moved, on the same button.
    if (held && held.isConnected) held.focus();
    setText(live, names.get(id) + ": now " + (to + 1) + " of " + order.length);
    send();
  }

  function pick(part, id, value) {
    if (value) part[id] = value;
    else delete part[id];
    send();
  }

  function send() {
    answered = true;
    show();
    ui.answer({ order: [...order], from: { ...from }, labels: { ...labels } });
  }

  const dragging = {
    order: () => order,
    row: (id) => rows.get(id).row,
    shift,
    done: send,
    undo(before) {
      order = before;
      show();
    },
  };

  // From a document's dot onto an earlier document: where it has the claim from.
  function pull(event, id) {
    if (event.button !== 0 || order[0] === id) return;
    event.preventDefault();
    const earlier = order.slice(0, order.indexOf(id));
    let target = null;
    const onmove = (at) => {
      const under = (one) => {
        const frame = rows.get(one).row.getBoundingClientRect();
        return at.clientY >= frame.top && at.clientY <= frame.bottom;
      };
      target = earlier.find(under) || null;
      earlier.forEach((one) => rows.get(one).row.classList.toggle("qc-target", one === target));
      arcs.draw({ id, x: at.clientX, y: at.clientY });
    };
    const leave = followPointer(rows.get(id).row, onmove);
    const done = (at) => {
      leave();
      window.removeEventListener("pointerup", done);
      window.removeEventListener("pointercancel", done);
      earlier.forEach((one) => rows.get(one).row.classList.remove("qc-target"));
      if (target && at.type === "pointerup") pick(from, id, target);
      else arcs.draw();
    };
    window.addEventListener("pointerup", done);
    window.addEventListener("pointercancel", done);
  }

  const meanings = h(
    "details",
    { class: "qc-meanings" },
    h("summary", {}, "What the labels mean"),
    h("ul", {}, spec.labels.map((one) => h("li", {}, h("b", {}, one.text), h("span", {}, one.means)))),
  );
  const known = (part, values) =>
    Object.fromEntries(Object.entries(part || {}).filter(([id, value]) => ids.includes(id) && values.includes(value)));
  return {
    el: h("div", {}, h("p", { class: "qc-advice" }, spec.advice), meanings, box, live),
    set(value) {
      answered = Array.isArray(value?.order);
      order = answered ? value.order.filter((id) => ids.includes(id)) : [...ids];
      ids.forEach((id) => order.includes(id) || order.push(id));
      from = known(value?.from, [...ids, spec.unknown]);
      labels = known(value?.labels, spec.labels.map((one) => one.id));
      show();
    },
  };
};
