"""A messy staff list goes in by one upload: matched, put right in the page, looked at, applied."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from webtest import Upload

from feedback.models import State
from feedback.operations.people.adding import MOST_ADDED
from feedback.operations.people.people_list import PeopleList
from tests.feedback.operations.people.file.messy_files import DOMAIN, messy_xlsx
from tests.feedback.operations.people.file.people_files import KARIN, OLLE, csv_bytes, row
from tests.feedback.people_world import Draft
from tests.feedback.world import form_to

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.world import World


@pytest.fixture
def draft(world_on_both: World) -> Draft:
    """Give a draft campaign without people, on each engine."""
    return Draft(world_on_both, PeopleList(()))


def upload(draft: Draft, browser: TestApp, content: bytes, name: str = "personal.xlsx") -> Any:  # noqa: ANN401 - WebTest brings no types
    """Upload a file as an addition, and return the step that follows."""
    path = draft.path("people", "import")
    form = form_to(browser.get(path), f"{path}/list")
    form["file"] = Upload(name, content)
    answer = form.submit(status="*")
    return answer.follow() if answer.status_int == 302 else answer


def go_on(draft: Draft, page: Any, step: str, **fields: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    """Fill in the form of a step, and return the step that follows."""
    form = form_to(page, draft.path("people", "import", step))
    for name, value in fields.items():
        form[name] = value
    answer = form.submit(status="*")
    return answer.follow() if answer.status_int == 302 else answer


def at_repair(draft: Draft, browser: TestApp) -> Any:  # noqa: ANN401 - WebTest brings no types
    """Upload the messy list, and take its columns as they were guessed."""
    return go_on(draft, upload(draft, browser, messy_xlsx()), "columns")


def test_columns_are_guessed_and_shown_with_what_stands_in_them(draft: Draft) -> None:
    browser = draft.organiser()

    page = upload(draft, browser, messy_xlsx())
    form = form_to(page, draft.path("people", "import", "columns"))

    assert "The headings stand on row 3" in page
    assert "Karin · Olle · Nina" in page
    assert [form[f"column-{place}"].value for place in range(9)] == [
        "first_name", "last_name", "email", "title", "workplace", "manager_name",
        "manager_email", "employee_id", "",
    ]  # fmt: skip


def test_a_messy_staff_list_is_put_right_in_the_page(draft: Draft) -> None:
    browser = draft.organiser()
    repair = at_repair(draft, browser)

    left = go_on(draft, repair, "repair")
    changes = go_on(draft, left, "repair", **{"cell-17-2": f"ulf.moa@{DOMAIN}"})
    done = go_on(draft, changes, "apply")

    assert "4 things to put right" in repair
    assert "1 row is exactly like an earlier one." in repair
    assert "Erik Hägg, erik.hagg@norrvik.example (manager of 2 people)" in repair
    assert "1 thing is left to put right." in left
    assert "Nina Vik has no manager in the list" in changes
    assert "per.holm@hemma.example is not one of the municipality" in changes
    assert "<dd>3 new" in changes
    assert "<dd>13 new" in changes  # the leaders, too, for they answer about themselves
    assert "3 leaders, 13 people asked" in done
    assert "<dd>17 new" in changes
    assert "The list is in" in done
    assert "3 new leaders, 17 new tasks." in done
    assert "1 leader has nobody in Manager" in done
    assert "3 leaders without a coach" in done
    assert "Send a test" in done
    assert draft.names("Karin Lund") == [
        "Anna Berg", "Bo Ek", "Cia Dahl", "Dan Frid", "Erik Hägg", "Karin Lund", "Lena Öberg",
        "Olle Sand",
    ]  # fmt: skip
    assert draft.names("Olle Sand") == [
        "Bo Ek", "Erik Hägg", "Eva Gran", "Karin Lund", "Olle Sand", "Per Holm",
    ]  # fmt: skip


def test_what_was_put_right_is_undone_one_time_after_the_other(draft: Draft) -> None:
    browser = draft.organiser()
    first = at_repair(draft, browser)
    left = go_on(draft, first, "repair")
    changes = go_on(draft, left, "repair", **{"cell-17-2": f"ulf.moa@{DOMAIN}"})

    once = undo(draft, changes)
    twice = undo(draft, once)
    again = go_on(draft, twice, "repair")

    assert "This would change" in changes
    assert "What you put right last is undone." in once
    assert "1 thing to put right" in once
    assert "4 things to put right" in twice
    assert "The same row more than once" in twice
    assert "Undo what you put right last" not in first
    assert "Undo what you put right last" not in twice
    assert "Undo what you put right last" in again


def undo(draft: Draft, page: Any) -> Any:  # noqa: ANN401 - WebTest brings no types
    """Undo what was put right last, and return the step that follows."""
    path = draft.path("people", "import", "repair")
    (form,) = (one for one in page.forms.values() if one.action == path and "undo" in one.fields)
    return form.submit("undo").follow()


def test_it_is_shown_how_a_row_is_read_and_the_next(draft: Draft) -> None:
    browser = draft.organiser()

    page = upload(draft, browser, messy_xlsx())
    following = page.click("Show the next row")

    assert "So row 4 is read" in page
    assert "So row 5 is read" in following
    facts = page.html.select_one("#row").select("dl > div")
    assert [[*one.stripped_strings] for one in facts][:3] == [
        ["First name", "Karin"], ["Last name", "Lund"], ["E-mail", "karin.lund@norrvik.example"],
    ]  # fmt: skip


def test_what_changes_is_shown_before_and_after_and_can_be_kept(draft: Draft) -> None:
    browser = draft.organiser()
    rows = [row("Anna Berg"), row("Bo Ek")]
    go_on(draft, upload(draft, browser, csv_bytes(rows), "lista.csv"), "apply")
    title = (KARIN[0], KARIN[1], "=Skolchef", *KARIN[3:])
    again = [row("Anna Berg", "peer", leader=title), row("Cia Dahl", leader=title)]

    page = upload(draft, browser, csv_bytes(again), "lista.csv")
    file = page.click("Download the difference")
    done = go_on(draft, page, "apply")

    changed = [[*one.stripped_strings] for one in page.html.select("#changed ~ div tbody tr")]
    assert changed == [
        ["Karin Lund", "Leader", "title", KARIN[2], "=Skolchef"],
        ["Anna Berg", "about Karin Lund", "group", "Team", "Peers"],
    ]
    assert file.body.decode("utf-8-sig").splitlines() == [
        "What;Name;Address;Group;About;Detail;Before;After",
        "new;Cia Dahl;cia.dahl@example.se;Team;Karin Lund;;;",
        f"changed;Karin Lund;{KARIN[0]};Leader;;title;{KARIN[2]};'=Skolchef",
        "changed;Anna Berg;anna.berg@example.se;Peers;Karin Lund;group;Team;Peers",
    ]
    assert "Done: 1 new task, 2 with changed details." in done


def test_any_row_can_be_found_changed_and_left_out(draft: Draft) -> None:
    browser, path = draft.organiser(), draft.path("people", "import", "repair")
    repair = at_repair(draft, browser)
    first = form_to(repair, path)
    first["cell-17-2"] = f"ulf.moa@{DOMAIN}"
    first.submit()

    found = browser.get(f"{path}?show=all&q=per.holm")
    form = form_to(found, path)
    form["cell-15-2"] = f"per.holm@{DOMAIN}"
    form.submit()
    form = form_to(browser.get(f"{path}?show=all&q=dan.frid"), path)
    form["drop-10"] = "y"
    changes = form.submit().follow()
    form = form_to(browser.get(f"{path}?show=left"), path)
    form["drop-10"] = False
    again = form.submit().follow()

    assert "hemma.example" not in changes
    assert "Dan Frid" not in changes
    assert "Dan Frid" in again


def test_faulty_rows_can_be_left_out_at_once(draft: Draft) -> None:
    browser = draft.organiser()
    form = form_to(at_repair(draft, browser), draft.path("people", "import", "repair"))

    changes = form.submit("leave").follow()

    assert "This would change" in changes
    assert "Ulf Moa" not in changes
    assert "Lena Öberg" not in changes


def test_the_file_comes_back_with_its_faults_marked_and_can_be_uploaded_so(draft: Draft) -> None:
    browser = draft.organiser()
    at_repair(draft, browser)

    marked = browser.get(draft.path("people", "import", "marked.xlsx")).body
    sheet = load_workbook(BytesIO(marked)).active

    assert sheet is not None
    told = {row[1].value: row[0].value for row in sheet.iter_rows() if row[0].value}
    assert set(told) == {"Förnamn", "Cia", "Lena", "Bo", "Ulf"}
    assert "lena.oberg@norrvik.example?" in str(told["Lena"])
    lena = next(row for row in sheet.iter_rows() if row[1].value == "Lena")
    assert [cell.fill.fgColor.rgb == "00FFE08A" for cell in lena[:5]] == [
        True,
        False,
        False,
        True,
        False,
    ]
    again = go_on(draft, upload_anew(draft, browser, marked), "columns")
    assert "4 things to put right" in again


def upload_anew(draft: Draft, browser: TestApp, content: bytes) -> Any:  # noqa: ANN401 - WebTest brings no types
    """Throw away what waits, and upload something else."""
    path = draft.path("people", "import")
    form_to(browser.get(path).follow(), f"{path}/discard").submit()
    return upload(draft, browser, content)


def test_groups_that_the_survey_calls_otherwise_are_named_once(draft: Draft) -> None:
    browser = draft.organiser()
    rows = [row("Anna Berg", "Kollegor"), row("Bo Ek", "Kollegor"), row("Cia Dahl", "Ledningen")]
    page = upload(draft, browser, csv_bytes(rows, separator=";"), "lista.csv")
    form = form_to(page, draft.path("people", "import", "repair"))

    form["group-Kollegor"], form["group-Ledningen"] = "Peers", "Team"
    changes = form.submit().follow()

    assert "2 things to put right" in page
    added = [[*row.stripped_strings][::2] for row in changes.html.select("#added ~ div tbody tr")]
    assert added == [
        ["Anna Berg", "Peers"], ["Bo Ek", "Peers"], ["Cia Dahl", "Team"],
    ]  # fmt: skip


def test_a_leader_with_two_titles_is_asked_about_once(draft: Draft) -> None:
    browser = draft.organiser()
    other = (KARIN[0], KARIN[1], "Skolchef", "Förvaltningen", KARIN[4])
    rows = [row("Anna Berg"), row("Bo Ek", leader=other), row("Cia Dahl", leader=other)]
    page = upload(draft, browser, csv_bytes(rows, separator=";"), "lista.csv")

    changes = go_on(draft, page, "repair", **{f"job-{KARIN[0]}": "3"})
    go_on(draft, changes, "apply")

    assert "1 thing to put right" in page
    assert "Skolchef · Förvaltningen" in page
    assert "Skolchef" in browser.get(draft.path("people"))


def test_nobody_is_taken_out_unless_the_list_is_said_to_be_whole(draft: Draft) -> None:
    browser, path = draft.organiser(), draft.path("people", "import")
    changes = browser.get(path)
    for who, extent in (("Anna Berg", ""), ("Bo Ek", ""), ("Cia Dahl", "whole")):
        form = form_to(browser.get(path), f"{path}/list")
        form["file"] = Upload("lista.csv", csv_bytes([row(who)]))
        if extent:
            form["extent"] = extent
        changes = form.submit().follow()
        go_on(draft, changes, "apply")

    assert "2 places go." in changes
    assert "Whoever is not on it is taken out of the campaign:" in changes
    assert draft.names("Karin Lund") == ["Cia Dahl", "Karin Lund"]


def test_two_pages_of_the_same_list_do_not_undo_each_other(draft: Draft) -> None:
    browser = draft.organiser()
    repair = at_repair(draft, browser)
    go_on(draft, repair, "repair", **{"cell-17-2": f"ulf.moa@{DOMAIN}"})

    late = go_on(draft, repair, "repair")

    assert "There is no list waiting" in late.maybe_follow()


def test_once_the_campaign_is_over_the_steps_take_nothing(draft: Draft) -> None:
    browser = draft.organiser()
    repair = at_repair(draft, browser)
    draft.set_state(State.CLOSED)

    late = go_on(draft, repair, "repair").maybe_follow()

    assert "A list is taken while the campaign is prepared or open." in late


def test_in_an_open_campaign_a_list_adds_and_says_that_mails_go(draft: Draft) -> None:
    browser, path = draft.organiser(), draft.path("people", "import")
    first = upload(draft, browser, csv_bytes([row("Anna Berg")]), "lista.csv")
    go_on(draft, first, "apply")
    draft.set_state(State.OPEN)

    page = browser.get(draft.path("people")).click(href=f"{path}$")
    form = form_to(page, f"{path}/list")
    rows = csv_bytes([row("Bo Ek"), row("Cia Dahl", leader=OLLE)]).decode()
    # Whatever a browser sends, nobody goes.
    sent = {"csrf_token": form["csrf_token"].value, "text": rows, "extent": "whole"}
    changes = browser.post(f"{path}/list", sent).follow()
    done = go_on(draft, changes, "apply")

    assert "the list only adds" in page
    assert "extent" not in form.fields
    assert "An addition: nobody goes" in changes
    assert "Everybody who gets a new task is mailed as soon as you say so" in changes
    assert "No mail goes" not in changes
    assert "The mails to whoever is new are on their way." in done
    assert draft.names("Karin Lund") == ["Anna Berg", "Bo Ek", "Karin Lund"]
    assert draft.names("Olle Sand") == ["Cia Dahl", "Olle Sand"]


def test_more_than_an_open_campaign_takes_is_told_before_it_is_asked_for(draft: Draft) -> None:
    browser = draft.organiser()
    draft.set_state(State.OPEN)
    rows = [row(f"Person {number}") for number in range(MOST_ADDED)]

    changes = upload(draft, browser, csv_bytes(rows), "lista.csv")

    assert f"The list adds {MOST_ADDED + 1} tasks." in changes  # the leader's own besides
    assert draft.path("people", "import", "apply") not in changes
