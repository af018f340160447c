"""A list for sending by SMS: one short text a rater; the organiser fills in the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.handouts.sentences import leaders_in_short, minutes_in_all, question
from feedback.languages.words import Words
from feedback.text.sheets import semicolon_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.operations.handouts import Asker, Handout


def sms_csv(handouts: Sequence[Handout], asker: Asker, *, language: str) -> bytes:
    """Return the list as CSV that a Swedish Excel opens."""
    _ = Words(language)
    heads = [_("Name"), _("Telephone number"), _("About"), _("Text")]
    rows = (
        [handout.name, "", _about(handout, asker, _), sms_text(handout, asker)]
        for handout in handouts
    )
    return semicolon_csv([heads, *rows])


def sms_text(handout: Handout, asker: Asker) -> str:
    """Return the message: who asks, the question, until when, the link, whom to call."""
    _ = Words(handout.language)
    return _(
        "%(organisation)s asks: %(question)s Answer by %(day)s, about %(minutes)s min: "
        "%(link)s Voluntary. Questions: %(contact)s",
        organisation=asker.organisation,
        question=_as_sentence(question(handout, _)),
        day=_.day(asker.last_day),
        minutes=minutes_in_all(handout, asker),
        link=handout.link,
        contact=asker.contact_phone or asker.contact_email or asker.contact_name,
    )


def _about(handout: Handout, asker: Asker, _: Words) -> str:
    """Return whom it is about; without a name also the group, to hand out the right texts."""
    about = leaders_in_short(handout, _)
    if handout.name:
        return about
    return f"{about}, {asker.survey.text(handout.leaders[0].group.label, _.language)}"


def _as_sentence(text: str) -> str:
    # A no-break space is in no alphabet of SMS, and would halve the room of the message.
    plain = text.replace("\N{NO-BREAK SPACE}", " ")
    return plain if plain.endswith("?") else f"{plain}."
