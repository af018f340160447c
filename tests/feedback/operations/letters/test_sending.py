"""Each mail leaves at most once, whatever crashes; what nobody can know is called uncertain."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from feedback.database import Database
from feedback.mail import (
    MailError,
    MailPostponedError,
    MailRefusedError,
    MailUncertainError,
    ServerUnreachableError,
)
from feedback.models import Campaign, MailState, State
from feedback.operations import ledger
from feedback.operations.ledger import holding
from feedback.operations.letters import sending
from feedback.operations.letters.outcomes import Outcome
from feedback.operations.letters.sending import send_due
from feedback.operations.people.people_list import PeopleList
from tests.feedback.mail.posts import OpenPost
from tests.feedback.office import PEOPLE, body_of, leader, rater, rater_named

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.feedback.office import Office

ONE = PeopleList((leader("Karin Lund", rater("Anna Berg")),))


class KilledError(BaseException):
    """The process is killed here."""


class Post(OpenPost):
    """The world outside: takes mail, or fails as told."""

    def __init__(self, *failures: BaseException | None) -> None:
        self.failures = list(failures)
        self.taken: list[str] = []

    def send(self, message: EmailMessage) -> None:
        """Take the message, or fail as told."""
        failure = self.failures.pop(0) if self.failures else None
        if failure is None or isinstance(failure, MailUncertainError):
            self.taken.append(str(message["To"]))
        if failure is not None:
            raise failure


def send(office: Office, post: Post) -> Counter[Outcome]:
    return send_due(office.database, office.settings, post, now=lambda: office.now)


def states(office: Office) -> Counter[MailState]:
    return Counter(mail.state for mail in office.mails())


def test_every_mail_is_sent_once(office: Office) -> None:
    office.opened()
    post = Post()

    first, second = send(office, post), send(office, post)

    assert first == {Outcome.SENT: len(PEOPLE.people)}
    assert second == {}
    assert len(post.taken) == len(set(post.taken)) == len(PEOPLE.people)


def test_killed_between_claim_and_mark_is_uncertain_and_never_sent_again(office: Office) -> None:
    office.opened(ONE)
    post = Post(KilledError())
    with pytest.raises(KilledError):
        send(office, post)
    assert states(office) == {MailState.SENDING: 1, MailState.QUEUED: 1}

    office.now += timedelta(minutes=16)
    send(office, post)
    office.now += timedelta(days=3)
    send(office, post)

    assert states(office) == {MailState.UNCERTAIN: 1, MailState.SENT: 1}
    assert len(post.taken) == 1


def test_killed_before_the_claim_is_kept_sends_it_later(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.opened(ONE)
    post = Post()
    with monkeypatch.context() as broken:
        broken.setattr(sending, "compose", _killed)
        with pytest.raises(KilledError):
            send(office, post)
    assert states(office) == {MailState.QUEUED: 2}

    send(office, post)

    assert states(office) == {MailState.SENT: 2}


def test_killed_while_marking_is_uncertain(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.opened(ONE)
    post = Post()
    with monkeypatch.context() as broken:
        broken.setattr(ledger, "mark_sent", _killed)
        with pytest.raises(KilledError):
            send(office, post)

    office.now += timedelta(minutes=16)
    send(office, post)

    assert states(office) == {MailState.UNCERTAIN: 1, MailState.SENT: 1}
    assert len(post.taken) == len(set(post.taken)) == 2


def test_a_mail_another_worker_is_handing_over_is_not_called_uncertain(office: Office) -> None:
    office.opened(ONE)
    with pytest.raises(KilledError):
        send(office, Post(KilledError()))

    office.now += timedelta(minutes=5)
    send(office, Post())

    assert states(office) == {MailState.SENDING: 1, MailState.SENT: 1}


def test_two_workers_at_once_never_send_twice(office: Office) -> None:
    team = tuple(rater(f"Person {number}") for number in range(40))
    office.opened(PeopleList((leader("Karin Lund", *team),)))
    post = Post()
    start = threading.Barrier(2)

    def work() -> None:
        database = Database(office.database.url)
        start.wait()
        send_due(database, office.settings, post, now=lambda: office.now)
        database.dispose()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(post.taken) == 41
    assert set(Counter(post.taken).values()) == {1}
    assert states(office) == {MailState.SENT: 41}


@pytest.mark.parametrize(
    ("failure", "state"),
    [
        (MailRefusedError("550 no such user"), MailState.FAILED),
        (MailUncertainError("connection lost"), MailState.UNCERTAIN),
        (MailPostponedError("451 try later"), MailState.QUEUED),
        (ServerUnreachableError("no connection"), MailState.QUEUED),
    ],
)
def test_what_became_of_a_mail_is_noted_with_the_servers_words(
    small_office: Office, failure: MailError, state: MailState
) -> None:
    small_office.opened(ONE)

    send(small_office, Post(failure))

    (noted,) = [mail for mail in small_office.mails() if mail.error]
    assert (noted.state, noted.error) == (state, str(failure))


def test_a_postponed_mail_comes_again_later_and_later_and_then_has_failed(
    small_office: Office,
) -> None:
    small_office.opened(ONE)
    send(small_office, Post(MailPostponedError("451 try later")))  # and the other one is sent
    post = Post(*(MailPostponedError("451 try later") for _ in range(20)))
    tries = 0

    while any(mail.state is MailState.QUEUED for mail in small_office.mails()):
        small_office.now += timedelta(days=1)
        tries += sum(send(small_office, post).values())

    assert tries == len(ledger.BACK_OFF)
    assert post.taken == []
    assert MailState.FAILED in states(small_office)


def test_without_a_server_all_mail_waits_and_nothing_counts_as_a_try(
    small_office: Office,
) -> None:
    small_office.opened()
    for _ in range(30):
        small_office.now += timedelta(minutes=2)
        send(small_office, Post(ServerUnreachableError("no connection")))
    assert states(small_office) == {MailState.QUEUED: len(PEOPLE.people)}

    small_office.now += timedelta(minutes=2)
    send(small_office, Post())

    assert states(small_office) == {MailState.SENT: len(PEOPLE.people)}


def test_an_address_that_slipped_in_stops_nobody_elses_mail(small_office: Office) -> None:
    campaign_id = small_office.opened()
    with small_office.database.writing() as session:
        anna = rater_named(session, campaign_id, "Anna Berg").person
        assert anna is not None
        anna.email = "åsa@example.se"

    send(small_office, Post())

    assert states(small_office) == {
        MailState.FAILED: 1,
        MailState.SENT: len(PEOPLE.people) - 1,
    }


def test_held_mail_waits(office: Office) -> None:
    office.opened(ONE)
    post = Post()
    with office.database.writing() as session:
        holding.put_hold(session, "after a restore", now=office.now)

    send(office, post)
    assert post.taken == []
    with office.database.writing() as session:
        holding.lift_hold(session)
    send(office, post)

    assert len(post.taken) == 2


def test_a_hold_in_the_middle_stops_at_once(small_office: Office) -> None:
    small_office.opened()
    post = Post()

    def hold() -> None:
        with small_office.database.writing() as session:
            holding.put_hold(session, "stop", now=small_office.now)

    send_due(
        small_office.database,
        small_office.settings,
        post,
        now=lambda: small_office.now,
        on_mail=hold,
    )

    assert len(post.taken) == 1


@pytest.mark.parametrize("state", [State.CLOSING, State.CLOSED, State.LOST])
def test_an_invitation_to_a_campaign_that_is_over_is_dropped(
    small_office: Office, state: State
) -> None:
    campaign_id = small_office.opened(ONE)
    with small_office.database.writing() as session:
        session.get_one(Campaign, campaign_id).state = state
    post = Post()

    send(small_office, post)

    assert post.taken == []
    assert small_office.mails() == []


def test_a_rater_of_two_waves_gets_one_mail_for_both(small_office: Office) -> None:
    first = small_office.opened(ONE, name="Våg 1")
    second = small_office.opened(ONE, name="Våg 2", last_day=date(2026, 12, 11))
    small_office.worker.send()

    text = body_of(small_office.mail_to("Anna Berg"))

    assert len(small_office.outbox()) == 2  # Anna's and Karin's
    assert states(small_office) == {MailState.SENT: 4}
    assert small_office.link_of(first, "Anna Berg") in text
    assert small_office.link_of(second, "Anna Berg") in text
    assert "fredag 4 december" in text
    assert "fredag 11 december" in text


def test_killed_with_one_mail_for_two_waves_leaves_both_uncertain(small_office: Office) -> None:
    small_office.opened(ONE, name="Våg 1")
    small_office.opened(ONE, name="Våg 2")
    post = Post(KilledError())
    with pytest.raises(KilledError):
        send(small_office, post)
    assert states(small_office) == {MailState.SENDING: 2, MailState.QUEUED: 2}

    small_office.now += timedelta(minutes=16)
    send(small_office, post)

    assert states(small_office) == {MailState.UNCERTAIN: 2, MailState.SENT: 2}
    assert len(post.taken) == 1


def test_a_wave_that_closed_meanwhile_is_left_out_of_the_one_mail(small_office: Office) -> None:
    first = small_office.opened(ONE, name="Våg 1")
    second = small_office.opened(ONE, name="Våg 2")
    with small_office.database.writing() as session:
        session.get_one(Campaign, first).state = State.CLOSED
    small_office.worker.send()

    text = body_of(small_office.mail_to("Anna Berg"))

    assert text.count("https://") == 1
    assert small_office.link_of(second, "Anna Berg") in text
    assert states(small_office) == {MailState.SENT: 2}


def _killed(*_: object, **__: object) -> None:
    raise KilledError
