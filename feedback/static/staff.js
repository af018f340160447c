// What a script adds to staff pages; every page works without it.

const summary = document.querySelector(".govuk-error-summary");
summary?.setAttribute("tabindex", "-1");
summary?.focus();
