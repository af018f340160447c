"""No line break, control or turn of direction enters a name, whichever way it comes in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from feedback.errors import InputError
from feedback.models import Campaign, Department, Person, Programme, Subject
from feedback.operations.campaigns.arranging import arrange, arrangement_of
from feedback.operations.people.file.table import as_text
from feedback.operations.people.people_list import LeaderEntry, PeopleList
from feedback.operations.people.register import find_or_add_department, rename_person
from tests.acting import by, noon_of

if TYPE_CHECKING:
    from tests.feedback.office import Office

HOSTILE = "Karin\r\nBcc: spion@example.com\u202e\u200b \x00Lund\U000e0041"
SEEN = "Karin Bcc: spion@example.com Lund"


def test_whatever_is_named_is_named_on_one_line(office: Office) -> None:
    entry = LeaderEntry("karin.lund@example.se", HOSTILE, title=HOSTILE, workplace=HOSTILE)

    office.draft(PeopleList((entry,)), name=HOSTILE)

    with office.database.reading() as session:
        subject = session.scalars(select(Subject)).one()
        named = {
            subject.person.name,
            subject.person.workplace_name,
            subject.title,
            subject.workplace_name,
            subject.campaign.name,
        }
        assert named == {SEEN}
        raw = session.scalar(text("SELECT name FROM campaign"))
        assert raw == SEEN


def test_what_looks_the_same_is_the_same(office: Office) -> None:
    office.draft(name="Våg 1")

    with pytest.raises(InputError, match="already a campaign called"):
        office.draft(name="Våg\u200b\u00a01\u202c")
    with office.database.writing() as session:
        department = find_or_add_department(session, "Barn och utbildning\ufeff", by=by())
        assert session.scalars(select(Department)).all() == [department]


@pytest.mark.parametrize("name", ["\u200b", "\u202e\u2066", "\r\n", "\u3164", "\x00"])
def test_a_name_nobody_sees_is_no_name(small_office: Office, name: str) -> None:
    campaign_id = small_office.draft()

    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        wanted = arrangement_of(campaign)
        with pytest.raises(InputError, match="The name is empty"):
            arrange(
                session,
                campaign,
                replace(wanted, name=name),
                by=by(noon_of(small_office.now.date())),
            )
        with pytest.raises(InputError, match="Give a name"):
            rename_person(session, "karin.lund@example.se", name, by=by())


def test_a_name_that_was_stored_before_the_rule_is_read_by_it(office: Office) -> None:
    office.draft()
    with office.database.writing() as session:
        session.execute(
            text("UPDATE programme SET name = 'Le' || :sign || 'dare'"), {"sign": "\u202e"}
        )
        session.execute(
            text("UPDATE person SET name = 'Eva' || :sign"), {"sign": "\r\nBcc: a@b.se"}
        )

    with office.database.reading() as session:
        assert set(session.scalars(select(Programme.name))) == {"Ledare"}
        assert set(session.scalars(select(Person.name))) == {"Eva Bcc: a@b.se"}


def test_cells_of_a_file_are_read_as_people_see_them() -> None:
    assert as_text("\u2066Håkan\u2069\u180e \x1fSjöberg\u2063\ufe0f") == "Håkan Sjöberg"


def test_the_character_that_postgresql_cannot_hold_stops_no_text(office: Office) -> None:
    campaign_id = office.draft(purpose="Utveckling\x00,\nrad för rad.")

    with office.database.reading() as session:
        campaign = session.scalars(select(Campaign).where(Campaign.policy == "mer\x00ge")).one()
        assert campaign.id == campaign_id
        assert campaign.purpose == "Utveckling,\nrad för rad."
