// The card itself: head, prompt, control, hints, status line.

const WORDS = {
  empty: "Not answered",
  saved: "Saved",
  right: "Right",
  partly: "Partly right",
  wrong: "Not yet",
  error: "Not saved",
  waiting: "Waiting",
};

function head(ui, spec) {
  const name = spec.number ? "Question " + spec.number : "Practice question";
  return h(
    "div",
    { class: "qc-head" },
    h("span", { class: "qc-number-chip", id: ui.id("name") }, h("span", { class: "qc-hidden" }, name), h("span", { "aria-hidden": "true" }, spec.number ?? "\u2022")),
    h(
      "div",
      { class: "qc-prompt", id: ui.id("prompt") },
      spec.title && h("p", { class: "qc-title", id: ui.id("title") }, spec.title),
      h("div", { html: spec.prompt_html }),
    ),
    spec.points_label && h("span", { class: "qc-points" }, spec.points_label),
  );
}

function exhibits(spec) {
  const parts = [spec.post && exhibit(spec.post, "qc-post"), spec.shows && exhibit(spec.shows, "qc-shows")].filter(Boolean);
  return parts.length ? h("div", { class: "qc-exhibits" }, parts) : null;
}

function statusLine() {
  const text = h("span", { class: "qc-status-text" });
  // What is said at length has the whole width, under the line and its buttons, so that the buttons stay in place.
  const more = h("div", { class: "qc-more", "aria-live": "polite" });
  const el = h(
    "div",
    { class: "qc-status" },
    h("span", { class: "qc-icon", "aria-hidden": "true" }),
    h("div", { class: "qc-says", role: "status" }, text),
  );
  let html = null;
  return {
    el,
    more,
    show(status, root) {
      const state = WORDS[status.state] ? status.state : "empty";
      root.dataset.state = state;
      setMessage(text, status.text || WORDS[state]);
      // Setting the same HTML again would make a screen reader say it again.
      if (html !== (status.html || "")) more.innerHTML = html = status.html || "";
    },
  };
}

function hintArea(spec, send) {
  const list = h("ol", { class: "qc-hints", "aria-live": "polite", "aria-label": "Hints" });
  const button = spec.hints_total
    ? h("button", { type: "button", class: "qc-button", onclick: () => isEnabled(button) && send({ do: "hint" }) })
    : null;
  return {
    list,
    button,
    show(hints) {
      hints.forEach((html, at) => {
        if (list.children[at]) return;
        list.append(h("li", { html }));
      });
      if (!button) return;
      const all = hints.length >= spec.hints_total;
      const next = spec.hints_total === 1 ? "Hint" : "Hint " + (hints.length + 1) + " of " + spec.hints_total;
      setText(button, all ? (spec.hints_total === 1 ? "Hint shown" : "All hints shown") : next);
      enable(button, !all);
    },
  };
}

// A table that is wider than the card scrolls, and what scrolls must be reachable by keyboard.
function watchScrolling(root, signal) {
  const areas = [...root.querySelectorAll(".qc-scroll")];
  const look = new ResizeObserver(() => {
    for (const area of areas) {
      if (area.scrollWidth > area.clientWidth + 1) area.tabIndex = 0;
      else area.removeAttribute("tabindex");
    }
  });
  areas.forEach((area) => look.observe(area));
  signal.addEventListener("abort", () => look.disconnect());
}

function render({ model, el, signal }) {
  const ended = new AbortController();
  const spec = model.get("spec");
  const prefix = freshPrefix();
  const status = statusLine();
  let local = null;

  const showStatus = () => status.show(local || model.get("status") || {}, root);
  const showValue = () => {
    if (saver.keeps()) return;
    control.set(model.get("value") ?? null);
    saver.shown();
  };
  const onstate = (state, refused) => {
    local = state;
    showStatus();
    showInsist(Boolean(refused));
  };
  const saver = makeSaver(model, el, spec, onstate, () => showValue());
  const send = (message) => {
    saver.flush();
    if (saver.gone()) saver.disconnected();
    else model.send(message);
  };
  const ui = {
    id: (name) => prefix + "-" + name,
    flush: saver.flush,
    answer: saver.answer,
    note(text) {
      local = { state: "empty", text };
      showStatus();
    },
  };
  const control = kinds[spec.code ? "code" : spec.kind](ui, spec);
  const hints = hintArea(spec, send);
  const check = spec.can_check
    ? h("button", { type: "button", class: "qc-button qc-main", onclick: () => saver.afterSaving(() => send({ do: "check" })) }, "Check my answer")
    : null;
  const field = spec.code
    ? control.el
    : h("fieldset", { class: "qc-field", "aria-describedby": ui.id("prompt") }, h("legend", { id: ui.id("legend") }, spec.legend), control.el);
  const buttons = hints.button || check ? h("div", { class: "qc-buttons" }, hints.button, check) : null;
  const root = h(
    "section",
    { class: "qc qc-" + spec.kind, "data-question": spec.id, "aria-labelledby": ui.id("name") + (spec.title ? " " + ui.id("title") : "") },
    head(ui, spec),
    exhibits(spec),
    field,
    hints.list,
    h("div", { class: "qc-foot" }, status.el, buttons, status.more),
  );

  const insist = h("button", { type: "button", class: "qc-button", onclick: () => saver.insist() }, "Use mine instead");
  const choice = h("div", { class: "qc-buttons" }, insist);
  function showInsist(on) {
    if (on === choice.isConnected) return;
    if (on) return root.lastElementChild.append(choice);
    const held = document.activeElement === insist;
    choice.remove();
    // A button that goes takes the focus with it.
    if (held) field.querySelector("input, select, textarea, button")?.focus();
  }
  const onmessage = (message) => {
    if (message && message.ack) saver.acknowledge(message);
  };
  control.set(model.get("value") ?? null);
  hints.show(model.get("hints") || []);
  showStatus();
  el.classList.add("qc-host");
  el.append(root);

  // A test that was closed: the answer stands, whatever was clicked in another tab.
  const showClosed = () => {
    const closed = Boolean(model.get("spec").closed);
    if (!spec.code) field.disabled = closed;
    root.classList.toggle("qc-closed", closed);
    if (!closed) return;
    saver.release();
    showValue();
    control.set(model.get("value") ?? null);
  };
  showClosed();
  model.on("change:spec", showClosed);
  model.on("change:value", showValue);
  model.on("change:status", showStatus);
  model.on("change:hints", () => hints.show(model.get("hints") || []));
  model.on("msg:custom", onmessage);
  guardKeys(root, ended.signal);
  watchScrolling(root, ended.signal);
  window.addEventListener("pagehide", saver.flush, { signal: ended.signal });
  document.addEventListener("visibilitychange", () => document.hidden && saver.flush(), { signal: ended.signal });
  root.addEventListener("focusout", saver.flush);
  let wasGone = saver.gone();
  const watch = new MutationObserver(() => {
    if (saver.gone() === wasGone) return;
    wasGone = !wasGone;
    if (wasGone) saver.disconnected();
    else saver.reconnected();
  });
  watch.observe(el, { attributes: true, attributeFilter: ["class"] });
  if (saver.gone()) saver.disconnected();
  else if (saver.draft()) {
    control.set(saver.draft().value);
    saver.resume(saver.draft());
  }
  const end = () => {
    saver.flush();
    watch.disconnect();
    ended.abort();
  };
  if (signal) signal.addEventListener("abort", end);
  else return end;
}

export default { render };
