"""What a file leaves open is guessed, shown on the page of columns, and read as somebody says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from webtest import Upload

from feedback.clock import utc_now
from feedback.operations.people.preparations import forget_staged
from tests.feedback.operations.people.file.people_files import HEADINGS, ROWS, csv_bytes, row, saved
from tests.feedback.people_world import Draft, send
from tests.feedback.world import form_to

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.world import World


@pytest.fixture
def draft(world_on_both: World) -> Draft:
    """Give a draft campaign on each engine."""
    return Draft(world_on_both)


def upload(draft: Draft, browser: TestApp, content: bytes) -> Any:  # noqa: ANN401 - WebTest brings no types
    path = draft.path("people", "import")
    form = form_to(browser.get(path), f"{path}/list")
    form["file"] = Upload("chefer.xlsx", content)
    answer = form.submit(status="*")
    return answer.follow() if answer.status_int == 302 else answer


def workbook(*, hides: bool = False) -> bytes:
    made = Workbook()
    assert made.active is not None
    made.remove(made.active)
    for name, rows in (("Våg 1", ROWS[:1]), ("Våg 2", ROWS)):
        sheet = made.create_sheet(name)
        for line in (HEADINGS, *rows):
            sheet.append(list(line))
        sheet.row_dimensions[3].hidden = hides
    return saved(made)


def said(draft: Draft, page: Any, **fields: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    sent = send(page, draft.path("people", "import", "columns"), **fields)
    return sent.follow() if sent.status_int == 302 else sent


def test_sheet_and_hidden_rows_are_chosen_where_the_columns_are(draft: Draft) -> None:
    browser = draft.organiser()

    first = upload(draft, browser, workbook(hides=True))
    guessed = form_to(first, draft.path("people", "import", "columns"))["sheet"].value
    second = said(draft, first, sheet="Våg 2")
    page = said(draft, second, hidden_rows="leave")

    assert "Which sheet?" in first
    assert guessed == "Våg 1"
    assert "Hidden rows: 1" in second
    assert "This would change" in page
    assert "Åsa Öberg" in page
    assert "Bo Ek" not in page


def test_a_file_waits_for_whoever_comes_back_and_can_be_thrown_away(draft: Draft) -> None:
    browser = draft.organiser()
    upload(draft, browser, workbook())

    page = browser.get(draft.path("people", "import")).follow()
    done = send(page, draft.path("people", "import", "discard")).follow()

    assert "Which sheet?" in page
    assert "Choose a file" in done


def test_an_answer_about_a_file_that_is_gone_is_told(draft: Draft) -> None:
    browser = draft.organiser()
    page = upload(draft, browser, workbook())
    send(page, draft.path("people", "import", "discard"))

    late = said(draft, page, sheet="Våg 1")

    assert "There is no list waiting. Upload it again." in late


def test_a_file_whose_columns_nobody_looked_at_is_not_applied(draft: Draft) -> None:
    browser = draft.organiser()
    page = upload(draft, browser, workbook())

    seen = form_to(page, draft.path("people", "import", "columns"))
    refused = browser.post(
        draft.path("people", "import", "apply"),
        {"csrf_token": seen["csrf_token"].value, "seen": seen["seen"].value},
    ).maybe_follow()

    assert "What do the columns mean?" in refused
    assert "Done:" not in refused


def test_a_file_that_nobody_answers_for_is_gone_after_a_day(draft: Draft) -> None:
    browser = draft.organiser()
    upload(draft, browser, workbook())

    with draft.world.database.writing() as session:
        forget_staged(session, now=utc_now() + timedelta(days=2))

    assert "Choose a file" in browser.get(draft.path("people", "import"))


def test_a_file_that_cannot_be_read_leaves_the_list_that_waits(draft: Draft) -> None:
    browser, path = draft.organiser(), draft.path("people", "import", "list")
    form = form_to(browser.get(draft.path("people", "import")), path)
    upload(draft, browser, csv_bytes())

    form["file"] = Upload("lista.pdf", b"%PDF-1.7")
    refused = form.submit(status=422)

    assert "The file is no table but PDF" in refused
    assert "This would change" in browser.get(draft.path("people", "import")).follow()


@pytest.mark.parametrize("encoding", ["cp1250", "cp1257"])
def test_letters_are_asked_about_with_words_of_the_file(draft: Draft, encoding: str) -> None:
    browser = draft.organiser()
    name = "Jānis Bērziņš" if encoding == "cp1257" else "Łukasz Wójcik"
    content = csv_bytes([row(name, email="x@example.se")], separator=";", encoding=encoding)

    page = upload(draft, browser, content)
    read = said(draft, page, encoding=encoding)

    assert "Which looks right?" in page
    assert name.split(maxsplit=1)[0] in page
    assert name in said(draft, read) if "What do the columns mean?" in read else name in read


def test_columns_are_guessed_by_heading_or_by_what_stands_there(draft: Draft) -> None:
    browser, path = draft.organiser(), draft.path("people", "import", "columns")
    headings = [*HEADINGS]
    headings[5], headings[7] = "Kontakt", "Hur känner ni varandra"
    content = csv_bytes(headings=headings, separator=";")

    page = upload(draft, browser, content)
    form = form_to(page, path)
    guessed = form["column-7"].value, form["column-5"].value
    form["column-7"] = "rater_email"
    twice = form.submit(status=422)
    right = form_to(twice, path)
    right["column-7"] = "group"
    done = right.submit().follow()

    assert "anna.berg@example.se" in page
    assert guessed == ("group", "rater_email")
    assert "Two columns mean Rater email. Choose one of them." in twice
    assert "This would change" in done


def test_a_column_that_is_needed_and_not_read_is_told(draft: Draft) -> None:
    browser, path = draft.organiser(), draft.path("people", "import", "columns")
    headings = [*HEADINGS]
    headings[7] = "Hur känner ni varandra"
    page = upload(draft, browser, csv_bytes(headings=headings, separator=";"))
    form = form_to(page, path)
    form["column-7"] = ""

    refused = form.submit().follow()
    again = form_to(refused, path)
    again["column-7"] = "group"

    assert "The column Group is missing" in refused
    assert "This would change" in again.submit().follow()
