"""Slips with a code, eight a page, to hand out or to draw from a box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.handouts.promise import promise_in_short
from feedback.handouts.sentences import (
    code_of,
    code_word,
    contact,
    leaders_in_short,
    minutes_in_all,
    question,
    typed,
)
from feedback.languages.words import Words
from feedback.operations.handouts import in_boxes
from feedback.text.spoken import is_from_the_right
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
    when = _(
        "Answer by %(day)s. About %(minutes)s minutes, during working hours.",
        day=_.weekday(asker.last_day),
        minutes=minutes_in_all(handout, asker),
    )
    about = leaders_in_short(handout, _) if len(handout.leaders) > 1 else ""
    how = _("Point your phone's camera at the square, or type:")
    return Slip(
        kicker=f"{asker.organisation} · {_to_whom(handout, asker, _)}",
        title=question(handout, _),
        beside=tuple(text for text in (about, when, how) if text),
        code=code_of(handout, _),
        typed=typed(handout, asker),
        below=f"{code_word(_)} {promise_in_short(handout, asker, _)} {contact(asker, _)}",
        language=handout.language,
        is_from_the_right=is_from_the_right(handout.language),
    )


def _to_whom(handout: Handout, asker: Asker, _: Words) -> str:
    """Return the rater's name, or of what is drawn from a box the group it is for."""
    if handout.name:
        return _("To %(name)s", name=handout.name)
    return asker.survey.text(handout.leaders[0].group.label, _.language)
