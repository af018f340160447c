"""Keep an uploaded list until somebody has seen what it would change, and applies it.

The browser never sends the list back: what is applied is what was read and checked.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete

from feedback.errors import Fault, InputError, StateError
from feedback.models import StagedPeople
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.applying import require_unchanged
from feedback.operations.people.difference import difference
from feedback.operations.people.digests import digest_of, leader_facts, rater_facts
from feedback.operations.people.file import Notice
from feedback.operations.people.known_names import by_known_names
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from feedback.operations.people.placing import change_people
from feedback.operations.people.present import people_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor
    from feedback.operations.people.difference import Difference
    from feedback.operations.people.file.reading import PeopleFile

BROUGHT: Final = "brought"
"""What is kept of a file that is not read yet, because somebody must say how."""

_LONGEST_SOURCE: Final = 200
_BOTH: Final = "."


@dataclass(frozen=True, slots=True)
class Staged:
    """A list that waits, with what it would change and what may be a slip in it."""

    source: str
    staged_by: str
    difference: Difference
    advice: tuple[Notice, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class WaitingList:
    """A list as it is kept while it waits: written out before any session is open."""

    content: str
    advice: str
    source: str

    @property
    def digest(self) -> str:
        """What tells this list from another that may wait in its place by and by."""
        return hashlib.sha256(self.content.encode()).hexdigest()


def waiting_list(file: PeopleFile, *, source: str, adds_only: bool = False) -> WaitingList:
    """Return what is kept of a list; for a large one this takes its time."""
    advice = [[n.code, n.row, n.column, dict(n.values)] for n in file.advice]
    content = {"adds_only": adds_only, "leaders": _written(file.people)}
    return WaitingList(json.dumps(content, ensure_ascii=False), json.dumps(advice), source)


def stage_people(session: Session, campaign: Campaign, waiting: WaitingList, *, by: Actor) -> None:
    """Keep a list until it is applied; whatever waited before is thrown away."""
    _require_draft(campaign)
    discard_staged(session, campaign)
    session.add(
        StagedPeople(
            campaign_id=campaign.id,
            content=waiting.content,
            seen=waiting.digest,
            advice=waiting.advice,
            source=waiting.source[:_LONGEST_SOURCE],
            staged_by=by.name,
            staged_at=by.now,
        )
    )
    audit_log.note(session, by, Act.UPLOAD_LIST, campaign)


def staged_of(session: Session, campaign: Campaign) -> Staged | None:
    """Return what waits in a campaign, compared with how its people stand now."""
    row = session.get(StagedPeople, campaign.id)
    if row is None or campaign.state not in BEFORE_LAUNCH or is_unread(row):
        return None
    before = people_of(session, campaign)
    after = _read(row.content, before).keeping(before)
    known = by_known_names(session, campaign.programme.department, after)
    return Staged(
        source=row.source,
        staged_by=row.staged_by,
        difference=difference(before, known.people),
        advice=(*known.notices, *(Notice(*notice) for notice in json.loads(row.advice))),
        seen=f"{row.seen}{_BOTH}{digest_of(before)}",
    )


def apply_staged(session: Session, campaign: Campaign, *, seen: str, by: Actor) -> Difference:
    """Apply what waits, if it is what was seen: the same list, compared with the same people."""
    _require_draft(campaign)
    row = session.get(StagedPeople, campaign.id)
    if row is None or is_unread(row):
        raise InputError([Fault("There is no list waiting. Upload it again.")])
    list_seen, _, people_seen = seen.partition(_BOTH)
    if list_seen != row.seen:
        raise InputError([Fault("Another list waits by now. Look at what it would change.")])
    before = people_of(session, campaign)
    require_unchanged(before, people_seen)
    people = _read(row.content, before)
    session.delete(row)
    change = change_people(session, campaign, before, people)
    audit_log.note(session, by, Act.APPLY_LIST, campaign)
    return change


def discard_staged(session: Session, campaign: Campaign) -> None:
    """Throw away what waits in a campaign."""
    session.execute(delete(StagedPeople).where(StagedPeople.campaign_id == campaign.id))


def is_unread(row: StagedPeople) -> bool:
    """Tell a file that waits for an answer from a list that waits to be applied."""
    return row.content.startswith(f'{{"{BROUGHT}"')


def _require_draft(campaign: Campaign) -> None:
    if campaign.state not in BEFORE_LAUNCH:
        raise StateError("A list is taken before launch; now raters are changed one by one.")


def _written(people: PeopleList) -> list[list[Any]]:
    return [
        [*leader_facts(leader), [rater_facts(rater) for rater in leader.raters]]
        for leader in people.leaders
    ]


def _read(content: str, before: PeopleList) -> PeopleList:
    """Return a list that waits; one that only adds is joined to the people as they stand now."""
    kept: dict[str, Any] | list[list[Any]] = json.loads(content)
    if isinstance(kept, list):  # it has waited since before a list said whether it only adds
        kept = {"adds_only": False, "leaders": kept}
    people = PeopleList(tuple(_leader(*row) for row in kept["leaders"]))
    return people.joined_to(before) if kept["adds_only"] else people


def _leader(email: str, name: str, title: str, workplace: str, *more: Any) -> LeaderEntry:  # noqa: ANN401 - out of JSON
    coach_email, language, approver_email, raters = more
    return LeaderEntry(
        email=email,
        name=name,
        title=title,
        workplace=workplace,
        coach_email=coach_email,
        language=language,
        raters=tuple(RaterEntry(*rater) for rater in raters),
        approver_email=approver_email,
    )
