"""Keep an uploaded list until somebody has seen what it would change, and applies it.

The browser never sends the list back: what is applied is what was read and checked.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from feedback.errors import Fault, InputError, StateError
from feedback.models import StagedPeople
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.people.applying import apply_people
from feedback.operations.people.difference import difference
from feedback.operations.people.file import Notice
from feedback.operations.people.known_names import by_known_names
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from feedback.operations.people.present import people_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.people.difference import Difference
    from feedback.operations.people.file.reading import PeopleFile


@dataclass(frozen=True, slots=True)
class Staged:
    """A list that waits, with what it would change and what may be a slip in it."""

    source: str
    staged_by: str
    difference: Difference
    advice: tuple[Notice, ...]
    seen: str


def stage_people(
    session: Session,
    campaign: Campaign,
    file: PeopleFile,
    *,
    source: str,
    actor: str,
    adds_only: bool = False,
    now: datetime,
) -> None:
    """Keep a list until it is applied; whatever waited before is thrown away."""
    _require_draft(campaign)
    discard_staged(session, campaign)
    before = people_of(session, campaign)
    people = file.people.joined_to(before) if adds_only else file.people
    session.add(
        StagedPeople(
            campaign_id=campaign.id,
            content=_written(people),
            advice=json.dumps([[n.code, n.row, n.column, dict(n.values)] for n in file.advice]),
            seen=digest_of(before),
            source=source[:200],
            staged_by=actor,
            staged_at=now,
        )
    )
    session.flush()


def staged_of(session: Session, campaign: Campaign) -> Staged | None:
    """Return what waits in a campaign, compared with how its people stand now."""
    row = session.get(StagedPeople, campaign.id)
    if row is None or campaign.state not in BEFORE_LAUNCH:
        return None
    before = people_of(session, campaign)
    after = _read(row.content).keeping(before)
    known = by_known_names(session, campaign.programme.unit, after)
    return Staged(
        source=row.source,
        staged_by=row.staged_by,
        difference=difference(before, known.people),
        advice=(*known.notices, *(Notice(*notice) for notice in json.loads(row.advice))),
        seen=digest_of(before),
    )


def apply_staged(session: Session, campaign: Campaign, *, seen: str) -> Difference:
    """Apply what waits, if the people are still those that it was compared with."""
    _require_draft(campaign)
    row = session.get(StagedPeople, campaign.id)
    if row is None:
        raise InputError([Fault("There is no list waiting. Upload it again.")])
    if digest_of(people_of(session, campaign)) != seen:
        raise InputError(
            [Fault("The people have changed meanwhile. Look at the difference once more.")]
        )
    people = _read(row.content)
    session.delete(row)
    return apply_people(session, campaign, people)


def discard_staged(session: Session, campaign: Campaign) -> None:
    """Throw away what waits in a campaign."""
    session.execute(delete(StagedPeople).where(StagedPeople.campaign_id == campaign.id))


def digest_of(people: PeopleList) -> str:
    """Return a digest of a list, whatever the order of its rows."""
    lines = [
        json.dumps([*_leader_facts(leader), *_rater_facts(rater)])
        for leader in people.leaders
        for rater in (*leader.raters, RaterEntry("", ""))
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _require_draft(campaign: Campaign) -> None:
    if campaign.state not in BEFORE_LAUNCH:
        raise StateError("A list is taken before launch; now raters are changed one by one.")


def _written(people: PeopleList) -> str:
    return json.dumps(
        [
            [*_leader_facts(leader), [_rater_facts(rater) for rater in leader.raters]]
            for leader in people.leaders
        ],
        ensure_ascii=False,
    )


def _read(content: str) -> PeopleList:
    rows: list[list[Any]] = json.loads(content)
    return PeopleList(tuple(_leader(*row) for row in rows))


def _leader(email: str, name: str, title: str, unit: str, *more: Any) -> LeaderEntry:  # noqa: ANN401 - out of JSON
    coach_email, language, approver_email, raters = more
    return LeaderEntry(
        email=email,
        name=name,
        title=title,
        unit=unit,
        coach_email=coach_email,
        language=language,
        raters=tuple(RaterEntry(*rater) for rater in raters),
        approver_email=approver_email,
    )


def _leader_facts(leader: LeaderEntry) -> list[str | None]:
    first = [leader.email, leader.name, leader.title, leader.unit]
    return [*first, leader.coach_email, leader.language, leader.approver_email]


def _rater_facts(rater: RaterEntry) -> list[str | None]:
    return [
        rater.name,
        rater.group,
        rater.email,
        rater.rater_id,
        rater.language,
        rater.workplace,
    ]
