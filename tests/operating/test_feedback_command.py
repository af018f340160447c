"""`/usr/bin/feedback` gives a command what its unit would: user, settings, umask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from deploy.deb import feedback_command
from deploy.deb.feedback_command import FILES, PROGRAM, UMASK, settings_in
from tests.house_rules.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DEB: Final = ROOT / "deploy" / "deb"

# Each as systemd 252 reads it: told by its environment.d generator, which has the same reader.
READ: Final = {
    "A=1\nB=2": {"A": "1", "B": "2"},
    "B=Name <a@b>  ": {"B": "Name <a@b>"},
    "C=\"x y\" 'z'w": {"C": "x yzw"},
    "D='single \\n'": {"D": "single \\n"},
    'E="a \\" \\\\ \\n \\` b"': {"E": 'a " \\ \\n ` b'},
    "F=a\\\nb": {"F": "ab"},
    'G=back\\\\slash and \\"q\\"': {"G": 'back\\slash and "q"'},
    "  H = spaced": {"H": "spaced"},
    "I=\n": {"I": ""},
    "; no\n#no\nJ=x # not a comment": {"J": "x # not a comment"},
    'K="two\nlines"': {"K": "two\nlines"},
    "L=trailing\\ ": {"L": "trailing "},
    "M=end\\": {"M": "end"},
    "N=http://u:p%40$x@h:587": {"N": "http://u:p%40$x@h:587"},
    "# goes on \\\nO=1\nP=2": {"P": "2"},
    "Q=1\r\nR=2\r\n": {"Q": "1", "R": "2"},
    "S=1\nS=2": {"S": "2"},
    "words without a sign\nT=å ö": {"T": "å ö"},
    "": {},
}


@pytest.mark.parametrize("text", READ)
def test_settings_are_read_as_systemd_reads_them(text: str) -> None:
    assert settings_in(text) == READ[text]


@pytest.mark.parametrize("user", FILES)
def test_units_and_commands_have_the_same_settings(user: str) -> None:
    unit = (DEB / "units" / f"{user}.service").read_text(encoding="utf-8")

    assert re.findall(r"^User=(.+)$", unit, re.MULTILINE) == [user]
    assert re.findall(r"^EnvironmentFile=/etc/feedback/(.+)$", unit, re.MULTILINE) == [*FILES[user]]
    assert re.findall(r"^UMask=(.+)$", unit, re.MULTILINE) == [f"{UMASK:04o}"]
    assert f"\nExecStart={PROGRAM} " in unit


def test_only_the_worker_is_told_where_the_seal_keys_lie() -> None:
    said = {
        name: "FEEDBACK_SEAL_KEYS" in (DEB / "etc" / name).read_text(encoding="utf-8")
        for names in FILES.values()
        for name in names
    }

    assert said == {"common.env": False, "web.env": False, "worker.env": True}


@pytest.mark.parametrize("file", sorted((DEB / "etc").iterdir()), ids=lambda file: file.name)
def test_examples_of_settings_are_settings(file: Path) -> None:
    known = set(re.findall(r"FEEDBACK_[A-Z_]+", (ROOT / "docs/operating.md").read_text("utf-8")))

    named = set(re.findall(r"^#?(\w+)=", file.read_text(encoding="utf-8"), re.MULTILINE))

    assert named
    assert named <= known


@pytest.mark.parametrize(
    ("words", "user"),
    [
        (["doctor"], "feedback-worker"),
        (["--as-web", "doctor"], "feedback-web"),
        (["serve", "--port", "9"], "feedback-web"),
        ([], "feedback-worker"),
    ],
)
def test_the_web_never_runs_with_the_workers_settings(words: list[str], user: str) -> None:
    asked, left = feedback_command._asked(words)

    assert asked == user
    assert left == words


def test_a_commands_own_word_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("backup", "list.xlsx", "out"):
        (tmp_path / name).mkdir()
    words = ["backup", "list.xlsx", "--out=./out", "gone.csv", "x" * 300 + ".", "a/" * 3000]

    assert [*feedback_command._files_named(words)] == ["list.xlsx", "./out"]


def test_every_unit_stops_with_the_rest() -> None:
    units = DEB / "units"
    target = (units / "feedback.target").read_text(encoding="utf-8")

    for name in re.findall(r"^Wants=(.+)$", target, re.MULTILINE):
        assert "PartOf=feedback.target\n" in (units / name).read_text(encoding="utf-8")
