// choice (one of several, optionally with a confidence) and choices (any number, or none of them).

function optionRow(ui, type, at, html, onchange) {
  const input = h("input", { type, name: ui.id("option"), id: ui.id("option" + at), onchange });
  return { input, row: h("label", { class: "qc-option", for: input.id }, input, h("span", { class: "qc-text", html })) };
}

// A range that starts unset: its handle is hollow and its value is "not set" until somebody moves, clicks or confirms it.
function confidenceSlider(ui, rule, onpick) {
  const count = Math.round((rule.to - rule.from) / rule.step);
  const valueAt = (at) =>
    at <= 0 ? rule.from : at >= count ? rule.to : Math.round((rule.from + at * rule.step) * 10000) / 10000;
  let chosen = null;
  const shown = h("span", { class: "qc-sure", "aria-hidden": "true" });
  const input = h("input", {
    type: "range",
    id: ui.id("sure"),
    class: "qc-range",
    min: 0,
    max: count,
    step: 1,
    value: 0,
    oninput: () => pick(),
    // A click on the handle, or a key that cannot move it further, changes nothing and so fires no input event.
    onpointerup: () => pick(),
    onkeyup: (event) => {
      if (/^(Arrow|Home|End|Page|Enter| )/.test(event.key)) pick();
    },
  });
  function show() {
    const set = chosen !== null;
    input.classList.toggle("qc-unset", !set);
    input.style.setProperty("--qc-fill", set ? (100 * input.value) / count + "%" : "0%");
    setText(shown, set ? percent(chosen) : "not set yet");
    shown.classList.toggle("qc-unset", !set);
    input.setAttribute("aria-valuetext", set ? percent(chosen) + " sure" : "not set yet");
  }
  function pick() {
    const value = valueAt(Number(input.value));
    if (value === chosen) return;
    chosen = value;
    show();
    onpick();
  }
  const el = h(
    "div",
    { class: "qc-confidence" },
    h("div", { class: "qc-sure-line" }, h("label", { for: input.id }, rule.label), shown),
    input,
    h("div", { class: "qc-ends", "aria-hidden": "true" }, h("span", {}, rule.low), h("span", {}, rule.high)),
  );
  return {
    el,
    get: () => chosen,
    set(value) {
      chosen = typeof value === "number" ? value : null;
      input.value = chosen === null ? 0 : Math.round((chosen - rule.from) / rule.step);
      show();
    },
  };
}

kinds.choice = (ui, spec) => {
  let chosen = null;
  const rows = spec.options.map((option, at) =>
    optionRow(ui, "radio", at, option.html, () => {
      chosen = option.id;
      changed();
    }),
  );
  const sure = spec.confidence && confidenceSlider(ui, spec.confidence, changed);
  function changed() {
    if (!sure) return ui.answer(chosen);
    const confidence = sure.get();
    if (chosen === null) return ui.note("Now choose an answer. How sure you are is saved with it.");
    // Without a confidence the choice is kept, but Python says that it is not an answer yet.
    ui.answer({ choice: chosen, confidence });
  }
  return {
    el: h("div", {}, rows.map((entry) => entry.row), sure && sure.el),
    set(value) {
      const id = value !== null && typeof value === "object" ? value.choice : value;
      chosen = id ?? null;
      rows.forEach((entry, at) => (entry.input.checked = spec.options[at].id === chosen));
      if (sure) sure.set(value && value.confidence);
    },
  };
};

kinds.choices = (ui, spec) => {
  const rows = spec.options.map((option, at) => optionRow(ui, "checkbox", at, option.html, () => changed(false)));
  // "None" has its own box: an untouched list is not an answer, and unticking the last box takes the answer back.
  const none = optionRow(ui, "checkbox", "none", "None of these", () => changed(true));
  none.row.classList.add("qc-none");
  const count = spec.at_most ? h("p", { class: "qc-tally", role: "status" }) : null;
  function counted() {
    if (!count) return;
    const number = ticked().length;
    setText(count, `${number} of at most ${spec.at_most} chosen`);
    count.classList.toggle("qc-over", number > spec.at_most);
  }
  const ticked = () => spec.options.filter((_, at) => rows[at].input.checked).map((option) => option.id);
  function changed(byNone) {
    if (byNone && none.input.checked) rows.forEach((entry) => (entry.input.checked = false));
    if (!byNone) none.input.checked = false;
    const list = ticked();
    counted();
    ui.answer(list.length || none.input.checked ? list : null);
  }
  return {
    el: h("div", {}, count, h("div", spec.tile ? { class: "qc-grid", style: `--qc-tile: ${spec.tile}` } : {}, rows.map((entry) => entry.row)), none.row),
    set(value) {
      const list = Array.isArray(value) ? value : null;
      rows.forEach((entry, at) => (entry.input.checked = Boolean(list && list.includes(spec.options[at].id))));
      none.input.checked = Boolean(list && list.length === 0);
      counted();
    },
  };
};
