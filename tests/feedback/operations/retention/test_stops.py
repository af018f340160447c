"""A stop on erasing holds every erasing job but the close; who sets it says why."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from feedback.anonymity import Promise, audit_anonymity
from feedback.errors import InputError, StateError
from feedback.models import (
    Answered,
    Campaign,
    Envelope,
    ErasureStop,
    Rater,
    State,
    StoredRelease,
    StoredResponses,
)
from feedback.operations import retention
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.lifecycle import cancel
from tests.acting import by
from tests.factories import open_campaign
from tests.feedback.operations.campaigns.closing.ballot_box import RATERS, fill
from tests.feedback.operations.retention.conftest import CLOSED, LONG_AGO

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.feedback.operations.retention.conftest import Archive

REASON = "Begäran om utlämnande, dnr 2027-3"


@pytest.mark.parametrize("scope", ["campaign", "department", "everything"])
def test_nothing_is_erased_while_a_stop_holds(archive_on_both: Archive, scope: str) -> None:
    archive = archive_on_both
    with archive.database.writing() as session:
        _stop(session, archive, scope)

    archive.night(4000)

    tables = (StoredResponses, Rater, StoredRelease)
    assert all(archive.count(table) > 0 for table in tables)


def test_erasing_goes_on_once_the_stop_is_lifted(archive: Archive) -> None:
    with archive.database.writing() as session:
        stop = _stop(session, archive, "department")
    with archive.database.writing() as session:
        found = session.get_one(ErasureStop, stop.id)
        retention.lift_stop(session, found, by=by(LONG_AGO, name="dso@example.se"))

    archive.night(4000)

    with archive.database.reading() as session:
        assert archive.of(session).state is State.ERASED
        kept = session.get_one(ErasureStop, stop.id)
        assert (kept.reason, kept.lifted_by) == (REASON, "dso@example.se")


def test_a_stop_on_another_campaign_or_department_holds_nothing_here(archive: Archive) -> None:
    other = open_campaign(archive.database, archive.campaign.settings, leaders=("Sara Holm",))
    with archive.database.writing() as session:
        theirs = session.get_one(Campaign, other.id)
        for scope in ({"campaign": theirs}, {"department": theirs.programme.department}):
            retention.set_stop(session, reason=REASON, **scope, by=by(CLOSED, name="hr"))

    archive.night(90)

    assert archive.count(StoredResponses) == 0


def test_a_stop_is_lifted_once(archive: Archive) -> None:
    with archive.database.writing() as session:
        stop = _stop(session, archive, "everything")
        retention.lift_stop(session, stop, by=by(CLOSED, name="hr"))

        with pytest.raises(StateError):
            retention.lift_stop(session, stop, by=by(CLOSED, name="hr"))


def test_a_stop_needs_a_reason(archive: Archive) -> None:
    with pytest.raises(InputError), archive.database.writing() as session:
        retention.set_stop(session, reason="  ", by=by(CLOSED, name="hr"))


def test_an_organiser_cannot_cancel_what_a_stop_holds_and_hears_why(archive: Archive) -> None:
    made = open_campaign(archive.database, archive.campaign.settings, leaders=("Sara Holm",))
    with archive.database.writing() as session:
        campaign = session.get_one(Campaign, made.id)
        retention.set_stop(
            session, reason=REASON, campaign=campaign, by=by(CLOSED, name="arkivarien")
        )

        with pytest.raises(InputError, match=f"arkivarien.*{REASON}"):
            cancel(session, campaign, by=by(CLOSED))

        assert campaign.state is State.OPEN


def test_close_destroys_the_ballots_in_spite_of_a_stop(archive: Archive) -> None:
    settings = archive.campaign.settings
    made = open_campaign(archive.database, settings, leaders=("Sara Holm",), raters=RATERS)
    fill(made)
    with archive.database.writing() as session:
        retention.set_stop(session, reason=REASON, by=by(CLOSED, name="arkivarien"))

    close_campaign(archive.database, settings, made.id, now=CLOSED)

    assert (archive.count(Answered), archive.count(Envelope)) == (0, 0)
    assert not settings.seal_key_folder.holds(made.id)


def test_the_attack_on_the_promise_knows_of_stops(archive: Archive) -> None:
    with archive.database.writing() as session:
        _stop(session, archive, "campaign")

    findings = audit_anonymity(
        archive.database,
        link_keys=archive.campaign.settings.link_key_folder,
        today=datetime(2030, 1, 1, tzinfo=UTC).date(),
    )

    verdicts = {finding.attack: finding.verdict for finding in findings}
    assert verdicts["old responses"] is Promise.KEPT


def _stop(session: Session, archive: Archive, scope: str) -> ErasureStop:
    scopes: dict[str, dict[str, Any]] = {
        "campaign": {"campaign": archive.of(session)},
        "department": {"department": archive.department(session)},
        "everything": {},
    }
    return retention.set_stop(
        session, reason=REASON, **scopes[scope], by=by(LONG_AGO, name="arkivarien")
    )
