// What a script adds to a rater's page: saving while you answer, characters left, a clean exit.
// Without it every page works by its buttons. Nothing of a visit is kept in the browser.

import { focusOnFaults } from "./faults.js";
import { watchLength } from "./rater/counting.js";
import { leaveInPlace } from "./rater/leaving.js";
import { offerListening } from "./rater/listening.js";
import { saveWhileAnswering } from "./rater/saving.js";
import { letTakeBack } from "./rater/taking-back.js";

const form = document.querySelector("#answers");
const save = form && saveWhileAnswering(form, letTakeBack(form));
document.querySelectorAll("textarea[data-count]").forEach(watchLength);
focusOnFaults();
leaveInPlace(save);
if (form && "speechSynthesis" in window) offerListening(form);
