"""Try to join answers to raters by order, of storage, of transactions, of sorting, or by number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import func, select, text

from feedback.anonymity.attack import Finding, Verdict, judged
from feedback.models import Campaign, CampaignFigures, Envelope, StoredResponses, Subject
from reports.cuts import LEAST_LEADERS_PER_FIGURE
from reports.packing import unpack
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.anonymity.attack import Target
    from surveys.model import Survey


def attack_stored_order(target: Target) -> list[Finding]:
    """Look for an order in the stored responses that sorting would not have made."""
    broken: list[str] = []
    rows = target.session.execute(
        select(StoredResponses, Campaign)
        .join(Subject, Subject.id == StoredResponses.subject_id)
        .join(Campaign, Campaign.id == Subject.campaign_id)
    ).all()
    for stored, campaign in rows:
        broken += _faults(stored, campaign, survey_from_json(campaign.survey_json))
    kept = f"{len(rows)} subjects' stored responses are sorted within blocks of at least k."
    return judged("stored order", broken, kept)


def attack_conditions(target: Target) -> list[Finding]:
    """Look for leaders' answers about their conditions that are too few to hide among."""
    rows = target.session.execute(
        select(CampaignFigures, Campaign).join(Campaign, Campaign.id == CampaignFigures.campaign_id)
    ).all()
    broken = [
        f"Campaign {campaign.id} keeps the conditions of only {leaders} leaders."
        for kept, campaign in rows
        if 0 < (leaders := _leaders_in(kept, campaign)) < LEAST_LEADERS_PER_FIGURE
    ]
    return judged("conditions", broken, "No campaign keeps the conditions of fewer than 5 leaders.")


def attack_transactions(target: Target) -> list[Finding]:
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
        return [Finding("transactions", Verdict.LIMIT, sentence)]
    return [Finding("transactions", Verdict.KEPT, "No envelope shares a transaction with a rater.")]


def _order_in_file(target: Target) -> Finding:
    # Rows carry no transaction, but each takes the next free place in the file.
    envelopes = target.session.scalar(select(func.count()).select_from(Envelope))
    if envelopes:
        sentence = (
            f"While answers come in, places in the SQLite file tell the order of {envelopes} "
            "envelopes and of who answered; none can be opened, and at close both are gone."
        )
        return Finding("transactions", Verdict.LIMIT, sentence)
    return Finding("transactions", Verdict.KEPT, "No envelope is there to be joined to a rater.")


def attack_stored_transactions(target: Target) -> list[Finding]:
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


def attack_locks(target: Target) -> list[Finding]:
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


def _leaders_in(kept: CampaignFigures, campaign: Campaign) -> int:
    conditions = survey_from_json(campaign.survey_json).conditions
    return len(unpack([kept.conditions], len(conditions.items))[0]) if conditions else 0


def _faults(stored: StoredResponses, campaign: Campaign, survey: Survey) -> Iterator[str]:
    protected = {group.key for group in survey.groups if group.kind is GroupKind.PROTECTED}
    matrix, _ = unpack([stored.matrix], len(survey.items))
    start = 0
    for label, rows in json.loads(stored.blocks):
        block = matrix[start : start + rows]
        start += rows
        if not np.array_equal(block, block[np.lexsort(block.T[::-1])]):
            yield f"Responses about subject {stored.subject_id} keep an order in block {label}."
        if rows < campaign.k and protected & set(label.split("+")):
            yield f"Block {label} of subject {stored.subject_id} holds only {rows} responses."
    if start != len(matrix):
        yield f"Subject {stored.subject_id} has responses that stand in no block."
