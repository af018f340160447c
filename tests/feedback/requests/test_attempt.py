"""Two who take one name at the same moment: one has it, the other is told, at either door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from feedback.cli.main import main
from feedback.models import Programme
from tests.feedback.racing import just_before_a_row
from tests.feedback.world import ORGANISER, form_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.feedback.world import World

TAKEN = "There is already a programme called Chefer in"


@pytest.mark.parametrize("is_page_first", [True, False], ids=["page-first", "command-first"])
def test_a_name_taken_meanwhile_is_told_as_a_name_taken_before(
    world_on_both: World, monkeypatch: pytest.MonkeyPatch, *, is_page_first: bool
) -> None:
    world = world_on_both
    for name, value in world.environment.items():
        monkeypatch.setenv(name, value)
    form = form_to(world.sign_in(ORGANISER).get("/programmes/new"), "/programmes/new")
    form["name"] = "Chefer"
    told: dict[str, tuple[bool, str]] = {}

    def on_the_page() -> None:
        answer = form.submit(status="*")
        told["page"] = (answer.status_int == 302, answer.text)

    def as_a_command() -> None:
        said = CliRunner().invoke(main, _command(world))
        told["command"] = (said.exit_code == 0, said.output)

    first, second = _in_order(on_the_page, as_a_command, is_page_first=is_page_first)

    with just_before_a_row("programme", second, waits=not world.database.is_sqlite):
        first()

    with world.database.reading() as session:
        named = select(func.count()).where(Programme.name == "Chefer")
        assert session.scalar(named) == 1
    assert sorted(is_done for is_done, _ in told.values()) == [False, True]
    assert all(is_done or TAKEN in words for is_done, words in told.values())


def _command(world: World) -> list[str]:
    with world.database.reading() as session:
        department = session.get_one(Programme, world.programmes[0]).department.name
    return ["programme", "create", "Chefer", "--department", department, "--survey", "orebro"]


def _in_order(
    page: Callable[[], None], command: Callable[[], None], *, is_page_first: bool
) -> tuple[Callable[[], None], Callable[[], None]]:
    return (page, command) if is_page_first else (command, page)
