// After "close and clear" the tab's "back" leads to the neutral page, and shows nothing before it.
// Runs before the page is shown. All that is kept is a mark in this tab: something was closed here.

window.visit = (() => {
  const MARK = "closed";
  const neutral = document.currentScript.dataset.closed;
  const root = document.documentElement;
  const isNeutral = location.pathname.toLowerCase() === new URL(neutral, location.href).pathname;
  const isReturn = performance.getEntriesByType("navigation")[0]?.type === "back_forward";

  if (isNeutral) close();
  else if (isReturn && isClosed()) leave();
  else open();

  // A page that a browser has kept whole comes back as it was left: unseen, until it is known
  // that nothing was closed since.
  window.addEventListener("pagehide", () => {
    if (isNeutral) close(); // again: what the browser is told to clear may have taken the mark
    else root.hidden = true;
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && !isNeutral && isClosed()) leave();
    else root.hidden = false;
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const part of document.querySelectorAll("[data-when-closed]"))
      part.hidden = part.dataset.whenClosed !== (isClosed() ? "for-good" : "until-back");
  });
  return { close };

  function close() {
    attempt(() => sessionStorage.setItem(MARK, "1"));
  }

  function open() {
    attempt(() => sessionStorage.removeItem(MARK));
  }

  function isClosed() {
    return attempt(() => sessionStorage.getItem(MARK)) !== null;
  }

  function leave() {
    root.hidden = true;
    location.replace(neutral);
  }

  /** Where a browser keeps nothing at all, it says so by an error. */
  function attempt(what) {
    try {
      return what();
    } catch {
      return null;
    }
  }
})();
