// What a script adds to staff pages; every page works without it.

import { focusOnFaults } from "./faults.js";

focusOnFaults();

// A wide screen has room for a whole report; a phone reads one finding at a time.
if (matchMedia("(min-width: 601px)").matches) {
  for (const chapter of document.querySelectorAll("details[data-chapter]")) {
    chapter.open = true;
  }
}

// A form that takes seconds says so and counts them, and is not sent twice.
for (const form of document.querySelectorAll("form[data-busy]")) {
  const status = document.createElement("p");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  form.append(status);
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    const began = Date.now();
    const tell = () => {
      const seconds = Math.floor((Date.now() - began) / 1000);
      button.textContent = form.dataset.busy + (seconds ? ` ${seconds} s` : "");
    };
    button.disabled = true;
    tell();
    status.textContent = form.dataset.busy;
    setInterval(tell, 1000);
  });
}

// Whoever goes back finds the page as it was kept: with a form that still says it is busy.
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector("form[data-busy] button:disabled")) {
    location.reload();
  }
});
