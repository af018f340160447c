"""Random teams: members read what they answered, receivers are asked less than members are."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from reports.answers.matrix import CANNOT_JUDGE, SKIPPED, Responses
from reports.audit.isolates import isolates
from reports.audit.register import all_figures
from reports.audit.surfaces import Everything, Occasion
from reports.policy import DisclosurePolicy
from tests.reports.campaigns import TEAM, make_survey
from tests.reports.random_campaigns import QUESTIONS, TRAITS, Campaign, protected_raters, sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.audit.isolates import Witness

IN_THE_ROOM = {"b": ("member", "head"), "d": ("member", "head"), "e": ("member", "guest")}
"""The items that not every group is asked."""


@st.composite
def teams(draw: st.DrawFn) -> Campaign:
    """Draw a team: up to 12 members, a head or none, up to 8 receivers and as many guests."""
    sizes = [draw(st.integers(0, 12)), draw(st.integers(0, 1))]
    sizes += draw(st.lists(st.integers(0, 8), min_size=2, max_size=2))
    missing = draw(st.sampled_from((0.0, 0.1, 0.3)))
    policy = DisclosurePolicy(
        k=draw(st.integers(4, 6)), policy=draw(st.sampled_from(("merge", "drop")))
    )
    return Campaign(make_team(sizes, missing, draw(st.integers(0, 2**32 - 1))), policy)


def make_team(sizes: Sequence[int], missing: float, seed: int) -> Responses:
    """Return responses about one team, with groups of these sizes, on 1-6."""
    survey = make_survey(
        TRAITS,
        groups=TEAM,
        scale=(1, 6),
        questions=QUESTIONS,
        subject="team",
        asked_of=IN_THE_ROOM,
    )
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(TEAM)), sizes).astype(np.int8)
    shape = (len(groups), len(survey.items))
    ratings = 1 + rng.binomial(5, 0.6, shape)
    gone = rng.random(shape) < missing
    ratings = np.where(gone, rng.choice([SKIPPED, CANNOT_JUDGE], shape), ratings)
    asked = np.array(
        [[item in survey.items_of(one) for item in survey.items] for one in survey.groups]
    )
    return Responses(
        survey=survey,
        subjects=("L1",),
        ratings=np.where(asked[groups], ratings, SKIPPED).astype(np.int8),
        subject_codes=np.zeros(len(groups), dtype=np.int32),
        group_codes=groups,
        comments=tuple({"keep": f"ord {rng.integers(0, 50)}"} for _ in groups),
    )


def witnesses(campaign: Campaign) -> Iterator[Witness]:
    """Yield whom a team's figures isolate for a stranger, and for each member who reads them.

    A reader's own answers are taken as known: whoever is left are the others, of whom no
    combination of figures may stand on fewer than k.
    """
    now = Occasion("now", campaign.release.figures, sheets(campaign.responses))
    figures = [one.weights for one in all_figures(Everything(now))]
    protected = protected_raters(campaign.responses)
    readers = [one.rater for one in sheets(campaign.responses) if one.group == "member"]
    for reader in chain((None,), readers):
        others = [rater for rater in protected if rater != reader]
        found = isolates(figures, others, campaign.policy.k)
        if found is not None:
            yield found
