"""The mail of a campaign stands on a line in time, the same whoever has answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from feedback.models import Campaign, MailState
from feedback.operations.letters.timeline import MailStanding, MailTimeline, timeline_of
from feedback.operations.letters.trying import send_test
from tests.acting import by

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.office import Office


def line(office: Office, campaign_id: UUID, *, now: datetime | None = None) -> MailTimeline:
    with office.database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        return timeline_of(session, campaign, office.settings, now=now or office.now)


def standings(timeline: MailTimeline, kind: str) -> list[MailStanding]:
    return [step.standing for step in timeline.steps if step.kind.key == kind]


def test_before_launch_it_says_when_how_many_would_go(small_office: Office) -> None:
    campaign_id = small_office.draft()

    timeline = line(small_office, campaign_id)

    (invitation,) = [step for step in timeline.steps if step.kind.key == "invitation"]
    assert invitation.standing is MailStanding.NEXT
    assert invitation.first == timeline.plan.first > 0
    assert set(standings(timeline, "reminder")) == {MailStanding.AHEAD}
    assert standings(timeline, "report-shared-leader") == [MailStanding.BY_HAND]
    assert not timeline.was_tried


def test_a_test_to_oneself_is_seen_on_it_and_counted_nowhere(small_office: Office) -> None:
    campaign_id = small_office.draft()
    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        address = "hr@example.se"
        send_test(
            session, campaign, address, kind="reminder", language="sv", by=by(small_office.now)
        )
    small_office.worker.send()

    timeline = line(small_office, campaign_id)

    assert timeline.was_tried
    assert timeline.others == ()


def test_invitations_are_counted_by_what_became_of_them(small_office: Office) -> None:
    campaign_id = small_office.opened()
    queued = line(small_office, campaign_id)
    small_office.worker.send()

    left = line(small_office, campaign_id)

    assert standings(queued, "invitation") == [MailStanding.LEAVING]
    (invitation,) = [step for step in left.steps if step.kind.key == "invitation"]
    assert invitation.standing is MailStanding.LEFT
    assert invitation.counts
    assert invitation.counts[MailState.SENT] == sum(batch.count for batch in invitation.batches)


def test_reminders_stand_there_by_the_calendar_alone(small_office: Office) -> None:
    campaign_id = small_office.opened()
    days = line(small_office, campaign_id).plan.reminders
    after_first = datetime.combine(days[0] + timedelta(days=1), small_office.now.timetz())

    ahead, later = line(small_office, campaign_id), line(small_office, campaign_id, now=after_first)

    rest = [MailStanding.AHEAD] * (len(days) - 1)
    assert len(days) > 1
    assert standings(ahead, "reminder") == [MailStanding.NEXT, *rest]
    assert standings(later, "reminder") == [MailStanding.LEFT, MailStanding.NEXT, *rest[1:]]
    assert all(
        step.counts is None and not step.batches
        for step in later.steps
        if step.kind.key == "reminder"
    )
