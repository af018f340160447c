// What a text says of itself while it is written.

/** Say how many characters are left, and ask about what looks like a personal number. */
export function watchLength(field) {
  const line = document.getElementById(field.dataset.count);
  const note = document.getElementById(field.dataset.private);
  const update = () => {
    const left = Number(field.dataset.longest) - [...field.value.trim()].length;
    const words = left < 0 ? line.dataset.cut : line.dataset.left;
    line.textContent = words.replace("{n}", Math.abs(left));
    line.classList.toggle("count--over", left < 0);
    note.hidden = !looksPrivate(field.value);
  };
  field.addEventListener("input", update);
  update();
}

/** Whether a text holds what may be a Swedish personal number or a telephone number. */
export function looksPrivate(text) {
  const personalNumber = /\b(19|20)?\d{6}[-+ ]?\d{4}\b/;
  const telephone = /(\+46|\b0)[\d -]{7,13}\d\b/;
  return personalNumber.test(text) || telephone.test(text);
}
