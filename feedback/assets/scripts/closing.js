// After "close and clear" the tab's "back" leads to the neutral page, and shows nothing before it.
// Runs before the page is shown. Kept in this tab: a mark, drawn anew by each closing, and with
// each page in its history the mark that stood when it was opened. A page whose mark is another
// was opened before a closing, whoever has been in this tab since.

window.visit = (() => {
  const MARK = "closed";
  const neutral = document.currentScript.dataset.closed;
  const root = document.documentElement;
  const isNeutral = location.pathname.toLowerCase() === new URL(neutral, location.href).pathname;
  const isReturn = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const opened = isReturn ? history.state : mark();
  let drawn = null;

  if (isNeutral) close();
  else if (!isReturn) history.replaceState(opened, "");
  else if (isOver()) leave();

  // A page that a browser has kept whole comes back as it was left: unseen, until it is known
  // that nothing was closed since.
  window.addEventListener("pagehide", () => {
    if (isNeutral) keep(); // again: what the browser is told to clear may have taken the mark
    else root.hidden = true;
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && isNeutral) close();
    else if (event.persisted && isOver()) leave();
    // One that is left for the neutral page stays unseen, however long that one takes to come.
    root.hidden = !isNeutral && isOver();
  });
  // A place within a page is an entry of its own, and begins without.
  window.addEventListener("hashchange", () => history.replaceState(opened, ""));
  document.addEventListener("DOMContentLoaded", () => {
    for (const part of document.querySelectorAll("[data-when-closed]"))
      part.hidden = part.dataset.whenClosed !== (mark() === null ? "until-back" : "for-good");
  });
  return { close };

  function close() {
    drawn = Math.random().toString(36).slice(2);
    keep();
  }

  function keep() {
    attempt(() => sessionStorage.setItem(MARK, drawn));
  }

  function mark() {
    return attempt(() => sessionStorage.getItem(MARK));
  }

  function isOver() {
    return opened !== mark();
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
