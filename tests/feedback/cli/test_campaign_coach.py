"""`feedback campaign coach` and `talk`, as an operator types them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.ballot.opening import new_seal_pair
from feedback.models import Campaign, StandIn, State, Subject
from tests.days import today_in_sweden
from tests.feedback.cli.commands import create, feedback

if TYPE_CHECKING:
    from tests.feedback.office import Office

LATER = today_in_sweden() + timedelta(days=30)


def test_a_coach_from_outside_is_named_with_a_last_day(desk: Office) -> None:
    leader = _leader(desk)
    ask = ("campaign", "coach", "Våg 1", "--leader", leader, "--coach", "ny@example.se")

    refused = feedback(*ask, "--external")
    done = feedback(*ask, "--external", "--until", f"{LATER}")

    assert refused.exit_code != 0
    assert "A coach from outside needs a last day." in refused.output
    assert done.exit_code == 0
    subject = _subject(desk, leader)
    assert (subject.coach_is_external, subject.coach_access_until) == (True, LATER)


def test_somebody_stands_in_for_a_while(desk: Office) -> None:
    leader = _leader(desk)

    done = feedback(
        "campaign",
        "coach",
        "Våg 1",
        *("--leader", leader, "--coach", "ny@example.se"),
        *("--stand-in-from", f"{LATER}", "--until", f"{LATER}"),
    )

    assert done.exit_code == 0
    with desk.database.reading() as session:
        found = session.scalars(select(StandIn)).one()
        assert (found.person.email, found.from_day) == ("ny@example.se", LATER)


def test_a_stand_in_is_ended(desk: Office) -> None:
    ask = ("campaign", "coach", "Våg 1", "--leader", _leader(desk), "--coach", "ny@example.se")
    feedback(*ask, "--stand-in-from", f"{LATER}", "--until", f"{LATER}")

    done, again = feedback(*ask, "--end-stand-in"), feedback(*ask, "--end-stand-in")

    assert "ny@example.se stands in no more." in done.output
    assert "ny@example.se does not stand in" in again.output
    with desk.database.reading() as session:
        assert session.scalars(select(StandIn)).all() == []


def test_a_talk_is_set_in_local_time_and_taken_back(desk: Office) -> None:
    leader = _leader(desk)
    _open(desk)
    ask = ("campaign", "talk", "Våg 1", "--leader", leader)

    done = feedback(*ask, "--at", f"{LATER}T10:00", "--place", "Rum 4")
    at = _subject(desk, leader).talk_at
    undone = feedback(*ask, "--cancel")

    assert f"talk {LATER} 10:00, shared {LATER - timedelta(days=1)} 17:00." in done.output
    assert at
    assert at.astimezone(desk.settings.zone).strftime("%H:%M") == "10:00"
    assert "no date any more" in undone.output
    assert _subject(desk, leader).talk_at is None


def test_a_talk_needs_a_time_or_to_be_cancelled(desk: Office) -> None:
    result = feedback("campaign", "talk", "Våg 1", "--leader", _leader(desk))

    assert result.exit_code == 2
    assert "Give either --at or --cancel." in result.output


def test_a_stranger_is_no_leader_of_the_campaign(desk: Office) -> None:
    _leader(desk)

    result = feedback("campaign", "talk", "Våg 1", "--leader", "okand@example.se", "--cancel")

    assert "okand@example.se is no leader of this campaign." in result.output


def _leader(desk: Office) -> str:
    assert create().exit_code == 0
    with desk.database.reading() as session:
        email = session.scalars(select(Subject)).first()
        assert email
        return str(email.person.email)


def _subject(desk: Office, leader: str) -> Subject:
    with desk.database.reading() as session:
        return next(one for one in session.scalars(select(Subject)) if one.person.email == leader)


def _open(desk: Office) -> None:
    """Put the campaign into the state in which its leaders know of it."""
    with desk.database.writing() as session:
        campaign = session.scalars(select(Campaign)).one()
        campaign.public_key, campaign.state = new_seal_pair()[1], State.OPEN
