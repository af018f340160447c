"""Leaders propose within limits, somebody else decides, and nobody stands alone unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from feedback.errors import InputError, StateError
from feedback.models import Campaign, Mail, NominationLimit, Person, Proposal, State, Subject
from feedback.operations.campaigns.lifecycle import ask_launch, cancel, undo_launch
from feedback.operations.campaigns.small_groups import small_groups_of
from feedback.operations.people.limits import GroupLimit, limits_of
from feedback.operations.people.load import load_of
from feedback.operations.people.nominating import (
    NOMINATION_OPEN,
    NOMINATION_SENT_BACK,
    NOMINATION_TO_APPROVE,
    approve,
    end_nomination,
    move_proposed,
    open_nomination,
    propose_rater,
    send_back,
    send_proposal,
    until_of,
    withdraw_proposed,
)
from feedback.operations.people.people_list import PeopleList
from feedback.operations.people.standing import standing_of
from tests.acting import by
from tests.feedback.office import PEOPLE, body_of, invitation_of, leader, rater, subject_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tests.feedback.office import Office

UNTIL = date(2026, 11, 27)
HANNA = "hanna.moberg@example.se"


@pytest.fixture
def campaign_id(small_office: Office) -> UUID:
    """Give a campaign in which Karin and Olle propose, and Hanna approves Karin's list."""
    campaign_id = small_office.draft()
    with small_office.database.writing() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        karin.approver = Person(email=HANNA, name="Hanna Moberg")
        campaign = session.get_one(Campaign, campaign_id)
        limits = limits_of(session, campaign) | {"team": GroupLimit(3, 6), "peer": GroupLimit(0, 4)}
        open_nomination(session, campaign, UNTIL, limits, by=by(small_office.now))
    return campaign_id


def act(
    office: Office,
    campaign_id: UUID,
    operation: Callable[[Session, Subject], object],
    who: str = "Karin Lund",
) -> None:
    with office.database.writing() as session:
        operation(session, subject_named(session, campaign_id, who))


def faults(
    office: Office,
    campaign_id: UUID,
    operation: Callable[[Session, Subject], object],
    who: str = "Karin Lund",
) -> list[str]:
    with pytest.raises(InputError) as caught:
        act(office, campaign_id, operation, who)
    return caught.value.faults


def mails(office: Office, kind: str) -> list[Mail]:
    return [mail for mail in office.mails() if mail.kind == kind]


def test_opening_tells_every_leader_and_where_to_go(
    small_office: Office, campaign_id: UUID
) -> None:
    small_office.worker.send()

    assert small_office.state(campaign_id) is State.NOMINATING
    letter = body_of(small_office.mail_to("Karin Lund"))
    assert "till och med fredag 27 november 2026" in letter
    with small_office.database.reading() as session:
        assert (
            f"/my-reports/{subject_named(session, campaign_id, 'Karin Lund').id}/raters" in letter
        )
    assert len(mails(small_office, NOMINATION_OPEN)) == 2


def test_the_same_day_again_mails_nobody_twice(small_office: Office, campaign_id: UUID) -> None:
    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        open_nomination(
            session, campaign, UNTIL, {"team": GroupLimit(4, 8)}, by=by(small_office.now)
        )

    with small_office.database.reading() as session:
        limits = limits_of(session, session.get_one(Campaign, campaign_id))
    assert (limits["team"].fewest, limits["team"].most) == (4, 8)
    assert len(mails(small_office, NOMINATION_OPEN)) == 2


def test_every_fault_of_a_nomination_is_told_at_once(small_office: Office) -> None:
    campaign_id = small_office.draft()

    wrong, too_late = {"team": GroupLimit(5, 3), "peer": GroupLimit(-1, 2)}, date(2027, 1, 1)

    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        with pytest.raises(InputError) as caught:
            open_nomination(session, campaign, too_late, wrong, by=by(small_office.now))

    assert len(caught.value.faults) == 3


def test_a_leader_proposes_up_to_the_most(small_office: Office, campaign_id: UUID) -> None:
    act(
        small_office,
        campaign_id,
        lambda s, k: propose_rater(s, k, rater("Ida Lim"), by=by(small_office.now)),
    )

    told = faults(
        small_office,
        campaign_id,
        lambda s, k: propose_rater(s, k, rater("Ulf Bo"), by=by(small_office.now)),
    )

    assert told == ["There are 6 already, and no more fit."]


def test_one_leader_renames_nobody_for_the_others(small_office: Office, campaign_id: UUID) -> None:
    anna = rater("Anna Berg", "peer")
    nickname = replace(anna, name="Annis", email=f"Annis <{anna.email}>;")

    act(
        small_office,
        campaign_id,
        lambda s, k: propose_rater(s, k, nickname, by=by(small_office.now)),
        "Olle Sand",
    )

    with small_office.database.reading() as session:
        found = invitation_of(session, campaign_id, "Anna Berg", "Olle Sand").rater.person
        assert found is not None
        assert found.name == "Anna Berg"


def test_a_list_with_too_few_is_not_sent(small_office: Office, campaign_id: UUID) -> None:
    told = faults(
        small_office,
        campaign_id,
        lambda s, k: send_proposal(s, k, by=by(small_office.now)),
        "Olle Sand",
    )

    assert told == ["Medarbetare: 3 at least, and you have proposed 0."]


def test_a_sent_list_waits_and_cannot_be_changed(small_office: Office, campaign_id: UUID) -> None:
    act(small_office, campaign_id, lambda s, k: send_proposal(s, k, by=by(small_office.now)))

    with pytest.raises(StateError):
        act(
            small_office,
            campaign_id,
            lambda s, k: propose_rater(s, k, rater("Ida Lim"), by=by(small_office.now)),
        )
    small_office.worker.send()
    letter = small_office.mail_to("Hanna Moberg")
    assert "/approve/" in body_of(letter)
    assert "just nu: 1." in body_of(letter)


def test_what_was_decided_meanwhile_is_not_mailed(small_office: Office, campaign_id: UUID) -> None:
    act(small_office, campaign_id, lambda s, k: send_proposal(s, k, by=by(small_office.now)))
    act(small_office, campaign_id, lambda s, k: approve(s, k, by=by(name=HANNA)))

    small_office.worker.send()

    assert mails(small_office, NOMINATION_TO_APPROVE) == []


def test_sent_back_it_can_be_changed_and_sent_again(
    small_office: Office, campaign_id: UUID
) -> None:
    now = small_office.now
    act(small_office, campaign_id, lambda s, k: send_proposal(s, k, by=by(now)))
    act(
        small_office,
        campaign_id,
        lambda s, k: send_back(s, k, " Ta med  fritids. ", by=by(now, name=HANNA)),
    )
    small_office.worker.send()

    act(small_office, campaign_id, lambda s, k: propose_rater(s, k, rater("Ida Lim"), by=by(now)))
    act(
        small_office, campaign_id, lambda s, k: send_proposal(s, k, by=by(now + timedelta(hours=2)))
    )

    (letter,) = [m for m in small_office.outbox() if "Titta" in str(m["Subject"])]
    assert "Ta med fritids." in body_of(letter)
    assert len(mails(small_office, NOMINATION_SENT_BACK)) == 1
    with small_office.database.reading() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        assert standing_of(session, karin).state == "sent"


@pytest.mark.parametrize("line", ["", "   ", "x" * 501])
def test_sending_back_needs_a_line_of_some_length(
    small_office: Office, campaign_id: UUID, line: str
) -> None:
    assert faults(
        small_office,
        campaign_id,
        lambda s, k: send_back(s, k, line, by=by(small_office.now, name=HANNA)),
    )


def test_after_the_last_day_nothing_more_is_proposed(
    small_office: Office, campaign_id: UUID
) -> None:
    late = small_office.now + timedelta(days=5)

    with pytest.raises(StateError):
        act(
            small_office,
            campaign_id,
            lambda s, k: propose_rater(s, k, rater("Ida Lim"), by=by(late)),
        )


def test_a_leader_touches_no_other_leaders_list(small_office: Office, campaign_id: UUID) -> None:
    with small_office.database.reading() as session:
        of_olle = invitation_of(session, campaign_id, "Anna Berg", "Olle Sand").id
        own = invitation_of(session, campaign_id, "Karin Lund", "Karin Lund").id

    for guessed in (of_olle, own):
        assert faults(
            small_office,
            campaign_id,
            lambda s, k: withdraw_proposed(s, k, guessed, by=by(small_office.now)),  # noqa: B023 - called at once
        )
        assert faults(
            small_office,
            campaign_id,
            lambda s, k: move_proposed(s, k, guessed, "peer", by=by(small_office.now)),  # noqa: B023 - called at once
        )


def test_somebody_who_would_stand_alone_is_told_and_can_be_moved(
    small_office: Office, campaign_id: UUID
) -> None:
    act(
        small_office,
        campaign_id,
        lambda s, k: propose_rater(s, k, rater("Ida Lim", "peer"), by=by(small_office.now)),
    )
    with small_office.database.reading() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        (alone,) = small_groups_of(session, karin.campaign, [karin.id])[karin.id]
        ida = invitation_of(session, campaign_id, "Ida Lim", "Karin Lund").id

    act(
        small_office,
        campaign_id,
        lambda s, k: move_proposed(s, k, ida, "team", by=by(small_office.now)),
    )

    assert (alone.group, alone.is_alone, alone.joins) == ("peer", True, ("team",))
    with small_office.database.reading() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        assert small_groups_of(session, karin.campaign, [karin.id]) == {}


def test_while_a_list_waits_nothing_is_launched(small_office: Office, campaign_id: UUID) -> None:
    act(small_office, campaign_id, lambda s, k: approve(s, k, by=by(name=HANNA)))

    with small_office.database.writing() as session, pytest.raises(InputError) as caught:
        ask_launch(session, session.get_one(Campaign, campaign_id), by=by(small_office.now))

    told = "Lists not approved yet: 1. Approve them, or end the nomination."
    assert caught.value.faults == [told]


def test_a_launch_from_a_nomination_is_taken_back_into_it(
    small_office: Office, campaign_id: UUID
) -> None:
    for who in ("Karin Lund", "Olle Sand"):
        act(small_office, campaign_id, lambda s, k: approve(s, k, by=by(name=HANNA)), who)

    with small_office.database.writing() as session:
        ask_launch(session, session.get_one(Campaign, campaign_id), by=by(small_office.now))
    with small_office.database.writing() as session:
        undo_launch(session, session.get_one(Campaign, campaign_id), by=by())

    assert small_office.state(campaign_id) is State.NOMINATING
    with small_office.database.reading() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        assert standing_of(session, karin).decided_by == HANNA
        assert until_of(session, karin.campaign) == UNTIL


def test_ended_it_is_a_draft_with_everybody_proposed_and_no_mail_left(
    small_office: Office, campaign_id: UUID
) -> None:
    act(
        small_office,
        campaign_id,
        lambda s, k: propose_rater(s, k, rater("Ida Lim"), by=by(small_office.now)),
    )

    with small_office.database.writing() as session:
        end_nomination(session, session.get_one(Campaign, campaign_id), by=by())

    assert small_office.state(campaign_id) is State.DRAFT
    assert small_office.mails() == []
    with small_office.database.writing() as session:
        assert invitation_of(session, campaign_id, "Ida Lim", "Karin Lund").group == "team"
        ask_launch(session, session.get_one(Campaign, campaign_id), by=by(small_office.now))
        undo_launch(session, session.get_one(Campaign, campaign_id), by=by())
        assert session.get_one(Campaign, campaign_id).state is State.DRAFT


def test_cancelled_nothing_of_the_nomination_is_left(
    small_office: Office, campaign_id: UUID
) -> None:
    act(small_office, campaign_id, lambda s, k: send_proposal(s, k, by=by(small_office.now)))

    with small_office.database.writing() as session:
        cancel(session, session.get_one(Campaign, campaign_id), by=by(small_office.now))

    with small_office.database.reading() as session:
        assert session.query(Proposal).count() == session.query(NominationLimit).count() == 0


def test_how_often_somebody_is_asked_is_counted_over_campaigns(small_office: Office) -> None:
    first = small_office.draft()
    small_office.draft(PeopleList((leader("Nina Vik", *PEOPLE.leaders[0].raters),)), name="Våg 2")

    with small_office.database.reading() as session:
        anna = invitation_of(session, first, "Anna Berg", "Karin Lund").rater.person_id
        assert anna is not None
        assert load_of(session, [anna]) == {anna: 3}


def test_the_table_keeps_the_most_above_the_fewest(office: Office) -> None:
    campaign_id = office.draft()

    with (
        pytest.raises(IntegrityError, match="most_not_under_fewest"),
        office.database.writing() as s,
    ):
        s.add(NominationLimit(campaign_id=campaign_id, group="team", fewest=4, most=3))
