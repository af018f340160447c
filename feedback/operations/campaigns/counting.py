"""Count the ballots: check them against who answered, and lay them out as a matrix."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import func, select

from feedback.ballot import Part
from feedback.errors import CloseRefusedError
from feedback.models import Answered, Invitation, Subject
from feedback.operations.campaigns.storing import sorted_columns
from reports.answers.matrix import CANNOT_JUDGE, SKIPPED, Responses
from reports.audit.cuts import LEAST_LEADERS_PER_FIGURE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    import numpy.typing as npt
    from sqlalchemy.orm import Session

    from feedback.ballot import Ballot, Mark
    from feedback.models import Campaign
    from surveys.model import Survey

_Count = Counter[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """About whom a campaign asked, in which groups, and who of them was moved since."""

    subject_ids: tuple[UUID, ...]
    moved: frozenset[UUID]
    groups: dict[str, set[str]]


def verify_counts(session: Session, campaign: Campaign, ballots: Sequence[Ballot]) -> None:
    """Refuse unless ballots per subject and group equal the answered invitations."""
    found: _Count = Counter(
        (str(ballot.subject_id), ballot.group, ballot.part.value) for ballot in ballots
    )
    expected = _answered(session, campaign)
    differing = sorted(key for key in found | expected if found[key] != expected[key])
    if differing:
        raise CloseRefusedError(
            [
                f"Subject {key[0]}, group {key[1]}, {key[2]}: "
                f"{expected[key]} answered, {found[key]} envelopes."
                for key in differing
            ]
        )


def responses_of(
    survey: Survey, subject_ids: Sequence[UUID], ballots: Sequence[Ballot]
) -> Responses:
    """Lay out all responses as one matrix; conditions are left out."""
    responses = [ballot for ballot in ballots if ballot.part is Part.RESPONSE]
    subject_code = {subject_id: code for code, subject_id in enumerate(subject_ids)}
    group_code = {group.key: code for code, group in enumerate(survey.groups)}
    asked = {group.key: {item.key for item in survey.items_of(group)} for group in survey.groups}
    return Responses(
        survey=survey,
        subjects=tuple(str(subject_id) for subject_id in subject_ids),
        # Whoever was in another group while answering may have rated what this one is not asked.
        ratings=_matrix(
            [item.key for item in survey.items],
            [
                {key: mark for key, mark in ballot.ratings.items() if key in asked[ballot.group]}
                for ballot in responses
            ],
        ),
        subject_codes=np.array(
            [subject_code[ballot.subject_id] for ballot in responses], dtype=np.int32
        ),
        group_codes=np.array([group_code[ballot.group] for ballot in responses], dtype=np.int8),
        comments=tuple(ballot.comments for ballot in responses),
    )


def asked_in(session: Session, campaign: Campaign) -> Asked:
    """Return about whom a campaign asked: read once, for it is both noted and scored by."""
    subjects = session.execute(
        select(Subject.id, Subject.is_moved)
        .where(Subject.campaign_id == campaign.id)
        .order_by(Subject.id)
    ).all()
    return Asked(
        tuple(one.id for one in subjects if not one.is_moved),
        frozenset(one.id for one in subjects if one.is_moved),
        _groups_asked(session, campaign),
    )


def conditions_of(survey: Survey, ballots: Sequence[Ballot]) -> npt.NDArray[np.int8]:
    """Lay out the leaders' conditions, shape (leaders, conditions), each sorted by itself.

    Nothing of fewer leaders than a figure needs: a lone leader's row would be found again.
    """
    keys = [item.key for item in survey.conditions.items] if survey.conditions else []
    answered = [ballot for ballot in ballots if ballot.part is Part.CONDITIONS]
    enough = answered if len(answered) >= LEAST_LEADERS_PER_FIGURE else []
    matrix = _matrix(keys, [ballot.ratings for ballot in enough])
    return sorted_columns(matrix)


def _groups_asked(session: Session, campaign: Campaign) -> dict[str, set[str]]:
    """Return the groups in which anybody was asked about each subject, by the subject's label.

    Whoever was asked and then withdrawn, moved or replaced is among them: an answer that came
    before counts, and whether it came must not be seen by its group's name.
    """
    groups: dict[str, set[str]] = defaultdict(set)
    for subject_id, group in session.execute(
        select(Invitation.subject_id, Invitation.group)
        .join(Subject, Subject.id == Invitation.subject_id)
        .where(Subject.campaign_id == campaign.id)
        .distinct()
    ):
        groups[str(subject_id)].add(group)
    return dict(groups)


def _answered(session: Session, campaign: Campaign) -> _Count:
    rows = session.execute(
        select(Invitation.subject_id, Invitation.group, Answered.part, func.count())
        .join(Answered, Answered.invitation_id == Invitation.id)
        .join(Subject, Subject.id == Invitation.subject_id)
        .where(Subject.campaign_id == campaign.id)
        .group_by(Invitation.subject_id, Invitation.group, Answered.part)
    )
    return Counter({(str(subject), group, part): n for subject, group, part, n in rows})


def _matrix(keys: Sequence[str], given: Sequence[Mapping[str, Mark]]) -> npt.NDArray[np.int8]:
    rows = [[_code(ratings.get(key)) for key in keys] for ratings in given]
    return np.array(rows, dtype=np.int8).reshape(len(given), len(keys))


def _code(mark: Mark | None) -> int:
    if mark is None:
        return SKIPPED
    return CANNOT_JUDGE if mark == "NO" else int(mark)
