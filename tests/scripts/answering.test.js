import assert from "node:assert/strict";
import { test } from "node:test";

import { focusOnFaults } from "../../feedback/assets/scripts/faults.js";
import { looksPrivate, watchLength } from "../../feedback/assets/scripts/rater/counting.js";
import { leaveInPlace } from "../../feedback/assets/scripts/rater/leaving.js";
import { offerListening } from "../../feedback/assets/scripts/rater/listening.js";
import { letTakeBack } from "../../feedback/assets/scripts/rater/taking-back.js";
import { answer, open, settle } from "./page.js";

const RADIOS = `<form><input type="radio" name="r" value="1"><input type="radio" name="r" value="2"></form>`;

function click(element, detail) {
  const event = new window.MouseEvent("click", { bubbles: true, cancelable: true, detail });
  element.dispatchEvent(event);
  return event;
}

test("a step that is tapped again is taken back, and one that is tapped twice at once is not", () => {
  open(RADIOS);
  const form = document.querySelector("form");
  const [first] = form.querySelectorAll("input");
  letTakeBack(form);
  answer(first);

  click(first, 2);
  assert.equal(first.checked, true);
  click(first, 1);

  assert.equal(first.checked, false);
});

test("a step that came from another page can be taken back once that is looked at", () => {
  open(RADIOS);
  const form = document.querySelector("form");
  const [, second] = form.querySelectorAll("input");
  const look = letTakeBack(form);
  second.checked = true;

  look();
  click(second, 1);

  assert.equal(second.checked, false);
});

test("characters are counted as people count them", () => {
  open(`<textarea data-longest="3" data-count="n" data-private="p">åä👍</textarea>
    <p id="n" data-left="{n} left" data-cut="{n} over"></p><p id="p" hidden></p>`);
  const field = document.querySelector("textarea");
  watchLength(field);
  assert.equal(document.querySelector("#n").textContent, "0 left");

  answer(field, "åä👍!");

  assert.equal(document.querySelector("#n").textContent, "1 over");
  assert.ok(document.querySelector("#n").classList.contains("count--over"));
});

test("personal numbers and telephone numbers are asked about, years and sums are not", () => {
  const asked = ["19800101-1234", "800101-1234", "070-123 45 67", "+46 70 123 45 67"];
  const not = ["2026", "12 000 kronor", "kl 10.15-11.30", "3 av 10"];

  assert.deepEqual([...asked, ...not].filter(looksPrivate), asked);
});

test("a statement is read by a voice of the device, and a voice of a server is never offered", () => {
  open(`<form lang="sv"><fieldset class="statement"><legend>Lyssnar</legend></fieldset>
    <p data-saving data-listen="Lyssna"></p></form>`);
  const voices = [{ lang: "sv-SE", localService: false }];
  globalThis.speechSynthesis = { getVoices: () => voices, cancel() {} };
  offerListening(document.querySelector("form"));
  assert.equal(document.querySelector(".listen"), null);

  voices.push({ lang: "sv-SE", localService: true });
  offerListening(document.querySelector("form"));

  assert.equal(document.querySelector("legend + .listen").getAttribute("aria-label"), "Lyssna");
});

test("a visit is closed only when all is saved", async () => {
  open(`<a href="/closed" data-close="/closed">Close</a>`);
  const left = [];
  globalThis.location = { replace: (address) => left.push(address) };
  window.visit = { close: () => left.push("closed") };
  let isSaved = false;
  leaveInPlace(async () => isSaved);

  assert.ok(click(document.querySelector("a"), 1).defaultPrevented);
  await settle();
  assert.deepEqual(left, []);
  isSaved = true;
  click(document.querySelector("a"), 1);
  await settle();

  assert.deepEqual(left, ["closed", "/closed"]);
});

test("what is wrong is where one is first", () => {
  open(`<div class="govuk-error-summary"></div>`);

  focusOnFaults();

  assert.equal(document.activeElement.className, "govuk-error-summary");
});
