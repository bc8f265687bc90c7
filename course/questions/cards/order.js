// order: a list that is sorted with two buttons an item, or by dragging its grip.

// What is dragged may have to go further than the screen shows: near an edge the page follows, faster the nearer. Calls
// `onmove` with the last place of the pointer whenever that, or the page, has moved; gives what ends it.
function followPointer(node, onmove) {
  const NEAR = 56;
  const FASTEST = 22;
  const box = scrollerOf(node);
  let last = null;
  let frame = 0;
  function follow() {
    frame = 0;
    const shown = box === document.scrollingElement ? { top: 0, bottom: window.innerHeight } : box.getBoundingClientRect();
    const top = Math.max(shown.top, 0) + NEAR - last.clientY;
    const bottom = last.clientY - (Math.min(shown.bottom, window.innerHeight) - NEAR);
    if (top <= 0 && bottom <= 0) return;
    const before = box.scrollTop;
    box.scrollTop += top > 0 ? -Math.min(FASTEST, 2 + top / 3) : Math.min(FASTEST, 2 + bottom / 3);
    if (box.scrollTop === before) return;
    onmove(last);
    frame = requestAnimationFrame(follow);
  }
  // Listening on the window: the row moves about in the list, and a moved node loses a captured pointer.
  const moved = (event) => {
    last = event;
    onmove(event);
    if (!frame) frame = requestAnimationFrame(follow);
  };
  window.addEventListener("pointermove", moved);
  return () => {
    window.removeEventListener("pointermove", moved);
    cancelAnimationFrame(frame);
  };
}

// What scrolls a node: the notebook in JupyterLab, else the page.
function scrollerOf(node) {
  for (let at = node.parentElement; at; at = at.parentElement) {
    if (at.scrollHeight > at.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.scrollingElement;
}

// list: order() gives the ids, row(id) a row, shift(id, to) moves one, done() when dropped elsewhere, undo(before).
function dragRow(event, id, list) {
  if (event.button !== 0) return;
  event.preventDefault();
  const before = [...list.order()];
  const row = list.row(id);
  row.classList.add("qc-dragged");
  const middle = (other) => {
    const box = list.row(other).getBoundingClientRect();
    return box.top + box.height / 2;
  };
  const onmove = (at) => {
    const others = list.order().filter((other) => other !== id);
    list.shift(id, others.filter((other) => middle(other) < at.clientY).length);
  };
  const leave = followPointer(row, onmove);
  const done = (at) => {
    leave();
    window.removeEventListener("pointerup", done);
    window.removeEventListener("pointercancel", done);
    row.classList.remove("qc-dragged");
    if (at.type === "pointercancel") list.undo(before);
    else if (!same(before, list.order())) list.done();
  };
  window.addEventListener("pointerup", done);
  window.addEventListener("pointercancel", done);
}

kinds.order = (ui, spec) => {
  const byId = new Map(spec.items.map((item) => [item.id, item]));
  let order = spec.items.map((item) => item.id);
  let answered = false;
  const live = h("p", { class: "qc-hidden", "aria-live": "assertive" });
  const rows = new Map(spec.items.map((item) => [item.id, makeRow(item)]));
  const list = h("ol", { class: "qc-order" });
  const keep = h("button", { type: "button", class: "qc-button qc-keep", onclick: () => isEnabled(keep) && send() });

  function makeRow(item) {
    const name = plain(item.html);
    const button = (step, word) =>
      h("button", {
        type: "button",
        class: "qc-move qc-" + word,
        "aria-label": "Move " + word + ": " + name,
        title: "Move " + word,
        onclick: () => move(item.id, step),
      });
    const up = button(-1, "up");
    const down = button(1, "down");
    const grip = h("span", { class: "qc-grip", "aria-hidden": "true", title: "Drag" });
    const place = h("span", { class: "qc-place", "aria-hidden": "true" });
    const text = h("span", { class: "qc-text", html: item.html });
    const row = h("li", { class: "qc-item" }, grip, place, text, h("span", { class: "qc-moves" }, up, down));
    grip.addEventListener("pointerdown", (event) => drag(event, item.id));
    return { row, up, down, place, name };
  }

  function show() {
    order.forEach((id, at) => {
      const entry = rows.get(id);
      // Moving a node drops its focus, so only what stands in the wrong place is moved.
      if (list.children[at] !== entry.row) list.insertBefore(entry.row, list.children[at] || null);
      setText(entry.place, String(at + 1));
      enable(entry.up, at > 0);
      enable(entry.down, at < order.length - 1);
    });
    list.classList.toggle("qc-unset", !answered);
    enable(keep, !answered);
    setText(keep, answered ? "This order is your answer" : "This order is my answer");
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
    // The focus stays with the item that was moved, on the same button.
    if (held && held.isConnected) held.focus();
    setText(live, rows.get(id).name + ": now " + (to + 1) + " of " + order.length);
    send();
  }

  function send() {
    answered = true;
    show();
    ui.answer([...order]);
  }

  const drag = (event, id) =>
    dragRow(event, id, {
      order: () => order,
      row: (one) => rows.get(one).row,
      shift,
      done: send,
      undo(before) {
        order = before;
        show();
      },
    });

  return {
    el: h("div", {}, list, keep, live),
    set(value) {
      answered = Array.isArray(value);
      order = answered ? value.filter((id) => byId.has(id)) : spec.items.map((item) => item.id);
      spec.items.forEach((item) => order.includes(item.id) || order.push(item.id));
      show();
    },
  };
};
