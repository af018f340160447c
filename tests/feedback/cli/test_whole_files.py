"""Figures that single raters can be read from lie nowhere when a run is ended before its time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from feedback.cli.whole_files import whole_file
from tests.factories import SMALL_SURVEY, small_survey
from tests.feedback.cli.commands import feedback

if TYPE_CHECKING:
    from pathlib import Path

ITEMS = [item.key for item in small_survey().items]

# The command as it is; only the last figure never comes, as in a run of minutes.
SLOW = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # shells pass it over for jobs behind them
from feedback.cli import score
from feedback.cli.main import main
if "{kind}" == "named" and hasattr(os, "O_TMPFILE"):
    del os.O_TMPFILE
def lines(*given):
    for number in range(50_000):
        yield '{{"rater": "Anna", "value": 5}}\\n'
    print("ready", flush=True)
    while True:
        signal.pause()
score._figure_lines = lines
main(sys.argv[1:])
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Give a folder with a survey and responses."""
    (tmp_path / "survey.yaml").write_text(SMALL_SURVEY, encoding="utf-8")
    (tmp_path / "r.csv").write_text(f"leader;group;{';'.join(ITEMS)}\nL1;team{';4' * len(ITEMS)}\n")
    (tmp_path / "out").mkdir()
    return tmp_path


def ended(files: Path, kind: str, by: signal.Signals) -> list[Path]:
    """Begin a run, end it while it writes, and return what lies in its folder."""
    out = files / "out" / "figures.json"
    command = [sys.executable, "-c", SLOW.format(kind=kind), "score", "survey.yaml", "r.csv"]
    command += ["--unsuppressed", "--figures", "--out", str(out)]
    with subprocess.Popen(command, cwd=files, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        assert run.stdout.readline() == "ready\n"
        for file in out.parent.iterdir():
            assert file.stat().st_mode & 0o077 == 0
        run.send_signal(by)
        assert run.wait(60) != 0
    return list(out.parent.iterdir())


@pytest.mark.parametrize("kind", ["nameless", "named"])
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_ended_leaves_nothing(files: Path, kind: str, by: signal.Signals) -> None:
    assert ended(files, kind, by) == []


def test_a_run_that_is_killed_leaves_nothing_where_files_need_no_name(files: Path) -> None:
    assert ended(files, "nameless", signal.SIGKILL) == []


def test_what_a_killed_run_left_elsewhere_goes_with_the_next(files: Path) -> None:
    (left,) = ended(files, "named", signal.SIGKILL)
    assert left.stat().st_mode & 0o777 == 0o600
    out = str(files / "out" / "figures.json")

    done = feedback(
        *("score", str(files / "survey.yaml"), str(files / "r.csv"), "--out", out),
        *("--unsuppressed", "--figures"),
    )

    assert done.exit_code == 0, done.output
    assert [file.name for file in (files / "out").iterdir()] == ["figures.json"]


@pytest.mark.parametrize("has_nameless", [True, False])
def test_a_file_is_there_when_it_is_whole_and_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_nameless: bool
) -> None:
    if not has_nameless:
        monkeypatch.delattr(os, "O_TMPFILE")
    path = tmp_path / "figures.json"
    path.write_text("old")

    with whole_file(path) as stream:
        stream.write(b"new")
        before = path.read_text()

    assert (before, path.read_text()) == ("old", "new")
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_text("old")

    with pytest.raises(TypeError), whole_file(path) as stream:
        stream.writelines([b"half", "no bytes"])  # type: ignore[list-item] # what goes wrong

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_progress_is_told_on_a_terminal_only(files: Path) -> None:
    done = feedback("score", str(files / "survey.yaml"), str(files / "r.csv"))

    assert done.exit_code == 0
    assert done.stderr == ""
