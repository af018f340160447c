// A page without a browser, for one test: its elements are global, as a script expects them.

import { Window } from "./vendor/happy-dom.js";

/** Open a page with this markup; returns its window. */
export function open(markup) {
  const window = new Window({ url: "https://feedback.example.se/s/a/1" });
  window.document.body.innerHTML = markup;
  const { document, FormData, Event } = window;
  Object.assign(globalThis, { window, document, FormData, Event });
  return window;
}

/** Choose or write, as somebody does. */
export function answer(field, value) {
  if (field.type === "radio") field.checked = true;
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Let everything that waits for nothing go on. */
export async function settle() {
  // oxlint-disable-next-line no-await-in-loop -- one turn after the other is what is waited for
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
