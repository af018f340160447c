"""Progress is three bands a night: nobody learns who has answered, nor exactly how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from feedback.ballot import Part
from feedback.jobs import Duty
from feedback.models import ProgressBand
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit
from feedback.operations.people.people_list import PeopleList
from feedback.operations.people.raters import withdraw_rater
from reports.policy import k2_of
from tests.acting import by
from tests.feedback.office import invitation_of, leader, rater, subject_named

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.office import Office

NAMES = [f"Person {number}" for number in range(8)]
PEOPLE = PeopleList(
    (
        leader(
            "Karin Lund",
            *(rater(name) for name in NAMES),
            rater("Per Holm", "manager"),
            rater("Kim Peer", "peer"),
            rater("Lo Peer", "peer"),
        ),
    )
)


def answer(office: Office, campaign_id: UUID, names: list[str]) -> None:
    with office.database.writing() as session:
        for name in names:
            invitation = invitation_of(session, campaign_id, name, "Karin Lund")
            submit(
                session,
                office.settings.link_key_folder,
                invitation,
                Part.RESPONSE,
                Answers({"lugn": 4}),
            )


def bands(office: Office) -> dict[str, str]:
    with office.database.reading() as session:
        return {band.group: band.band for band in session.scalars(select(ProgressBand))}


@pytest.mark.parametrize(
    ("answered", "band"),
    [(0, "few"), (2, "few"), (3, "some"), (4, "some"), (5, "many"), (8, "many")],
)
def test_a_band_says_under_k_up_to_k2_or_more(
    small_office: Office, answered: int, band: str
) -> None:
    campaign_id = small_office.opened(PEOPLE)
    answer(small_office, campaign_id, NAMES[:answered])

    small_office.worker.nightly()

    assert bands(small_office) == {"team": band}


@pytest.mark.parametrize(("k", "k2"), [(3, 5), (4, 6), (5, 7), (10, 12)])
def test_many_begins_at_k_and_two_and_never_below_five(k: int, k2: int) -> None:
    assert k2_of(k) == k2


def test_only_protected_groups_with_k_invited_have_a_band(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)
    answer(office, campaign_id, [*NAMES, "Per Holm", "Kim Peer", "Lo Peer", "Karin Lund"])

    office.worker.nightly()

    assert set(bands(office)) == {"team"}


def test_answers_of_the_day_do_not_show_before_the_night(small_office: Office) -> None:
    campaign_id = small_office.opened(PEOPLE)
    small_office.worker.nightly()

    answer(small_office, campaign_id, NAMES)
    small_office.worker.send()
    small_office.worker.remind()

    assert bands(small_office) == {"team": "few"}


def test_a_night_leaves_one_row_a_group_and_no_history(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)
    office.worker.nightly()
    answer(office, campaign_id, NAMES)

    office.worker.nightly()

    assert bands(office) == {"team": "many"}
    assert {column.name for column in ProgressBand.__table__.columns} == {
        "subject_id",
        "rater_group",
        "band",
    }


def test_withdrawing_somebody_who_answered_moves_no_band(small_office: Office) -> None:
    campaign_id = small_office.opened(PEOPLE)
    answer(small_office, campaign_id, NAMES[:3])
    small_office.worker.nightly()

    with small_office.database.writing() as session:
        withdraw_rater(
            session, invitation_of(session, campaign_id, NAMES[0], "Karin Lund"), by=by()
        )
    small_office.worker.nightly()

    assert bands(small_office) == {"team": "some"}


def test_conditions_answered_are_no_response(small_office: Office) -> None:
    campaign_id = small_office.opened(PEOPLE)
    with small_office.database.writing() as session:
        for name in NAMES[:3]:
            invitation = invitation_of(session, campaign_id, name, "Karin Lund")
            submit(
                session,
                small_office.settings.link_key_folder,
                invitation,
                Part.CONDITIONS,
                Answers({"stod": 4}),
            )

    small_office.worker.nightly()

    assert bands(small_office) == {"team": "few"}


def test_bands_are_gone_after_close(small_office: Office) -> None:
    campaign_id = small_office.opened(PEOPLE)
    small_office.worker.nightly()

    small_office.worker.do(Duty.CLOSE, campaign_id)
    small_office.worker.nightly()

    assert bands(small_office) == {}


def test_the_database_knows_three_bands_only(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)

    with office.database.session(writing=True) as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        session.add(ProgressBand(subject_id=karin.id, group="team", band="4"))
        with pytest.raises(IntegrityError, match="ck_progress_band_band_known"):
            session.flush()
