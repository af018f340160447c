// Reading aloud.

/** Offer to read statements aloud, if the device itself has a voice for their language. */
export function offerListening(form) {
  offer();
  // Browsers find their voices a moment after the page is there.
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  window.addEventListener("pagehide", () => speechSynthesis.cancel());

  function offer() {
    for (const text of form.querySelectorAll(".statement legend, .words label")) {
      const voice = ownVoice(text.closest("[lang]").lang);
      const place = text.parentElement;
      if (voice && !place.querySelector(".listen")) text.after(listenButton(text, voice));
    }
  }

  function listenButton(text, voice) {
    const words = form.querySelector("[data-saving]").dataset;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "listen";
    button.setAttribute("aria-label", words.listen);
    button.addEventListener("click", () => {
      const isReading = button.getAttribute("aria-pressed") === "true";
      speechSynthesis.cancel();
      if (isReading) return;
      const hint = text.parentElement.querySelector(".govuk-hint:not(.count)");
      const speech = new SpeechSynthesisUtterance([text, hint].map((part) => part?.innerText ?? "").join(" "));
      speech.voice = voice;
      speech.lang = voice.lang;
      for (const over of ["end", "error"]) {
        speech.addEventListener(over, () => button.setAttribute("aria-pressed", "false"));
      }
      button.setAttribute("aria-pressed", "true");
      speechSynthesis.speak(speech);
    });
    return button;
  }
}

/** A voice of the device: others send what they read to a server. */
function ownVoice(language) {
  const isFitting = (voice) => voice.localService && voice.lang.slice(0, 2) === language.slice(0, 2);
  return speechSynthesis.getVoices().find(isFitting);
}
