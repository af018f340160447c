"""A rehearsal that has closed is erased by whoever runs it: all of it, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.errors import InputError, StateError
from feedback.models import (
    Invitation,
    Mail,
    Rater,
    RetiredNumber,
    State,
    StoredRelease,
    StoredResponses,
)
from feedback.operations import retention
from feedback.operations.retention.rehearsals import erase_rehearsal
from tests.acting import by
from tests.feedback.operations.retention.conftest import CLOSED

if TYPE_CHECKING:
    from tests.feedback.operations.retention.conftest import Archive

KEPT = (StoredResponses, StoredRelease, Rater, Invitation)


def _rehearse(archive: Archive) -> None:
    with archive.database.writing() as session:
        campaign = archive.of(session)
        campaign.is_rehearsal, campaign.rehearsal_address = True, "anna@example.se"


def _erase(archive: Archive) -> None:
    with archive.database.writing() as session:
        erase_rehearsal(session, archive.of(session), by=by(CLOSED))


def test_all_that_came_of_it_goes_at_once(archive_on_both: Archive) -> None:
    archive = archive_on_both
    _rehearse(archive)
    raters = archive.count(Rater)
    assert all(archive.count(table) for table in KEPT)

    _erase(archive)

    assert [archive.count(table) for table in (*KEPT, Mail)] == [0] * (len(KEPT) + 1)
    assert archive.count(RetiredNumber) == raters  # a link still says that it has ended
    with archive.database.reading() as session:
        assert archive.of(session).state is State.ERASED


def test_what_was_no_rehearsal_waits_for_its_day(archive: Archive) -> None:
    with pytest.raises(StateError):
        _erase(archive)

    assert all(archive.count(table) for table in KEPT)


def test_before_the_close_it_is_cancelled_instead(archive: Archive) -> None:
    _rehearse(archive)
    with archive.database.writing() as session:
        archive.of(session).state = State.OPEN

    with pytest.raises(StateError):
        _erase(archive)

    assert archive.count(Rater)


def test_a_stop_on_erasing_holds_a_rehearsal_too(archive: Archive) -> None:
    _rehearse(archive)
    with archive.database.writing() as session:
        campaign = archive.of(session)
        retention.set_stop(session, reason="Begärd utlämnad", campaign=campaign, by=by(CLOSED))

    with pytest.raises((InputError, StateError)):
        _erase(archive)

    assert all(archive.count(table) for table in KEPT)
