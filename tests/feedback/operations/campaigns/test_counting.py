"""What is counted of a response: what its group was asked, and nothing else."""

from __future__ import annotations

from uuid import UUID

from feedback.ballot import Ballot, Mark, Part
from feedback.operations.campaigns.counting import responses_of
from reports.answers.matrix import SKIPPED
from surveys.loader import parse_survey
from tests.surveys.test_subjects import TEAM_FILE

TEAM = UUID(int=7)


def test_what_a_group_is_not_asked_counts_for_nobody() -> None:
    """Somebody may have answered as a member and been put right as a receiver afterwards."""
    survey = parse_survey(TEAM_FILE)
    given: dict[str, Mark] = {"ser": 4, "hjalps": 3, "lar": 2}
    ballots = [Ballot(TEAM, group, Part.RESPONSE, given, {}) for group in ("receiver", "member")]

    counted = responses_of(survey, [TEAM], ballots)

    assert counted.ratings.tolist() == [[SKIPPED, 3, SKIPPED], [4, 3, 2]]
