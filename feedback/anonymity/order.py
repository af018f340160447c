"""Try to join answers to raters by order, of storage, of transactions, of sorting, or by number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import func, select, text

from feedback.anonymity.attack import AttackResult, Promise, judged
from feedback.models import Campaign, CampaignFigures, Envelope, StoredResponses, Subject
from feedback.operations.campaigns.storing import FORMAT, sorted_columns
from feedback.operations.subjects import policy_of
from reports.answers.packing import unpack
from reports.audit.cuts import LEAST_LEADERS_PER_FIGURE
from reports.disclosure.spread import LEAST_LEADERS_KEPT, WithinSquares
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from feedback.anonymity.attack import Target
    from surveys.model import Survey


def attack_stored_order(target: Target) -> list[AttackResult]:
    """Look for sheets, habits or an order in the stored responses: sorted columns have none."""
    broken: list[str] = []
    rows = target.session.execute(
        select(StoredResponses, Campaign)
        .join(Subject, Subject.id == StoredResponses.subject_id)
        .join(Campaign, Campaign.id == Subject.campaign_id)
    ).all()
    for stored, campaign in rows:
        broken += _faults(stored, campaign, survey_from_json(campaign.survey_json))
    kept = f"{len(rows)} subjects' stored responses are sorted columns of blocks of at least k."
    return judged("stored order", broken, kept)


def attack_conditions(target: Target) -> list[AttackResult]:
    """Look for figures of a whole campaign that stand on too few leaders, or join their answers."""
    rows = target.session.execute(
        select(CampaignFigures, Campaign).join(Campaign, Campaign.id == CampaignFigures.campaign_id)
    ).all()
    broken = [fault for kept, campaign in rows for fault in _faults_of_figures(kept, campaign)]
    return judged("conditions", broken, "No campaign keeps the conditions of fewer than 5 leaders.")


def attack_transactions(target: Target) -> list[AttackResult]:
    """Join envelopes to answered invitations by the transaction or the order of writing."""
    if target.database.is_sqlite:
        return [_order_in_file(target)]
    joined = target.session.scalar(
        text("SELECT count(*) FROM envelope e JOIN answered a ON a.xmin::text = e.xmin::text")
    )
    if joined:
        sentence = (
            f"While answers come in, the transaction number tells whose {joined} envelopes are; "
            "none can be opened, and at close envelopes and transactions are gone."
        )
        return [AttackResult("transactions", Promise.LIMIT, sentence)]
    return [
        AttackResult("transactions", Promise.KEPT, "No envelope shares a transaction with a rater.")
    ]


def _order_in_file(target: Target) -> AttackResult:
    # Rows carry no transaction, but each takes the next free place in the file.
    envelopes = target.session.scalar(select(func.count()).select_from(Envelope))
    if envelopes:
        sentence = (
            f"While answers come in, places in the SQLite file tell the order of {envelopes} "
            "envelopes and of who answered; none can be opened, and at close both are gone."
        )
        return AttackResult("transactions", Promise.LIMIT, sentence)
    return AttackResult(
        "transactions", Promise.KEPT, "No envelope is there to be joined to a rater."
    )


def attack_stored_transactions(target: Target) -> list[AttackResult]:
    """Look for stored responses that were written one by one instead of all at once."""
    if target.database.is_sqlite:
        return []
    spread = target.session.execute(
        text(
            "SELECT s.campaign_id, count(DISTINCT r.xmin::text) FROM stored_responses r"
            " JOIN subject s ON s.id = r.subject_id GROUP BY s.campaign_id"
            " HAVING count(DISTINCT r.xmin::text) > 1"
        )
    ).all()
    broken = [
        f"Responses of campaign {row[0]} were written in {row[1]} transactions." for row in spread
    ]
    return judged("stored transactions", broken, "All responses were written at once, at close.")


def attack_locks(target: Target) -> list[AttackResult]:
    """Read which transaction locked an ended campaign's invitations last (PostgreSQL).

    A save or submit locks its invitation, so a number left there tells who took part, and
    the numbers tell in which order.
    """
    if target.database.is_sqlite:
        return []
    touched = target.session.execute(
        text(
            "SELECT s.campaign_id, count(*) FROM invitation i"
            " JOIN subject s ON s.id = i.subject_id JOIN campaign c ON c.id = s.campaign_id"
            " WHERE c.state IN ('closed', 'erased', 'cancelled') AND i.xmax::text <> '0'"
            " GROUP BY s.campaign_id"
        )
    ).all()
    broken = [
        f"{row[1]} invitations of campaign {row[0]} tell by their locks who answered, and in "
        "which order; vacuum the table, and look for what kept the worker from it."
        for row in touched
    ]
    return judged("locks", broken, "No invitation of an ended campaign tells who locked it.")


def _faults_of_figures(kept: CampaignFigures, campaign: Campaign) -> Iterator[str]:
    conditions = survey_from_json(campaign.survey_json).conditions
    matrix, _ = unpack([kept.conditions], len(conditions.items) if conditions else 1)
    if 0 < len(matrix) < LEAST_LEADERS_PER_FIGURE:
        yield f"Campaign {campaign.id} keeps the conditions of only {len(matrix)} leaders."
    if not _is_columns(matrix):
        yield f"Campaign {campaign.id} keeps each leader's conditions together."
    squares = [WithinSquares(**record) for record in json.loads(kept.within_squares)]
    if any(one.thousandths and one.leaders < LEAST_LEADERS_KEPT for one in squares):
        yield f"Campaign {campaign.id} keeps the spread of fewer than {LEAST_LEADERS_KEPT} leaders."


def _faults(stored: StoredResponses, campaign: Campaign, survey: Survey) -> Iterator[str]:
    protected = {group.key for group in survey.groups if group.is_in_blocks}
    matrix, _ = unpack([stored.matrix], len(survey.items))
    if stored.format != FORMAT:
        yield f"Responses about subject {stored.subject_id} are of format {stored.format}."
    start = 0
    for label, rows in json.loads(stored.blocks):
        block = matrix[start : start + rows]
        start += rows
        if not _is_columns(block):
            yield f"Responses about subject {stored.subject_id} are more than columns in {label}."
        if not protected.issuperset(label.split("+")):
            yield f"Block {label} of subject {stored.subject_id} is shown by role; it is stored."
        elif rows < policy_of(campaign).least:
            yield f"Block {label} of subject {stored.subject_id} holds only {rows} responses."
    if start != len(matrix):
        yield f"Subject {stored.subject_id} has responses that stand in no block."


def _is_columns(matrix: npt.NDArray[np.int8]) -> bool:
    """Tell whether each column is sorted by itself, with one code for all that is missing."""
    return np.array_equal(matrix, sorted_columns(matrix))
