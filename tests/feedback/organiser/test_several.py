"""What is done with several leaders at once: asked first, and done with whom the page named."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from feedback.models import AuditEntry, Campaign, Invitation, Person, State, Subject
from feedback.operations.campaigns.programmes import create_campaign
from feedback.operations.people.people_list import PeopleList
from tests.acting import by
from tests.factories import small_survey
from tests.feedback.office import address_of, leader, rater
from tests.feedback.people_world import Draft
from tests.feedback.size.counting import counted
from tests.feedback.world import NOW, form_to

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.world import World

NAMES = tuple(f"Chef {number:02} Ek" for number in range(40))
WHAT = ("coach", "draw", "move", "remove")


def _people() -> PeopleList:
    """Return forty leaders with a team of six each and a colleague whom they share."""
    return PeopleList(
        tuple(
            leader(
                name,
                *(rater(f"Svarar {name} {one}") for one in range(6)),
                rater("Anna Berg", "peer"),
            )
            for name in NAMES
        )
    )


@pytest.fixture
def draft(world: World) -> Draft:
    """Give a draft with forty leaders."""
    return Draft(world, _people())


def _asks(browser: TestApp, draft: Draft, what: str, *names: str, asked: str = "") -> Any:  # noqa: ANN401 - WebTest brings no types
    """Mark leaders in the list, press the button, and return the page that asks."""
    page = browser.get(f"{draft.path('people')}?{asked}")
    form = form_to(page, draft.path("people", "several", "coach"))
    for box in form.fields["picked"]:
        box.checked = box._value in {str(draft.subject(name)) for name in names}
    button = page.html.select_one(f"button[formaction='{draft.path('people', 'several', what)}']")
    assert form.method.upper() == "GET"
    fields = [(name, value) for name, value in form.submit_fields() if value]
    return browser.get(button["formaction"], params=fields)


def _says(page: Any) -> str:  # noqa: ANN401 - as above
    return " ".join(page.html.select_one("main").text.split())


def _subjects(draft: Draft) -> dict[str, Subject]:
    with draft.world.database.reading() as session:
        rows = session.execute(
            select(Person.name, Subject)
            .join(Subject, Subject.person_id == Person.id)
            .where(Subject.campaign_id == draft.id, ~Subject.is_moved)
        )
        return {row[0]: row[1] for row in rows}


def test_a_coach_is_named_for_those_who_were_marked_and_nobody_else(draft: Draft) -> None:
    browser = draft.organiser()

    page = _asks(browser, draft, "coach", *NAMES[:3])
    form = form_to(page, draft.path("people", "several", "coach"))
    form["coach-email"], form["coach-name"] = "siv.ros@example.se", "Siv Ros"
    done = form.submit().follow()

    assert "Name the coach of 3 leaders" in page
    assert "The coach of 3 leaders is named." in done
    coached = [name for name, one in _subjects(draft).items() if one.coach_id]
    assert coached == list(NAMES[:3])


def test_a_draw_is_of_the_marked_leaders_alone(draft: Draft) -> None:
    page = _asks(draft.organiser(), draft, "draw", *NAMES[:2])
    form = form_to(page, draft.path("people", "several", "draw"))
    form["draw-group"], form["draw-count"] = "team", "4"
    done = form.submit().follow()

    assert "Drawn: 8 are asked, and 4 are left out." in done
    assert len(draft.names(NAMES[1])) == 6  # four, the colleague and the leader
    assert len(draft.names(NAMES[2])) == 8


def test_removing_says_first_who_goes_and_takes_nobody_else(draft: Draft) -> None:
    browser = draft.organiser()

    page = _asks(browser, draft, "remove", *NAMES[5:7])
    before = _subjects(draft)
    done = form_to(page, draft.path("people", "several", "remove")).submit().follow()

    assert "Remove 2 leaders?" in page
    # Six of each team; the colleague is asked about others.
    assert "12 people are asked about nobody else, and leave too." in _says(page)
    assert len(before) == 40
    assert "2 leaders are removed from the campaign." in done
    assert set(before) - set(_subjects(draft)) == set(NAMES[5:7])
    with draft.world.database.reading() as session:
        gone = session.scalar(
            select(Person).where(Person.email == address_of(f"Svarar {NAMES[5]} 0"))
        )
        assert gone is None
        assert session.scalar(select(Person).where(Person.email == address_of("Anna Berg")))
        noted = session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
        assert noted[-2:] == [noted[-1]] * 2


def test_leaders_move_with_everybody_asked_about_them(draft: Draft) -> None:
    browser = draft.organiser()
    nowhere = _asks(browser, draft, "move", NAMES[0])
    later = _later(draft)

    page = _asks(browser, draft, "move", *NAMES[:2])
    form = form_to(page, draft.path("people", "several", "move"))
    form["wave"] = str(later)
    done = form.submit().follow()

    assert "no later campaign" in _says(nowhere)
    assert "2 leaders are moved to Våg 3." in done
    assert set(NAMES[:2]).isdisjoint(_subjects(draft))
    with draft.world.database.reading() as session:
        asked = session.scalars(
            select(Invitation).join(Invitation.subject).where(Subject.campaign_id == later)
        ).all()
        assert len(asked) == 16


def test_in_an_open_campaign_leaders_move_and_get_coaches_and_nothing_else(draft: Draft) -> None:
    later = _later(draft)
    page = _asks(draft.organiser(), draft, "remove", NAMES[0])
    draft.set_state(State.OPEN)
    browser = draft.organiser()
    people = browser.get(draft.path("people"))
    buttons = [one["formaction"].rpartition("/")[2] for one in people.html.select("[formaction]")]

    too_late = form_to(page, draft.path("people", "several", "remove")).submit().follow()
    move = _asks(browser, draft, "move", NAMES[0])
    form = form_to(move, draft.path("people", "several", "move"))
    form["wave"] = str(later)
    done = form.submit().follow()

    assert buttons == ["coach", "move"]
    assert "That cannot be done now." in too_late
    assert "whether they have answered or not" in _says(move)
    assert "1 leader is moved to Våg 3." in done
    assert NAMES[0] not in _subjects(draft)


@pytest.mark.parametrize("what", WHAT)
def test_where_nobody_is_marked_nothing_is_done(draft: Draft, what: str) -> None:
    browser = draft.organiser()
    page = browser.get(draft.path("people", "several", what), params={"picked": "nobody"})

    assert "Nobody is marked" in page
    assert not page.html.select("main form")
    assert len(_subjects(draft)) == 40


def test_nobody_of_another_campaign_is_reached(draft: Draft) -> None:
    page = draft.organiser().get(
        draft.path("people", "several", "remove"), params={"picked": str(draft.world.karin)}
    )

    assert "Nobody is marked" in page


def test_one_comes_back_to_the_list_as_it_was_asked(draft: Draft) -> None:
    asked = "q=ek&show=uncoached&sort=name&dir=desc"
    page = _asks(draft.organiser(), draft, "remove", NAMES[39], asked=asked)

    back = form_to(page, draft.path("people", "several", "remove")).submit().location

    assert back.endswith(f"{draft.path('people')}?{asked}#rows")


@pytest.mark.parametrize("what", WHAT)
def test_asking_about_many_takes_no_more_queries(draft: Draft, what: str) -> None:
    browser = draft.organiser()
    address = draft.path("people", "several", what)
    ids = [("picked", str(subject.id)) for subject in _subjects(draft).values()]

    with counted() as few:
        browser.get(address, params=ids[:1])
    with counted() as many:
        browser.get(address, params=ids)

    assert many.queries == few.queries


def _later(draft: Draft) -> Any:  # noqa: ANN401 - an id
    with draft.world.database.writing() as session:
        programme = session.get_one(Campaign, draft.id).programme
        return create_campaign(
            session,
            programme,
            small_survey(),
            name="Våg 3",
            last_day=date(2027, 9, 24),
            people=PeopleList(()),
            by=by(NOW),
        ).id
