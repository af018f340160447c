"""A coach's notes at statements and own questions in the guide: whose they are, and where."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader
from sqlalchemy import select

from feedback.models import CoachNote, StandIn, Subject
from tests.days import today_in_sweden
from tests.factories import person
from tests.feedback.world import KARIN, MAJA, NILS, form_to

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.world import World

NOTE = "Fråga om morgonmötet."
QUESTION = "Vad gav dig kraft i våras?"


def test_a_note_at_a_statement_is_begun_beside_it_and_stands_there(world_on_both: World) -> None:
    world = world_on_both
    browser = _coach(world)
    page = browser.get(f"/coach/{world.karin}").click("Take a note.*I stay calm")

    chosen = _item_form(page, world)["item"].value
    back = _note(page, world, NOTE)
    compared = browser.get(f"/coach/{world.karin}")

    assert "Your note is saved." in back
    assert NOTE in _row(compared, "I stay calm.")
    assert compared.text.count(NOTE) == 1
    assert _item_form(compared.click("Change the note.*I stay calm"), world)["words"].value == NOTE
    with world.database.reading() as session:
        assert session.scalars(select(CoachNote.about)).all() == [f"item:{chosen}"]


def test_a_note_at_a_statement_leaves_the_other_notes_alone(world: World) -> None:
    browser = _coach(world)
    path = f"/coach/{world.karin}/notes"
    form = form_to(browser.get(path), path)
    form["text"] = "Lyssna mer."
    form.submit()

    page = _note(browser.get(path), world, NOTE)
    page = _note(page.click("Change<"), world, " ")

    assert NOTE not in page
    assert form_to(page, path)["text"].value == "Lyssna mer."


def test_a_new_note_is_never_written_over_one_that_is_there(world: World) -> None:
    browser = _coach(world)
    path = f"/coach/{world.karin}/notes"
    first, *others = _keys(browser.get(path), world)
    page = _note(browser.get(f"{path}?item={first}"), world, NOTE)

    form = _item_form(page, world)
    form["words"] = "Något annat."
    refused = form.submit(status=422)

    assert _keys(page, world) == others
    assert "Choose a statement." in refused
    assert NOTE in browser.get(path)


def test_a_statement_that_nobody_was_asked_about_is_refused(world: World) -> None:
    browser = _coach(world)
    form = _item_form(browser.get(f"/coach/{world.karin}/notes"), world)
    form["item"].force_value("no-such-key")
    form["words"] = NOTE

    page = form.submit(status=422)

    assert NOTE in page
    with world.database.reading() as session:
        assert session.scalars(select(CoachNote)).all() == []


def test_own_questions_stand_in_their_step_on_the_page_and_on_paper(world: World) -> None:
    browser = _coach(world)
    page = browser.get(f"/coach/{world.karin}/guide").click("My own questions")

    guide = _ask(page, world, first=f"{QUESTION}\r\n\r\n  Och  nu? ").follow()
    paper = PdfReader(io.BytesIO(browser.get(f"/coach/{world.karin}/guide.pdf").body))

    assert [li.get_text() for li in guide.html.find_all("li") if QUESTION in li.get_text()]
    text = " ".join(paper.pages[0].extract_text().split())
    assert text.index("2. ") < text.index(QUESTION) < text.index("Och nu?") < text.index("3. ")
    kept = guide.click("My own questions").html.select_one("textarea[name=first]")
    assert kept.get_text().split("\n") == ["", QUESTION, "Och nu?"]


def test_a_note_stands_in_the_guide_on_the_screen_and_never_on_paper(world: World) -> None:
    browser = _coach(world)
    path = f"/coach/{world.karin}/notes"
    for key in _keys(browser.get(path), world):
        _note(browser.get(f"{path}?item={key}"), world, NOTE)

    guide = browser.get(f"/coach/{world.karin}/guide")
    paper = PdfReader(io.BytesIO(browser.get(f"/coach/{world.karin}/guide.pdf").body))

    assert f"My note: {NOTE}" in guide
    assert NOTE not in " ".join(paper.pages[0].extract_text().split())
    assert NOTE not in browser.get(f"/coach/{world.karin}/slides")


def test_too_many_and_too_long_questions_are_told_at_once_and_kept_on_the_page(
    world: World,
) -> None:
    browser = _coach(world)
    page = browser.get(f"/coach/{world.karin}/guide/questions")

    refused = _ask(page, world, first="\n".join("abcde"), plan="lång " * 50, status=422)

    assert "Write at most 4 questions in a step." in refused
    assert "A question may have at most 200 characters." in refused
    assert "lång lång" in refused
    with world.database.reading() as session:
        assert session.scalars(select(CoachNote)).all() == []


def test_what_a_coach_adds_is_read_by_nobody_else(world: World) -> None:
    browser = _coach(world)
    _note(browser.get(f"/coach/{world.karin}/notes"), world, NOTE)
    _ask(browser.get(f"/coach/{world.karin}/guide/questions"), world, first=QUESTION)
    world.share_with_leader(world.karin)
    _stand_in(world)

    other, leader = world.sign_in(NILS), world.sign_in(KARIN)
    pages = [other.get(f"/coach/{world.karin}{part}") for part in ("", "/notes", "/guide")]
    pages.append(leader.get(f"/my-reports/{world.karin}"))

    assert not any(words in page for page in pages for words in (NOTE, QUESTION))


def _coach(world: World) -> TestApp:
    world.share_with_coach(world.karin)
    return world.sign_in(MAJA)


def _item_form(page: Any, world: World) -> Any:  # noqa: ANN401 - WebTest brings no types
    return form_to(page, f"/coach/{world.karin}/notes/item")


def _note(page: Any, world: World, words: str) -> Any:  # noqa: ANN401 - as above
    form = _item_form(page, world)
    form["item"] = form["item"].value or _keys(page, world)[0]
    form["words"] = words
    return form.submit().follow()


def _keys(page: Any, world: World) -> list[str]:  # noqa: ANN401 - as above
    return [value for value, *_ in _item_form(page, world)["item"].options if value]


def _ask(page: Any, world: World, *, status: int = 302, **texts: str) -> Any:  # noqa: ANN401 - as above
    form = form_to(page, f"/coach/{world.karin}/guide/questions")
    for step, text in texts.items():
        form[step] = text
    return form.submit(status=status)


def _row(page: Any, statement: str) -> str:  # noqa: ANN401 - as above
    rows: list[str] = [one.get_text() for one in page.html.select("tbody th")]
    return next(row for row in rows if row.startswith(statement))


def _stand_in(world: World) -> None:
    today = today_in_sweden()
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        nils = person(session, NILS, "Nils Falk")
        session.add(StandIn(subject=subject, person=nils, from_day=today, until_day=today))
