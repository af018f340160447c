"""Rater pages leave nothing behind: no cookie, no log line, no address, nothing a cache keeps."""

from __future__ import annotations

import ast
import io
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import feedback.rater
from feedback.logs import where_it_failed

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.factories import OpenCampaign
    from tests.pages import RaterPages

SOURCES = sorted(Path(feedback.rater.__file__).parent.glob("*.py"))
TEMPLATES = Path(feedback.rater.__file__).parents[1] / "templates"
FORBIDDEN_IMPORTS = {"logging", "flask_login", "flask_security", "flask_wtf"}
FORBIDDEN_NAMES = {"session", "set_cookie", "logger", "print", "remote_addr", "user_agent"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_rater_code_names_nothing_that_sets_a_cookie_or_logs(source: Path) -> None:
    tree = ast.parse(source.read_text(encoding="utf-8"))

    imports = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}

    assert not (imports | modules) & FORBIDDEN_IMPORTS
    assert not (imports | names | attributes) & FORBIDDEN_NAMES


def test_the_whole_way_sets_no_cookie_and_reads_none(web: TestApp, anna: RaterPages) -> None:
    task = anna.task()
    pages = [
        anna.list(),
        anna.open(task),
        anna.open(task, 1),
        anna.save(anna.open(task, 1), {"rating-lugn": "2"}),
        anna.open(task, "look-over"),
        anna.send(task),
        anna.open(task, 1),
        web.get("/s/hej", status=404),
        web.get("/s"),
        web.get("/closed"),
    ]

    for page in pages:
        assert "Set-Cookie" not in page.headers
        assert "Cookie" not in page.headers.get("Vary", "")


def test_the_whole_way_writes_no_log_line(anna: RaterPages) -> None:
    written = _log_to_memory()
    try:
        task = anna.task()
        anna.answer_all(task)
        anna.send(task)
        anna.browser.get("/s/hej", status=404)
    finally:
        text = _stop(written)

    assert text == ""


def test_a_failure_logs_its_type_and_line_and_nothing_of_the_request(
    anna: RaterPages, campaign: OpenCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    del campaign
    task = anna.task()

    def fail(*_arguments: object, **_named: object) -> None:
        message = "Anna skrev: hemligt"
        raise RuntimeError(message)

    monkeypatch.setattr("feedback.rater.form.save_page", fail)
    written = _log_to_memory()
    try:
        page = anna.browser.post(f"{task}/1", {"rating-lugn": "2"}, status=500)
    finally:
        text = _stop(written)

    assert "Något gick fel hos oss" in page
    assert text.startswith("RuntimeError at ")
    assert __file__ in text
    assert not any(word in text for word in ("hemligt", "Anna", "/s/", "rating", "Traceback"))


@pytest.mark.parametrize("broken", ["the error page", "the session"])
def test_a_failure_outside_of_the_view_leaves_no_link_in_the_log(
    anna: RaterPages, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    app = anna.browser.app
    app.config["PROPAGATE_EXCEPTIONS"] = False  # as in production
    task = anna.task()

    def fail(*_arguments: object, **_named: object) -> None:
        message = "Anna skrev: hemligt"
        raise RuntimeError(message)

    if broken == "the session":
        monkeypatch.setattr(app.session_interface, "save_session", fail)
    else:
        monkeypatch.setattr("feedback.rater.form.save_page", fail)
        monkeypatch.setattr("feedback.requests.error_pages.render_template", fail)
    written = _log_to_memory()
    try:
        page = anna.browser.post(f"{task}/1", {"rating-lugn": "2"}, status=500)
    finally:
        text = _stop(written)

    assert "Något gick fel hos oss" in page
    assert "RuntimeError at " in text
    assert not any(word in text for word in ("hemligt", "Anna", "/s/", "rating", "Traceback"))


def test_an_error_without_a_place_is_still_told_by_its_type() -> None:
    assert where_it_failed(ValueError("hemligt")) == "ValueError at unknown"


def test_headers_keep_the_link_and_the_page_to_the_reader(anna: RaterPages) -> None:
    headers = anna.list().headers

    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_content_security_policy_allows_nothing_inline_and_no_third_party(
    anna: RaterPages,
) -> None:
    policy = anna.list().headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))

    assert directives.pop("default-src") == "'none'"
    assert set(directives.values()) == {"'self'", "'none'"}
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "template",
    [path for folder in ("rater", "errors", "layouts") for path in (TEMPLATES / folder).glob("*")],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_templates_hold_no_inline_code_and_no_foreign_address(template: Path) -> None:
    text = template.read_text(encoding="utf-8")

    assert "style=" not in text
    assert "|safe" not in text.replace(" ", "")
    assert " on" not in [part[:3] for part in text.split('"') if part.endswith("=")]
    assert "<script>" not in text
    assert "http:" not in text
    assert "https:" not in text


def test_the_neutral_page_has_the_browser_forget(web: TestApp) -> None:
    page = web.get("/closed")

    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "/s/" not in page


def test_built_files_are_kept_by_browsers_under_an_address_that_changes(
    web: TestApp, anna: RaterPages
) -> None:
    address = anna.list().html.find("link", rel="stylesheet")["href"]

    kept = web.get(address).headers["Cache-Control"]

    assert "?v=" in address
    assert "immutable" in kept


def _log_to_memory() -> logging.StreamHandler[io.StringIO]:
    handler = logging.StreamHandler(io.StringIO())
    logging.getLogger().addHandler(handler)
    logging.getLogger("feedback").setLevel(logging.DEBUG)
    return handler


def _stop(handler: logging.StreamHandler[io.StringIO]) -> str:
    logging.getLogger().removeHandler(handler)
    logging.getLogger("feedback").setLevel(logging.NOTSET)
    return handler.stream.getvalue()
