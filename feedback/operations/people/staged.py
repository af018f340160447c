"""Keep an uploaded list until whoever brought it has put it right and applies it.

The browser never sends the list back: what is applied is what was read and checked.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete

from feedback.errors import Fault, InputError
from feedback.models import StagedPeople, State
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.adding import add_people, addition_of
from feedback.operations.people.applying import require_unchanged
from feedback.operations.people.asking import CHANGEABLE, require_changeable
from feedback.operations.people.difference import Effect, difference, effect_of
from feedback.operations.people.digests import digest_of
from feedback.operations.people.known_names import by_known_names
from feedback.operations.people.placing import change_people
from feedback.operations.people.preparations import KEPT
from feedback.operations.people.present import own_group, people_of
from feedback.operations.people.stored_uploads import read_back, written_out

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.ballot.uploads import UploadSeal
    from feedback.models import Campaign
    from feedback.operations.acts import Actor
    from feedback.operations.people.difference import Difference
    from feedback.operations.people.file import Notice
    from feedback.operations.people.file.uploads import ReadUpload
    from feedback.operations.people.people_list import PeopleList

_BOTH: Final = "."
_FILE: Final = "file"
_CONTENT: Final = "content"


@dataclass(frozen=True, slots=True)
class Staged:
    """What a list that waits would change, and what may be a slip in it."""

    difference: Difference
    effect: Effect
    after: PeopleList
    advice: tuple[Notice, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """An upload as it is kept: written out and sealed before any session is open.

    `file` is empty where the file that waits already stays as it is.
    """

    content: bytes
    seen: str
    file: bytes = b""


def sealed_upload(
    read: ReadUpload, campaign_id: UUID, seal: UploadSeal, *, file: bytes = b""
) -> Sealed:
    """Return what is kept of an upload, with the file if it is a new one."""
    content = written_out(read)
    return Sealed(
        seal.seal(campaign_id, _CONTENT, content),
        hashlib.sha256(content).hexdigest(),
        seal.seal(campaign_id, _FILE, file) if file else b"",
    )


def stage_upload(session: Session, campaign: Campaign, kept: Sealed, *, by: Actor) -> None:
    """Keep an upload until it is applied; what the same person had waiting is thrown away."""
    require_changeable(campaign)
    discard_staged(session, campaign, by.name)
    session.add(
        StagedPeople(
            campaign_id=campaign.id,
            staged_by=by.name,
            file=kept.file,
            content=kept.content,
            seen=kept.seen,
            staged_at=by.now,
        )
    )
    audit_log.note(session, by, Act.UPLOAD_LIST, campaign)


def put_right(session: Session, campaign: Campaign, kept: Sealed, *, seen: str, by: Actor) -> None:
    """Keep an upload as it was put right, if it is still the one that was seen.

    It waits no longer for that: the day is counted from the upload.
    """
    require_changeable(campaign)
    row = _waiting(session, campaign, by.name, seen)
    row.content, row.seen = kept.content, kept.seen
    row.file = kept.file or row.file
    session.flush()


def waiting_upload(
    session: Session, campaign: Campaign, seal: UploadSeal, *, by: Actor
) -> tuple[ReadUpload, str] | None:
    """Return what waits for this person in a campaign, with its digest; None after a day."""
    row = session.get(StagedPeople, (campaign.id, seal.owner))
    if row is None or campaign.state not in CHANGEABLE or row.staged_at < by.now - KEPT:
        return None
    content = seal.open(campaign.id, _CONTENT, row.content)
    return None if content is None else (read_back(content), row.seen)


def waiting_file(session: Session, campaign: Campaign, seal: UploadSeal) -> bytes | None:
    """Return the file that waits for this person, as it was uploaded."""
    row = session.get(StagedPeople, (campaign.id, seal.owner))
    return None if row is None else seal.open(campaign.id, _FILE, row.file)


def change_by(session: Session, campaign: Campaign, read: ReadUpload, seen: str) -> Staged | None:
    """Return what an upload would change in the campaign's people as they stand now.

    In an open campaign that is what it adds.
    """
    if read.people is None:
        return None
    leaders_answer = bool(own_group(campaign))
    if campaign.state is State.OPEN:
        added = addition_of(session, campaign, read.people)
        return Staged(
            difference=added.difference,
            effect=effect_of(added.before, added.after, leaders_answer=leaders_answer),
            after=added.after,
            advice=(*added.notices, *read.advice),
            seen=f"{seen}{_BOTH}{digest_of(added.after)}",
        )
    before = people_of(session, campaign)
    after = _as_meant(read, before).keeping(before)
    known = by_known_names(session, campaign.programme.department, after)
    return Staged(
        difference=difference(before, known.people),
        effect=effect_of(before, known.people, leaders_answer=leaders_answer),
        after=known.people,
        advice=(*known.notices, *read.advice),
        seen=f"{seen}{_BOTH}{digest_of(before)}",
    )


def apply_staged(
    session: Session, campaign: Campaign, seal: UploadSeal, *, seen: str, by: Actor
) -> Difference:
    """Apply what waits, if it is what was seen: the same list, compared with the same people.

    In an open campaign it only adds, whatever it was said to be.
    """
    require_changeable(campaign)
    list_seen, _, people_seen = seen.partition(_BOTH)
    row = _waiting(session, campaign, seal.owner, list_seen)
    found = waiting_upload(session, campaign, seal, by=by)
    if found is None or found[0].people is None:
        raise InputError([Fault("There is no list waiting. Upload it again.")])
    session.delete(row)
    if campaign.state is State.OPEN:
        return add_people(session, campaign, found[0].people, seen=people_seen, by=by)
    before = people_of(session, campaign)
    require_unchanged(before, people_seen)
    people = _as_meant(found[0], before)
    change = change_people(session, campaign, before, people)
    audit_log.note(session, by, Act.APPLY_LIST, campaign)
    return change


def discard_staged(session: Session, campaign: Campaign, owner: str) -> None:
    """Throw away what waits for somebody in a campaign."""
    session.execute(
        delete(StagedPeople).where(
            StagedPeople.campaign_id == campaign.id, StagedPeople.staged_by == owner
        )
    )


def _waiting(session: Session, campaign: Campaign, owner: str, seen: str) -> StagedPeople:
    row = session.get(StagedPeople, (campaign.id, owner))
    if row is None:
        raise InputError([Fault("There is no list waiting. Upload it again.")])
    if row.seen != seen:
        raise InputError([Fault("Another list waits by now. Look at what it would change.")])
    return row


def _as_meant(read: ReadUpload, before: PeopleList) -> PeopleList:
    """Return the list; one that only adds is joined to the people as they stand now."""
    people = read.people
    assert people is not None  # noqa: S101 - whoever asks has looked
    return people.joined_to(before) if read.upload.adds_only else people
