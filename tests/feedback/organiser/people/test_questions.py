"""What a file leaves open is asked on the page, and nothing of it is lost meanwhile."""

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


def upload(draft: Draft, browser: TestApp, content: bytes, page: str = "list") -> Any:  # noqa: ANN401 - WebTest brings no types
    path = draft.path("people", "import", page)
    form = form_to(browser.get(draft.path("people", "import")), path)
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


def answer(draft: Draft, page: Any, said: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    sent = send(page, draft.path("people", "import", "answer"), answer=said)
    return sent.follow() if sent.status_int == 302 else sent


def test_sheet_and_hidden_rows_are_asked_one_after_the_other(draft: Draft) -> None:
    browser = draft.organiser()

    which = upload(draft, browser, workbook(hides=True))
    rows = answer(draft, which, "Våg 2")
    page = answer(draft, rows, "leave")

    assert "Which one is to be read?" in which
    assert "Våg 1" in which
    assert "Hidden rows: 1" in rows
    assert "Karin Lund" in page
    assert "This would change" in page
    assert "Åsa Öberg" in page


def test_the_question_waits_for_whoever_comes_back_and_can_be_thrown_away(draft: Draft) -> None:
    browser = draft.organiser()
    upload(draft, browser, workbook())

    page = browser.get(draft.path("people", "import"))
    done = send(page, draft.path("people", "import", "discard")).follow()

    assert "Which one is to be read?" in page
    assert "A file" in done


def test_no_answer_and_an_answer_that_is_none_ask_again(draft: Draft) -> None:
    browser = draft.organiser()
    page = upload(draft, browser, workbook())

    again = send(page, draft.path("people", "import", "answer"))

    assert again.status_int == 422
    assert "Choose an answer." in again
    assert "Which one is to be read?" in again
    assert "This would change" in answer(draft, again, "Våg 1")


def test_an_answer_to_a_question_that_is_gone_is_told(draft: Draft) -> None:
    browser = draft.organiser()
    page = upload(draft, browser, workbook())
    upload_path = draft.path("people", "import", "discard")
    send(page, upload_path)

    late = answer(draft, page, "Våg 1")

    assert "There is no list waiting. Upload it again." in late


def test_faults_of_the_sheet_that_was_chosen_leave_the_question_open(draft: Draft) -> None:
    made = Workbook()
    assert made.active is not None
    for sheet, group in ((made.active, "styrelse"), (made.create_sheet("Två"), "team")):
        for line in (HEADINGS, row("Anna Berg", group)):
            sheet.append(list(line))
    browser = draft.organiser()
    page = upload(draft, browser, saved(made))

    faulty = answer(draft, page, "Sheet")
    right = answer(draft, faulty, "Två")

    assert faulty.status_int == 422
    assert "The survey has no group" in faulty
    assert "This would change" in right


def test_a_question_is_not_applied(draft: Draft) -> None:
    browser = draft.organiser()
    page = upload(draft, browser, workbook())
    token = form_to(page, draft.path("people", "import", "answer"))

    refused = browser.post(
        draft.path("people", "import", "apply"),
        {"csrf_token": token["csrf_token"].value, "seen": token["seen"].value},
    ).follow()

    assert "There is no list waiting" in refused


def test_a_file_that_nobody_answers_for_is_gone_after_a_day(draft: Draft) -> None:
    browser = draft.organiser()
    upload(draft, browser, workbook())

    with draft.world.database.writing() as session:
        forget_staged(session, now=utc_now() + timedelta(days=2))

    assert "Which one is to be read?" not in browser.get(draft.path("people", "import"))


def test_a_faulty_file_leaves_the_list_that_waits(draft: Draft) -> None:
    browser, path = draft.organiser(), draft.path("people", "import", "list")
    form = form_to(browser.get(draft.path("people", "import")), path)
    upload(draft, browser, csv_bytes())

    form["file"] = Upload("lista.csv", csv_bytes([row("Anna Berg", "styrelse")]))
    refused = form.submit(status=422)

    assert "The survey has no group" in refused
    assert "This would change" in browser.get(draft.path("people", "import"))


@pytest.mark.parametrize("encoding", ["cp1250", "cp1257"])
def test_letters_are_asked_about_with_words_of_the_file(draft: Draft, encoding: str) -> None:
    browser = draft.organiser()
    name = "Jānis Bērziņš" if encoding == "cp1257" else "Łukasz Wójcik"
    content = csv_bytes([row(name, email="x@example.se")], separator=";", encoding=encoding)

    page = upload(draft, browser, content)

    assert name.split(maxsplit=1)[0] in page
    assert name in answer(draft, page, encoding)


def test_columns_are_chosen_on_one_page_which_guesses(draft: Draft) -> None:
    browser, path = draft.organiser(), draft.path("people", "import", "answer")
    headings = [*HEADINGS]
    headings[5], headings[7] = "Kontakt", "Hur känner ni varandra"
    content = csv_bytes(headings=headings, separator=";")

    page = upload(draft, browser, content)
    form = form_to(page, path)
    guessed = form["column-group"].value, form["column-rater_email"].value
    form["column-group"] = ""
    unsaid = form.submit(status=422)
    right = form_to(unsaid, path)
    right["column-group"] = "H"
    done = right.submit().follow()

    assert "F: Kontakt (anna.berg@example.se" in page
    assert guessed == ("H", "F")
    assert "Choose an answer." in unsaid
    assert "This would change" in done


def test_a_column_that_the_file_has_not_is_told_and_may_be_chosen_anew(draft: Draft) -> None:
    browser, path = draft.organiser(), draft.path("people", "import", "answer")
    headings = [*HEADINGS]
    headings[7] = "Hur känner ni varandra"
    page = upload(draft, browser, csv_bytes(headings=headings, separator=";"))
    form = form_to(page, path)
    form["column-group"] = "-"

    refused = form.submit(status=422)

    assert "The column Group is missing" in refused
    assert form_to(refused, path)["column-group"].value == "-"
