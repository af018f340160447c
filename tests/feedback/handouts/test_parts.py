"""Many are printed in parts: nobody is left out between two, and the page knows which are done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.errors import InputError
from feedback.models import AuditEntry, Campaign, Rater, State
from feedback.operations.answering.links import replace_link
from feedback.operations.handouts import parts_of, print_handouts
from feedback.operations.handouts.parts import MOST_IN_A_PART
from feedback.operations.people.nameless import add_nameless
from feedback.operations.people.raters import withdraw_rater
from feedback.operations.results.sharing import subjects_of
from tests.acting import by
from tests.factories import open_campaign
from tests.feedback.handouts.box import PEOPLE, add_codes, answer, printed
from tests.feedback.world import ORGANISER, World, form_to
from tests.opening import open_link
from tests.reports.pdf.reading import read

if TYPE_CHECKING:
    from uuid import UUID

    from feedback.operations.handouts import Printed
    from feedback.operations.handouts.parts import ListedPart
    from tests.feedback.office import Office
    from tests.pages import Shown

CODES = 70
IN_ALL = CODES + 3


@pytest.fixture
def many_id(small_office: Office) -> UUID:
    """Give an open campaign with more without an address than a part holds."""
    campaign_id = small_office.opened(PEOPLE)
    add_codes(small_office, campaign_id, CODES)
    return campaign_id


def test_all_parts_together_are_everybody_once(small_office: Office, many_id: UUID) -> None:
    whole, _ = printed(small_office, many_id)

    parts = [_print(small_office, many_id, key) for key in _keys(small_office, many_id)]

    assert [len(part.handouts) for part in parts] == [MOST_IN_A_PART, IN_ALL - MOST_IN_A_PART]
    assert [one for part in parts for one in part.handouts] == whole


def test_who_has_answered_stays_in_the_same_part(small_office: Office, many_id: UUID) -> None:
    before = _keys(small_office, many_id)

    answer(small_office, _print(small_office, many_id, before[0]).handouts[0].code)

    assert _keys(small_office, many_id) == before


def test_a_part_is_marked_as_printed_by_its_own_kind(small_office: Office, many_id: UUID) -> None:
    _print(small_office, many_id, _keys(small_office, many_id)[1])

    assert _marks(small_office, many_id) == [set(), {"slips"}]


def test_whoever_printed_everybody_has_printed_each_part(
    small_office: Office, many_id: UUID
) -> None:
    printed(small_office, many_id)

    assert _marks(small_office, many_id) == [{"slips"}, {"slips"}]


def test_the_last_time_counts(small_office: Office, many_id: UUID) -> None:
    key = _keys(small_office, many_id)[0]
    _print(small_office, many_id, key)
    small_office.now += timedelta(days=2)

    _print(small_office, many_id, key)

    assert _listed(small_office, many_id)[0].printed == {"slips": small_office.now}


def test_who_is_withdrawn_moves_the_others_and_takes_the_marks_along(
    small_office: Office, many_id: UUID
) -> None:
    _print_all(small_office, many_id)
    keys = _keys(small_office, many_id)

    _withdraw_first(small_office, many_id)

    # Else the one who stood at 65 would be in no part that anybody prints.
    assert _marks(small_office, many_id) == [set(), set()]
    for key in keys:
        with pytest.raises(InputError, match="nothing was printed"):
            _print(small_office, many_id, key)


def test_parts_that_stay_as_they_are_keep_their_marks(small_office: Office, many_id: UUID) -> None:
    _print_all(small_office, many_id)

    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, many_id)
        last = [one for one in subjects_of(session, campaign) if one.person.name == "Olle Sand"]
        add_nameless(session, campaign, last, "team", 1, by=by())

    assert _marks(small_office, many_id) == [{"slips"}, set()]


def test_a_new_link_is_not_printed_yet(small_office: Office, many_id: UUID) -> None:
    _print_all(small_office, many_id)

    with small_office.database.writing() as session:
        codes = select(Rater).where(Rater.campaign_id == many_id, Rater.person_id.is_(None))
        replace_link(session.scalars(codes.order_by(Rater.number.desc())).first() or Rater())

    assert _marks(small_office, many_id) == [{"slips"}, set()]


def test_the_log_tells_which_places_were_printed(small_office: Office, many_id: UUID) -> None:
    keys = _keys(small_office, many_id)

    _print(small_office, many_id, keys[1])

    with small_office.database.reading() as session:
        last = select(AuditEntry.details).order_by(AuditEntry.number.desc())
        assert session.scalar(last) == f"9 slips, 65–73 of 73, list {keys[1]}"


def test_nothing_is_listed_unless_links_can_be_printed(small_office: Office, many_id: UUID) -> None:
    with small_office.database.writing() as session:
        session.get_one(Campaign, many_id).state = State.CLOSED

    assert _listed(small_office, many_id) == []


@pytest.fixture
def shown_id(world: World) -> UUID:
    """Give the organiser an open campaign with more slips than a part holds."""
    made = open_campaign(world.database, world.settings, leaders=("Eva Dahl",))
    with world.database.writing() as session:
        department_id = session.get_one(Campaign, world.campaign).programme.department_id
        campaign = session.get_one(Campaign, made.id)
        campaign.programme.department_id = department_id
        add_nameless(session, campaign, subjects_of(session, campaign), "team", CODES, by=by())
    return made.id


def test_the_page_prints_part_by_part_and_tells_which_are_done(
    world: World, shown_id: UUID
) -> None:
    browser = world.sign_in(ORGANISER)
    page = browser.get(f"/campaigns/{shown_id}/handouts")
    second = [form for form in page.forms.values() if form.action.endswith("/handouts/letters")][1]

    answer = second.submit()
    after = page.click("Show what is printed now")

    assert "Letters 65–70" in answer.headers["Content-Disposition"] or (
        "65%E2%80%9370" in answer.headers["Content-Disposition"]
    )
    assert len(read(answer.body).find("H1")) == CODES - MOST_IN_A_PART
    assert _rows(page) == [("1–64", False, False), ("65–70", False, False)]
    assert _rows(after) == [("1–64", False, False), ("65–70", False, True)]


def test_a_part_of_a_page_that_is_out_of_date_is_refused(world: World, shown_id: UUID) -> None:
    page = world.sign_in(ORGANISER).get(f"/campaigns/{shown_id}/handouts")
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, shown_id)
        add_nameless(session, campaign, subjects_of(session, campaign), "team", 60, by=by())

    answer = form_to(page, f"/campaigns/{shown_id}/handouts/slips").submit().follow()

    assert "so nothing was printed" in answer
    assert [row[0] for row in _rows(answer)] == ["1–64", "65–128", "129–130"]


def _listed(office: Office, campaign_id: UUID) -> list[ListedPart]:
    with office.database.reading() as session:
        return parts_of(session, session.get_one(Campaign, campaign_id))


def _keys(office: Office, campaign_id: UUID) -> list[str]:
    return [one.part.key for one in _listed(office, campaign_id)]


def _marks(office: Office, campaign_id: UUID) -> list[set[str]]:
    return [set(one.printed) for one in _listed(office, campaign_id)]


def _print(office: Office, campaign_id: UUID, key: str) -> Printed:
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        acting = by(office.now)
        return print_handouts(session, campaign, office.settings, kind="slips", by=acting, key=key)


def _print_all(office: Office, campaign_id: UUID) -> None:
    for key in _keys(office, campaign_id):
        _print(office, campaign_id, key)


def _withdraw_first(office: Office, campaign_id: UUID) -> None:
    handouts, _ = printed(office, campaign_id)
    [bo] = [one for one in handouts if one.name == "Bo Ek"]
    with office.database.writing() as session:
        access = open_link(session, office.settings.link_key_folder, bo.code)
        rater = session.get_one(Rater, access.rater.id)
        withdraw_rater(session, rater.invitations[0], by=by())


def _rows(page: Shown) -> list[tuple[str, bool, bool]]:
    """Return each part's places, and whether its slips and its letters are printed."""
    table = page.html.find("caption", string="Parts").find_parent("table")
    return [
        (
            next(row.th.stripped_strings),
            *("Not printed" not in cell.get_text() for cell in row.select("td")),
        )
        for row in table.select("tbody tr")
    ]
