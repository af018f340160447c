"""No page, button, command or job asks the database more often because there are more people.

One that does must be mended: by asking for all in one query, by showing a page of them at a
time, or by giving the work to the worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import FunctionType
from typing import TYPE_CHECKING, Final, TypeAlias

import click
import pytest

from feedback.cli.main import main
from feedback.database import Database
from feedback.jobs import Duty, Worker
from tests.factories import test_settings
from tests.feedback.office import Office
from tests.feedback.size import commands
from tests.feedback.size.counting import Asked
from tests.feedback.size.organisation import make_organisation, run_jobs
from tests.feedback.size.walking import rules_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.databases import Databases
from tests.feedback.size.walking import Walk

FEW: Final = 7
MANY: Final = 12
MOST_QUERIES: Final = 60
MOST_A_MAIL: Final = 15

NOT_THERE: Final = frozenset(
    {
        "coach.pulse",  # sixty days after the report, as the leader's own, which is measured
        "leader.slides",  # of a team alone; the coach's, which are measured, are the same page
        "security.code",  # while somebody signs in
        "security.home",  # leads on to another
        "security.sign_in",  # leads on whoever is signed in
    }
)
NO_JOBS: Final = frozenset({"due", "do", "has_mail"})

Counts: TypeAlias = dict[str, Asked]

# The first test to ask has everything measured: each page, button, job and command, twice.
pytestmark = pytest.mark.timeout(900)


@dataclass(frozen=True)
class Size:
    """What everything asked of the database at one size."""

    mails: int
    walk: Walk
    jobs: Counts
    commands: Counts


@pytest.fixture(scope="module")
def few(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Size:
    """Measure with few people."""
    return _measured(sqlite_databases, tmp_path_factory.mktemp("few"), FEW)


@pytest.fixture(scope="module")
def many(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Size:
    """Measure with three times as many."""
    return _measured(sqlite_databases, tmp_path_factory.mktemp("many"), MANY)


def test_no_page_asks_more_because_there_are_more_people(few: Size, many: Size) -> None:
    assert _growing(few.walk.pages, many.walk.pages, most=MOST_QUERIES) == []


def test_no_download_asks_more_because_there_are_more_people(few: Size, many: Size) -> None:
    assert _growing(few.walk.downloads, many.walk.downloads, most=MOST_QUERIES) == []


def test_no_button_asks_more_because_there_are_more_people(few: Size, many: Size) -> None:
    assert _growing(few.walk.presses, many.walk.presses, most=MOST_QUERIES) == []


def test_no_command_asks_more_because_there_are_more_people(few: Size, many: Size) -> None:
    assert _growing(few.commands, many.commands) == []


def test_no_job_asks_more_because_there_are_more_people(few: Size, many: Size) -> None:
    assert _growing(_without_mails(few.jobs), _without_mails(many.jobs)) == []


def test_a_mail_asks_little_and_each_the_same(few: Size, many: Size) -> None:
    more = many.jobs["send"].queries - few.jobs["send"].queries

    assert more / (many.mails - few.mails) < MOST_A_MAIL


def test_every_page_was_measured(many: Size) -> None:
    opened = {name.partition(" ")[0] for name in (*many.walk.pages, *many.walk.downloads)}

    assert {rule.endpoint for rule in rules_of(many.walk.app)} - opened == NOT_THERE


def test_a_list_that_waits_was_shown_and_taken(many: Size) -> None:
    assert "organiser.apply_list draft" in many.walk.presses
    assert "organiser.apply_list" in many.walk.done


def test_every_command_was_measured(many: Size) -> None:
    left_out = commands.ASK_NO_DATABASE | commands.WHOLE_DATABASE | commands.ABOUT_ONE_ROW

    assert {*many.commands, *left_out} == set(_leaves(main))


def test_every_job_was_measured(many: Size) -> None:
    recurring = {
        name
        for name, found in vars(Worker).items()
        if not name.startswith("_") and isinstance(found, FunctionType)
    } - NO_JOBS

    assert recurring <= set(many.jobs)
    assert {str(duty) for duty in Duty} <= {name.rpartition(" ")[0] for name in many.jobs}


def _measured(databases: Databases, folder: Path, leaders: int) -> Size:
    url = databases.create()
    made = make_organisation(Office(Database(url), test_settings(folder, url)), leaders=leaders)
    walked = walk(made, databases)
    typed = commands.type_commands(made, databases, folder)
    run_jobs(made)
    mails = len(made.office.outbox())
    made.office.database.dispose()
    return Size(mails, walked, made.jobs, typed)


def _growing(few: Counts, many: Counts, *, most: int | None = None) -> list[str]:
    """Say what asks more often, how often, and what it asks."""
    grown = []
    for name, found in many.items():
        before = few.get(name, Asked())
        if found.queries > min(before.queries, most or before.queries):
            grown.append(f"{name}: {before.queries} → {found.queries}: {found.more_than(before)}")
    return grown


def _without_mails(jobs: Counts) -> Counts:
    return {name: found for name, found in jobs.items() if name != "send"}


def _leaves(command: click.Command, *path: str) -> Iterator[str]:
    if not isinstance(command, click.Group):
        yield " ".join(path)
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found
        yield from _leaves(found, *path, name)
