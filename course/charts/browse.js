// Posts by month with a stretch to choose: by dragging, or with two sliders that do the same from the keyboard.
// JupyterLab takes arrow keys and Enter for its cells, except from an element that says OWN_KEYS of itself.

const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

const NS = "http://www.w3.org/2000/svg";
const TALL = 200, LEFT = 62, RIGHT = 14, TOP = 10, BOTTOM = 24;

const number = (n) => Math.round(n).toLocaleString("en-US");
const percent = (part) => (100 * part).toFixed(1) + " %";

function h(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function s(tag, attributes, text) {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

// Round numbers for an axis from zero: about four of them.
function ticks(most) {
  const raw = most / 4;
  const ten = 10 ** Math.floor(Math.log10(raw));
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * ten).find((n) => n >= raw));
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => n * step);
}

function within(series, low, high) {
  return series
    .map((one) => ({ name: one.name, n: one.at.reduce((sum, at, k) => sum + (at >= low && at <= high ? one.n[k] : 0), 0) }))
    .filter((one) => one.n > 0)
    .sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1));
}

function render({ model, el, signal }) {
  const cube = model.get("cube");
  const last = cube.counts.length - 1;
  const total = cube.counts.reduce((a, b) => a + b, 0);
  const most = Math.max(...cube.counts) * 1.08;
  const unsure = new Set(cube.assumed);
  let [low, high] = model.get("span");
  let width = 600;

  const svg = s("svg", { role: "img", "aria-label": model.get("said"), focusable: "false" });
  const plot = h("div", { class: "course-brush-plot" }, svg);
  const sliders = ["From", "To"].map((name) => {
    const slider = h("input", { type: "range", min: 0, max: last, step: 1, ...OWN_KEYS });
    const says = h("output", {});
    return { slider, says, label: h("label", {}, h("span", {}, name), slider, says) };
  });
  const all = h("button", { type: "button", ...OWN_KEYS }, "Whole time");
  const controls = h("div", { class: "course-brush-controls", role: "group", "aria-label": "Months to look at" }, sliders[0].label, sliders[1].label, all);
  const says = h("p", { class: "course-brush-says", role: "status" });
  const lists = [["Leading tags", cube.tags, "#"], ["Leading domains", cube.domains, ""]].map(([name, series, before]) => {
    const list = h("ol", { style: `--rows: ${Math.max(1, Math.min(cube.shown, series.length))}` });
    return { series, before, list, section: h("section", {}, h("h4", {}, name), list) };
  });
  const figure = h("figure", { class: "course-picture" });
  // Both are made by Python, which escapes what comes from the data.
  figure.innerHTML = model.get("head");
  const below = h("div", {});
  below.innerHTML = model.get("foot");
  figure.append(plot, controls, says, h("div", { class: "course-brush-lists" }, ...lists.map((one) => one.section)), ...below.childNodes);
  el.append(figure);

  const x = (place) => LEFT + ((width - LEFT - RIGHT) * place) / Math.max(last, 1);
  const y = (n) => TOP + (TALL - TOP - BOTTOM) * (1 - n / most);
  const points = (from, to) => cube.counts.slice(from, to + 1).map((n, k) => `${x(from + k).toFixed(1)},${y(n).toFixed(1)}`);
  const area = (from, to) => `M${x(from).toFixed(1)},${y(0)}L${points(from, to).join("L")}L${x(to).toFixed(1)},${y(0)}Z`;

  const chosen = s("path", { class: "chosen" });
  const ends = [0, 1].map(() => [s("line", { class: "end", y1: TOP, y2: y(0) }), s("circle", { class: "grip", r: 6, cy: TOP + 4 })]);

  function axes() {
    svg.setAttribute("viewBox", `0 0 ${width} ${TALL}`);
    svg.replaceChildren();
    for (const n of ticks(most)) {
      svg.append(s("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: y(n), y2: y(n) }));
      svg.append(s("text", { x: LEFT - 8, y: y(n) + 4, "text-anchor": "end" }, number(n)));
    }
    const starts = cube.years.map((year, place) => [year, place]).filter(([year, place]) => place === 0 || year !== cube.years[place - 1]);
    const every = Math.ceil(starts.length / Math.max(2, Math.floor((width - LEFT) / 60)));
    starts.forEach(([year, place], k) => {
      if ((starts.length - 1 - k) % every === 0) svg.append(s("text", { x: x(place), y: TALL - 6, "text-anchor": "middle" }, year));
    });
    svg.append(s("path", { class: "area", d: area(0, last) }), chosen);
    let from = 0;
    for (let to = 1; to <= last + 1; to += 1) {
      if (to <= last && unsure.has(cube.years[to]) === unsure.has(cube.years[from])) continue;
      const dashed = unsure.has(cube.years[from]) ? " dashed" : "";
      svg.append(s("polyline", { class: "line" + dashed, points: points(Math.max(0, from - 1), to - 1).join(" ") }));
      if (dashed) svg.append(s("text", { class: "note", x: x((from + to - 1) / 2), y: y(Math.max(...cube.counts.slice(from, to))) - 8, "text-anchor": "middle" }, "assumed"));
      from = to;
    }
    for (const pair of ends) svg.append(...pair);
  }

  function show() {
    chosen.setAttribute("d", area(low, high));
    [low, high].forEach((place, k) => {
      const [line, grip] = ends[k];
      line.setAttribute("x1", x(place));
      line.setAttribute("x2", x(place));
      grip.setAttribute("cx", x(place));
      sliders[k].slider.value = place;
      sliders[k].slider.setAttribute("aria-valuetext", cube.names[place]);
      sliders[k].says.textContent = cube.names[place];
    });
    const part = cube.counts.slice(low, high + 1).reduce((a, b) => a + b, 0);
    const guess = cube.years.slice(low, high + 1).some((year) => unsure.has(year));
    const stretch = low === high ? cube.names[low] : cube.names[low] + " to " + cube.names[high];
    const line = `${stretch}: ${number(part)} ${cube.what}, ${percent(total ? part / total : 0)} of ${number(total)}.` + (guess ? " Some of these totals are assumed." : "");
    if (says.textContent !== line) says.textContent = line;
    for (const one of lists) {
      const found = within(one.series, low, high).slice(0, cube.shown);
      const longest = found.length ? found[0].n : 1;
      one.list.replaceChildren(
        ...found.map((row) => h("li", { style: `--part: ${((100 * row.n) / longest).toFixed(1)}%` }, h("b", {}, one.before + row.name), h("span", {}, number(row.n)))),
      );
      if (!found.length) one.list.append(h("li", { style: "--part: 0%" }, "none in these months"));
    }
  }

  function choose(a, b, tell) {
    [low, high] = [Math.min(a, b), Math.max(a, b)].map((place) => Math.max(0, Math.min(last, place)));
    show();
    if (!tell) return;
    model.set("span", [low, high]);
    model.save_changes();
  }

  const options = { signal };
  const place = (event) => {
    const box = svg.getBoundingClientRect();
    const across = ((event.clientX - box.left) / box.width) * width;
    return Math.max(0, Math.min(last, Math.round(((across - LEFT) / (width - LEFT - RIGHT)) * last)));
  };
  let held = null;
  plot.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const here = place(event);
    const reach = Math.max(1, Math.round((12 / (width - LEFT - RIGHT)) * last));
    // Near an end of the stretch that end is moved; elsewhere a new stretch begins.
    const whole = low === 0 && high === last;
    if (!whole && Math.abs(here - low) <= reach) held = high;
    else if (!whole && Math.abs(here - high) <= reach) held = low;
    else held = here;
    plot.setPointerCapture(event.pointerId);
    choose(held, here, false);
    event.preventDefault();
  }, options);
  plot.addEventListener("pointermove", (event) => {
    if (held !== null) choose(held, place(event), false);
  }, options);
  for (const name of ["pointerup", "pointercancel"]) {
    plot.addEventListener(name, (event) => {
      if (held === null) return;
      choose(held, place(event), true);
      held = null;
    }, options);
  }
  sliders.forEach(({ slider }, k) => {
    const read = (tell) => {
      const value = Number(slider.value);
      // An end that meets the other takes it along.
      if (k === 0) choose(value, Math.max(value, high), tell);
      else choose(Math.min(value, low), value, tell);
    };
    slider.addEventListener("input", () => read(false), options);
    slider.addEventListener("change", () => read(true), options);
  });
  all.addEventListener("click", () => choose(0, last, true), options);
  const follow = () => {
    [low, high] = model.get("span");
    show();
  };
  model.on("change:span", follow);
  const sized = new ResizeObserver(() => {
    const now = Math.max(260, plot.clientWidth);
    if (Math.abs(now - width) < 1) return;
    width = now;
    axes();
    show();
  });
  sized.observe(plot);
  axes();
  show();
  return () => {
    sized.disconnect();
    model.off("change:span", follow);
  };
}

export default { render };
