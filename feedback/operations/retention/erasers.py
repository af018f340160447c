"""What erases each kind of data for one campaign; each returns how much went.

Everything here may be repeated: what is gone is not counted again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import delete, insert, select

from feedback.models import (
    Campaign,
    CampaignFigures,
    Invitation,
    Person,
    Plan,
    Proposal,
    Rater,
    RetiredLink,
    RetiredNumber,
    StandIn,
    State,
    StoredRelease,
    StoredResponses,
    Subject,
    SubjectReader,
    Thanks,
    Withholding,
)
from feedback.operations.ballot_box.erasing import erase_ballot_box
from feedback.operations.ledger.talks import call_off_all
from feedback.operations.people.register import forget_people
from reports.release import read_release
from reports.release.canonical import sha256
from reports.sections.cover import Withholdings
from reports.sections.written import written_by_others

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import CursorResult, Select
    from sqlalchemy.orm import Session

    from feedback.models import Base


def erase_addresses(session: Session, campaign_id: UUID, _now: datetime) -> int:
    """Erase who was asked about whom; whoever is named nowhere else leaves the register.

    Links keep finding the page that says that the survey has ended: by number alone.
    """
    raters = session.scalars(select(Rater.id).where(Rater.campaign_id == campaign_id)).all()
    people = session.scalars(
        select(Person.id).join(Rater).where(Rater.campaign_id == campaign_id)
    ).all()
    campaign = session.get_one(Campaign, campaign_id)
    # Of a campaign that was lost there may still be answered rows and envelopes.
    erase_ballot_box(session, campaign)
    session.execute(delete(Invitation).where(Invitation.subject_id.in_(_subjects(campaign_id))))
    numbers = select(Rater.number, Rater.campaign_id).where(Rater.campaign_id == campaign_id)
    session.execute(insert(RetiredNumber).from_select(["number", "campaign_id"], numbers))
    session.execute(delete(Rater).where(Rater.campaign_id == campaign_id))
    forget_people(session, people)
    return len(raters)


def erase_thanks(session: Session, campaign_id: UUID, _now: datetime) -> int:
    """Erase the leaders' thanks, and what was kept of the links that lead to them."""
    subjects = _subjects(campaign_id)
    links = _delete(session, RetiredLink, RetiredLink.subject_id.in_(subjects))
    return links + _delete(session, Thanks, Thanks.subject_id.in_(subjects))


def erase_withheld_texts(session: Session, campaign_id: UUID, _now: datetime) -> int:
    """Take the words of withheld comments out of the releases; that they were withheld stays."""
    rows = session.execute(
        select(StoredRelease, Withholding)
        .join(Withholding, Withholding.subject_id == StoredRelease.subject_id)
        .where(StoredRelease.subject_id.in_(_subjects(campaign_id)))
    )
    withheld: dict[UUID, tuple[StoredRelease, list[Withholding]]] = {}
    for release, record in rows:
        withheld.setdefault(release.subject_id, (release, []))[1].append(record)
    gone = 0
    for release, records in withheld.values():
        gone += _without(release, {one.text_hash for one in records})
        for one in records:
            # It would still confirm a guess, and mean another of those that say the same.
            one.text_hash = f"erased {one.id}"
    session.flush()
    return gone


def erase_plans(session: Session, campaign_id: UUID, _now: datetime) -> int:
    """Erase the plans that stand on a campaign's reports, with goals, actions and readers."""
    plans = session.scalars(select(Plan).where(Plan.subject_id.in_(_subjects(campaign_id)))).all()
    for plan in plans:
        session.delete(plan)
    session.flush()
    return len(plans)


def erase_releases(session: Session, campaign_id: UUID, now: datetime) -> int:
    """Erase a campaign's releases and all that they came from; the campaign is erased then."""
    subjects, campaign = _subjects(campaign_id), session.get_one(Campaign, campaign_id)
    call_off_all(session, campaign, now=now)
    gone = _delete(session, StoredRelease, StoredRelease.subject_id.in_(subjects))
    _delete(session, Withholding, Withholding.subject_id.in_(subjects))
    _delete(session, StoredResponses, StoredResponses.subject_id.in_(subjects))
    _delete(session, Proposal, Proposal.subject_id.in_(subjects))
    _delete(session, StandIn, StandIn.subject_id.in_(subjects))
    _delete(session, SubjectReader, SubjectReader.subject_id.in_(subjects))
    _delete(session, CampaignFigures, CampaignFigures.campaign_id == campaign_id)
    for subject in campaign.subjects:
        subject.outlook = None
    campaign.state = State.ERASED
    session.flush()
    return gone


def _subjects(campaign_id: UUID) -> Select[UUID]:
    return select(Subject.id).where(Subject.campaign_id == campaign_id)


def _delete(session: Session, table: type[Base], condition: Any) -> int:  # noqa: ANN401 - a column's comparison
    options = {"synchronize_session": False}
    result = session.execute(delete(table).where(condition), execution_options=options)
    return cast("CursorResult[Any]", result).rowcount


def _without(release: StoredRelease, digests: set[str]) -> int:
    held = Withholdings(frozenset(digests))
    written = iter(written_by_others(read_release(release.content).comments))
    content: dict[str, Any] = json.loads(release.content)
    comments = content["comments"]
    before = _texts_in(comments)
    for *_, texts in (*comments["others"], *comments["identified"]):  # in the order of `written`
        texts[:] = [text for text in texts if not next(written).is_held_by(held)]
    gone = before - _texts_in(comments)
    if gone:
        release.content = _canonical(content)
        release.comments_hash = sha256(_canonical(comments))
    return gone


def _texts_in(comments: dict[str, Any]) -> int:
    return sum(len(texts) for *_, texts in (*comments["others"], *comments["identified"]))


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
