"""Keys and passwords are kept out of the history by a check that finds them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.house_rules.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "secret",
    [
        "-----BEGIN " + "OPENSSH PRIVATE KEY-----",
        "token = 'gh" + "p_" + "a1" * 18 + "'",
        "FEEDBACK_SMTP_URL=smtp://feedback:" + "fj8Kd2" + "@mail.example.se:587",
    ],
)
def test_a_secret_is_found(tmp_path: Path, secret: str) -> None:
    file = tmp_path / "settings.txt"
    file.write_text(f"harmless\n{secret}\n")

    found = _find_secrets(file)

    assert found.returncode == 1
    assert f"{file}:2" in found.stdout


def test_a_key_of_a_campaign_is_found_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "3f0c.key"
    file.write_bytes(bytes(range(128, 160)))

    assert _find_secrets(file).returncode == 1


def test_what_holds_no_secret_passes(tmp_path: Path) -> None:
    file = tmp_path / "settings.txt"
    file.write_text("FEEDBACK_SMTP_URL=smtp://mail.example.se:25\n")

    assert _find_secrets(file).returncode == 0


def _find_secrets(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / ".ci" / "find_secrets.py", file],
        check=False,
        capture_output=True,
        text=True,
    )
