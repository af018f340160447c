"""No two folders that settings name are one or lie in one another, and no backup lies by keys."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING, Final

import pytest

from feedback.config import Settings, SettingsError, WorkerSettings, load_settings
from feedback.config.places import KEYS, PLACES
from feedback.doctor import Verdict
from feedback.doctor.settings import check_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOLDERS: Final = sorted({*KEYS, "backups"})
FILES: Final = {"database_url": "data/feedback.db", "queue_url": "queue/queue.db"}
OTHERS: Final = sorted(set(PLACES) - set(FOLDERS) - set(FILES))


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Give an installation in which each part has a place of its own."""
    found = {name: tmp_path / name for name in (*FOLDERS, *OTHERS)}
    for folder in found.values():
        folder.mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEEDBACK_BASE_URL", "https://feedback.example.se")
    monkeypatch.setenv("FEEDBACK_MAIL_FROM", "Enkät <enkat@example.se>")
    for name, path in found.items():
        monkeypatch.setenv(f"FEEDBACK_{name.upper()}", str(path))
    for name, file in FILES.items():
        found[name] = tmp_path / file
        monkeypatch.setenv(f"FEEDBACK_{name.upper()}", f"sqlite:///{tmp_path / file}")
    return found


def same(path: Path) -> str:
    return str(path)


def spelled(path: Path) -> str:
    return f"{path.parent}/../{path.parent.name}/./{path.name}/"


def linked(path: Path) -> str:
    link = path.with_name("link")
    link.symlink_to(path)
    return str(link)


def linked_above(path: Path) -> str:
    link = path.parent.with_name(f"{path.parent.name}-link")
    link.symlink_to(path.parent)
    return str(link / path.name)


def within(path: Path) -> str:
    return str(path / "deeper" / "still")


def within_a_link(path: Path) -> str:
    return f"{linked(path)}/not-there-yet"


def around(path: Path) -> str:
    return str(path.parent)


def test_parts_with_a_place_each_are_taken(places: dict[str, Path]) -> None:
    settings = load_settings(WorkerSettings)

    assert settings.backup_folder == places["backups"]
    assert settings.clashes() == []


@pytest.mark.parametrize("way", [same, spelled, linked, linked_above, within, within_a_link])
@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(FOLDERS, 2)))
def test_keys_mirrors_and_backups_are_refused_in_each_other(
    places: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    one: str,
    other: str,
    way: Callable[[Path], str],
) -> None:
    monkeypatch.setenv(f"FEEDBACK_{one.upper()}", way(places[other]))

    (fault,) = faults()

    setting, _, why = fault.partition(": ")
    named = {setting, *(word for word in why.split() if word.startswith("FEEDBACK_"))}
    assert named == {f"FEEDBACK_{one.upper()}", f"FEEDBACK_{other.upper()}"}
    assert "name one" in why
    assert "\n" not in fault


@pytest.mark.parametrize("one", FOLDERS)
def test_a_folder_around_all_others_is_refused(
    places: dict[str, Path], monkeypatch: pytest.MonkeyPatch, one: str
) -> None:
    monkeypatch.setenv(f"FEEDBACK_{one.upper()}", around(places[one]))

    assert any(f"FEEDBACK_{one.upper()}" in fault for fault in faults())


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("file", list(FILES))
def test_a_database_among_keys_or_backups_is_refused(
    places: dict[str, Path], monkeypatch: pytest.MonkeyPatch, folder: str, file: str
) -> None:
    monkeypatch.setenv(f"FEEDBACK_{file.upper()}", f"sqlite:///{places[folder]}/feedback.db")

    (fault,) = faults()

    assert {f"FEEDBACK_{folder.upper()}", f"FEEDBACK_{file.upper()}"} <= {
        word.rstrip(":") for word in fault.split()
    }


def test_one_file_for_database_and_queue_is_refused(
    places: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEEDBACK_QUEUE_URL", f"sqlite:///{places['database_url']}")

    (fault,) = faults()

    assert fault.startswith("FEEDBACK_QUEUE_URL: ")


@pytest.mark.parametrize(
    "unset", [("backups",), ("backups", "link_keys"), ("backups", "seal_keys")]
)
def test_what_lies_in_the_instance_folder_unless_it_is_set_is_looked_at_as_well(
    places: dict[str, Path], monkeypatch: pytest.MonkeyPatch, unset: tuple[str, ...]
) -> None:
    for name in unset:
        monkeypatch.delenv(f"FEEDBACK_{name.upper()}")
    is_alone = unset == ("backups",)

    if is_alone:
        assert load_settings(WorkerSettings).backup_folder == places["instance"] / "backups"
        monkeypatch.setenv("FEEDBACK_SEAL_KEYS_MIRROR", str(places["instance"] / "backups" / "x"))
    (fault,) = faults()

    assert "backups" in fault
    assert "instance folder" in fault or is_alone


def test_on_ones_own_machine_all_may_lie_in_one_folder(
    places: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in places.keys() - {"instance"}:
        monkeypatch.delenv(f"FEEDBACK_{name.upper()}")
    monkeypatch.setenv("FEEDBACK_BASE_URL", "http://127.0.0.1:8000")

    assert load_settings(WorkerSettings).clashes() == []


@pytest.mark.usefixtures("places")
def test_a_host_without_seal_keys_has_no_place_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_SEAL_KEYS", "none")
    monkeypatch.delenv("FEEDBACK_SEAL_KEYS_MIRROR")

    assert load_settings(WorkerSettings).clashes() == []


def test_every_fault_of_places_is_told_at_once(
    places: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEEDBACK_LINK_KEYS_MIRROR", str(places["link_keys"]))
    monkeypatch.setenv("FEEDBACK_SEAL_KEYS_MIRROR", str(places["seal_keys"]))
    monkeypatch.setenv("FEEDBACK_TIME_ZONE", "Sverige")

    assert sorted(fault.partition(":")[0] for fault in faults()) == [
        "FEEDBACK_LINK_KEYS_MIRROR",
        "FEEDBACK_SEAL_KEYS_MIRROR",
        "FEEDBACK_TIME_ZONE",
    ]


def test_the_web_looks_at_what_it_knows(
    places: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEEDBACK_BACKUPS", str(places["link_keys"]))

    with pytest.raises(SettingsError) as told:
        load_settings(Settings)

    assert [fault.partition(":")[0] for fault in told.value.faults] == ["FEEDBACK_BACKUPS"]


def test_one_folder_that_is_mounted_in_two_places_is_one(
    places: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = os.stat

    def stat(path: str, *, follow_symlinks: bool = True) -> os.stat_result:
        if str(path) == str(places["backups"]):  # what a bind mount shows
            return asked(places["seal_keys"])
        return asked(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(os, "stat", stat)

    (fault,) = faults()

    assert fault.startswith("FEEDBACK_SEAL_KEYS: ")


def test_the_doctor_tells_what_was_linked_since_the_start(places: dict[str, Path]) -> None:
    settings = load_settings(WorkerSettings)
    places["backups"].rmdir()
    places["backups"].symlink_to(places["seal_keys"])

    (told,) = (check for check in check_settings(settings) if check.verdict is Verdict.FAULT)

    assert told.subject == "folders"
    assert "FEEDBACK_SEAL_KEYS" in told.found
    assert str(places["backups"]) not in told.told


def faults() -> list[str]:
    """Return what is said of the settings as they are."""
    with pytest.raises(SettingsError) as said:
        load_settings(WorkerSettings)
    return said.value.faults
