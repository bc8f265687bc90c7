// match, rating, number, table and text: the kinds that are filled in.

kinds.match = (ui, spec) => {
  const letter = (at) => String.fromCharCode(65 + at);
  const texts = spec.right.map((item, at) => letter(at) + " \u00b7 " + plain(item.html));
  // A closed select shows one line only. Long choices are spelled out in a list above it.
  const long = texts.some((text) => text.length > 44);
  const selects = spec.left.map((item, at) =>
    h(
      "select",
      { id: ui.id("left" + at), class: "qc-input", onchange: changed },
      h("option", { value: "" }, "Choose\u2026"),
      spec.right.map((right, to) => h("option", { value: right.id }, texts[to])),
    ),
  );
  function changed() {
    const pairs = spec.left.map((item, at) => [item.id, selects[at].value]).filter((pair) => pair[1]);
    ui.answer(pairs.length ? Object.fromEntries(pairs) : null);
  }
  const key = h("ol", { class: "qc-key" }, spec.right.map((item) => h("li", { html: item.html })));
  const row = (item, at) =>
    h("div", { class: "qc-pair" }, h("label", { class: "qc-text", for: selects[at].id, html: item.html }), selects[at]);
  return {
    el: h("div", {}, long && key, spec.left.map(row)),
    set: (value) => spec.left.forEach((item, at) => (selects[at].value = (value && value[item.id]) || "")),
  };
};

kinds.rating = (ui, spec) => {
  const anchors = new Map(spec.scale.anchors.map((anchor) => [anchor.value, anchor.html]));
  const idOf = (value) => (anchors.has(value) ? ui.id("anchor" + value) : null);
  const row = steps(
    ui,
    spec.scale.values.map((value) => ({ value, label: String(value), described: idOf(value) })),
    (value) => ui.answer(value),
  );
  const words = h(
    "ul",
    { class: "qc-anchors" },
    [...anchors].map(([value, html]) =>
      h("li", {}, h("b", { "aria-hidden": "true" }, String(value)), h("span", { id: idOf(value), html })),
    ),
  );
  return { el: h("div", {}, row.el, anchors.size ? words : null), set: (value) => row.set(value) };
};

kinds.evidence = (ui, spec) => {
  const row = steps(
    ui,
    spec.steps.map((value) => ({ value, label: value + " %" })),
    (value) => ui.answer(value),
  );
  const ends = h("div", { class: "qc-ends", "aria-hidden": "true" }, h("span", {}, spec.ends[0]), h("span", {}, spec.ends[1]));
  return { el: h("div", {}, row.el, ends), set: (value) => row.set(value) };
};

kinds.number = (ui, spec) => {
  const CANNOT = "cannot-be-computed";
  const input = h("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    id: ui.id("number"),
    class: "qc-input qc-number",
    "aria-labelledby": ui.id("legend"),
    "aria-describedby": spec.advice ? ui.id("advice") : null,
    oninput: () => ui.answer(typed(), true),
    onchange: () => ui.flush(),
  });
  const box = optionRow(ui, "checkbox", "cannot", "It cannot be computed from what is given", () => {
    show();
    ui.answer(box.input.checked ? CANNOT : typed());
  });
  box.row.classList.add("qc-cannot");
  const typed = () => input.value.trim() || null;
  // Ticking the box keeps what was typed: unticking it brings the number back.
  const show = () => (input.readOnly = box.input.checked);
  return {
    el: h(
      "div",
      {},
      h("label", { class: "qc-line", for: input.id }, input, spec.unit && h("span", { class: "qc-unit" }, spec.unit)),
      spec.advice && h("p", { class: "qc-advice", id: ui.id("advice") }, spec.advice),
      spec.allow.includes(CANNOT) && box.row,
    ),
    set(value) {
      box.input.checked = value === CANNOT;
      if (!box.input.checked) input.value = value ?? "";
      show();
    },
  };
};

kinds.table = (ui, spec) => {
  const inputs = [];
  const title = (column) => column.name + (column.unit ? " (" + column.unit + ")" : "");
  const rowName = (row) => spec.columns.map((column, at) => column.given && row[at]).filter(Boolean).join(", ");
  const cell = (column, row, at) => {
    if (column.given) return h("th", { scope: "row" }, String(row[at] ?? ""));
    const input = h("input", {
      type: "text",
      inputmode: column.type === "text" ? null : "decimal",
      autocomplete: "off",
      class: "qc-input",
      "aria-label": title(column) + (rowName(row) ? ", " + rowName(row) : ""),
      oninput: () => changed(true),
      onchange: () => ui.flush(),
    });
    inputs[inputs.length - 1][at] = input;
    return h("td", {}, input);
  };
  const body = spec.rows.map((row) => {
    inputs.push([]);
    return h("tr", {}, spec.columns.map((column, at) => cell(column, row, at)));
  });
  function changed(soon) {
    const rows = spec.rows.map((row, r) =>
      spec.columns.map((column, at) => (column.given ? row[at] : inputs[r][at].value.trim() || null)),
    );
    const some = inputs.flat().some((input) => input.value.trim());
    ui.answer(some ? { columns: spec.columns.map((column) => column.name), rows } : null, soon);
  }
  return {
    el: h(
      "div",
      { class: "qc-scroll" },
      h(
        "table",
        { class: "qc-table" },
        h("thead", {}, h("tr", {}, spec.columns.map((column) => h("th", { scope: "col" }, title(column))))),
        h("tbody", {}, body),
      ),
    ),
    set: (value) =>
      inputs.forEach((row, r) => row.forEach((input, at) => (input.value = value?.rows?.[r]?.[at] ?? ""))),
  };
};

kinds.text = (ui, spec) => {
  const { min, max } = spec.words;
  const count = h("p", { class: "qc-advice qc-count", id: ui.id("count") });
  const live = h("p", { class: "qc-hidden", "aria-live": "polite" });
  const area = h("textarea", {
    id: ui.id("text"),
    rows: 5,
    class: "qc-input qc-area",
    "aria-labelledby": ui.id("legend"),
    "aria-describedby": count.id,
    oninput: () => {
      show();
      ui.answer(area.value.trim() ? area.value : null, true);
    },
    onchange: () => ui.flush(),
  });
  function show() {
    const n = countWords(area.value);
    const over = max && n > max;
    const words = n + (n === 1 ? " word" : " words");
    setText(count, over ? words + ", " + (n - max) + " more than " + max : max ? n + " of " + max + " words" : words);
    if (min && n && n < min) count.append(", at least " + min);
    count.classList.toggle("qc-over", Boolean(over));
    // Said once, when the line is crossed, not with every key.
    setText(live, over ? "More than " + max + " words." : "");
  }
  return {
    el: h("div", {}, area, count, live),
    set(value) {
      area.value = value ?? "";
      show();
    },
  };
};
