// Saving while one answers.

const PAUSE_AFTER_CHOICE = 500;
const PAUSE_AFTER_KEY = 2000;
const RETRIES = [3000, 6000, 12000, 30000];
const SHOWN_FOR = 4000;
const NO_LONGER = new Set([403, 404, 409, 410]);

/**
 * Save the open page in the background, and hold back leaving it until all is saved.
 * `look` is told when answers have come from another page; what is returned saves at once.
 */
export function saveWhileAnswering(form, look) {
  const line = form.querySelector("[data-saving]");
  let isDirty = false;
  let isOver = false;
  let running = null;
  let timer = 0;
  let fading = 0;
  let failures = 0;
  let wanted = null;

  form.addEventListener("change", () => soon(PAUSE_AFTER_CHOICE));
  form.addEventListener("input", () => soon(PAUSE_AFTER_KEY));
  form.addEventListener("submit", hold);
  window.addEventListener("online", () => isDirty && save());
  window.addEventListener("beforeunload", (event) => failures && isDirty && event.preventDefault());
  document.addEventListener("visibilitychange", () => document.hidden && isDirty && save());
  return save;

  function soon(pause) {
    isDirty = true;
    wanted = null; // who goes on answering has not left
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  /** Save all that is unsaved; true when nothing is left that could be saved. */
  async function save() {
    clearTimeout(timer);
    // Another save may have begun by the time that this one may.
    // oxlint-disable-next-line no-await-in-loop, no-unmodified-loop-condition
    while (running) await running;
    if (!isDirty || isOver) return true;
    isDirty = false;
    running = send();
    const went = await running;
    running = null;
    if (went) goOn();
    else isDirty = true;
    return went || isOver;
  }

  async function send() {
    const sent = new FormData(form);
    try {
      const answer = await fetch(form.dataset.save, {
        method: "POST",
        body: new URLSearchParams(sent),
        keepalive: document.hidden,
        signal: AbortSignal.timeout(15000),
      });
      if (NO_LONGER.has(answer.status)) return stop();
      if (!answer.ok) return fail();
      take(await answer.json(), sent);
      failures = 0;
      return true;
    } catch {
      return fail();
    }
  }

  function take(answer, sent) {
    form.elements.base.value = answer.base;
    form.elements.started.value = answer.started;
    if (answer.merged) merge(answer, sent);
    if (answer.refused) say(line.dataset.refused, true);
    else if (answer.merged) say(line.dataset.merged);
    else say(line.dataset.saved.replace("{time}", answer.saved));
  }

  /** Show what another page has saved, but never over what was written since we asked. */
  function merge(answer, sent) {
    for (const [key, value] of Object.entries(answer.ratings)) {
      const name = `rating-${key}`;
      const isUntouched = (new FormData(form).get(name) ?? "") === (sent.get(name) ?? "");
      const radio = form.querySelector(`input[name="${name}"][value="${value}"]`);
      if (radio && isUntouched) radio.checked = true;
    }
    look();
    for (const [key, value] of Object.entries(answer.words)) {
      const field = form.elements[`words-${key}`];
      if (field && field.value === sent.get(field.name)) field.value = value;
    }
  }

  function fail() {
    say(line.dataset.failed, true);
    timer = setTimeout(save, RETRIES[Math.min(failures, RETRIES.length - 1)]);
    failures += 1;
    return false;
  }

  function stop() {
    isOver = true;
    say(line.dataset.over, true);
    return false;
  }

  function say(words, isFailure = false) {
    line.classList.toggle("saving--failed", isFailure);
    if (line.textContent !== words) line.textContent = words;
    line.classList.add("saving--shown");
    clearTimeout(fading);
    fading = setTimeout(() => line.classList.remove("saving--shown"), SHOWN_FOR);
  }

  /** Leave the page only when all is saved; if that takes a while, leave then. */
  async function hold(event) {
    if (isOver || (!isDirty && !running)) return;
    event.preventDefault();
    wanted = event.submitter;
    await save();
  }

  function goOn() {
    const button = wanted;
    wanted = null;
    if (button && !isDirty) form.requestSubmit(button);
  }
}
