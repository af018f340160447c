"""The documents about what is kept: the protocol, a person's data, and the letter with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.languages.words import Words
from feedback.operations.retention import KINDS
from reports.pdf import render_document
from reports.sections.pieces import Bullets, Grid, Heading, Text, WritingLines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from feedback.models import Erasure
    from feedback.operations.audit_chain import Link
    from feedback.operations.people.own_data import OwnData
    from feedback.operations.people.own_parts import OwnPart
    from reports.sections.pieces import Piece


@dataclass(frozen=True, slots=True)
class Office:
    """Who answers a request for one's data: printed on the letter."""

    organisation: str
    contact: str  # whom to ask, in one line; may be empty
    data_protection_contact: str


def protocol_pdf(
    lines: Sequence[Erasure],
    *,
    title: str,
    head: Link,
    organisation: str,
    now: datetime,
    language: str,
) -> bytes:
    """Return the protocol of what was erased as a tagged PDF, with room to sign."""
    _ = Words(language)
    pieces: list[Piece] = [
        Text(_("Drawn up on %(day)s.", day=f"{now:%Y-%m-%d %H:%M}")),
        Text(
            _(
                "Answers of raters stand here by number of leaders: whose they were was erased "
                "when each campaign closed, and is in no protocol."
            )
        ),
    ]
    if lines:
        pieces.append(_grid_of_erasures(lines, _))
    else:
        pieces.append(Text(_("Nothing has been erased yet.")))
    pieces += [
        Heading(_("The log of what staff did")),
        Text(
            _(
                "Its newest entry has the number %(number)s and the check sum %(hash)s. Who keeps "
                "this page can tell later whether an older entry was changed.",
                number=head.number,
                hash=head.hash,
            )
        ),
    ]
    pieces += [WritingLines(_("Place and day"), 1), WritingLines(_("Signature"), 1)]
    heading = _("Protocol of what was erased: %(department)s", department=title)
    return render_document(heading, pieces, author=organisation, language=language)


def own_data_json(data: OwnData) -> str:
    """Return a person's data as JSON, for another program to read."""
    content = {
        "address": data.address,
        "name": data.name,
        **{part.key: [_named(part, row) for row in part.rows] for part in data.parts},
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def own_data_pdf(data: OwnData, *, office: Office, language: str) -> bytes:
    """Return a person's data as a tagged PDF, for the person to read."""
    _ = Words(language)
    pieces: list[Piece] = [Text(_("This is what is kept about %(address)s.", address=data.address))]
    for part in data.parts:
        pieces += [Heading(_(part.title), 2), _grid(part, _)]
    pieces += [Heading(_("If something is wrong"), 2), Bullets(corrections(_))]
    pieces += [Heading(_("Your answers"), 2), *(Text(text) for text in why_not(_))]
    pieces.append(Text(_contact(office, _)))
    title = _("What is kept about %(name)s", name=data.name or data.address)
    return render_document(title, pieces, author=office.organisation, language=language)


def letter_pdf(data: OwnData, *, office: Office, language: str) -> bytes:
    """Return the letter that says why a rater's answers cannot be found."""
    _ = Words(language)
    pieces: list[Piece] = [
        Text(_("To %(name)s", name=data.name or data.address)),
        Text(_("You have asked for the answers that you gave in a survey about a leader.")),
        *(Text(text) for text in why_not(_)),
        Heading(_("What we can give you"), 2),
        Text(
            _(
                "Who was asked, about whom and in which group, and the mails that we sent: that "
                "is in the list of what is kept about you."
            )
        ),
        Text(_contact(office, _)),
        Text(
            _(
                "If you are not content with this answer, you may complain to the Swedish "
                "Authority for Privacy Protection (IMY), imy.se."
            )
        ),
    ]
    title = _("Your answers cannot be found, and why")
    return render_document(title, pieces, author=office.organisation, language=language)


def why_not(_: Words) -> tuple[str, ...]:
    """Return why nobody can find a rater's answers, in plain sentences."""
    return (
        _(
            "Answers are sealed when they are sent, in an envelope without name, number or time. "
            "Until the survey closes nobody can open it, we neither."
        ),
        _(
            "When the survey closes, all envelopes are opened at once, and what joined people to "
            "answers is erased, together with the keys. What is left are the marks of whole "
            "groups, sorted by size. No name or number stands beside them."
        ),
        _(
            "So we cannot give out, correct or erase what one person answered: we cannot tell "
            "which answers are whose (article 11 of the General Data Protection Regulation). "
            "Neither do we keep who has answered."
        ),
    )


def corrections(_: Words) -> tuple[str, ...]:
    """Return where each kind of mistake is put right."""
    return (
        _("A wrong name, address or language: whoever runs the campaign corrects it."),
        _("A wrong title, workplace or coach of a leader: whoever runs the campaign, too."),
        _("Wrong group, or asked by mistake: say so by the link in the mail, “Is it wrong?”."),
        _("A plan: the leader changes it after signing in."),
        _("The log of what staff did cannot be changed; a mistake in it gets a new entry."),
    )


def _grid_of_erasures(lines: Sequence[Erasure], _: Words) -> Grid:
    return Grid(
        header=(
            _("Day"),
            _("What"),
            _("Campaign"),
            _("Ended"),
            _("Days"),
            _("Decision"),
            _("Rows"),
        ),
        rows=tuple(
            (
                f"{line.at:%Y-%m-%d}",
                _(KINDS[line.kind].label) if line.kind in KINDS else line.kind,
                line.campaign.name if line.campaign else "–",
                f"{line.ended_on:%Y-%m-%d}",
                str(line.days),
                line.decision or _("default"),
                str(line.count),
            )
            for line in lines
        ),
        widths=(0.13, 0.2, 0.14, 0.13, 0.07, 0.25, 0.08),
        summary=_("What was erased, and on which ground"),
        text_columns=6,
    )


def _grid(part: OwnPart, _: Words) -> Grid:
    share = 1 / len(part.columns)
    return Grid(
        header=tuple(_(column) for column in part.columns),
        rows=tuple(tuple(cell or "–" for cell in row) for row in part.rows),
        widths=(share,) * len(part.columns),
        summary=_(part.title),
        text_columns=len(part.columns),
    )


def _named(part: OwnPart, row: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(map(str, part.columns), row, strict=True))


def _contact(office: Office, _: Words) -> str:
    lines = [_("Ask %(contact)s.", contact=office.contact)] if office.contact else []
    if office.data_protection_contact:
        lines.append(_("Data protection officer: %(who)s.", who=office.data_protection_contact))
    return " ".join(lines)
