// What a script adds to a rater's page: saving while you answer, characters left, a clean exit.
// Without it every page works by its buttons. Nothing is kept in the browser.

const PAUSE_AFTER_CHOICE = 500;
const PAUSE_AFTER_KEY = 2000;
const RETRIES = [3000, 6000, 12000, 30000];
const SHOWN_FOR = 4000;
const NO_LONGER = [403, 404, 409, 410];

const form = document.querySelector("#answers");
if (form) new Autosave(form).start();
document.querySelectorAll("textarea[data-count]").forEach(watchLength);
document.querySelector(".govuk-error-summary")?.setAttribute("tabindex", "-1");
document.querySelector(".govuk-error-summary")?.focus();
document.addEventListener("click", leave);
if (form && "speechSynthesis" in window) offerListening();

/** Save the open page in the background, and hold back leaving it until all is saved. */
function Autosave(form) {
  const line = form.querySelector("[data-saving]");
  let isDirty = false;
  let isOver = false;
  let running = null;
  let timer = 0;
  let fading = 0;
  let failures = 0;
  let wanted = null;

  this.start = () => {
    form.addEventListener("change", () => soon(PAUSE_AFTER_CHOICE));
    form.addEventListener("input", () => soon(PAUSE_AFTER_KEY));
    form.addEventListener("submit", hold);
    window.addEventListener("online", () => isDirty && save());
    window.addEventListener("beforeunload", (event) => failures && isDirty && event.preventDefault());
    document.addEventListener("visibilitychange", () => document.hidden && isDirty && save());
    form.save = save;
  };

  function soon(pause) {
    isDirty = true;
    wanted = null; // who goes on answering has not left
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  /** Save all that is unsaved; true when nothing is left to save. */
  async function save() {
    clearTimeout(timer);
    while (running) await running;
    if (!isDirty || isOver) return !isDirty;
    isDirty = false;
    running = send();
    const went = await running;
    running = null;
    if (went) goOn();
    else isDirty = true;
    return went;
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
      if (NO_LONGER.includes(answer.status)) return stop();
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
    line.classList.toggle("app-saving--failed", isFailure);
    if (line.textContent !== words) line.textContent = words;
    line.classList.add("app-saving--shown");
    clearTimeout(fading);
    fading = setTimeout(() => line.classList.remove("app-saving--shown"), SHOWN_FOR);
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

/** Say how many characters are left, and ask about what looks like a personal number. */
function watchLength(field) {
  const line = document.getElementById(field.dataset.count);
  const note = document.getElementById(field.dataset.private);
  const update = () => {
    const left = Number(field.dataset.longest) - [...field.value.trim()].length;
    const words = left < 0 ? line.dataset.cut : line.dataset.left;
    line.textContent = words.replace("{n}", Math.abs(left));
    line.classList.toggle("app-count--over", left < 0);
    note.hidden = !looksPrivate(field.value);
  };
  field.addEventListener("input", update);
  update();
}

function looksPrivate(text) {
  const personalNumber = /\b(19|20)?\d{6}[-+ ]?\d{4}\b/;
  const telephone = /(\+46|\b0)[\d -]{7,13}\d\b/;
  return personalNumber.test(text) || telephone.test(text);
}

/** Offer to read statements aloud, if the device itself has a voice for their language. */
function offerListening() {
  offer();
  // Browsers find their voices a moment after the page is there.
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  window.addEventListener("pagehide", () => speechSynthesis.cancel());

  function offer() {
    for (const text of form.querySelectorAll(".app-statement legend, .app-words label")) {
      const voice = ownVoice(text.closest("[lang]").lang);
      const place = text.parentElement;
      if (voice && !place.querySelector(".app-listen")) text.after(listenButton(text, voice));
    }
  }

  /** A voice of the device: others send what they read to a server. */
  function ownVoice(language) {
    const isFitting = (voice) => voice.localService && voice.lang.slice(0, 2) === language.slice(0, 2);
    return speechSynthesis.getVoices().find(isFitting);
  }

  function listenButton(text, voice) {
    const words = form.querySelector("[data-saving]").dataset;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "app-listen";
    button.setAttribute("aria-label", words.listen);
    button.addEventListener("click", () => {
      const isReading = button.getAttribute("aria-pressed") === "true";
      speechSynthesis.cancel();
      if (isReading) return;
      const hint = text.parentElement.querySelector(".govuk-hint:not(.app-count)");
      const speech = new SpeechSynthesisUtterance([text, hint].map((part) => part?.innerText ?? "").join(" "));
      speech.voice = voice;
      speech.lang = voice.lang;
      speech.onend = speech.onerror = () => button.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-pressed", "true");
      speechSynthesis.speak(speech);
    });
    return button;
  }
}

/** Leave for the neutral page in place of this one, so that "back" does not return here. */
async function leave(event) {
  const exit = event.target.closest("[data-close]");
  if (!exit) return;
  event.preventDefault();
  if (form && !(await form.save())) return;
  location.replace(exit.dataset.close);
}
