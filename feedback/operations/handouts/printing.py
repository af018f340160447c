"""Print links: once more derived, noted in the audit log, and stored nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.errors import Fault, InputError, StateError
from feedback.models import State
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.answering.links import link_of
from feedback.operations.handouts.paper import on_paper
from feedback.operations.handouts.parts import cut, whole_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Campaign
    from feedback.operations.acts import Actor
    from feedback.operations.handouts.paper import Handout
    from feedback.operations.handouts.parts import PrintedPart


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed: which part of all, and what each rater in it gets."""

    part: PrintedPart
    handouts: list[Handout]


def print_handouts(
    session: Session,
    campaign: Campaign,
    settings: Settings,
    *,
    kind: str,
    by: Actor,
    key: str | None = None,
) -> Printed:
    """Return what the raters of a part get, and note how many in the audit log.

    Without a key of `parts_of`: what everybody without an address gets. Raise StateError unless
    the campaign is open, InputError if mail reaches everybody or the part is no longer.
    """
    if campaign.state is not State.OPEN:
        message = f"Links are printed while a campaign is open; this one is {campaign.state}."
        raise StateError(message)
    part = _part(whole_of(on_paper(session, campaign)), key)
    link_key = settings.link_key_folder.read(campaign.id)
    audit_log.note(session, by, Act.PRINT_HANDOUTS, campaign, details=part.noted(kind))
    handouts = [one.with_link(link_of(one, link_key, settings.base_url)) for one in part.people]
    return Printed(part, handouts)


def _part(whole: PrintedPart, key: str | None) -> PrintedPart:
    if not whole.people:
        raise InputError([Fault("Everybody in this campaign has an address and gets mail.")])
    if key is None:
        return whole
    for part in cut(whole):
        if part.key == key:
            return part
    fault = Fault(
        "Somebody was added or taken away since you opened the page, so nothing was printed. "
        "The page below is up to date: print again."
    )
    raise InputError([fault])
