// A clean exit.

/** Leave for the neutral page in place of this one; `closing.js` keeps "back" from the others. */
export function leaveInPlace(save) {
  document.addEventListener("click", async (event) => {
    const exit = event.target.closest("[data-close]");
    if (!exit) return;
    event.preventDefault();
    if (save && !(await save())) return;
    window.visit.close();
    location.replace(exit.dataset.close);
  });
}
