"""A team reads what its members answered: each of them knows one answer of every figure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from reports.disclosure import release_subjects
from reports.policy import DisclosurePolicy
from reports.release import read_release
from tests.proof_size import proof_runs
from tests.reports.campaigns import TEAM, make_responses, make_survey
from tests.reports.random_campaigns import permuted_in_blocks, skeleton, with_other_answers
from tests.reports.random_teams import teams, witnesses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.release import Figures
    from tests.reports.random_campaigns import Campaign
briefly = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
at_length = settings(
    max_examples=proof_runs(1000), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
POLICY = DisclosurePolicy(k=4)


def _figures(asked_of: Mapping[str, tuple[str, ...]] | None = None, **sizes: int) -> Figures:
    survey = make_survey(
        {"T": ("a", "b")}, groups=TEAM, scale=(1, 6), subject="team", asked_of=asked_of or {}
    )
    answers = {
        group: [
            [4 if item in survey.items_of(survey.group(group)) else None for item in survey.items]
        ]
        * size
        for group, size in sizes.items()
    }
    return release_subjects(make_responses(survey, {"L1": answers}), POLICY)["L1"].figures


@briefly
@given(campaign=teams())
def test_no_figures_isolate_fewer_than_k_whoever_of_the_team_reads_them(campaign: Campaign) -> None:
    assert list(witnesses(campaign)) == []


@pytest.mark.proof
@pytest.mark.timeout(600)
@at_length
@given(campaign=teams())
def test_a_thousand_teams_isolate_nobody(campaign: Campaign) -> None:
    assert list(witnesses(campaign)) == []


@briefly
@given(campaign=teams())
def test_a_teams_release_is_read_back_and_tells_nothing_by_order_or_visibility(
    campaign: Campaign,
) -> None:
    release = campaign.release
    exchanged = replace(campaign, responses=permuted_in_blocks(campaign, 1))
    answered_anew = replace(campaign, responses=with_other_answers(campaign.responses, 1))

    assert read_release(release.to_json()) == release
    assert exchanged.release.to_json() == release.to_json()
    assert skeleton(answered_anew.release) == skeleton(release)


@pytest.mark.parametrize(("members", "shown"), [(4, 0), (5, 1)])
def test_a_teams_own_answers_are_shown_from_k_beside_the_readers(members: int, shown: int) -> None:
    figures = _figures(member=members)

    assert [block.n for block in figures.blocks] == [members] * shown
    assert figures.hidden_groups == (() if shown else ("member",))


@pytest.mark.parametrize(("members", "told"), [(8, None), (9, "high")])
def test_a_team_is_told_how_alike_it_answers_from_one_more_than_others_are(
    members: int, told: str | None
) -> None:
    (own,) = _figures(member=members).blocks

    assert [cell and cell.agreement for cell in own.cells] == [told] * 2


def test_a_team_and_those_outside_it_are_never_counted_together() -> None:
    figures = _figures(member=4, receiver=5, guest=2, head=1)

    assert [block.groups for block in figures.blocks] == [("receiver", "guest")]
    assert figures.hidden_groups == ("member",)
    assert [one.group for one in figures.identified] == ["head"]
    assert set(figures.others) == {None}


def test_groups_are_put_together_only_where_they_were_asked_the_same() -> None:
    one_is_asked_less = {"b": ("member", "head", "receiver")}

    alike = _figures({"b": ("member", "head", "receiver", "guest")}, receiver=3, guest=3)
    unlike = _figures(one_is_asked_less, receiver=6, guest=2)

    assert [block.groups for block in alike.blocks] == [("receiver", "guest")]
    assert [block.groups for block in unlike.blocks] == [("receiver",)]
    assert unlike.hidden_groups == ("guest",)


def test_a_statement_has_no_figure_of_those_who_were_not_asked_it() -> None:
    figures = _figures({"b": ("member", "head")}, member=6, receiver=6, head=1)

    shown = {block.groups: [cell is not None for cell in block.cells] for block in figures.blocks}
    assert shown == {("member",): [True, True], ("receiver",): [True, False]}


def test_bands_are_shown_of_no_team() -> None:
    figures = _figures(member=20, receiver=20)

    assert {cell.agreement for block in figures.blocks for cell in block.cells if cell} == {"high"}
    assert set(figures.others) == {None}


def test_words_of_a_team_are_shown_from_k_beside_the_readers() -> None:
    survey = make_survey({"T": ("a",)}, groups=TEAM, questions=("keep",), subject="team")
    told = [{"keep": f"Text {number}"} for number in range(5)]

    def shown(wrote: int) -> int:
        sheets = {"member": [[4]] * 6}
        responses = make_responses(survey, {"L1": sheets}, {"L1": {"member": told[:wrote]}})
        return len(release_subjects(responses, POLICY)["L1"].comments.others)

    assert [shown(4), shown(5)] == [0, 1]
