// Questions to Python and their answers. What was once answered is kept, so that going back asks nobody.

const GONE = "jupyter-widgets-disconnected";
const BUSY = 1500;
const STOPPED = "The kernel has stopped. Pages that you opened can still be read; run this cell again to go on.";

// Steps that Python has not acknowledged. They live as long as the page does, so that running the cell again keeps them.
const unkept = (globalThis[Symbol.for("course.archive.steps")] ??= new Map());

function makeAsker(model, el, signal, onbusy, onlost) {
  const view = freshPrefix();
  const waiting = new Map();
  const answers = new Map();
  const blobs = new Map();
  let count = 0;
  // After a restart nothing marks the view: that a message cannot be sent is the first sign.
  let lost = false;
  const gone = () => lost || el.classList.contains(GONE);

  const hear = (message, buffers) => {
    const one = waiting.get(message?.n);
    if (!one) return;
    waiting.delete(message.n);
    clearTimeout(one.slow);
    if (!waiting.size) onbusy(false);
    if (message.failed) one.reject(new Error(message.failed));
    else one.resolve([message, buffers]);
  };
  model.on("msg:custom", hear);

  function send(content) {
    if (gone()) return Promise.reject(new Error(STOPPED));
    const n = view + "-" + ++count;
    return new Promise((resolve, reject) => {
      const slow = setTimeout(() => onbusy(true), BUSY);
      waiting.set(n, { resolve, reject, slow });
      try {
        model.send({ ...content, n });
      } catch {
        waiting.delete(n);
        clearTimeout(slow);
        lost = true;
        onlost();
        reject(new Error(STOPPED));
      }
    });
  }

  // ask("page", url) is a promise of data; the same question asked twice is one message.
  function ask(what, of) {
    const key = what + " " + of;
    if (!answers.has(key)) {
      const entry = { data: null };
      entry.promise = send({ ask: what, of }).then(
        ([message]) => (entry.data = message.found),
        (error) => {
          answers.delete(key);
          throw error;
        },
      );
      answers.set(key, entry);
    }
    return answers.get(key).promise;
  }

  // Pictures wanted in one turn are asked for together.
  let batch = null;
  function picture(name) {
    if (!blobs.has(name)) {
      batch ??= { names: [], sent: Promise.resolve().then(fetchBatch) };
      batch.names.push(name);
      blobs.set(name, batch.sent.then((found) => found.get(name) ?? null, () => (blobs.delete(name), null)));
    }
    return blobs.get(name);
  }
  async function fetchBatch() {
    const { names } = batch;
    batch = null;
    const [message, buffers] = await send({ ask: "pictures", names });
    return new Map(message.names.map((name, at) => [name, URL.createObjectURL(new Blob([buffers[at]], { type: "image/png" }))]));
  }

  const spec = model.get("spec");
  const queue = unkept.get(spec.module + "/" + spec.story) ?? [];
  unkept.set(spec.module + "/" + spec.story, queue);
  const keep = (step) =>
    send({ do: "step", step }).then(() => {
      const at = queue.indexOf(step);
      if (at >= 0) queue.splice(at, 1);
    });

  signal.addEventListener("abort", () => {
    model.off("msg:custom", hear);
    waiting.forEach((one) => clearTimeout(one.slow));
    blobs.forEach((promise) => promise.then((url) => url && URL.revokeObjectURL(url)));
  });

  return {
    ask,
    picture,
    gone,
    known: (what, of) => answers.get(what + " " + of)?.data ?? null,
    learn: (what, of, data) => answers.set(what + " " + of, { data, promise: Promise.resolve(data) }),
    compare: () => send({ do: "compare" }).then(([message]) => message.found),
    tabs: (tabs, active) => gone() || model.send({ do: "tabs", tabs, active }),
    unkept: () => [...queue],
    // A step that cannot be kept now waits until the cell runs again.
    step(step) {
      queue.push(step);
      return keep(step);
    },
    reconnected: () => (lost = false),
    resend: () => [...queue].forEach((step) => keep(step).catch(() => {})),
    hangUp() {
      waiting.forEach((one) => (clearTimeout(one.slow), one.reject(new Error(STOPPED))));
      waiting.clear();
      onbusy(false);
    },
  };
}
