"""Close a campaign: the worker's job that opens all envelopes at once. Every step may be repeated.

Stop answers → open → verify counts → note what is counted → score and control disclosure → one
transaction writes releases and responses and erases the ballot box → destroy keys → scrub files.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.clock import Moment
from feedback.errors import CloseRefusedError, StateError
from feedback.models import Campaign, CampaignFigures, State, Subject
from feedback.operations.acts import WORKER, Actor
from feedback.operations.answering.old_links import links_to_retire
from feedback.operations.ballot_box.erasing import erase_ballot_box, scrub
from feedback.operations.campaigns.counted import hold_to_count
from feedback.operations.campaigns.counting import (
    asked_in,
    conditions_of,
    responses_of,
    verify_counts,
)
from feedback.operations.campaigns.earlier import (
    norm_population,
    pooled,
    releases_before,
    squares_as_json,
    squares_kept,
)
from feedback.operations.campaigns.pledging import (
    forget_pledge,
    genuine_box,
    keys_of,
    pledge,
)
from feedback.operations.campaigns.refusing import note_refusal
from feedback.operations.campaigns.storing import (
    stored_release,
    stored_responses,
)
from feedback.operations.campaigns.turnout import note_outlooks, share_at_close
from reports.answers.packing import pack
from reports.disclosure import release_subjects, within_squares_of
from reports.norms.population import norms_from
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
    from feedback.models import RetiredLink
    from feedback.operations.campaigns.counting import Asked
    from reports.answers.matrix import Responses
    from reports.disclosure.spread import WithinSquares
    from reports.policy import DisclosurePolicy
    from reports.release import Release


class ClosingStep(StrEnum):
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
    retired: list[RetiredLink]


def close_campaign(
    database: Database,
    settings: WorkerSettings,
    campaign_id: UUID,
    *,
    now: datetime,
    on_step: Callable[[ClosingStep], None] = lambda _: None,
) -> None:
    """Close a campaign for good; repeat it after a crash at any step."""
    if _stop_answers(database, campaign_id):
        on_step(ClosingStep.STOPPED)
        try:
            count = _count(database, settings, campaign_id, on_step)
        except CloseRefusedError as refused:
            with database.writing() as session:
                by = Actor(WORKER, Moment(now, settings.zone))
                note_refusal(session, campaign_id, refused, by=by)
            raise
        on_step(ClosingStep.SCORED)
        with database.writing() as session:
            _write(session, _lock(session, campaign_id), count, Moment(now, settings.zone))
        on_step(ClosingStep.WRITTEN)
    try:
        settings.link_key_folder.destroy(campaign_id)
    except OSError:
        # A disk that fails must not keep the other key alive; the next try comes back to it.
        settings.seal_key_folder.destroy(campaign_id)
        raise
    on_step(ClosingStep.LINK_KEY_DESTROYED)
    settings.seal_key_folder.destroy(campaign_id)
    on_step(ClosingStep.SEAL_KEY_DESTROYED)
    forget_pledge(settings, campaign_id)
    _scrub(database, campaign_id)
    on_step(ClosingStep.SCRUBBED)


def _count(
    database: Database,
    settings: WorkerSettings,
    campaign_id: UUID,
    on_step: Callable[[ClosingStep], None],
) -> _Count:
    """Open all envelopes and score them; raise CloseRefusedError if they are not what they were.

    Without both keys nothing can be verified, so whatever is wrong with these is raised first.
    """
    pledge(database, settings, campaign_id)
    keys = keys_of(settings, campaign_id)
    with database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        box = genuine_box(session, settings, campaign, keys)
        verify_counts(session, campaign, box.ballots)
        asked = asked_in(session, campaign)
        hold_to_count(settings, campaign_id, box, asked)
        on_step(ClosingStep.OPENED)
        # Those who answered about leaders who were moved are asked anew later.
        stayed = [one for one in box.ballots if one.subject_id not in asked.moved]
        retired = links_to_retire(session, campaign, keys.link)
        return _score(session, campaign, asked, stayed, retired)


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


def _score(
    session: Session,
    campaign: Campaign,
    asked: Asked,
    ballots: list[Ballot],
    retired: list[RetiredLink],
) -> _Count:
    survey = survey_from_json(campaign.survey_json)
    responses = responses_of(survey, asked.subject_ids, ballots)
    policy = campaign.disclosure_policy
    squares = within_squares_of(responses, policy)
    return _Count(
        asked.subject_ids,
        responses,
        conditions_of(survey, ballots),
        squares,
        _release(session, campaign, responses, policy, squares, asked),
        retired,
    )


def _release(
    session: Session,
    campaign: Campaign,
    responses: Responses,
    policy: DisclosurePolicy,
    squares: tuple[WithinSquares, ...],
    asked: Asked,
) -> dict[str, Release]:
    """Return the releases, with what earlier campaigns and the other leaders tell them."""
    things = {
        str(subject_id): thing_id
        for subject_id, thing_id in session.execute(
            select(Subject.id, Subject.thing_id).where(Subject.campaign_id == campaign.id)
        )
    }
    before = releases_before(session, campaign)
    release = partial(
        release_subjects,
        responses,
        policy,
        sigma_w=pooled(squares_kept(session, campaign), squares),
        previous={label: before[thing] for label, thing in things.items() if thing in before},
        asked=asked.groups,
    )
    # Norms stand on released figures, this campaign's among them, so these come first.
    now = {things[label]: made.figures for label, made in release().items()}
    return release(norms=norms_from(norm_population(now, before)))


def _write(session: Session, campaign: Campaign, count: _Count, moment: Moment) -> None:
    if campaign.state is State.CLOSED:
        return  # another worker was first
    for code, subject_id in enumerate(count.subject_ids):
        release = count.releases[str(subject_id)]
        session.add(stored_release(subject_id, release))
        session.add(
            stored_responses(subject_id, code, count.responses, release, today=moment.today)
        )
    session.add_all(count.retired)
    share = share_at_close(session, campaign)
    session.add(
        CampaignFigures(
            campaign_id=campaign.id,
            conditions=pack(count.conditions),
            within_squares=squares_as_json(count.squares),
            answered_above=share.above if share else None,
            answered_up_to=share.up_to if share else None,
        )
    )
    note_outlooks(session, campaign)
    erase_ballot_box(session, campaign)
    campaign.state = State.CLOSED
    campaign.closed_at = moment.now
