// The results of the test: HTML that Python makes, and one button that closes the form.

const FORM_GONE = "jupyter-widgets-disconnected";

function render({ model, el, signal }) {
  const ended = new AbortController();
  const root = h("section", { class: "qc fr", "aria-label": model.get("label") });
  let pressed = false;

  function say(text) {
    let note = root.querySelector(".fr-note[data-own]");
    if (!note) {
      note = h("p", { class: "fr-note", "data-own": true, role: "alert" });
      root.querySelector(".fr-go").before(note);
    }
    setText(note, text);
  }
  function close(button) {
    if (!isEnabled(button)) return;
    if (el.classList.contains(FORM_GONE)) return say("Nothing was closed: the kernel has stopped. Run this cell again.");
    pressed = true;
    enable(button, false);
    model.send({ do: "close" });
  }
  function show() {
    root.innerHTML = model.get("html");
    const button = root.querySelector('[data-do="close"]');
    if (button) button.addEventListener("click", () => close(button));
    // Whoever pressed the button goes on reading at the top of what it brought.
    if (pressed) root.querySelector(".fr-title").focus();
    pressed = false;
  }

  show();
  el.classList.add("qc-host");
  el.append(root);
  model.on("change:html", show);
  guardKeys(root, ended.signal);
  const end = () => ended.abort();
  if (signal) signal.addEventListener("abort", end);
  else return end;
}

export default { render };
