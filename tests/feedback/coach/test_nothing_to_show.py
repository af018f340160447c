"""A report that shows little is said to before it is shared, and has a guide of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from feedback.models import StoredRelease
from reports.release import read_release
from tests.feedback.world import MAJA

if TYPE_CHECKING:
    from tests.feedback.world import World


@pytest.mark.parametrize("answers_self", [True, False])
def test_of_a_report_without_others_the_coach_is_told_before(
    world: World, *, answers_self: bool
) -> None:
    _lacking(world, has_self=answers_self, has_others=False)
    coach = world.sign_in(MAJA)

    desk, share = coach.get("/coach/"), coach.get(f"/coach/{world.karin}/share")
    guide = coach.get(f"/coach/{world.karin}/guide")

    assert "nothing of others is shown" in desk
    assert ("Has not answered about themself" in desk) is not answers_self
    assert "the report shows nothing of others" in share
    assert ("the report is empty" in share) is not answers_self
    assert "1. Say how it is" in guide
    assert "What works" not in guide
    assert ("Karin Lund has not answered either" in guide) is not answers_self


def test_of_a_report_without_an_own_answer_the_coach_is_told_before(world: World) -> None:
    _lacking(world, has_self=False, has_others=True)
    coach = world.sign_in(MAJA)

    share, guide = (coach.get(f"/coach/{world.karin}/{page}") for page in ("share", "guide"))

    assert "so the report compares nothing" in share
    assert "Say how it is" not in guide


def test_a_whole_report_has_no_such_words(world: World) -> None:
    world.share_with_coach(world.karin)
    coach = world.sign_in(MAJA)

    desk, share = coach.get("/coach/"), coach.get(f"/coach/{world.karin}/share")

    assert "has not answered" not in desk.text.lower()
    assert "Too few have rated" not in desk
    assert "so the report" not in share


def _lacking(world: World, *, has_self: bool, has_others: bool) -> None:
    with world.database.writing() as session:
        stored = session.get_one(StoredRelease, world.karin)
        release = read_release(stored.content)
        figures = release.figures
        if not has_self:
            figures = replace(figures, self_ratings=(None,) * len(figures.items))
        if not has_others:
            hidden = tuple(group for block in figures.blocks for group in block.groups)
            figures = replace(
                figures,
                others=(None,) * len(figures.items),
                blocks=(),
                identified=(),
                hidden_groups=hidden,
            )
        changed = replace(release, figures=figures)
        # A desk knows what it has read by its digests, which a true release's figures have too.
        stored.content, stored.figures_hash = changed.to_json(), changed.figures_hash
    world.share_with_coach(world.karin)
