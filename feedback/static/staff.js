// What a script adds to staff pages; every page works without it.

const summary = document.querySelector(".govuk-error-summary");
summary?.setAttribute("tabindex", "-1");
summary?.focus();

// A form that takes seconds says so, and is not sent twice.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    button.textContent = form.dataset.busy;
  });
}
