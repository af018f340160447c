"""What serves developers shows mails to everybody: no installation can come to serve it."""

from __future__ import annotations

import ast
import tomllib
from typing import TYPE_CHECKING

import pytest

from dev.mails import mailbox
from dev.serving import MAILS, watched
from feedback import create_app
from tests.factories import test_settings
from tests.house_rules.repository import ROOT, files_matching, text_of

if TYPE_CHECKING:
    from pathlib import Path

MAIL = """To: Karin Lund <karin.lund@example.se>
Subject: Din kod
Content-Type: text/plain; charset=utf-8

Se https://feedback.example.se/s/kod <b>
"""


def test_the_product_has_no_page_of_mails(sqlite_url: str, tmp_path: Path) -> None:
    app = create_app(test_settings(tmp_path, sqlite_url))

    assert [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/dev")] == []
    assert app.test_client().get(f"{MAILS}/").status_code == 404


def test_nothing_of_the_product_knows_of_it() -> None:
    knowing = [
        str(file)
        for file in files_matching("feedback/**/*.py", "reports/**/*.py", "surveys/**/*.py", "*.py")
        for node in ast.walk(ast.parse(text_of(file)))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "dev")
        or (isinstance(node, ast.Import) and any(a.name.split(".")[0] == "dev" for a in node.names))
    ]

    assert knowing == []


def test_it_lies_in_no_wheel_and_no_archive_of_sources() -> None:
    targets = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]

    assert targets["targets"]["wheel"]["packages"] == ["feedback", "reports", "surveys"]
    assert targets["targets"]["wheel"]["force-include"] == {"migrations": "feedback/migrations"}
    assert "/dev" not in targets["targets"]["sdist"]["include"]


def test_a_developer_reads_mails_in_the_browser(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_text(MAIL)
    client = mailbox(tmp_path).test_client()

    assert 'href="/1.eml">Din kod' in client.get("/").text
    page = client.get("/1.eml").text
    assert 'href="https://feedback.example.se/s/kod"' in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize("name", ["../secret-key", "secret-key", "%2e%2e/1.eml", "2.eml"])
def test_nothing_but_a_mail_is_shown(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("s")
    (tmp_path / "mail").mkdir()
    (tmp_path / "1.eml").write_text(MAIL)

    assert mailbox(tmp_path / "mail").test_client().get(f"/{name}").status_code == 404


@pytest.mark.parametrize(
    "kind",
    [
        "templates/coach/leaders.html",
        "translations/sv/LC_MESSAGES/messages.po",
        "coach/practice.yaml",
    ],
)
def test_what_a_page_is_made_of_is_watched(kind: str) -> None:
    assert str(ROOT / "feedback" / kind) in watched()
