"""Close a campaign: the worker's job that opens all envelopes at once. Every step may be repeated.

Stop answers → open → verify counts → score and control disclosure → one transaction
writes releases and responses and erases the ballot box → destroy keys → scrub files.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from feedback.ballot.opening import open_envelopes
from feedback.errors import StateError
from feedback.models import Campaign, CampaignFigures, State, Subject
from feedback.operations.campaigns.counting import (
    conditions_of,
    responses_of,
    sealed_envelopes,
    verify_counts,
)
from feedback.operations.campaigns.erasing import erase_ballot_box, scrub
from feedback.operations.campaigns.key_probe import seal_key_of
from feedback.operations.campaigns.storing import (
    responses_in_no_block,
    stored_release,
    stored_responses,
)
from feedback.operations.results.earlier import (
    norm_population,
    pooled,
    releases_before,
    squares_as_json,
    squares_kept,
)
from reports.disclosure import DisclosurePolicy, release_subjects, within_squares_of
from reports.packing import pack
from reports.population import norms_from
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    import numpy as np
    import numpy.typing as npt
    from sqlalchemy.orm import Session

    from feedback.ballot import Ballot
    from feedback.config import WorkerSettings
    from feedback.database import Database
    from reports.release import Policy, Release
    from reports.responses import Responses
    from reports.spread import WithinSquares


class Step(StrEnum):
    """The steps of closing, in order; told to whoever watches."""

    STOPPED = "answers stopped"
    OPENED = "envelopes opened and counted"
    SCORED = "releases computed"
    WRITTEN = "releases written, ballot box erased"
    LINK_KEY_DESTROYED = "link key destroyed"
    SEAL_KEY_DESTROYED = "seal key destroyed"
    SCRUBBED = "database files scrubbed"


@dataclass(frozen=True, slots=True)
class _Count:
    """What was in the box, and what may be shown of it."""

    subject_ids: tuple[UUID, ...]
    responses: Responses
    conditions: npt.NDArray[np.int8]
    squares: tuple[WithinSquares, ...]
    releases: dict[str, Release]


def close_campaign(
    database: Database,
    settings: WorkerSettings,
    campaign_id: UUID,
    *,
    now: datetime,
    on_step: Callable[[Step], None] = lambda _: None,
) -> None:
    """Close a campaign for good; repeat it after a crash at any step."""
    if _stop_answers(database, campaign_id):
        on_step(Step.STOPPED)
        with database.reading() as session:
            campaign = session.get_one(Campaign, campaign_id)
            private_key = _private_key(settings, campaign)
            ballots = list(open_envelopes(private_key, sealed_envelopes(session, campaign)))
            verify_counts(session, campaign, ballots)
            on_step(Step.OPENED)
            count = _score(session, campaign, _of_those_who_stayed(session, campaign, ballots))
            on_step(Step.SCORED)
        with database.writing() as session:
            _write(session, _lock(session, campaign_id), count, now=now)
        on_step(Step.WRITTEN)
    try:
        settings.link_key_folder.destroy(campaign_id)
    except OSError:
        # A disk that fails must not keep the other key alive; the next try comes back to it.
        settings.seal_key_folder.destroy(campaign_id)
        raise
    on_step(Step.LINK_KEY_DESTROYED)
    settings.seal_key_folder.destroy(campaign_id)
    on_step(Step.SEAL_KEY_DESTROYED)
    _scrub(database, campaign_id)
    on_step(Step.SCRUBBED)


def _private_key(settings: WorkerSettings, campaign: Campaign) -> bytes:
    assert campaign.public_key is not None  # noqa: S101 - a constraint of the table says so
    return seal_key_of(settings.seal_key_folder, campaign.id, campaign.public_key)


def _scrub(database: Database, campaign_id: UUID) -> None:
    scrub(database)
    # Noted so that a crash before here is found in the tables, and the scrubbing repeated.
    with database.writing() as session:
        _lock(session, campaign_id).is_scrubbed = True
    scrub(database)


def _stop_answers(database: Database, campaign_id: UUID) -> bool:
    """Stop answers; returns whether the envelopes are still to be opened."""
    with database.writing() as session:
        campaign = _lock(session, campaign_id)
        if campaign.state is State.CLOSED:
            return False
        if campaign.state not in (State.OPEN, State.CLOSING):
            message = f"A campaign that is {campaign.state} cannot be closed."
            raise StateError(message)
        campaign.state = State.CLOSING
        return True


def _lock(session: Session, campaign_id: UUID) -> Campaign:
    # Answers share this lock: whoever holds it hands in wholly before, or is told it is over.
    return session.scalars(
        select(Campaign).where(Campaign.id == campaign_id).with_for_update()
    ).one()


def _of_those_who_stayed(
    session: Session, campaign: Campaign, ballots: list[Ballot]
) -> list[Ballot]:
    """Leave out answers about leaders who were moved: those raters are asked anew later."""
    moved = set(
        session.scalars(
            select(Subject.id).where(Subject.campaign_id == campaign.id, Subject.is_moved)
        )
    )
    return [ballot for ballot in ballots if ballot.subject_id not in moved]


def _score(session: Session, campaign: Campaign, ballots: list[Ballot]) -> _Count:
    survey = survey_from_json(campaign.survey_json)
    subject_ids = tuple(
        session.scalars(
            select(Subject.id)
            .where(Subject.campaign_id == campaign.id, ~Subject.is_moved)
            .order_by(Subject.id)
        )
    )
    responses = responses_of(survey, subject_ids, ballots)
    policy = DisclosurePolicy(k=campaign.k, policy=cast("Policy", campaign.policy))
    squares = within_squares_of(responses, policy)
    return _Count(
        subject_ids,
        responses,
        conditions_of(survey, ballots),
        squares,
        _release(session, campaign, responses, policy, squares),
    )


def _release(
    session: Session,
    campaign: Campaign,
    responses: Responses,
    policy: DisclosurePolicy,
    squares: tuple[WithinSquares, ...],
) -> dict[str, Release]:
    """Return the releases, with what earlier campaigns and the other leaders tell them."""
    persons = {
        str(subject_id): person_id
        for subject_id, person_id in session.execute(
            select(Subject.id, Subject.person_id).where(Subject.campaign_id == campaign.id)
        )
    }
    before = releases_before(session, campaign)
    release = partial(
        release_subjects,
        responses,
        policy,
        sigma_w=pooled(squares_kept(session, campaign), squares),
        previous={label: before[person] for label, person in persons.items() if person in before},
    )
    # Norms stand on released figures, this campaign's among them, so these come first.
    now = {persons[label]: made.figures for label, made in release().items()}
    return release(norms=norms_from(norm_population(now, before)))


def _write(session: Session, campaign: Campaign, count: _Count, *, now: datetime) -> None:
    if campaign.state is State.CLOSED:
        return  # another worker was first
    unstored = 0
    for code, subject_id in enumerate(count.subject_ids):
        release = count.releases[str(subject_id)]
        session.add(stored_release(subject_id, release))
        session.add(stored_responses(subject_id, code, count.responses, release, today=now.date()))
        unstored += responses_in_no_block(code, count.responses, release)
    session.add(
        CampaignFigures(
            campaign_id=campaign.id,
            conditions=pack(count.conditions),
            within_squares=squares_as_json(count.squares),
            responses_in_no_block=unstored,
        )
    )
    erase_ballot_box(session, campaign)
    campaign.state = State.CLOSED
    campaign.closed_at = now
