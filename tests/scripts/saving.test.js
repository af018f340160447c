import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { saveWhileAnswering } from "../../feedback/assets/scripts/rater/saving.js";
import { answer, open, settle } from "./page.js";

const PAGE = `<form id="answers" data-save="/save">
  <input name="base" value=""><input name="started" value="">
  <input type="radio" name="rating-calm" value="1"><input type="radio" name="rating-calm" value="2">
  <textarea name="words-more"></textarea>
  <p data-saving data-saved="Saved {time}" data-failed="Not saved" data-merged="Merged"
     data-refused="Too long" data-over="Closed"></p>
  <button name="go" value="next">Next</button>
</form>`;
const SAVED = { base: "b2", started: "s2", saved: "10:15", merged: false, refused: false };

let form;
let asked;
let replies;
let looks;
let save;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  open(PAGE);
  form = document.querySelector("form");
  [asked, replies, looks] = [[], [], 0];
  globalThis.fetch = async (_address, request) => {
    asked.push(Object.fromEntries(request.body));
    const { status = 200, ...said } = replies.shift() ?? SAVED;
    return { status, ok: status < 400, json: async () => ({ ...SAVED, ...said }) };
  };
  save = saveWhileAnswering(form, () => (looks += 1));
});

const field = (name) => form.querySelector(`[name="${name}"]`);
const line = () => form.querySelector("[data-saving]");

async function pass(milliseconds) {
  mock.timers.tick(milliseconds);
  await settle();
}

test("a choice is saved half a second later, once", async () => {
  answer(field("rating-calm"));
  await pass(499);
  assert.equal(asked.length, 0);

  await pass(1);
  await pass(60_000);

  assert.deepEqual(asked.map((sent) => sent["rating-calm"]), ["1"]);
  assert.equal(line().textContent, "Saved 10:15");
  assert.equal(field("base").value, "b2");
});

test("what cannot be saved is tried again, ever more rarely", async () => {
  replies = [{ status: 503 }, { status: 503 }];
  answer(field("rating-calm"));

  await pass(500);
  assert.equal(line().textContent, "Not saved");
  await pass(3000);
  await pass(5999);
  assert.equal(asked.length, 2);
  await pass(1);

  assert.equal(asked.length, 3);
  assert.equal(line().textContent, "Saved 10:15");
});

test("a page that takes no answers any more is not asked again", async () => {
  replies = [{ status: 410 }];
  answer(field("rating-calm"));

  await pass(500);
  answer(field("words-more"), "One more");
  await pass(60_000);

  assert.equal(asked.length, 1);
  assert.equal(line().textContent, "Closed");
});

test("the page is left when all is saved, by the button that was pressed", async () => {
  let pressed = null;
  form.requestSubmit = (button) => (pressed = button);
  answer(field("words-more"), "Listens");
  const leaving = new Event("submit", { cancelable: true });
  leaving.submitter = field("go");

  form.dispatchEvent(leaving);
  await pass(0);

  assert.ok(leaving.defaultPrevented);
  assert.equal(asked[0]["words-more"], "Listens");
  assert.equal(pressed, field("go"));
});

test("what another page saved is shown, but never over what was written meanwhile", async () => {
  replies = [{ merged: true, ratings: { calm: "2" }, words: { more: "From the other page" } }];
  const sending = globalThis.fetch;
  globalThis.fetch = async (...all) => {
    field("words-more").value = "Written meanwhile";
    return sending(...all);
  };
  answer(field("words-more"), "Before");

  await save();

  assert.equal(field("words-more").value, "Written meanwhile");
  assert.equal(form.querySelector("[value='2']").checked, true);
  assert.equal(looks, 1);
});

test("a step that was chosen meanwhile stays", async () => {
  replies = [{ merged: true, ratings: { calm: "2" }, words: {} }];
  const sending = globalThis.fetch;
  globalThis.fetch = async (...all) => {
    form.querySelector("[value='1']").checked = true;
    return sending(...all);
  };
  answer(field("words-more"), "Before");

  await save();

  assert.equal(form.querySelector("[value='1']").checked, true);
});
