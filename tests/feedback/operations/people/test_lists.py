"""A list waits until somebody applies it; lots are drawn; leaders are changed one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.errors import InputError, StateError
from feedback.jobs import Duty
from feedback.models import (
    Campaign,
    Invitation,
    Mail,
    Person,
    Rater,
    StagedPeople,
    State,
    Subject,
)
from feedback.operations.campaigns.lifecycle import ask_launch
from feedback.operations.ledger import INVITATION
from feedback.operations.people.drawing_lots import draw_raters
from feedback.operations.people.file import Notice, people_csv, read_people_file
from feedback.operations.people.file.reading import PeopleFile
from feedback.operations.people.leaders import (
    add_leader,
    change_leader,
    count_leavers,
    remove_leaders,
)
from feedback.operations.people.people_list import PeopleList
from feedback.operations.people.present import people_of
from feedback.operations.people.raters import add_rater
from feedback.operations.people.staged import apply_staged, discard_staged
from tests.acting import by
from tests.factories import small_survey, tasks_about
from tests.feedback.office import PEOPLE, address_of, leader, rater, subject_named
from tests.feedback.operations.people.file.people_files import csv_bytes, row
from tests.feedback.waiting_lists import HR, let_wait, staged_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from tests.feedback.office import Office

KARIN_ONLY = PeopleFile(PeopleList(PEOPLE.leaders[:1]), (Notice("self-listed", 3),))
MANY = PeopleList((leader("Karin Lund", *(rater(f"Person {n}") for n in range(50))),))


def stage(
    office: Office, campaign_id: UUID, file: PeopleFile = KARIN_ONLY, *, adds_only: bool = False
) -> None:
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        let_wait(session, campaign, file, by=by(office.now, name=HR.owner), adds_only=adds_only)


def test_a_list_waits_with_what_it_would_change_and_changes_nothing(office: Office) -> None:
    campaign_id = office.draft()

    stage(office, campaign_id)

    with office.database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        waiting = staged_of(session, campaign, by=by(office.now))
        assert waiting
        assert [place.name for place in waiting.difference.removed] == [
            "Olle Sand",
            "Anna Berg",
            "Bo Ek",
        ]
        assert [notice.row for notice in waiting.advice] == [3]
        assert len(people_of(session, campaign).leaders) == 2


def test_what_waits_is_applied_once(small_office: Office) -> None:
    campaign_id = small_office.draft()
    stage(small_office, campaign_id)

    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        waiting = staged_of(session, campaign, by=by(small_office.now))
        assert waiting
        done = apply_staged(session, campaign, HR, seen=waiting.seen, by=by(small_office.now))

    assert done == waiting.difference
    with small_office.database.writing() as session, pytest.raises(InputError):
        apply_staged(
            session,
            session.get_one(Campaign, campaign_id),
            HR,
            seen=waiting.seen,
            by=by(small_office.now),
        )


def test_who_was_changed_meanwhile_is_shown_anew_first(small_office: Office) -> None:
    campaign_id = small_office.draft()
    stage(small_office, campaign_id)
    with small_office.database.writing() as session:
        waiting = staged_of(
            session, session.get_one(Campaign, campaign_id), by=by(small_office.now)
        )
        karin = subject_named(session, campaign_id, "Karin Lund")
        add_rater(session, karin, rater("Ida Lim"), by=by(small_office.now))
    assert waiting

    with small_office.database.writing() as session, pytest.raises(InputError, match="meanwhile"):
        apply_staged(
            session,
            session.get_one(Campaign, campaign_id),
            HR,
            seen=waiting.seen,
            by=by(small_office.now),
        )


def test_a_list_that_another_has_replaced_is_not_applied_unseen(small_office: Office) -> None:
    campaign_id = small_office.draft()
    stage(small_office, campaign_id)
    with small_office.database.reading() as session:
        waiting = staged_of(
            session, session.get_one(Campaign, campaign_id), by=by(small_office.now)
        )
    assert waiting
    stage(small_office, campaign_id, PeopleFile(PeopleList(PEOPLE.leaders[1:]), ()))

    with small_office.database.writing() as session, pytest.raises(InputError, match="Another"):
        apply_staged(
            session,
            session.get_one(Campaign, campaign_id),
            HR,
            seen=waiting.seen,
            by=by(small_office.now),
        )


def test_an_addition_removes_nobody_who_came_while_it_waited(small_office: Office) -> None:
    campaign_id = small_office.draft()
    more = PeopleFile(PeopleList((leader("Olle Sand", rater("Ida Lim")),)), ())
    stage(small_office, campaign_id, more, adds_only=True)
    with small_office.database.writing() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        add_rater(session, karin, rater("Mona Vik"), by=by(small_office.now))

    with small_office.database.reading() as session:
        waiting = staged_of(
            session, session.get_one(Campaign, campaign_id), by=by(small_office.now)
        )

    assert waiting
    assert [place.name for place in waiting.difference.added] == ["Ida Lim"]
    assert waiting.difference.removed == ()


def test_an_addition_removes_nobody(small_office: Office) -> None:
    campaign_id = small_office.draft()
    more = PeopleFile(PeopleList((leader("Olle Sand", rater("Ida Lim")),)), ())

    stage(small_office, campaign_id, more, adds_only=True)

    with small_office.database.reading() as session:
        waiting = staged_of(
            session, session.get_one(Campaign, campaign_id), by=by(small_office.now)
        )
        assert waiting
        assert [place.name for place in waiting.difference.added] == ["Ida Lim"]
        assert waiting.difference.removed == ()


def test_a_list_is_thrown_away_by_hand_or_after_a_day(small_office: Office) -> None:
    first, second = small_office.draft(), small_office.draft(name="Våg 2")
    stage(small_office, first)
    stage(small_office, second)

    with small_office.database.writing() as session:
        discard_staged(session, session.get_one(Campaign, first), HR.owner)
    small_office.now += timedelta(hours=25)
    small_office.worker.forget_lists()

    with small_office.database.reading() as session:
        assert session.scalars(select(StagedPeople)).all() == []


def test_once_a_campaign_is_over_nothing_can_wait(small_office: Office) -> None:
    campaign_id = small_office.opened()
    with small_office.database.writing() as session:
        session.get_one(Campaign, campaign_id).state = State.CLOSED

    with pytest.raises(StateError):
        stage(small_office, campaign_id)


def test_a_draw_asks_so_many_and_keeps_the_others_on_the_list(office: Office) -> None:
    campaign_id = office.draft(MANY)

    assert _draw(office, campaign_id, 12) == (12, 38)

    with office.database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        assert people_of(session, campaign).invitations == 50
    with office.database.writing() as session:
        ask_launch(session, session.get_one(Campaign, campaign_id), by=by(office.now))
    office.worker.do(Duty.LAUNCH, campaign_id)
    assert len([mail for mail in office.mails() if mail.kind == "invitation"]) == 13


def test_a_new_draw_starts_over_with_everybody(small_office: Office) -> None:
    campaign_id = small_office.draft(MANY)
    _draw(small_office, campaign_id, 12, first=True)
    before = _asked(small_office, campaign_id)

    _draw(small_office, campaign_id, 12, first=False)

    after = _asked(small_office, campaign_id)
    assert len(before) == len(after) == 12
    assert not before & after


def test_the_same_file_again_leaves_a_draw_as_it_is(small_office: Office) -> None:
    campaign_id = small_office.draft(MANY)
    _draw(small_office, campaign_id, 12)
    before = _asked(small_office, campaign_id)

    stage(small_office, campaign_id, PeopleFile(MANY, ()))

    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        waiting = staged_of(session, campaign, by=by(small_office.now))
        assert waiting
        assert waiting.difference.is_empty
        apply_staged(session, campaign, HR, seen=waiting.seen, by=by(small_office.now))
    assert _asked(small_office, campaign_id) == before


@pytest.mark.parametrize(("group", "count"), [("team", 2), ("manager", 12), ("nobody", 12)])
def test_no_draw_hides_a_group_or_takes_from_one_shown_by_role(
    small_office: Office, group: str, count: int
) -> None:
    campaign_id = small_office.draft(MANY)

    with small_office.database.writing() as session, pytest.raises(InputError):
        draw_raters(session, session.get_one(Campaign, campaign_id), group, count, by=by())


def test_a_leader_nobody_is_asked_about_stops_the_launch(small_office: Office) -> None:
    campaign_id = small_office.draft(PeopleList((leader("Karin Lund", rater("Anna Berg")),)))
    with small_office.database.writing() as session:
        for one in session.scalars(select(Invitation).where(Invitation.group == "team")):
            one.is_withdrawn = True

    with small_office.database.writing() as session, pytest.raises(InputError, match="no raters"):
        ask_launch(session, session.get_one(Campaign, campaign_id), by=by(small_office.now))


def test_a_leader_is_added_changed_and_removed(office: Office) -> None:
    campaign_id = office.draft()
    nina = replace(leader("Nina Vik", coach="Siv Ros"), approver_email="chefen@example.se")

    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        subject = add_leader(session, campaign, nina, by=by())
        change_leader(session, subject, replace(nina, title="Skolchef", coach_email=None), by=by())
    with office.database.writing() as session:
        found = subject_named(session, campaign_id, "Nina Vik")
        assert (found.title, found.coach) == ("Skolchef", None)
        assert found.approver is not None
        assert [one.group for one in tasks_about(found)] == ["self"]
        campaign = session.get_one(Campaign, campaign_id)
        karin = subject_named(session, campaign_id, "Karin Lund")
        # Cia, Dan, Eva and Per; Anna and Bo are asked about Olle as well.
        assert count_leavers(session, [karin]) == 4
        remove_leaders(session, campaign, [karin], by=by())

    with office.database.reading() as session:
        people = people_of(session, session.get_one(Campaign, campaign_id))
        assert [one.name for one in people.leaders] == ["Nina Vik", "Olle Sand"]
        assert session.scalar(select(Person).where(Person.email == address_of("Cia Dahl"))) is None
        assert session.scalar(select(Person).where(Person.email == address_of("Anna Berg")))


def test_a_leader_who_was_forgotten_is_asked_at_once_in_an_open_campaign(office: Office) -> None:
    campaign_id = office.opened()
    before = len(office.mails())

    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        add_leader(session, campaign, leader("Nina Vik"), by=by(office.now))
        # Anna answers about others already, in the language that she began in.
        add_leader(
            session, campaign, replace(leader("Anna Berg"), language="en"), by=by(office.now)
        )

    with office.database.reading() as session:
        anna, nina = (subject_named(session, campaign_id, n) for n in ("Anna Berg", "Nina Vik"))
        (own,) = [one.rater for one in tasks_about(anna)]
        assert own.language == "sv"
        mails = session.scalars(select(Mail).where(Mail.campaign_id == campaign_id)).all()
        asked = [mail.person_id for mail in mails if mail.kind == INVITATION]
        assert {anna.person_id, nina.person_id} <= {*asked}
    assert len(office.mails()) == before + 2


def test_a_closed_campaign_takes_no_leader(small_office: Office) -> None:
    campaign_id = small_office.opened()
    with small_office.database.writing() as session:
        session.get_one(Campaign, campaign_id).state = State.CLOSED

    with small_office.database.writing() as session, pytest.raises(StateError):
        add_leader(session, session.get_one(Campaign, campaign_id), leader("Nina Vik"), by=by())


def test_a_leader_speaks_one_language_in_the_register_and_in_the_campaign(office: Office) -> None:
    campaign_id = office.draft()

    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        change_leader(
            session,
            subject_named(session, campaign_id, "Karin Lund"),
            replace(leader("Karin Lund"), language="en"),
            by=by(),
        )
        add_leader(session, campaign, replace(leader("Anna Berg"), language="en"), by=by())

    with office.database.reading() as session:
        raters = session.scalars(select(Rater).where(Rater.campaign_id == campaign_id))
        spoken = {
            one.person.name: (one.person.language, one.language) for one in raters if one.person
        }
        assert spoken.pop("Karin Lund") == ("en", "en")
        assert spoken.pop("Anna Berg") == ("en", "en")  # was to answer about others already
        assert set(spoken.values()) == {("sv", "sv")}


def test_a_leaders_title_changes_no_language(office: Office) -> None:
    campaign_id = office.draft()

    with office.database.writing() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        karin.person.language = "en"  # as another campaign's list said, after this one's
        change_leader(
            session, karin, replace(leader("Karin Lund"), language="en", title="Chef"), by=by()
        )

    with office.database.reading() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        (own,) = [one.rater for one in tasks_about(karin) if one.rater.person is karin.person]
        assert (karin.title, karin.person.language, own.language) == ("Chef", "en", "sv")


def test_every_fault_of_a_leader_is_told_at_once(small_office: Office) -> None:
    campaign_id = small_office.draft()
    wrong = replace(
        leader("Karin Lund"),
        name=" ",
        coach_email="nix",
        approver_email=address_of("Karin Lund"),
        language="tyska",
    )

    with small_office.database.writing() as session, pytest.raises(InputError) as caught:
        add_leader(session, session.get_one(Campaign, campaign_id), wrong, by=by())

    assert len(caught.value.faults) == 5
    told = "The survey is not in the language “tyska”. Write ar, en, fi, so, sv, sv-simple, uk."
    assert told in list(caught.value.faults)


def test_every_fault_of_a_rater_is_told_at_once(small_office: Office) -> None:
    campaign_id = small_office.draft()
    wrong = replace(
        rater("Ida Lim", "styrelse"), name="", email="ida(at)example.se", language="tyska"
    )

    with small_office.database.writing() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        with pytest.raises(InputError) as caught:
            add_rater(session, karin, wrong, by=by(small_office.now))

    assert len(caught.value.faults) == 5


def test_the_templates_example_never_counts() -> None:
    survey = small_survey()
    template = people_csv(PeopleList(()), survey, "sv").decode("utf-8-sig")
    rows = csv_bytes([row("Anna Berg")], separator=";").decode().splitlines()[1:]

    filled = template + _as_template(rows[0])
    file = read_people_file(filled.encode(), survey)

    assert [one.name for one in file.people.leaders] == ["Karin Lund"]
    assert "example-row" in [notice.code for notice in file.advice]


def test_one_person_in_two_spellings_is_told() -> None:
    rows = [
        row("Åsa-Lena Öberg", email="asalena.oberg@example.se"),
        row("Asa Lena Oberg", email="asa.lena.oberg@example.se"),
    ]

    advice = read_people_file(csv_bytes(rows), small_survey()).advice

    assert "two-addresses" in [notice.code for notice in advice]


def _as_template(line: str) -> str:
    email, name, title, workplace, coach, rater_email, rater_name, group, _ = line.split(";")
    cells = [email, name, title, workplace, coach, "", rater_email, rater_name, "", "", group, "sv"]
    return ";".join(cells) + "\r\n"


def _draw(
    office: Office, campaign_id: UUID, count: int, *, first: bool | None = None
) -> tuple[int, int]:
    def by_hand(pool: Sequence[UUID], wanted: int) -> list[UUID]:
        ordered = sorted(pool, key=str)
        return ordered[:wanted] if first else ordered[-wanted:]

    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        if first is None:
            return draw_raters(session, campaign, "team", count, by=by())
        return draw_raters(session, campaign, "team", count, choose=by_hand, by=by())


def _asked(office: Office, campaign_id: UUID) -> set[UUID]:
    with office.database.reading() as session:
        return set(
            session.scalars(
                select(Invitation.id)
                .join(Subject, Invitation.subject_id == Subject.id)
                .where(
                    Subject.campaign_id == campaign_id,
                    Invitation.group == "team",
                    ~Invitation.is_withdrawn,
                )
            )
        )
