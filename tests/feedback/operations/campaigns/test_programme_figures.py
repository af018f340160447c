"""A programme's key figures count each person once, and tell of answers what a close has fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from feedback.models import Campaign, CampaignFigures, Programme, State, Subject
from feedback.operations.campaigns.programme_figures import ProgrammeFigures, figures_of
from feedback.operations.people.people_list import PeopleList
from reports.policy import AnsweredShare
from tests.feedback.office import PEOPLE, leader, rater

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.office import Office

ONE_MORE = PeopleList((*PEOPLE.leaders[:1], leader("Nina Vik", rater("Anna Berg"))))


def _put(office: Office, campaign_id: UUID, **facts: Any) -> None:  # noqa: ANN401 - what a campaign has
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        for name, value in facts.items():
            setattr(campaign, name, value)


def _figures(office: Office) -> ProgrammeFigures:
    with office.database.reading() as session:
        return figures_of(session, session.scalars(select(Programme)).one())


def test_everybody_is_counted_once_over_all_waves(office: Office) -> None:
    for name in ("Våg 1", "Våg 2"):
        _put(office, office.draft(name=name), state=State.CLOSED)
    office.draft(ONE_MORE, name="Våg 3")

    found = _figures(office)

    # Karin, Olle and Nina; five of a team and Karin's manager.
    assert (found.leaders, found.people, found.measured_twice) == (3, 9, 2)
    assert found.shares == {}


def test_rehearsals_what_was_cancelled_and_who_was_moved_do_not_count(small_office: Office) -> None:
    _put(small_office, small_office.draft(name="Våg 1"), state=State.CLOSED)
    _put(small_office, small_office.draft(name="Våg 2"), state=State.CANCELLED)
    rehearsal = small_office.draft(ONE_MORE, name="Våg 3")
    _put(small_office, rehearsal, is_rehearsal=True, rehearsal_address="hr@example.se")
    moved = small_office.draft(ONE_MORE, name="Våg 4")
    with small_office.database.writing() as session:
        for subject in session.scalars(select(Subject).where(Subject.campaign_id == moved)):
            subject.is_moved = True

    found = _figures(small_office)

    assert (found.leaders, found.measured_twice) == (2, 0)


def test_a_share_is_the_step_that_the_close_has_fixed(small_office: Office) -> None:
    told, untold = (small_office.draft(name=name) for name in ("Våg 1", "Våg 2"))
    with small_office.database.writing() as session:
        for campaign_id, above, up_to in ((told, 75, 80), (untold, None, None)):
            session.get_one(Campaign, campaign_id).state = State.CLOSED
            session.add(
                CampaignFigures(
                    campaign_id=campaign_id,
                    conditions=b"",
                    within_squares="{}",
                    answered_above=above,
                    answered_up_to=up_to,
                )
            )

    assert _figures(small_office).shares == {told: AnsweredShare(75, 80)}
