"""The wheel is whole: installed in an empty environment, every command works from it."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
import yaml
from packaging.version import Version

from tests.house_rules.repository import ROOT, files_matching

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

pytestmark = pytest.mark.proof

OWN_UV = ROOT / ".uv" / "bin" / "uv"
UV = str(OWN_UV) if OWN_UV.exists() else str(shutil.which("uv"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and install it, with the locked dependencies, where nothing else is."""
    folder = tmp_path_factory.mktemp("wheel")
    locked = folder / "locked.txt"
    _run(
        [UV, "export", "--locked", "--no-default-groups", "--no-emit-project", "-o", str(locked)],
        ROOT,
    )
    _run([UV, "build", "--wheel", "--out-dir", str(folder)], ROOT)
    wheel = next(folder.glob("*.whl"))
    home = folder / "environment"
    _run([UV, "venv", str(home)], folder)
    python = str(home / "bin" / "python")
    _run([UV, "pip", "install", "--python", python, "-r", str(locked)], folder)
    _run([UV, "pip", "install", "--python", python, "--no-deps", str(wheel)], folder)
    return home


@pytest.fixture
def survey(installed: Path) -> Path:
    """Give the survey of Örebro as it lies in the wheel."""
    return next(installed.glob("lib/python*/site-packages/surveys/definitions/orebro.yaml"))


@pytest.fixture
def responses(survey: Path, tmp_path: Path) -> Path:
    """Write the answers of one leader and four peers to a file."""
    definition = yaml.safe_load(survey.read_text(encoding="utf-8"))
    items = [item["key"] for trait in definition["traits"] for item in trait["items"]]
    protected = next(each["key"] for each in definition["groups"] if each["kind"] == "protected")
    itself = next(each["key"] for each in definition["groups"] if each["kind"] == "self")
    highest = definition["scale"]["to"]
    file = tmp_path / "responses.csv"
    with file.open("w", newline="", encoding="utf-8") as opened:
        rows = csv.writer(opened)
        rows.writerow(["leader", "group", *items])
        for number, group in enumerate([itself, *[protected] * 4]):
            rows.writerow(["L1", group, *(highest - number % 3 for _ in items)])
    return file


def test_the_command_line_answers(installed: Path, tmp_path: Path) -> None:
    said = _feedback(installed, ["--help"], tmp_path)

    assert "survey" in said
    assert "worker" in said


def test_a_survey_of_the_wheel_is_checked(installed: Path, survey: Path, tmp_path: Path) -> None:
    said = _feedback(installed, ["survey", "check", str(survey)], tmp_path)

    assert survey.name in said


def test_answers_are_scored(installed: Path, survey: Path, responses: Path, tmp_path: Path) -> None:
    said = _feedback(installed, ["score", str(survey), str(responses)], tmp_path)

    first, _ = json.JSONDecoder().raw_decode(said)
    assert first
    assert '"blocks"' in said


def test_a_report_is_drawn(installed: Path, survey: Path, responses: Path, tmp_path: Path) -> None:
    report = tmp_path / "L1.pdf"
    command = ["report", str(survey), str(responses), "--leader", "L1", "--out", str(report)]

    _feedback(installed, command, tmp_path)

    assert report.read_bytes().startswith(b"%PDF-1.7")


def test_the_wheel_migrates_a_database(installed: Path, tmp_path: Path) -> None:
    file = tmp_path / "migrated.db"
    settings = {
        "FEEDBACK_BASE_URL": "https://feedback.example.se",
        "FEEDBACK_MAIL_FROM": "Enkät <enkat@example.se>",
        "FEEDBACK_MAIL_HOURS": "always",
        "FEEDBACK_MAIL_PER_MINUTE": "60000",
        "FEEDBACK_DATABASE_URL": f"sqlite:///{file}",
        "FEEDBACK_INSTANCE": str(tmp_path / "instance"),
        "FEEDBACK_BACKUPS": str(tmp_path / "kept"),
    }

    _run([str(installed / "bin" / "feedback"), "database", "migrate"], tmp_path, settings)

    with closing(sqlite3.connect(file)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master")]
    assert "alembic_version" in tables
    assert len(tables) > 1


def test_everything_that_is_no_code_lies_in_the_wheel(installed: Path) -> None:
    packages = next(installed.glob("lib/python*/site-packages"))

    missing = [
        str(file)
        for file in files_matching("feedback/**", "reports/**", "surveys/**")
        if (packages / file).exists() is (file.name == "build.py")  # only developers run those
    ]

    assert missing == []


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clone the repository, with its present build settings, as its newest commit."""
    clone = tmp_path_factory.mktemp("checkout") / "clone"
    _run(["git", "clone", "--quiet", "--shared", "--no-tags", str(ROOT), str(clone)], ROOT)
    shutil.copy(ROOT / "pyproject.toml", clone)
    _commit(clone)
    return clone


def test_each_commit_has_a_newer_version_that_installs_over_the_one_before(
    installed: Path, checkout: Path, tmp_path: Path
) -> None:
    first = _built(checkout, tmp_path / "first")
    _commit(checkout)
    second = _built(checkout, tmp_path / "second")

    said = []
    for wheel in (first, second):
        python = str(installed / "bin" / "python")
        _run([UV, "pip", "install", "--python", python, "--no-deps", str(wheel)], tmp_path)
        said.append(_feedback(installed, ["--version"], tmp_path).split()[-1])

    assert said == [str(_version_of(first)), str(_version_of(second))]
    assert Version("0.1.0") < _version_of(first) < _version_of(second)


def test_a_tag_is_the_version(checkout: Path, tmp_path: Path) -> None:
    _run(["git", "tag", "v7.1.0"], checkout)

    assert _version_of(_built(checkout, tmp_path)) == Version("7.1.0")


def test_a_changed_tree_has_a_version_of_its_own(checkout: Path, tmp_path: Path) -> None:
    committed = _version_of(_built(checkout, tmp_path / "committed"))
    changed_file = checkout / "feedback" / "clock.py"
    changed_file.write_text(changed_file.read_text(encoding="utf-8") + "# changed\n")

    changed = _version_of(_built(checkout, tmp_path / "changed"))
    _run(["git", "checkout", "--quiet", "feedback"], checkout)

    assert changed > committed


def test_a_tree_without_git_and_its_source_archive_build_alike(
    checkout: Path, tmp_path: Path
) -> None:
    _run(["git", "archive", "--output", str(tmp_path / "tree.tar"), "HEAD"], checkout)
    shutil.unpack_archive(tmp_path / "tree.tar", tmp_path / "tree")
    # The source archive is built first, and the wheel from it.
    _run([UV, "build", "--out-dir", str(tmp_path / "out"), str(tmp_path / "tree")], tmp_path)
    _run([UV, "build", "--sdist", "--out-dir", str(tmp_path / "out"), str(checkout)], tmp_path)

    (wheel,) = (tmp_path / "out").glob("*.whl")
    archives = sorted((tmp_path / "out").glob("*.tar.gz"), key=lambda file: len(file.name))
    assert _version_of(wheel).base_version == "0.2.0"
    assert len(archives) == 2
    _run([UV, "build", "--wheel", "--out-dir", str(tmp_path / "again"), str(archives[1])], tmp_path)
    (again,) = (tmp_path / "again").glob("*.whl")
    assert str(_version_of(again)) in archives[1].name


def _commit(checkout: Path) -> None:
    who = ["-c", "user.name=Eva Lind", "-c", "user.email=eva@example.se"]
    _run(["git", *who, "commit", "--quiet", "--all", "--allow-empty", "-m", "Go on"], checkout)


def _built(checkout: Path, folder: Path) -> Path:
    _run([UV, "build", "--wheel", "--out-dir", str(folder), str(checkout)], checkout)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _version_of(wheel: Path) -> Version:
    return Version(wheel.name.split("-")[1])


def _feedback(installed: Path, arguments: Sequence[str], folder: Path) -> str:
    return _run([str(installed / "bin" / "feedback"), *arguments], folder)


def _run(
    command: Sequence[str], folder: Path, settings: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Run a command that knows nothing of the checkout, and give what it printed."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FEEDBACK_", "PYTHON", "VIRTUAL_ENV", "COV_", "COVERAGE_"))
    }
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment | dict(settings),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
