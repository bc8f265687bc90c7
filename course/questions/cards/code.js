// An answer that is made in a code cell: what to fill, and what was recorded.

function describeRecorded(kind, value) {
  if (value === null || value === undefined) return null;
  if (kind === "chart") return h("p", { class: "qc-recorded" }, "Recorded: " + chartWords(value));
  if (value.columns && value.rows) return previewTable(value);
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return h("p", { class: "qc-recorded" }, "Recorded: ", h("code", {}, text));
}

// "bar · x: year · y: sum of posts", from a Vega-Lite specification.
function chartWords(chart) {
  const mark = typeof chart.mark === "object" && chart.mark ? chart.mark.type : chart.mark;
  const channels = Object.entries(chart.encoding || {}).map(([name, channel]) => {
    const field = (channel && (channel.field || channel.aggregate)) || "a value";
    const sum = channel && channel.aggregate && channel.field ? channel.aggregate + " of " : "";
    return name + ": " + sum + field;
  });
  return [mark || "a layered chart", ...channels].join(" \u00b7 ");
}

function previewTable(value) {
  const shown = value.rows.slice(0, 6);
  const more = value.rows.length - shown.length;
  const head = value.columns.map((name) => h("th", { scope: "col" }, name));
  const body = shown.map((row) => h("tr", {}, row.map((cell) => h("td", {}, cell === null ? "" : String(cell)))));
  return h(
    "div",
    { class: "qc-recorded" },
    h("p", {}, "Recorded: " + value.rows.length + (value.rows.length === 1 ? " row" : " rows")),
    h("div", { class: "qc-scroll" }, h("table", { class: "qc-table" }, h("thead", {}, h("tr", {}, head)), h("tbody", {}, body))),
    more > 0 && h("p", { class: "qc-advice" }, "and " + more + " more"),
  );
}

kinds.code = (ui, spec) => {
  const recorded = h("div", { class: "qc-state" });
  return {
    el: h("div", { class: "qc-code" }, h("p", { html: spec.code.html }), spec.code.needs_html && h("div", { html: spec.code.needs_html }), recorded),
    set(value) {
      const line = describeRecorded(spec.kind, value);
      recorded.replaceChildren(line || h("p", { class: "qc-recorded qc-unset" }, "Nothing recorded yet"));
    },
  };
};
