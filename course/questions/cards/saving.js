// Sending answers to Python, and what is known about their saving.

const DEBOUNCE = 400;
const SLOW = 3000;
const GONE = "jupyter-widgets-disconnected";

// Answers that could not be sent because the kernel had gone. They live as long as the page does, so that running the
// cell again brings back what was typed. Each card is a module of its own; this map is shared between them.
const drafts = (globalThis[Symbol.for("course.questions.drafts")] ??= new Map());

// ui gets answer(value, soon), flush(), note(text); onstate(local, refused) is told what to show above Python's own
// status; show() puts Python's value on the screen.
function makeSaver(model, el, spec, onstate, show) {
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
  let current = null;
  // What the screen rests on: the value last shown or last saved from here. It goes with every answer, so that one that
  // another notebook saved meanwhile is not replaced unseen. There are two where it is not known if the first was saved.
  let rests = [model.get("value") ?? null];
  let settled = 0;
  let refused = null;
  let afterwards = null;
  const busy = () => Boolean(pending) || acknowledged < sent;
  const tell = () => onstate(refused && { state: "error", text: refused }, Boolean(refused));

  const gone = () => el.classList.contains(GONE);

  function lost(value) {
    unsaved = { value };
    afterwards = null;
    if (acknowledged < sent) rests = [rests[0], last];
    if (spec.module) drafts.set(key, { value, rests });
    onstate({ state: "error", text: "Not saved: run this cell again. What you entered stays here until then." });
  }

  function flush() {
    clearTimeout(timer);
    if (!pending) return;
    const { value, mine } = pending;
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
      model.send({ do: "answer", value, n: sent, view, knew: rests, acked: acknowledged, mine });
      drafts.delete(key);
    } catch {
      clearTimeout(slow);
      lost(value);
    }
  }

  return {
    answer(value, soon) {
      pending = { value };
      current = value;
      clearTimeout(timer);
      if (soon) timer = setTimeout(flush, DEBOUNCE);
      else flush();
    },
    flush,
    // Messages may overtake one another on their way: what looks at the saved answer waits until it is saved.
    afterSaving(act) {
      flush();
      if (!busy()) act();
      else if (!gone()) afterwards = act;
    },
    draft: () => (spec.module && drafts.get(key)) || null,
    resume(draft) {
      rests = draft.rests;
      this.answer(draft.value);
    },
    // True while what is on the screen is newer than what Python has said, or is kept there because it was refused.
    keeps: () => busy() || Boolean(refused),
    shown() {
      rests = [model.get("value") ?? null];
    },
    // The reader has read that another notebook's answer is saved, and wants this one in its place.
    insist() {
      pending = { value: current, mine: true };
      flush();
    },
    release() {
      refused = null;
      tell();
    },
    acknowledge(message) {
      if (message.view !== view) return;
      if (message.ack > settled && ("saved" in message || message.refused)) {
        settled = message.ack;
        refused = message.refused || null;
        if (!refused) rests = [message.saved ?? null];
      }
      acknowledged = Math.max(acknowledged, message.ack);
      if (acknowledged < sent) return;
      clearTimeout(slow);
      tell();
      if (pending) return;
      const act = afterwards;
      afterwards = null;
      if (refused) return;
      if (!same(model.get("value"), rests[0])) show();
      if (act) act();
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
      tell();
      if (!unsaved) return;
      pending = unsaved;
      flush();
    },
    gone,
  };
}
