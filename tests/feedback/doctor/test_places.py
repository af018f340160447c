"""What settings name is looked at by who needs it: folders by the worker, keys by the web."""

from __future__ import annotations

import errno
import os
import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

import pytest
from pydantic import ValidationError

from feedback.config import WebsView, WorkerSettings
from feedback.doctor import Verdict
from feedback.doctor.contents import check_surveys
from feedback.doctor.database import check_database
from feedback.doctor.keys import check_keys
from feedback.doctor.machine import check_instance
from feedback.doctor.places import check_places
from feedback.doctor.queue import check_queue
from feedback.doctor.quick import QUICK, look_around
from tests.factories import test_settings
from tests.feedback.cli.commands import feedback, sit_down

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feedback.doctor import Check

PATHS: Final = [
    name for name, field in WorkerSettings.model_fields.items() if "Path" in str(field.annotation)
]


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> WorkerSettings:
    """Give the settings of an installation whose folders are there."""
    made = test_settings(tmp_path, sqlite_url)
    for keys in (made.link_key_folder, made.seal_key_folder):
        keys.prepare()
    return made


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, int], None]:
    """Give what takes rights at a path away from this process, which may be root's."""
    may = os.access

    def close(path: Path, rights: int) -> None:
        before = os.access
        monkeypatch.setattr(
            "os.access",
            lambda asked, mode: (
                before(asked, mode) and not (str(asked) == str(path) and mode & rights)
            ),
        )

    assert may is os.access
    return close


@pytest.mark.parametrize("name", [*PATHS, "saml_metadata"])
def test_no_setting_names_a_place_that_is_not_there_unseen(
    settings: WorkerSettings, tmp_path: Path, name: str
) -> None:
    gone = tmp_path / "gone"

    try:
        given = WorkerSettings.model_validate({**settings.model_dump(), name: str(gone)})
    except ValidationError:
        return  # it is refused when a process starts
    looks = look_around(given, {**QUICK, "surveys": check_surveys, "places": check_places})
    told = [check for check in looks if str(gone) in check.found]

    assert any(check.verdict is not Verdict.OK for check in told)


@pytest.mark.parametrize("kind", ["folder", "maildir", "mbox"])
def test_returned_mail_that_the_worker_may_not_read_is_a_fault(
    settings: WorkerSettings, tmp_path: Path, closed: Callable[[Path, int], None], kind: str
) -> None:
    box = tmp_path / "returned"
    for folder in {"folder": [box], "maildir": [box / "cur", box / "new"], "mbox": []}[kind]:
        folder.mkdir(parents=True)
    file = {"folder": box / "1.eml", "maildir": box / "new" / "1", "mbox": box}[kind]
    file.write_text("From: a@example.se\n\n")
    settings = settings.model_copy(update={"bounces": box})
    (well, _) = check_places(settings)

    closed(file, os.R_OK)
    (ill, _) = check_places(settings)

    assert (well.verdict, ill.verdict) == (Verdict.OK, Verdict.FAULT)
    assert str(file) in ill.found
    assert "FEEDBACK_BOUNCES" in ill.next_step


def test_a_folder_of_backups_that_cannot_be_written_is_a_fault(
    settings: WorkerSettings, closed: Callable[[Path, int], None]
) -> None:
    assert backups(settings).verdict is Verdict.OK
    settings.backup_folder.mkdir(exist_ok=True)

    closed(settings.backup_folder, os.W_OK)

    assert backups(settings).verdict is Verdict.FAULT
    elsewhere = settings.model_copy(update={"backups_elsewhere": True})
    assert backups(elsewhere).verdict is Verdict.ADVICE


def test_a_queue_that_nobody_can_make_is_a_fault(
    settings: WorkerSettings, tmp_path: Path, closed: Callable[[Path, int], None]
) -> None:
    away = settings.model_copy(update={"queue_url": f"sqlite:///{tmp_path}/gone/queue.db"})
    (well,) = check_queue(away)

    closed(tmp_path, os.W_OK)
    (ill,) = check_queue(away)

    assert (well.verdict, ill.verdict) == (Verdict.OK, Verdict.FAULT)


def test_a_database_in_a_folder_that_is_not_there_is_a_fault(
    settings: WorkerSettings, tmp_path: Path
) -> None:
    away = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/gone/feedback.db"})

    (told,) = (check for check in check_database(away) if check.verdict is Verdict.FAULT)

    assert "FEEDBACK_DATABASE_URL" in told.next_step


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "Make room."),
        (errno.EDQUOT, "Make room."),
        (errno.EROFS, "mount it anew"),
        (errno.ENOENT, "install -d"),
    ],
)
def test_a_folder_that_cannot_be_written_is_told_with_what_helps_against_that(
    settings: WorkerSettings, monkeypatch: pytest.MonkeyPatch, number: int, advice: str
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("tempfile.NamedTemporaryFile", failing)

    (told,) = check_instance(settings)

    assert (told.verdict, advice in told.next_step) == (Verdict.FAULT, True)


def test_a_database_whose_disk_fails_is_told_with_its_disk(
    settings: WorkerSettings, tmp_path: Path
) -> None:
    file = tmp_path / "folder.db"
    file.mkdir()  # it is there, and no file
    away = settings.model_copy(update={"database_url": f"sqlite:///{file}"})

    (told,) = (check for check in check_database(away) if check.verdict is Verdict.FAULT)

    assert "disk neither full nor failing" in told.next_step


@pytest.mark.parametrize(("mode", "verdict"), [(0o700, Verdict.OK), (0o500, Verdict.FAULT)])
def test_a_unit_that_sees_a_read_only_machine_goes_by_the_rights_of_the_folder(
    settings: WorkerSettings,
    closed: Callable[[Path, int], None],
    monkeypatch: pytest.MonkeyPatch,
    mode: int,
    verdict: Verdict,
) -> None:
    settings.backup_folder.mkdir(exist_ok=True)
    settings.backup_folder.chmod(mode)
    closed(settings.backup_folder, os.W_OK)
    monkeypatch.setattr("os.statvfs", lambda _: SimpleNamespace(f_flag=os.ST_RDONLY))

    assert backups(settings).verdict is verdict


def backups(settings: WorkerSettings) -> Check:
    """Return what is found of the folder of backups."""
    return next(check for check in check_places(settings) if check.subject == "backups")


def test_seal_keys_that_the_web_cannot_see_are_as_they_should_be(
    settings: WorkerSettings,
    closed: Callable[[Path, int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed(settings.seal_key_folder.folder, os.R_OK | os.X_OK)
    closed(settings.link_key_folder.folder, os.W_OK)
    sit_down(monkeypatch, settings)

    done = feedback("--as-web", "health")

    (told,) = (line for line in done.output.splitlines() if "seal keys:" in line)
    assert (
        told == "OK    seal keys: closed to the web, as they must be: the worker alone reads them"
    )
    assert "link keys: " in done.output
    assert not [line for line in done.output.splitlines() if line.startswith("FAULT  link keys")]


@pytest.mark.parametrize("rights", [0, os.R_OK, os.X_OK])
def test_seal_keys_that_the_web_can_see_are_a_fault(
    settings: WorkerSettings, closed: Callable[[Path, int], None], rights: int
) -> None:
    closed(settings.seal_key_folder.folder, rights)

    (told,) = seal_keys_of_the_web(settings)

    assert (told.verdict, told.next_step.startswith("Give it to")) == (Verdict.FAULT, True)


def test_a_setting_of_the_web_that_names_the_seal_keys_is_a_fault(
    settings: WorkerSettings, tmp_path: Path
) -> None:
    shutil.rmtree(settings.seal_key_folder.folder)
    named = settings.model_copy(update={"seal_keys": tmp_path / "away"})

    (told,) = seal_keys_of_the_web(named)

    assert (told.verdict, "FEEDBACK_SEAL_KEYS" in told.next_step) == (Verdict.FAULT, True)


def test_link_keys_that_the_web_cannot_read_are_a_fault(
    settings: WorkerSettings, closed: Callable[[Path, int], None]
) -> None:
    closed(settings.link_key_folder.folder, os.R_OK)

    found = [check for check in check_keys(webs(settings)) if check.subject == "link keys"]

    assert [check.verdict for check in found] == [Verdict.FAULT]


def seal_keys_of_the_web(settings: WorkerSettings) -> list[Check]:
    """Return what the web's doctor finds of seal keys."""
    return [check for check in check_keys(webs(settings)) if check.subject == "seal keys"]


def webs(settings: WorkerSettings) -> WebsView:
    """Return the same as the web looks at it."""
    return WebsView.model_validate(settings.model_dump())


def test_a_backup_that_somebody_laid_among_keys_is_a_fault(settings: WorkerSettings) -> None:
    folder = settings.seal_key_folder.folder
    assert not [check for check in check_keys(settings) if check.verdict is Verdict.FAULT]
    (folder / "old").mkdir()
    (folder / "old" / "feedback-20261129T013000Z.backup").touch()

    (told,) = (check for check in check_keys(settings) if check.verdict is Verdict.FAULT)

    assert "beside keys" in told.found
    assert str(folder) not in told.told


@pytest.mark.parametrize("name", ["feedback-keys", "5f0c.key"])
def test_keys_that_somebody_laid_among_backups_are_a_fault(
    settings: WorkerSettings, name: str
) -> None:
    place = settings.backup_folder / "saved"
    place.mkdir(parents=True)
    (place / name).touch()

    told = backups(settings)

    assert told.verdict is Verdict.FAULT
    assert str(place) in told.next_step
