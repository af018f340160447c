"""A link opens its own tasks and nothing else, whichever address is tried with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

import pytest
from sqlalchemy import select

from feedback.models import Answered, Correction, Declined, Draft, Envelope, Subject
from tests.pages import RaterPages, browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from webtest import TestApp
    from werkzeug.routing import Rule

    from feedback.config import WorkerSettings
    from tests.factories import OpenCampaign

ANNAS: Final = (("team", "anna@example.se"),)
OTHERS: Final = (("self", ""), ("team", "bo@example.se"), ("peer", "anna@example.se"))
POSTED: Final = {"page": "1", "rating-lugn": "1", "words": "hej", "wrong": "left", "reason": "x"}
TRACES: Final = (Answered, Correction, Declined, Draft, Envelope)


@pytest.fixture
def campaigns(
    make_campaign: Callable[..., OpenCampaign],
) -> tuple[OpenCampaign, OpenCampaign]:
    """Give two open campaigns: Anna is asked about Karin in one, and about Olle in the other."""
    first = make_campaign(leaders=("Karin Lund",), raters=ANNAS)
    second = make_campaign(leaders=("Olle Sand",), raters=OTHERS)
    return first, second


@pytest.fixture
def client(settings: WorkerSettings) -> Iterator[TestApp]:
    """Give a browser on the application."""
    made = browser(settings)
    yield made
    made.app.extensions["feedback.database"].dispose()


def test_no_address_of_a_task_opens_with_somebody_elses_link(
    client: TestApp, campaigns: tuple[OpenCampaign, OpenCampaign]
) -> None:
    mine, other = campaigns
    strangers = [_subject_of(other), uuid4()]

    answers = {
        (path, method): _try(client, method, path)
        for subject in strangers
        for path, method in _addresses(client, mine.link_to("anna@example.se"), subject)
    }

    assert len(answers) >= 2 * 15
    assert {key: status for key, status in answers.items() if status != 410} == {}
    assert [mine.count(table) for table in TRACES] == [0] * len(TRACES)


def test_no_address_of_the_leaders_own_part_opens_with_a_raters_link(
    client: TestApp, campaigns: tuple[OpenCampaign, OpenCampaign]
) -> None:
    _, other = campaigns
    link, subject = other.link_to("bo@example.se"), _subject_of(other)

    answers = {
        (path, method): _try(client, method, path)
        for path, method in _addresses(client, link, subject, part="conditions")
        if "/conditions" in path
    }

    assert len(answers) > 7
    assert set(answers.values()) == {410}


def test_numbers_and_checks_of_two_links_do_not_mix(
    client: TestApp, campaigns: tuple[OpenCampaign, OpenCampaign]
) -> None:
    mine, other = campaigns
    links = [campaign.link_to("anna@example.se") for campaign in (mine, other)]
    number, check = links[0][:12], links[1][12:]  # /s/ and two groups; three groups

    assert len(number + check) == len(links[0])
    client.get(links[0], status=200)
    client.get(number + check, status=404)


def test_what_is_saved_at_one_link_is_not_read_at_anothers(
    client: TestApp, campaigns: tuple[OpenCampaign, OpenCampaign]
) -> None:
    _, other = campaigns
    anna, bo = (
        RaterPages.of(client, other, address) for address in ("anna@example.se", "bo@example.se")
    )
    page = anna.open(anna.task(), 1)
    saved = anna.save(page, {"rating-lugn": "2"}, go="back")
    base = anna.open(anna.task(), 1).forms["answers"]["base"].value

    shown = client.post(f"{bo.task()}/save", {"page": "1", "base": base, "rating-lika": "6"})

    assert saved.status_int == 200
    assert base
    assert shown.json["merged"] is True  # Anna's save names nothing of Bo's
    assert shown.json["ratings"]["lugn"] == ""


def _subject_of(campaign: OpenCampaign) -> UUID:
    with campaign.database.reading() as session:
        return session.scalars(select(Subject.id).where(Subject.campaign_id == campaign.id)).one()


def _addresses(
    client: TestApp, link: str, subject: UUID, *, part: str = "response"
) -> Iterator[tuple[str, str]]:
    """Yield every address about a task that the application knows, with each method."""
    given = {"code": link.removeprefix("/s/"), "subject": subject, "part": part, "number": 1}
    for rule in client.app.url_map.iter_rules():
        if rule.endpoint.startswith("rater.") and "subject" in rule.arguments:
            yield from ((_built(rule, given), method) for method in _methods(rule))


def _built(rule: Rule, given: dict[str, object]) -> str:
    built = rule.build({name: given[name] for name in rule.arguments})
    assert built is not None
    return str(built[1])


def _methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) & {"GET", "POST"}


def _try(client: TestApp, method: str, path: str) -> int:
    send = client.get if method == "GET" else client.post
    extra = {} if method == "GET" else {"params": POSTED}
    answer = send(path, expect_errors=True, **extra)
    if answer.status_int == 303:  # an address that only leads to another
        answer = answer.follow(expect_errors=True)
    return int(answer.status_int)
