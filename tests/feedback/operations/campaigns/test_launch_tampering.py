"""Whoever writes the database while a campaign opens gets no key of theirs in, and no envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from feedback.ballot import Ballot, KeyUnreadableError, seal_ballot
from feedback.ballot.opening import EnvelopeUnreadableError, new_seal_pair, open_envelopes
from feedback.errors import TamperedError
from feedback.jobs import Duty
from feedback.models import Campaign, Envelope, State
from feedback.operations.campaigns import launching
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.pledging import is_pledged
from tests.feedback.office import subject_named
from tests.feedback.operations.campaigns.key_disk import AFTER_LAST_DAY, answer, run_due
from tests.triggers import add_trigger, drop_trigger, literal

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from tests.feedback.office import Office


class PowerCutError(Exception):
    """The machine stops here."""


def test_answers_are_sealed_to_the_key_that_was_made_whatever_the_launch_commits(
    office: Office,
) -> None:
    private, public = new_seal_pair()
    named = literal(office.database, public)
    add_trigger(
        office.database,
        "names_another_key",
        f"AFTER UPDATE OF public_key ON campaign WHEN (NEW.public_key <> {named})",
        f"UPDATE campaign SET public_key = {named} WHERE id = NEW.id",  # noqa: S608 - a key of ours
    )
    campaign_id = office.opened()

    answer(office, campaign_id)

    with office.database.reading() as session:
        assert session.get_one(Campaign, campaign_id).public_key == public
        sealed = session.scalars(select(Envelope.sealed)).all()
    with pytest.raises(EnvelopeUnreadableError):
        list(open_envelopes(private, sealed))
    office.now = AFTER_LAST_DAY
    run_due(office)
    assert office.state(campaign_id) is State.CLOSED


def test_no_envelope_is_vouched_for_in_a_campaign_whose_state_was_put_back(
    office: Office,
) -> None:
    _put_back_as_it_opens(office)
    campaign_id = office.opened()
    drop_trigger(office.database, "puts_it_back", "campaign")
    _forge(office, campaign_id)
    _set_state(office, campaign_id, State.OPEN)

    run_due(office)

    with office.database.reading() as session:
        assert session.scalars(select(Envelope.mac)).all() == [None]
    with pytest.raises(TamperedError):
        close_campaign(office.database, office.settings, campaign_id, now=AFTER_LAST_DAY)


def test_a_campaign_is_never_open_without_its_pledge(office: Office) -> None:
    campaign_id = office.asked()
    with (
        patch.object(launching, "_queue_invitations", side_effect=PowerCutError),
        pytest.raises(PowerCutError),
    ):
        office.worker.do(Duty.LAUNCH, campaign_id)

    assert is_pledged(office.settings, campaign_id)


def test_a_second_launch_under_other_terms_opens_nothing_that_was_sent_before(
    office: Office,
) -> None:
    campaign_id = office.opened()
    answer(office, campaign_id)
    folder = office.settings.seal_key_folder
    before = folder.read(campaign_id)
    with office.database.writing() as session:
        session.execute(update(Campaign).values(state=State.LAUNCHING, k=4))

    office.worker.do(Duty.LAUNCH, campaign_id)

    assert folder.read(campaign_id) != before
    with pytest.raises(TamperedError):
        close_campaign(office.database, office.settings, campaign_id, now=AFTER_LAST_DAY)


def _put_back_as_it_opens(office: Office) -> None:
    add_trigger(
        office.database,
        "puts_it_back",
        "AFTER UPDATE OF state ON campaign WHEN (NEW.state = 'open')",
        "UPDATE campaign SET state = 'draft' WHERE id = NEW.id",
    )


def _forge(office: Office, campaign_id: UUID) -> None:
    """Add an envelope as whoever knows the public key alone can seal it."""
    with office.database.writing() as session:
        public_key = session.get_one(Campaign, campaign_id).public_key or b""
        karin = subject_named(session, campaign_id, "Karin Lund").id
        sealed = seal_ballot(public_key, Ballot(karin, "team"))
        session.add(Envelope(id=uuid4(), campaign_id=campaign_id, sealed=sealed, mac=b""))
        session.flush()
        session.execute(update(Envelope).values(mac=None))


def _set_state(office: Office, campaign_id: UUID, state: State) -> None:
    with office.database.writing() as session:
        session.get_one(Campaign, campaign_id).state = state


def test_nothing_is_sealed_to_the_databases_key_while_the_note_may_lie_on_an_absent_disk(
    small_office: Office, tmp_path: Path
) -> None:
    mirror = tmp_path / "mirror"
    small_office.settings.link_keys_mirror = mirror
    campaign_id = small_office.opened()
    (small_office.settings.link_key_folder.folder / f"{campaign_id}.public").unlink()
    mirror.rename(tmp_path / "disk")
    with small_office.database.writing() as session:
        session.get_one(Campaign, campaign_id).public_key = new_seal_pair()[1]

    with pytest.raises(KeyUnreadableError):
        answer(small_office, campaign_id)
