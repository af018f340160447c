"""Slips with a code, eight a page, to hand out or to draw from a box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.handouts.promise import promise_in_short
from feedback.handouts.sentences import code_of, contact, leaders_in_short, question, typed
from feedback.handouts.words import Words
from feedback.operations.handouts import in_boxes
from reports.pdf import Slip, render_slips

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.operations.handouts import Asker, Handout


def slips_pdf(handouts: Sequence[Handout], asker: Asker, *, language: str) -> bytes:
    """Return all slips as one tagged PDF; those of each box begin a page."""
    return render_slips(
        Words(language)("Slips: %(campaign)s", campaign=asker.campaign),
        [[_slip(handout, asker) for handout in box] for box in in_boxes(handouts)],
        author=asker.organisation,
        language=language,
    )


def _slip(handout: Handout, asker: Asker) -> Slip:
    _ = Words(handout.language)
    to_whom = _("To %(name)s", name=handout.name) if handout.name else ""
    when = _(
        "Answer by %(day)s. About %(minutes)s minutes, during working hours.",
        day=_.weekday(asker.last_day),
        minutes=asker.minutes,
    )
    about = leaders_in_short(handout, _) if len(handout.leaders) > 1 else ""
    how = _("Point your phone's camera at the square, or type:")
    return Slip(
        kicker=" · ".join(part for part in (asker.organisation, to_whom) if part),
        title=question(handout, _),
        beside=tuple(text for text in (about, when, how) if text),
        code=code_of(handout, _),
        typed=typed(handout, asker),
        below=f"{promise_in_short(handout, asker, _)} {contact(asker, _)}",
        language=handout.language,
    )
