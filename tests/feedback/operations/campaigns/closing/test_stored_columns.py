"""What is stored after close holds columns, never a sheet, and makes the same release again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from feedback.database import Database
from feedback.models import StoredResponses
from feedback.operations.answering.submitting import submit, tasks_of
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.storing import stored_responses
from reports.answers.matrix import SKIPPED, Responses
from reports.answers.packing import unpack
from reports.disclosure.blocks import form_blocks, identified_groups, self_groups
from reports.release.canonical import canonical_json
from tests.factories import open_campaign, test_settings
from tests.feedback.operations.campaigns.closing.ballot_box import ITEMS, answers_of
from tests.opening import open_link
from tests.reports.random_campaigns import Campaign, campaigns

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from feedback.ballot import Mark
    from tests.factories import OpenCampaign

NOW = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
NOBODY = UUID(int=1)
LEADERS = ("Karin Lund", "Olle Ek", "Pia Ros")
PEERS = tuple(("peer", f"{name}@example.se") for name in ("eva", "bo", "cia", "dan", "gun"))


def test_one_habit_over_three_leaders_reads_no_sheet_out(database_url: str, tmp_path: Path) -> None:
    campaign = open_campaign(
        Database(database_url), test_settings(tmp_path, database_url), leaders=LEADERS, raters=PEERS
    )
    sheets = _answer_with_evas_habit(campaign)

    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)

    read_out = [row for row in _stored_rows(campaign) if row[1] < 0]
    assert len(sheets) == 3
    assert [sheet for sheet in sheets if sheet in read_out] == []
    campaign.database.dispose()


def test_self_and_manager_are_in_the_release_alone(campaign: OpenCampaign) -> None:
    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)

    with campaign.database.reading() as session:
        labels = [json.loads(row.blocks) for row in session.scalars(select(StoredResponses))]
    assert labels == [[["team+peer", 7]]] * 2


@settings(deadline=None)  # how long a machine takes says nothing
@given(campaigns(), st.integers(0, 2**32 - 1))
def test_exchanging_answers_in_any_single_column_changes_nothing_stored(
    drawn: Campaign, seed: int
) -> None:
    first, second = _stored(drawn), _stored(_with_columns_permuted(drawn, seed))

    assert (first.blocks, first.matrix) == (second.blocks, second.matrix)


@settings(deadline=None)  # how long a machine takes says nothing
@given(campaigns())
def test_what_is_missing_is_stored_as_one_code(drawn: Campaign) -> None:
    matrix = _matrix(drawn)

    lowest = drawn.responses.survey.scale.lowest
    assert set(matrix[matrix < lowest].tolist()) <= {SKIPPED}


@settings(deadline=None)  # how long a machine takes says nothing
@given(campaigns())
def test_a_release_made_again_from_columns_is_the_same_to_the_byte(drawn: Campaign) -> None:
    figures = drawn.release.figures

    again = replace(drawn, responses=_with_stored_columns(drawn)).release.figures

    assert canonical_json(again) == canonical_json(figures)


def _stored(drawn: Campaign) -> StoredResponses:
    return stored_responses(NOBODY, 0, drawn.responses, drawn.release, today=date(2026, 12, 5))


def _matrix(drawn: Campaign) -> npt.NDArray[np.int8]:
    return unpack([_stored(drawn).matrix], len(drawn.responses.survey.items))[0]


def _with_columns_permuted(drawn: Campaign, seed: int) -> Campaign:
    """Return a campaign with each item's answers exchanged inside every block by itself."""
    blocks = form_blocks(drawn.responses, drawn.policy)
    rng = np.random.default_rng(seed)
    ratings = drawn.responses.ratings.copy()
    for block in range(len(blocks.subject)):
        members = blocks.rows[blocks.block_of_row == block]
        for column in range(ratings.shape[1]):
            ratings[members, column] = ratings[rng.permutation(members), column]
    return replace(drawn, responses=replace(drawn.responses, ratings=ratings))


def _with_stored_columns(drawn: Campaign) -> Responses:
    """Return what is left to make a release of: columns, and those who are shown by role."""
    responses = drawn.responses
    blocks = form_blocks(responses, drawn.policy)
    ratings = np.full_like(responses.ratings, SKIPPED)
    by_role = np.isin(
        responses.group_codes,
        [*self_groups(responses.survey), *identified_groups(responses.survey)],
    )
    ratings[by_role] = responses.ratings[by_role]
    ratings[blocks.rows] = _matrix(drawn)
    return replace(responses, ratings=ratings)


def _answer_with_evas_habit(campaign: OpenCampaign) -> list[list[int]]:
    """Let everybody answer; Eva, and only she, never judges the second item. Return her sheets."""
    sheets = []
    for place, (address, link) in enumerate(campaign.links.items()):
        with campaign.database.writing() as session:
            access = open_link(session, campaign.settings.link_key_folder, link.removeprefix("/s/"))
            for leader, task in enumerate(tasks_of(session, access, has_conditions=False)):
                answers = answers_of(place + 5 * leader)
                if address == "eva@example.se":
                    answers.ratings[ITEMS[1]] = "NO"
                    sheets.append([_code(answers.ratings[item]) for item in ITEMS])
                submit(
                    session, campaign.settings.link_key_folder, task.invitation, task.part, answers
                )
    return sheets


def _code(mark: Mark) -> int:
    return -2 if mark == "NO" else int(mark)


def _stored_rows(campaign: OpenCampaign) -> list[list[int]]:
    with campaign.database.reading() as session:
        stored = session.scalars(select(StoredResponses)).all()
    matrix, _ = unpack([row.matrix for row in stored], len(ITEMS))
    rows: list[list[int]] = matrix.tolist()
    return rows
