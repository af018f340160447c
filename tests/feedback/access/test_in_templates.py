"""A template asks of a subject what everybody asks, and hears the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import render_template_string

from feedback.models import Subject

if TYPE_CHECKING:
    from tests.feedback.world import World

ASKED: Final = (
    "shared_with_coach",
    "shared_with_leader",
    "read_by_leader",
    "coached",
    "closed_to_coaches",
)


def test_what_a_template_hears_follows_each_act(world: World) -> None:
    before = _heard(world)
    world.share_with_coach(world.karin)
    with_coach = _heard(world)
    world.share_with_leader(world.karin)
    with_leader = _heard(world)

    assert before == {"coached"}
    assert with_coach == {"coached", "shared_with_coach"}
    assert with_leader == {*with_coach, "shared_with_leader", "read_by_leader"}


def _heard(world: World) -> set[str]:
    with world.database.reading() as session, world.app.test_request_context():
        subject = session.get_one(Subject, world.karin)
        lines = "".join(f"{{% if subject is {each} %}}{each} {{% endif %}}" for each in ASKED)
        return set(render_template_string(lines, subject=subject).split())
