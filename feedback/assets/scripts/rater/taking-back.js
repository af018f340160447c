// Taking an answer back.

/**
 * Let a chosen step be taken back: tap it again, or press Space, Delete or Backspace on it.
 * What is returned looks anew at what is chosen.
 */
export function letTakeBack(form) {
  const chosen = new Map();

  look();
  window.addEventListener("pageshow", look); // browsers may restore what was chosen
  form.addEventListener("change", look);
  form.addEventListener("click", (event) => {
    const isAgain = chosen.get(event.target.name) === event.target;
    if (isAgain && event.detail < 2) clear(event.target); // the second of two quick taps is a slip
  });
  form.addEventListener("keydown", (event) => {
    if (![" ", "Delete", "Backspace"].includes(event.key) || !event.target.matches("input[type=radio]:checked")) return;
    event.preventDefault();
    clear(event.target);
    // Some browsers press what has the focus when Space is let go.
    form.addEventListener("keyup", (release) => release.preventDefault(), { once: true });
  });

  return look;

  function look() {
    chosen.clear();
    for (const radio of form.querySelectorAll("input[type=radio]:checked")) chosen.set(radio.name, radio);
  }

  function clear(radio) {
    radio.checked = false;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
