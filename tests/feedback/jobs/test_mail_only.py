"""A worker without seal keys sends mail, and does nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feedback.doctor import Verdict
from feedback.doctor.keys import check_keys
from feedback.errors import NoSealKeysError
from feedback.jobs import JobQueue
from feedback.models import Campaign, MailState, State
from feedback.operations.campaigns.lifecycle import ask_close
from feedback.queue import make_huey
from tests.acting import by

if TYPE_CHECKING:
    from tests.feedback.office import Office


@pytest.fixture
def elsewhere(office: Office) -> Office:
    """Give the same office seen from another host, which has no seal keys."""
    settings = office.settings.model_copy(update={"seal_keys": Path("none")})
    return replace(office, settings=settings)


def test_it_mails_what_the_host_with_keys_has_launched(office: Office, elsewhere: Office) -> None:
    office.opened()

    sent = elsewhere.worker.send()

    assert sent.total() == len(office.mails())
    assert {mail.state for mail in office.mails()} == {MailState.SENT}


def test_it_neither_launches_nor_closes(office: Office, elsewhere: Office) -> None:
    asked, opened = office.asked(), office.opened(name="Våg 2")
    with office.database.writing() as session:
        ask_close(session, session.get_one(Campaign, opened), by=by())

    assert elsewhere.worker.due() == []
    assert opened in {one for _, one in office.worker.due()}
    assert office.state(asked) is State.LAUNCHING


def test_its_jobs_lie_in_a_queue_of_their_own(office: Office, elsewhere: Office) -> None:
    office.asked()
    ours = JobQueue(make_huey(office.settings.queue), office.worker)
    theirs = JobQueue(make_huey(elsewhere.settings.queue, mail_only=True), elsewhere.worker)

    ours.sweep()
    theirs.sweep()

    names = [one.name for one in theirs.huey.pending()]
    assert names == ["send"]
    assert sorted(one.name for one in ours.huey.pending()) == ["duty", "send"]
    for queue in (ours, theirs):
        queue.huey.storage.close()


def test_the_doctor_says_what_this_host_is_for(elsewhere: Office) -> None:
    elsewhere.settings.link_key_folder.prepare()

    found = [check for check in check_keys(elsewhere.settings) if check.subject == "seal keys"]

    assert [(one.verdict, "sends mail" in one.found) for one in found] == [(Verdict.OK, True)]


def test_what_needs_seal_keys_says_on_which_host_to_do_it(elsewhere: Office) -> None:
    with pytest.raises(NoSealKeysError, match="on the host that has"):
        _ = elsewhere.settings.seal_key_folder
