"""The card that a leader reads out at the workplace meeting before people answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.handouts.sentences import without_scheme
from feedback.languages.words import Words
from feedback.operations.campaigns.purposes import purpose_in
from reports.pdf import PrintedLetter, render_letters
from reports.sections.pieces import Heading, Text
from surveys.model import GroupKind

if TYPE_CHECKING:
    from feedback.operations.handouts import Asker


@dataclass(frozen=True, slots=True)
class CardPart:
    """One thing to say: its heading for the reader's eye, and the words to read out."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """The whole card: about a minute and a half of reading aloud."""

    title: str
    advice: str
    parts: tuple[CardPart, ...]


def card_of(asker: Asker, language: str) -> Card:
    """Return the card in a language, with the campaign's own numbers and dates."""
    _ = Words(language)
    return Card(
        title=_("To read out before the survey"),
        advice=_(
            "For the leader, at a workplace meeting before people answer. Read it as it stands, "
            "and leave time for questions."
        ),
        parts=(
            _why(asker, _),
            _what(asker, _),
            _voluntary(_),
            _who_sees(asker, _),
            _until_when(asker, _),
            _whom_to_ask(asker, _),
        ),
    )


def card_pdf(asker: Asker, language: str) -> bytes:
    """Return the card as a tagged PDF, to read from or to pin up."""
    card = card_of(asker, language)
    pieces: list[Heading | Text] = [Text(card.advice)]
    for part in card.parts:
        pieces += [Heading(part.heading), Text(" ".join(part.sentences))]
    page = PrintedLetter(card.title, asker.organisation, tuple(pieces), language)
    return render_letters(
        card.title,
        [page],
        author=asker.organisation,
        language=language,
        accent=asker.accent,
        logo=asker.logo,
    )


def _why(asker: Asker, _: Words) -> CardPart:
    return CardPart(
        _("Why"),
        (
            _(
                "I take part in %(campaign)s, so that I learn how you see my leadership.",
                campaign=asker.campaign,
            ),
            _("The purpose is: %(purpose)s", purpose=purpose_in(asker.purpose, _.language)),
        ),
    )


def _what(asker: Asker, _: Words) -> CardPart:
    return CardPart(
        _("What you are asked to do"),
        (
            _(
                "Answer questions about how I lead. It takes about %(minutes)s minutes, on a phone "
                "or a computer, during working hours.",
                minutes=asker.minutes,
            ),
            _("You get a link by mail, by SMS or on a piece of paper. It is yours alone."),
        ),
    )


def _voluntary(_: Words) -> CardPart:
    return CardPart(
        _("It is voluntary"),
        (_("You decide whether to answer. I do not get to know who has, and I will not ask."),),
    )


def _who_sees(asker: Asker, _: Words) -> CardPart:
    by_role = [
        asker.survey.text(group.label, _.language).lower()
        for group in asker.survey.groups
        if group.kind is GroupKind.IDENTIFIED
    ]
    sentences = [
        _("My coach and I read a report. Those who run the survey do not see it."),
        _(
            "I never see what one of you has answered: your marks are shown only together, "
            "at least %(k)s answers at a time.",
            k=asker.k,
        ),
        _(
            "What you write I read word for word, but without a name. Write so that you "
            "could stand for it."
        ),
    ]
    if by_role:
        exception = _(
            "One exception: what is answered as %(roles)s is shown by itself, and whoever "
            "answers so knows it before.",
            roles=", ".join(by_role),
        )
        sentences.append(exception)
    sentences.append(
        _("When the survey closes, the link between each person and their answers is taken away.")
    )
    return CardPart(_("Who sees what"), tuple(sentences))


def _until_when(asker: Asker, _: Words) -> CardPart:
    return CardPart(
        _("Until when"),
        (_("Answer by %(day)s at the latest.", day=_.weekday(asker.last_day)),),
    )


def _whom_to_ask(asker: Asker, _: Words) -> CardPart:
    parts = (asker.contact_name, asker.contact_phone, asker.contact_email)
    address = f"{without_scheme(asker.base_url)}/akta"
    return CardPart(
        _("Whom to ask"),
        (
            _("Ask %(contact)s.", contact=", ".join(part for part in parts if part)),
            _("How to know a genuine invitation: %(address)s.", address=address),
        ),
    )
