"""What a column lists is given as values, and kept as the text that it always was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import text

from feedback.models import Campaign, MeasurementPoint

if TYPE_CHECKING:
    from tests.feedback.office import Office

KEPT = text("SELECT reminder_days, coaches, points FROM campaign, programme")
POINTS = (
    MeasurementPoint(date(2027, 5, 28), "Uppföljning"),
    MeasurementPoint(date(2028, 5, 26), "Två år efter"),
)


def test_lists_are_kept_as_text(office: Office) -> None:
    campaign_id = office.draft()

    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        campaign.reminder_days = (10, 2)
        campaign.programme.coaches = ("siv.ros@example.se", "bo.ek@example.se")
        campaign.programme.points = POINTS

    with office.database.reading() as session:
        kept = session.execute(KEPT).one()
        campaign = session.get_one(Campaign, campaign_id)
        read = (campaign.reminder_days, campaign.programme.coaches, campaign.programme.points)
    coaches = "siv.ros@example.se\nbo.ek@example.se"
    assert tuple(kept) == ("10,2", coaches, "2027-05-28 Uppföljning\n2028-05-26 Två år efter")
    assert read == ((10, 2), ("siv.ros@example.se", "bo.ek@example.se"), POINTS)


def test_nothing_is_kept_as_no_text(office: Office) -> None:
    campaign_id = office.draft()

    with office.database.writing() as session:
        session.get_one(Campaign, campaign_id).reminder_days = ()

    with office.database.reading() as session:
        assert tuple(session.execute(KEPT).one()) == ("", "", "")
        campaign = session.get_one(Campaign, campaign_id)
        read = (campaign.reminder_days, campaign.programme.coaches, campaign.programme.points)
    assert read == ((), (), ())
