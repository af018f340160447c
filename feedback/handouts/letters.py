"""Letters with the promise, one a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.handouts.promise import promise
from feedback.handouts.sentences import code_of, code_word, contact, question, typed, without_scheme
from feedback.languages.words import Words
from feedback.operations.campaigns.purposes import purpose_in
from feedback.text.spoken import is_from_the_right
from reports.pdf import HowToBegin, PrintedLetter, render_letters
from reports.sections.pieces import Bullets, Heading, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.operations.handouts import AskedAbout, Asker, Handout


def letters_pdf(handouts: Sequence[Handout], asker: Asker, *, language: str) -> bytes:
    """Return all letters as one tagged PDF, each in its rater's language."""
    return render_letters(
        Words(language)("Letters: %(campaign)s", campaign=asker.campaign),
        [_letter(handout, asker) for handout in handouts],
        author=asker.organisation,
        language=language,
        accent=asker.accent,
        logo=asker.logo,
    )


def _letter(handout: Handout, asker: Asker) -> PrintedLetter:
    _ = Words(handout.language)
    return PrintedLetter(
        title=question(handout, _),
        kicker=_("To %(name)s", name=handout.name) if handout.name else asker.organisation,
        language=handout.language,
        is_from_the_right=is_from_the_right(handout.language),
        pieces=(
            Text(
                _(
                    "%(organisation)s asks you to answer questions about leadership. "
                    "You answer about:",
                    organisation=asker.organisation,
                )
            ),
            Bullets(tuple(_in_a_line(leader) for leader in handout.leaders)),
            Text(_when(asker, _)),
            HowToBegin(
                code_of(handout, _),
                (
                    _("Point your phone's camera at the square, and tap the link that shows."),
                    _("Or type this address in a browser, and then the code:"),
                ),
                typed(handout, asker),
            ),
            Text(_secret(_)),
            Heading(_("This is what we promise")),
            Bullets(promise(handout, asker, _)),
            Heading(_("Who asks, and why")),
            Text(_("The purpose is: %(purpose)s", purpose=purpose_in(asker.purpose, _.language))),
            Text(f"{contact(asker, _)} {_genuine(asker, _)}"),
        ),
    )


def _in_a_line(leader: AskedAbout) -> str:
    return ", ".join(part for part in (leader.name, leader.details) if part)


def _when(asker: Asker, _: Words) -> str:
    return _(
        "Answer during working hours, on a phone or a computer, by %(day)s at the latest. "
        "It takes about %(minutes)s minutes for each person. You can pause and go on later "
        "with the same code.",
        day=_.weekday(asker.last_day),
        minutes=asker.minutes,
    )


def _secret(_: Words) -> str:
    alone = _("The code is yours alone. Do not pass it on.")
    return f"{alone} {code_word(_)}"


def _genuine(asker: Asker, _: Words) -> str:
    never = _("We never ask for a personal number, a password or BankID.")
    address = f"{without_scheme(asker.base_url)}/akta"
    see = _("Is this letter genuine? See %(address)s.", address=address)
    return f"{never} {see}"
