"""A leader's plan: begun from marks, followed, shared by choice, and nobody else's business."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from icalendar import Calendar
from pypdf import PdfReader

from feedback.models import Plan
from tests.feedback.world import KARIN, MAJA, OLLE, form_to
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.world import World

FRIEND: Final = "sven.nyman@example.se"  # in no campaign at all


def test_what_was_marked_while_reading_stands_in_the_plan(world: World) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)
    report = browser.get(f"/my-reports/{world.karin}")
    marking = form_to(report, f"/my-reports/{world.karin}/marks")
    first, second = _fields(marking)[:2]
    marking[first], marking[second] = "proud", "focus"
    words = [_label(report, name) for name in (first, second)]

    marked = marking.submit().follow()
    plan = _begin(browser, world.karin)

    assert "Your marks are saved" in marked
    assert "A strength to use" in plan
    assert "To do differently" in plan
    assert [text for text in words if text in plan] == words


def test_a_mark_can_be_taken_away(world: World) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)
    for kind in ("focus", ""):
        marking = form_to(
            browser.get(f"/my-reports/{world.karin}"), f"/my-reports/{world.karin}/marks"
        )
        marking[_fields(marking)[0]] = kind
        marking.submit()

    plan = _begin(browser, world.karin)

    assert "To do differently" not in plan


def test_a_plan_begins_without_a_report_too(world: World) -> None:
    browser = world.sign_in(OLLE)

    plan = form_to(browser.get("/plans/"), "/plans/").submit().follow()

    assert "Choose one strength to use more" in plan


def test_no_plan_begins_from_a_report_that_is_not_shared(world: World) -> None:
    browser = world.sign_in(KARIN)
    form = form_to(browser.get("/plans/"), "/plans/")

    answer = browser.post(
        "/plans/",
        {"csrf_token": form["csrf_token"].value, "report": str(world.karin)},
        status=404,
    )

    assert answer.status_int == 404


def test_goals_and_actions_are_written_done_and_remembered(world: World) -> None:
    browser = world.sign_in(KARIN)
    plan = _begin(browser)
    path = plan.request.path

    plan = _write_goal(browser, path, "Lyssna klart innan jag svarar")
    plan = _write_action(plan, "Fråga en gång till på varje möte", date(2026, 12, 20))
    telling = plan.click("Tell how it went")
    form = _only_form(telling)
    form["state"], form["reflection"] = "done", "Mötena blev kortare."
    plan = form.submit().follow()

    assert "Fråga en gång till på varje möte" in plan
    assert "Mötena blev kortare." in plan
    assert "20 December 2026" in plan
    history = plan.html.find("main").find("details").get_text(" ", strip=True)
    assert "Goal written : Lyssna klart" in history.replace("written:", "written :")
    assert "Thoughts" in history


def test_nothing_is_lost_when_something_is_missing(world: World) -> None:
    browser = world.sign_in(KARIN)
    path = _begin(browser).request.path
    plan = _write_goal(browser, path, "Delegera mer")
    form = _only_form(plan.click("Add something to do"))
    form["first_step"] = "Boka en timme"

    answer = form.submit(status=422)

    assert "Write what you will do." in answer
    assert "Boka en timme" in answer


def test_a_plan_holds_no_more_goals_than_one_keeps(world: World) -> None:
    browser = world.sign_in(KARIN)
    path = _begin(browser).request.path
    for number in range(5):
        _write_goal(browser, path, f"Mål {number}")

    form = _only_form(browser.get(f"{path}/goals/new"))
    form["kind"], form["text"] = "change", "Ett till"
    plan = form.submit().follow()

    assert "A plan holds at most 5 goals" in plan
    assert "Ett till" not in plan


def test_whom_the_leader_chose_reads_the_plan_until_it_is_taken_back(world: World) -> None:
    leader = world.sign_in(KARIN)
    plan = _begin(leader)
    path = plan.request.path
    _write_goal(leader, path, "Delegera mer")
    form = form_to(plan.click("Share it with somebody"), f"{path}/readers")
    form["relation"], form["name"], form["email"] = "peer", "Sven Nyman", FRIEND

    shared = form.submit().follow()
    friend = world.sign_in(FRIEND)
    read = friend.get(path)
    taken = _form_ending(shared, "/remove").submit().follow()

    assert "Sven Nyman can read the plan now" in shared
    assert "Delegera mer" in read
    assert "Add a goal" not in read
    assert "can no longer open the plan" in taken
    friend.get(path, status=404)


def test_a_coach_reads_no_plan_that_was_not_shared(world: World) -> None:
    path = _begin(world.sign_in(KARIN)).request.path
    coach = world.sign_in(MAJA)

    for tail in ("", "/plan.sv.pdf", "/plan.ics", "/readers", "/goals/new"):
        coach.get(f"{path}{tail}", status=404)


def test_an_address_that_is_none_is_said_so_and_kept(world: World) -> None:
    browser = world.sign_in(KARIN)
    plan = _begin(browser)
    form = form_to(plan.click("Share it with somebody"), f"{plan.request.path}/readers")
    form["relation"], form["name"], form["email"] = "peer", "Sven", "sven.nyman(at)example.se"

    answer = form.submit(status=422)

    assert "is no e-mail address" in answer
    assert "Sven" in answer


def test_the_plan_prints_as_a_tagged_pdf_and_goes_into_a_calendar(world: World) -> None:
    browser = world.sign_in(KARIN)
    path = _begin(browser).request.path
    plan = _write_goal(browser, path, "Lyssna klart")
    _write_action(plan, "Fråga en gång till", date(2026, 12, 20))

    printed = browser.get(f"{path}/plan.sv.pdf").body
    paper = PdfReader(io.BytesIO(printed))
    calendar = Calendar.from_ical(browser.get(f"{path}/plan.ics").body)

    text = paper.pages[0].extract_text()
    assert "Personlig handlingsplan" in text
    assert "Fråga en gång till" in text
    assert [faults(printed, profile) for profile in (PDF_UA, PDF_A)] == [[], []]
    (entry,) = calendar.walk("VEVENT")
    assert str(entry["summary"]) == "Fråga en gång till"
    assert entry["dtstart"].to_ical() == b"20261220"


def test_a_goal_taken_away_leaves_its_words_in_the_history(world: World) -> None:
    browser = world.sign_in(KARIN)
    path = _begin(browser).request.path
    plan = _write_goal(browser, path, "Delegera mer")

    plan = _only_form(plan.click("Take it away")).submit().follow()

    with world.database.reading() as session:
        kept = session.get_one(Plan, UUID(path.rpartition("/")[2]))
        assert kept.goals == []
        assert "Delegera mer" in [entry.text for entry in kept.entries]


def _begin(browser: TestApp, report: UUID | None = None) -> Any:  # noqa: ANN401 - WebTest brings no types
    page = browser.get("/plans/")
    forms = [form for form in page.forms.values() if (form.action or "/plans/") == "/plans/"]
    fitting = [form for form in forms if ("report" in form.fields) is (report is not None)]
    return fitting[0].submit().follow()


def _write_goal(browser: TestApp, path: str, text: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    form = _only_form(browser.get(f"{path}/goals/new"))
    form["kind"], form["text"] = "change", text
    form.submit()
    return browser.get(path)


def _write_action(plan: Any, what: str, by_when: date) -> Any:  # noqa: ANN401 - WebTest brings no types
    form = _only_form(plan.click("Add something to do"))
    form["what"], form["by_when"] = what, by_when.isoformat()
    return form.submit().follow()


def _only_form(page: Any) -> Any:  # noqa: ANN401 - WebTest brings no types
    ours = [
        form
        for form in page.forms.values()
        if (form.action or "") not in {"/language", "/sign-out"} and form.action != "/campaigns"
    ]
    own = [form for form in ours if not form.action]
    return own[0]


def _form_ending(page: Any, end: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    return next(form for form in page.forms.values() if (form.action or "").endswith(end))


def _fields(form: Any) -> list[str]:  # noqa: ANN401 - WebTest brings no types
    return [name for name in form.fields if name and name.startswith("mark-")]


def _label(page: Any, name: str) -> str:  # noqa: ANN401 - WebTest brings no types
    label: str = page.html.find("label", attrs={"for": name}).get_text(strip=True)
    return label
