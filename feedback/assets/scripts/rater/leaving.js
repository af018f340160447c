// A clean exit.

/** Leave for the neutral page in place of this one; `closing.js` keeps "back" from the others. */
export function leaveInPlace(save) {
  document.addEventListener("click", async (event) => {
    const exit = event.target.closest("[data-close]");
    if (!exit) return;
    event.preventDefault();
    // Unseen at once: somebody may be coming, and saving takes as long as the network does.
    document.documentElement.hidden = true;
    if (save && !(await save())) {
      document.documentElement.hidden = false;
      exit.focus();
      return;
    }
    window.visit.close();
    location.replace(exit.dataset.close);
  });
}
