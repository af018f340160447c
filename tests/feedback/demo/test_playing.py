"""The sample campaign plays to its end: the demo and `make dev` show the product as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.demo.__main__ import LEADERS, play
from feedback.demo.opinions import InventedOpinion
from feedback.demo.stage import Stage

if TYPE_CHECKING:
    from pathlib import Path


def test_the_choice_that_takes_a_step_back_is_no_rating() -> None:
    leader = next(iter(LEADERS.values()))

    rated = InventedOpinion(leader, leader).rating("A1a", ["1", "2", "3", "4", "5", "6", "", "NO"])

    assert rated in {"1", "2", "3", "4", "5", "6"}


@pytest.mark.proof
def test_the_campaign_is_played_from_the_list_of_people_to_a_shared_plan(tmp_path: Path) -> None:
    with Stage.fresh(tmp_path / "demo") as stage:
        play(stage)

        assert len(list((stage.folder / "reports").glob("*.pdf"))) == 2 * len(LEADERS)
