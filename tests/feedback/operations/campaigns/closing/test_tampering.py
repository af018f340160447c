"""Whoever can write the database, and holds no key, reads nobody's sheet by changing envelopes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from feedback.ballot import Ballot, KeyMissingError, seal_ballot
from feedback.ballot.opening import new_seal_pair, open_envelopes
from feedback.errors import TamperedError
from feedback.jobs import Duty, Worker
from feedback.models import AuditEntry, Campaign, Envelope, State, StoredRelease
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.pledging import forget_pledge, is_pledged
from feedback.operations.campaigns.refusing import refusals_of
from reports.release import read_release
from tests.factories import open_campaign
from tests.feedback.operations.campaigns.closing.ballot_box import ITEMS, RATERS, answers_of, fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from feedback.operations.answering.drafts import Answers
    from tests.factories import OpenCampaign

NOW = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
ANNA = "team0@example.se"
KNOWN = dict.fromkeys(ITEMS, 3)


def test_known_envelopes_in_place_of_the_others_read_nobodys_sheet(campaign: OpenCampaign) -> None:
    annas = answers_of(list(campaign.links).index(ANNA))
    with campaign.database.writing() as session:
        public_key = session.get_one(Campaign, campaign.id).public_key or b""
        for envelope_id, ballot in _envelopes_and_ballots(campaign):
            if ballot.group in {"team", "peer"} and ballot.comments != _words(annas):
                known = Ballot(ballot.subject_id, ballot.group, ratings=dict(KNOWN))
                session.get_one(Envelope, envelope_id).sealed = seal_ballot(public_key, known)

    with pytest.raises(TamperedError, match="12 of 20 envelopes"):
        _close(campaign)

    assert _sums_less_known(campaign) != [annas.ratings[item] for item in ITEMS]
    assert _state(campaign) is State.CLOSING
    assert campaign.settings.seal_key_folder.holds(campaign.id)


def _forged(campaign: OpenCampaign, session: Session) -> None:
    public_key = session.get_one(Campaign, campaign.id).public_key or b""
    envelope_id, ballot = _envelopes_and_ballots(campaign)[0]
    session.get_one(Envelope, envelope_id).sealed = seal_ballot(public_key, ballot)


def _swapped(campaign: OpenCampaign, session: Session) -> None:
    first, second = _two_of_a_block(campaign, session)
    first.sealed, second.sealed = second.sealed, first.sealed


def _swapped_with_their_macs(campaign: OpenCampaign, session: Session) -> None:
    first, second = _two_of_a_block(campaign, session)
    first.sealed, second.sealed = second.sealed, first.sealed
    first.mac, second.mac = second.mac, first.mac


def _replayed_in_place_of_another(campaign: OpenCampaign, session: Session) -> None:
    first, second = _two_of_a_block(campaign, session)
    sealed, mac = first.sealed, first.mac
    session.delete(second)
    session.flush()
    session.add(Envelope(id=uuid4(), campaign_id=campaign.id, sealed=sealed, mac=mac))


def _without_mac(_campaign: OpenCampaign, session: Session) -> None:
    session.execute(update(Envelope).values(mac=None))


def _unreadable(_campaign: OpenCampaign, session: Session) -> None:
    session.scalars(select(Envelope).limit(1)).one().sealed = bytes(16_500)


def _not_a_ballot(campaign: OpenCampaign, session: Session) -> None:
    public_key = session.get_one(Campaign, campaign.id).public_key or b""
    ballot = Ballot(UUID(int=0), ["team"])  # type: ignore[arg-type] # as no browser would send it
    session.scalars(select(Envelope).limit(1)).one().sealed = seal_ballot(public_key, ballot)


def _with_a_group_that_is_shown_by_role(campaign: OpenCampaign, session: Session) -> None:
    survey = json.loads(session.get_one(Campaign, campaign.id).survey_json)
    survey["groups"][-1]["kind"] = "identified"
    session.execute(update(Campaign).values(survey_json=json.dumps(survey)))


def _with_another_k(_campaign: OpenCampaign, session: Session) -> None:
    session.execute(update(Campaign).values(k=4))


@pytest.mark.parametrize(
    "attack",
    [
        _forged,
        _swapped,
        _swapped_with_their_macs,
        _replayed_in_place_of_another,
        _without_mac,
        _unreadable,
        _not_a_ballot,
        _with_a_group_that_is_shown_by_role,
        _with_another_k,
    ],
)
def test_what_was_changed_in_the_database_stops_the_close(
    campaign: OpenCampaign, attack: Callable[[OpenCampaign, Session], None]
) -> None:
    with campaign.database.writing() as session:
        attack(campaign, session)

    with pytest.raises(TamperedError):
        _close(campaign)

    assert _state(campaign) is State.CLOSING
    assert campaign.count(StoredRelease) == 0


def test_an_envelope_of_another_campaign_stops_the_close(campaign: OpenCampaign) -> None:
    other = open_campaign(
        campaign.database, campaign.settings, leaders=("Karin Lund",), raters=RATERS
    )
    fill(other)
    with campaign.database.writing() as session:
        mine, theirs = (
            session.scalars(select(Envelope).where(Envelope.campaign_id == one.id)).first()
            for one in (campaign, other)
        )
        assert mine is not None
        assert theirs is not None
        session.delete(mine)
        theirs.campaign_id = campaign.id

    with pytest.raises(TamperedError, match="1 of 20"):
        _close(campaign)


def test_a_refused_close_is_told_once_in_the_log_and_to_the_doctor(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        session.execute(update(Envelope).values(mac=None))

    for _ in range(3):
        with pytest.raises(TamperedError):
            _close(campaign)

    with campaign.database.reading() as session:
        entries = session.execute(select(AuditEntry.action, AuditEntry.details)).all()
        assert entries == [("refuse the close", "the database was changed")]
        assert [one.why for one in refusals_of(session)] == ["the database was changed"]


def test_answers_are_sealed_to_the_key_of_launch_whatever_the_database_names(
    campaign: OpenCampaign,
) -> None:
    reading_along, public = new_seal_pair()
    other = open_campaign(
        campaign.database, campaign.settings, leaders=("Karin Lund",), raters=RATERS
    )
    with campaign.database.writing() as session:
        session.get_one(Campaign, other.id).public_key = public

    fill(other)
    _close(other)

    assert reading_along
    assert _state(other) is State.CLOSED
    assert len(_releases(other)) == 1


def test_without_the_link_key_nothing_is_verified_and_nothing_closed(
    campaign: OpenCampaign,
) -> None:
    (campaign.settings.link_key_folder.folder / f"{campaign.id}.key").unlink()

    with pytest.raises(KeyMissingError):
        _close(campaign)

    assert _state(campaign) is State.CLOSING
    assert campaign.count(StoredRelease) == 0


def test_envelopes_of_an_older_version_are_vouched_for_once_and_counted(
    campaign: OpenCampaign,
) -> None:
    _as_an_older_version_left_it(campaign)
    worker = Worker(
        campaign.database, campaign.settings, now=lambda: datetime(2026, 12, 1, tzinfo=UTC)
    )

    due = worker.due()
    for duty, campaign_id in due:
        worker.do(duty, campaign_id)
    again = worker.due()
    _close(campaign)

    assert (due, again) == ([(Duty.PLEDGE, campaign.id)], [])
    assert len(_releases(campaign)) == 2


def test_a_close_right_after_the_upgrade_counts_what_lies_there(campaign: OpenCampaign) -> None:
    _as_an_older_version_left_it(campaign)

    _close(campaign)

    assert len(_releases(campaign)) == 2


def test_once_pledged_no_envelope_without_a_mac_is_vouched_for(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        session.execute(update(Envelope).values(mac=None))
    worker = Worker(
        campaign.database, campaign.settings, now=lambda: datetime(2026, 12, 1, tzinfo=UTC)
    )

    assert is_pledged(campaign.settings, campaign.id)
    assert worker.due() == []
    with pytest.raises(TamperedError):
        _close(campaign)


def test_the_database_takes_no_envelope_of_an_older_web(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session, pytest.raises(DBAPIError, match="needs its MAC"):
        session.execute(
            text(
                "INSERT INTO envelope (id, campaign_id, sealed) SELECT :id, campaign_id, sealed"
                " FROM envelope LIMIT 1"
            ),
            {"id": uuid4().hex},
        )


def test_the_notes_go_with_the_keys(campaign: OpenCampaign) -> None:
    _close(campaign)

    assert sorted(campaign.settings.link_key_folder.folder.glob(f"{campaign.id}*")) == []


def _close(campaign: OpenCampaign) -> None:
    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)


def _as_an_older_version_left_it(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        session.execute(update(Envelope).values(mac=None))
    forget_pledge(campaign.settings, campaign.id)


def _envelopes_and_ballots(campaign: OpenCampaign) -> list[tuple[UUID, Ballot]]:
    """Return the envelopes' ids with what they hold: the attacker knows whose each is."""
    with campaign.database.reading() as session:
        rows = session.execute(
            select(Envelope.id, Envelope.sealed)
            .where(Envelope.campaign_id == campaign.id)
            .order_by(Envelope.id)
        ).all()
    ballots = open_envelopes(campaign.seal_key, [row.sealed for row in rows])
    return [(row.id, ballot) for row, ballot in zip(rows, ballots, strict=True)]


def _two_of_a_block(campaign: OpenCampaign, session: Session) -> tuple[Envelope, Envelope]:
    found = _envelopes_and_ballots(campaign)
    subject = found[0][1].subject_id
    of_team = [
        one for one, ballot in found if ballot.group == "team" and ballot.subject_id == subject
    ]
    return session.get_one(Envelope, of_team[0]), session.get_one(Envelope, of_team[1])


def _state(campaign: OpenCampaign) -> State:
    with campaign.database.reading() as session:
        return session.get_one(Campaign, campaign.id).state


def _releases(campaign: OpenCampaign) -> list[str]:
    with campaign.database.reading() as session:
        return list(session.scalars(select(StoredRelease.content)))


def _sums_less_known(campaign: OpenCampaign) -> list[int]:
    """Return what the block's sums say of the one whose answers are not known."""
    for content in _releases(campaign)[:1]:
        block = read_release(content).figures.blocks[0]
        return [cell.sum - 3 * (cell.n - 1) for cell in block.cells if cell]
    return []


def _words(answers: Answers) -> dict[str, str]:
    return {question: words for question, words in answers.comments.items() if words}
