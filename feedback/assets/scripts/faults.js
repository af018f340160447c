/** Say first what is wrong: a screen reader begins at the list of faults. */
export function focusOnFaults() {
  const summary = document.querySelector(".govuk-error-summary");
  summary?.setAttribute("tabindex", "-1");
  summary?.focus();
}
