// Sending answers to Python, and what is known about their saving.

const DEBOUNCE = 400;
const SLOW = 3000;
const GONE = "jupyter-widgets-disconnected";

// Answers that could not be sent because the kernel had gone. They live as long as the page does, so that running the
// cell again brings back what was typed. Each card is a module of its own; this map is shared between them.
const drafts = (globalThis[Symbol.for("course.questions.drafts")] ??= new Map());

// ui gets answer(value, soon), flush(), note(text); onstate(local) is told what to show above Python's own status.
function makeSaver(model, el, spec, onstate) {
  const key = (spec.module || "") + "/" + spec.id;
  // Python counts the answers of each view apart: two views of one card both begin at 1.
  const view = freshPrefix();
  let pending = null;
  let timer = 0;
  let slow = 0;
  let sent = 0;
  let acknowledged = 0;
  let last;
  let unsaved = null;

  const gone = () => el.classList.contains(GONE);

  function lost(value) {
    unsaved = { value };
    if (spec.module) drafts.set(key, value);
    onstate({ state: "mend", text: "Not saved: run this cell again. What you entered stays here until then." });
  }

  function flush() {
    clearTimeout(timer);
    if (!pending) return;
    const { value } = pending;
    pending = null;
    if (gone()) return lost(value);
    last = value;
    unsaved = null;
    sent += 1;
    clearTimeout(slow);
    slow = setTimeout(() => {
      if (gone()) return lost(value);
      onstate({ state: "waiting", text: "Not saved yet: the notebook is busy. Your answer is saved as soon as it is free." });
    }, SLOW);
    try {
      model.send({ do: "answer", value, n: sent, view });
      drafts.delete(key);
    } catch {
      clearTimeout(slow);
      lost(value);
    }
  }

  return {
    answer(value, soon) {
      pending = { value };
      clearTimeout(timer);
      if (soon) timer = setTimeout(flush, DEBOUNCE);
      else flush();
    },
    flush,
    draft: () => (spec.module && drafts.has(key) ? { value: drafts.get(key) } : null),
    // True while what is on the screen is newer than what Python has said.
    busy: () => Boolean(pending) || acknowledged < sent,
    acknowledge(n) {
      acknowledged = Math.max(acknowledged, n);
      if (acknowledged < sent) return;
      clearTimeout(slow);
      onstate(null);
    },
    // The kernel went away: what was sent and not acknowledged is not saved either.
    disconnected() {
      clearTimeout(slow);
      if (pending) flush();
      else if (acknowledged < sent) lost(last);
      else if (!unsaved) onstate({ state: "waiting", text: "The kernel has stopped. What was saved is safe; run this cell again to go on." });
    },
    // It came back (a laptop that slept): what could not be sent is sent now.
    reconnected() {
      onstate(null);
      if (!unsaved) return;
      pending = unsaved;
      flush();
    },
    gone,
  };
}
