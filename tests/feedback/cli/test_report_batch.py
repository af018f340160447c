"""`feedback report --campaign`: a closed campaign's reports, over all cores, without keys."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from PIL import Image
from sqlalchemy import select

from feedback.cli import drawing, report_batch
from feedback.cli.main import main
from feedback.database import Database
from feedback.models import AuditEntry, Campaign, State, StoredRelease
from tests.factories import test_settings
from tests.feedback.world import KARIN, OLLE, World, make_world
from tests.reports.pdf.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID


@pytest.fixture
def world(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Sit down where a campaign about two leaders has closed."""
    database = Database(sqlite_url)
    settings = test_settings(tmp_path, sqlite_url)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEEDBACK_BASE_URL", settings.base_url)
    monkeypatch.setenv("FEEDBACK_MAIL_FROM", settings.mail_from)
    monkeypatch.setenv("FEEDBACK_INSTANCE", str(settings.instance))
    monkeypatch.setenv("FEEDBACK_BACKUPS", str(settings.backup_folder))
    monkeypatch.setenv("FEEDBACK_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("FEEDBACK_ORGANISATION", "Testköpings kommun")
    made = make_world(database, settings)
    yield made
    made.app.extensions["feedback.database"].dispose()
    database.dispose()


def _run(world: World, *arguments: str) -> tuple[int, str]:
    word = str(world.campaign)
    result = CliRunner().invoke(main, ["report", "--campaign", word, "--out", "out", *arguments])
    return result.exit_code, result.output


def _files() -> dict[str, Path]:
    """Return the reports that were made, by the leader's first name."""
    return {path.name.partition("-")[0]: path for path in Path("out").iterdir()}


def _break_release(world: World, subject: UUID) -> None:
    with world.database.writing() as session:
        session.get_one(StoredRelease, subject).content = '{"format": 1}'


def test_every_leader_gets_a_report(world: World) -> None:
    code, told = _run(world, "--all")

    assert code == 0
    assert "2/2" in told
    assert sorted(_files()) == ["Karin", "Olle"]
    text = read(_files()["Karin"].read_bytes()).all_text
    assert "Karin Lund" in text
    assert "Det här är inget betyg." in text
    assert "Olle Ek" not in text


def test_one_leader_is_named_by_address_and_a_language_may_be_asked_for(world: World) -> None:
    code, _ = _run(world, "--leader", OLLE, "--language", "en")

    assert code == 0
    assert list(_files()) == ["Olle"]
    assert "This is not a grade" in read(_files()["Olle"].read_bytes()).all_text


def test_what_is_there_already_is_left_as_it_is(world: World) -> None:
    _run(world, "--leader", KARIN)
    _files()["Karin"].write_bytes(b"made before")

    code, told = _run(world, "--all")

    assert code == 0
    assert "2/2" in told
    assert _files()["Karin"].read_bytes() == b"made before"
    assert _files()["Olle"].read_bytes().startswith(b"%PDF")


def test_one_that_fails_is_named_and_stops_no_other(world: World) -> None:
    _break_release(world, world.karin)

    code, told = _run(world, "--all")

    assert code == 1
    assert "1/2" in told
    assert "Karin Lund: ReleaseFormatError" in told
    assert list(_files()) == ["Olle"]


def test_it_is_written_to_the_audit_log_even_when_it_fails(world: World) -> None:
    _break_release(world, world.karin)

    _run(world, "--all")
    _run(world, "--leader", OLLE)

    with world.database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "make reports"))
        noted = {entry.object: entry.actor for entry in entries}
    assert set(noted) == {f"campaign {world.campaign}", f"subject {world.olle}"}
    assert all(actor.startswith("operator ") for actor in noted.values())


def test_a_child_is_given_no_setting_and_no_key(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[list[str], dict[str, str]]] = []
    popen = subprocess.Popen

    def spy(command: list[str], **options: dict[str, str]) -> object:
        started.append((command, options["env"]))
        return popen(command, **options)  # type: ignore[call-overload] # as it was called

    monkeypatch.setattr(subprocess, "Popen", spy)

    _run(world, "--all")

    assert started
    for command, given in started:
        assert command == [sys.executable, "-I", "-X", "utf8", "-m", "reports.pdf.child"]
        assert not any(name.startswith("FEEDBACK_") for name in given)
        assert str(world.settings.instance) not in " ".join(given.values())


def test_a_child_loads_nothing_of_the_engine() -> None:
    loaded = "import reports.pdf.child, sys; print([n for n in sys.modules if 'feedback' in n])"

    told = subprocess.run(
        [sys.executable, "-I", "-c", loaded], capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == "[]"


def test_a_child_that_dies_fails_one_report_and_is_started_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_batch, "cores", lambda: 1)
    popen, dying = subprocess.Popen, iter([True])

    def once_dying(command: list[str], **options: object) -> object:
        chosen = [sys.executable, "-c", "input()"] if next(dying, False) else command
        return popen(chosen, **options)  # type: ignore[call-overload] # as it was called

    monkeypatch.setattr(subprocess, "Popen", once_dying)

    code, told = _run(world, "--all")

    assert code == 1
    assert f"Karin Lund: {drawing.DIED}" in told
    assert list(_files()) == ["Olle"]


@pytest.mark.parametrize("arguments", [(), ("--all", "--leader", KARIN)])
def test_all_or_one_must_be_said(world: World, arguments: tuple[str, ...]) -> None:
    code, told = _run(world, *arguments)

    assert code == 2
    assert "either --all or --leader" in told


def test_a_leader_that_the_campaign_lacks_is_refused(world: World) -> None:
    code, told = _run(world, "--leader", "okand@example.se")

    assert code == 2
    assert "has no leader okand@example.se" in told
    assert not Path("out").exists()


def test_before_close_there_is_nothing_to_make(world: World) -> None:
    with world.database.writing() as session:
        session.get_one(Campaign, world.campaign).state = State.OPEN

    code, told = _run(world, "--all")

    assert code == 1
    assert "is not closed" in told


def test_the_logo_stands_on_the_first_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("RGBA", (90, 30), (20, 60, 120, 128)).save("logo.png")
    monkeypatch.setenv("FEEDBACK_LOGO", "logo.png")

    code, _ = _run(world, "--leader", KARIN)

    first = read(_files()["Karin"].read_bytes()).find("Figure")[0]
    assert code == 0
    assert first.alternative == "Testköpings kommun"


@pytest.mark.parametrize(
    ("content", "message"), [(None, "cannot be read"), (b"<svg/>", "is not a PNG picture")]
)
def test_a_logo_that_cannot_be_shown_is_told_before_anything_is_made(
    world: World, monkeypatch: pytest.MonkeyPatch, content: bytes | None, message: str
) -> None:
    if content is not None:
        Path("logo.png").write_bytes(content)
    monkeypatch.setenv("FEEDBACK_LOGO", "logo.png")

    code, told = _run(world, "--all")

    assert code == 2
    assert "FEEDBACK_LOGO" in told
    assert message in told
    assert not Path("out").exists()
