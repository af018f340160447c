"""Take a list of people into a campaign: against what somebody saw, and only before launch.

Afterwards each change is a rater's own, for then it must look the same whether they have answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.errors import Fault, InputError, StateError
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.digests import digest_of
from feedback.operations.people.placing import change_people
from feedback.operations.people.present import people_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor
    from feedback.operations.people.difference import Difference
    from feedback.operations.people.people_list import PeopleList


def apply_people(
    session: Session,
    campaign: Campaign,
    people: PeopleList,
    *,
    seen: str,
    by: Actor,
    on_step: Callable[[str], None] = lambda _: None,
) -> Difference:
    """Make the campaign's people those of a list, and return what became different.

    `seen` is the digest of the people that somebody was shown the difference from: if they are
    others by now, nothing is done.
    """
    before = _people_of_draft(session, campaign)
    require_unchanged(before, seen)
    change = change_people(session, campaign, before, people, on_step=on_step)
    audit_log.note(session, by, Act.APPLY_LIST, campaign)
    return change


def put_people(
    session: Session,
    campaign: Campaign,
    people: PeopleList,
    *,
    on_step: Callable[[str], None] = lambda _: None,
) -> Difference:
    """Write a list into a draft: without a note, as part of an act, where nobody saw another."""
    before = _people_of_draft(session, campaign)
    return change_people(session, campaign, before, people, on_step=on_step)


def require_unchanged(before: PeopleList, seen: str) -> None:
    """Refuse to go on where the people are others than somebody was shown a difference from."""
    if digest_of(before) != seen:
        raise InputError(
            [Fault("The people have changed meanwhile. Look at the difference once more.")]
        )


def _people_of_draft(session: Session, campaign: Campaign) -> PeopleList:
    if campaign.state not in BEFORE_LAUNCH:
        raise StateError("A list is taken before launch; now raters are changed one by one.")
    session.flush()
    return people_of(session, campaign)
