"""Two requests of one rater at the same moment: nothing is lost, nothing is counted twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from flask import g

from feedback.ballot import Part
from feedback.models import Answered, Draft, Envelope, Invitation, Rater
from feedback.operations.answering.drafts import PageAnswers, save_page
from feedback.operations.answering.open_campaign import standing_of
from feedback.operations.answering.submitting import decline, tasks_of
from feedback.operations.people.raters import correct_address, move_rater
from tests.acting import by
from tests.factories import test_settings
from tests.opening import open_link

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy.orm import Session
    from webtest import TestApp

    from feedback.config import WorkerSettings
    from feedback.operations.answering.facts import InvitationFacts
    from feedback.operations.answering.links import Access
    from tests.factories import OpenCampaign
    from tests.pages import RaterPages

KEYS = ("lugn", "lika", "misstag")


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> WorkerSettings:
    """Give settings on both engines, one after the other."""
    return test_settings(tmp_path, database_url)


@pytest.mark.parametrize("step", ["save", "submit"])
def test_what_waits_for_a_save_keeps_its_answer(
    web: TestApp, anna: RaterPages, campaign: OpenCampaign, step: str
) -> None:
    sent = {"page": "1", "rating-lika": "5"} if step == "save" else {}
    task = anna.task()
    anna.save(anna.open(task, 1), {"rating-misstag": "5"})

    with campaign.database.writing() as session, ThreadPoolExecutor(1) as pool:
        _save(session, campaign, anna, "lugn")
        later = pool.submit(web.post, f"{task}/{step}", sent)
        with pytest.raises(TimeoutError):
            later.result(timeout=0.5)  # it waits until the first is committed
        session.commit()
        later.result(timeout=10)
    if step == "save":
        anna.send(task)

    answered = KEYS if step == "save" else {"lugn", "misstag"}
    assert campaign.ballots()[0].ratings == dict.fromkeys(answered, 5)


def test_what_waits_for_a_move_to_another_group_keeps_its_answer(
    web: TestApp, anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()

    with campaign.database.writing() as session, ThreadPoolExecutor(1) as pool:
        move_rater(
            session,
            session.get_one(Invitation, _task(session, campaign, anna)[1].id),
            "peer",
            by=by(),
        )
        later = pool.submit(web.post, f"{task}/save", {"page": "1", "rating-lika": "5"})
        with pytest.raises(TimeoutError):
            later.result(timeout=0.5)
        session.commit()
        later.result(timeout=10)
    anna.send(task)

    [ballot] = campaign.ballots()
    assert (ballot.group, ballot.ratings) == ("peer", {"lika": 5})


def test_a_save_and_a_corrected_address_wait_for_each_other_in_one_order(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    anna.save(anna.open(anna.task(), 1), {"rating-misstag": "5"})

    def correct(rater_id: UUID) -> None:
        with campaign.database.writing() as session:
            rater = session.get_one(Rater, rater_id)
            correct_address(
                session, rater.invitations[0], "anna.bergh@example.se", by=by(datetime.now(UTC))
            )

    with campaign.database.writing() as session, ThreadPoolExecutor(1) as pool:
        access, invitation = _task(session, campaign, anna)
        standing_of(session, invitation, Part.RESPONSE)
        later = pool.submit(correct, access.rater.id)
        with pytest.raises(TimeoutError):
            later.result(timeout=0.5)
        _save(session, campaign, anna, "lugn")  # else each would wait for what the other holds
        session.commit()
        later.result(timeout=10)

    assert campaign.count(Draft) == 0


def test_a_decline_leaves_no_transaction_of_its_look_open(
    web: TestApp, anna: RaterPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two connections in two transactions could wait for each other through a third.
    was_open: list[bool] = []

    def seen(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as decline takes them
        was_open.append("changing" in g)
        decline(*args, **kwargs)

    monkeypatch.setattr("feedback.rater.lists.decline", seen)

    web.post(f"{anna.task().removesuffix('/response')}/decline", {"reason": "other"})

    assert was_open == [False]


def _save(session: Session, campaign: OpenCampaign, rater: RaterPages, key: str) -> None:
    access, invitation = _task(session, campaign, rater)
    page = PageAnswers({key: 5})
    save_page(session, access, invitation, Part.RESPONSE, page, now=datetime.now(UTC))


def _task(
    session: Session, campaign: OpenCampaign, rater: RaterPages
) -> tuple[Access, InvitationFacts]:
    keys = campaign.settings.link_key_folder
    access = open_link(session, keys, rater.link.removeprefix("/s/"))
    [task] = tasks_of(session, access, has_conditions=False)
    return access, task.invitation


def test_saves_at_the_same_moment_lose_no_field(
    web: TestApp, anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()

    def save(key: str) -> int:
        answer = web.post(f"{task}/save", {"page": "1", f"rating-{key}": "5"})
        return int(answer.status_int)

    with ThreadPoolExecutor(len(KEYS)) as pool:
        statuses = list(pool.map(save, KEYS))
    anna.send(task)

    assert statuses == [200, 200, 200]
    assert campaign.ballots()[0].ratings == dict.fromkeys(KEYS, 5)


def test_sending_at_the_same_moment_is_counted_once(
    web: TestApp, anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    anna.answer_all(task)

    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda _: web.post(f"{task}/submit"), range(4)))

    assert all("Dina svar är skickade" in receipt for receipt in receipts)
    assert (campaign.count(Envelope), campaign.count(Answered)) == (1, 1)


def test_a_save_beside_a_submit_leaves_no_draft_behind(
    web: TestApp, anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    anna.answer_all(task)

    def act(step: str) -> int:
        posted = {"page": "1", "rating-lugn": "1"} if step == "save" else {}
        answer = web.post(f"{task}/{step}", posted, expect_errors=True)
        return int(answer.status_int)

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(act, ["save", "save", "submit", "save", "save", "submit"]))

    assert set(statuses) <= {200, 409}
    assert (campaign.count(Envelope), campaign.count(Draft)) == (1, 0)
