// One picture for each step of a slider. All of them lie in one place of the page, so that nothing moves
// when the slider does; those that are not shown are hidden from eyes, keyboard and screen reader alike.
// JupyterLab takes arrow keys and Enter for its cells, except from an element that says OWN_KEYS of itself.

const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

function h(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function render({ model, el, signal }) {
  const numbers = model.get("numbers");
  const slider = h("input", { type: "range", min: 0, max: numbers.length - 1, step: 1, ...OWN_KEYS });
  // The slider itself says its value; a second voice would be one too many.
  const reads = h("span", { class: "course-steps-reads", "aria-hidden": "true" });
  const marks = h("span", { class: "course-steps-marks", "aria-hidden": "true" }, ...numbers.map((n) => h("span", {}, n)));
  const label = h("label", {}, h("span", { class: "course-steps-name" }, model.get("label")), h("span", { class: "course-steps-line" }, slider, marks), reads);
  const says = h("p", { class: "course-steps-says", role: "status" });
  const pages = model.get("pages").map((page) => {
    const place = h("div", { class: "course-steps-page" });
    // Made by Python, which escapes what comes from the data.
    place.innerHTML = page;
    return place;
  });
  el.append(h("div", { class: "course-steps course-picture" }, label, says, h("div", { class: "course-steps-pages" }, ...pages)));

  function show(tell) {
    const place = Math.max(0, Math.min(numbers.length - 1, model.get("place")));
    pages.forEach((page, k) => page.classList.toggle("shown", k === place));
    slider.value = place;
    slider.setAttribute("aria-valuetext", String(numbers[place]));
    reads.textContent = numbers[place];
    // The sentence also stands below its picture; here it is for those who cannot see that the picture changed.
    if (tell) says.textContent = `${model.get("label")}: ${numbers[place]}. ${model.get("says")[place]}`;
  }

  slider.addEventListener("input", () => {
    model.set("place", Number(slider.value));
    model.save_changes();
  }, { signal });
  const follow = () => show(true);
  model.on("change:place", follow);
  show(false);
  return () => model.off("change:place", follow);
}

export default { render };
