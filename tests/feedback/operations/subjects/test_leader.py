"""A leader is called as the register says, and is the only one whom their report is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.operations.people.people_list import PeopleList
from feedback.operations.subjects import called
from tests.feedback.office import leader, rater, subject_named

if TYPE_CHECKING:
    from tests.feedback.office import Office


def test_a_leader_alone_reads_about_themself(small_office: Office) -> None:
    campaign_id = small_office.draft(PeopleList((leader("Karin Lund", rater("Anna Berg")),)))

    with small_office.database.reading() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")

        assert called(karin) == "Karin Lund"
        assert [one.id for one in karin.recipients] == [karin.person_id]
