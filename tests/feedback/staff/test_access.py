"""Every page has a rule, and every rule holds: all routes, all people, all ids."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import pytest

from tests.feedback.staff.world import (
    ADMIN,
    EVERYBODY,
    KARIN,
    MAJA,
    NILS,
    OLLE,
    ORGANISER,
    OTHER_ORGANISER,
    SARA,
    form_to,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from webtest import TestApp
    from werkzeug.routing import Rule

    from tests.feedback.staff.world import World

LINK_IS_THE_RULE: Final = {"rater", "rater_entry"}
WITHOUT_PERSON: Final = {"static", "healthz"}
INDEX: Final = {
    "leader.index": {KARIN, OLLE, SARA},
    "coach.index": {MAJA, NILS},
    "organiser.index": {ORGANISER, OTHER_ORGANISER},
    "admin.index": {ADMIN},
}
FOR_LEADERS_TOO: Final = {"handouts.card", "handouts.card_as_pdf"}
UNSHARED: Final = {"coach.show"}
"""What a coach may open before anything is shared: a page that says so."""


def test_every_page_but_a_raters_carries_a_rule(world: World) -> None:
    rules = {rule.endpoint: _rule_of(world, rule.endpoint) for rule in _rules(world)}

    without = sorted(name for name, rule in rules.items() if not rule)

    assert without == []
    assert "organiser.launch" in rules


def test_nobody_gets_far_without_signing_in(world: World) -> None:
    browser = world.browser()
    token = form_to(browser.get("/sign-in"), "/language")["csrf_token"].value

    answers = {
        (method, path): _ask(browser, method, path, token)
        for rule in _rules(world)
        if _rule_of(world, rule.endpoint) != "open to all"
        for method, path in _addresses(world, rule)
    }

    assert len(answers) > 50
    assert {answer.status_int for answer in answers.values()} == {302}
    assert all("/sign-in" in answer.location for answer in answers.values())


@pytest.mark.parametrize("is_shared", [False, True])
def test_everybody_opens_what_is_theirs_and_nothing_else(world: World, is_shared: bool) -> None:  # noqa: FBT001 - a parameter of the test
    if is_shared:
        for subject in (world.karin, world.olle):
            world.share_with_leader(subject)
    browsers = {address: world.sign_in(address) for address in EVERYBODY}

    wrongly = [
        f"{address} {method} {path}: {status}"
        for address, browser in browsers.items()
        for method, path, may, status in _walk(world, browser, address, is_shared=is_shared)
        if may != (status == 200)
    ]

    assert wrongly == []


def test_a_refusal_does_not_tell_whether_the_id_exists(world: World) -> None:
    browser = world.sign_in(ORGANISER)

    guessed = uuid4()

    theirs = browser.get(f"/campaigns/{world.other_campaign}", status=404)
    nobodys = browser.get(f"/campaigns/{guessed}", status=404)

    assert theirs.text.replace(str(world.other_campaign), str(guessed)) == nobodys.text


def test_a_revoked_organiser_is_out_at_once(world: World) -> None:
    from feedback.operations import accounts  # noqa: PLC0415 - beside its only use

    browser = world.sign_in(ORGANISER)
    browser.get(f"/campaigns/{world.campaign}")

    with world.database.writing() as session:
        account = accounts.find_account(session, ORGANISER)
        assert account
        accounts.revoke(session, account)

    browser.get(f"/campaigns/{world.campaign}", status=404)


def _walk(
    world: World, browser: TestApp, address: str, *, is_shared: bool
) -> Iterator[tuple[str, str, bool, int]]:
    token = form_to(browser.get("/start", status="*").maybe_follow(), "/language")[
        "csrf_token"
    ].value
    for rule in _rules(world):
        if rule.endpoint.startswith("security."):
            continue
        for ids, (method, path) in _addresses_with_ids(world, rule):
            may = _may(world, address, rule.endpoint, ids, is_shared=is_shared)
            if method == "POST" and may:
                continue  # what it does is another test's
            yield method, path, may, _ask(browser, method, path, token).status_int


def _may(
    world: World, address: str, endpoint: str, ids: dict[str, UUID], *, is_shared: bool
) -> bool:
    if endpoint in INDEX:
        return address in INDEX[endpoint]
    if endpoint in FOR_LEADERS_TOO and _led_by(world, address) == ids["campaign_id"]:
        return True
    if endpoint.startswith(("organiser.", "handouts.")):
        organisers = {world.campaign: ORGANISER, world.other_campaign: OTHER_ORGANISER}
        return organisers.get(ids["campaign_id"]) == address
    subject = ids["subject_id"]
    if endpoint.startswith("leader."):
        return is_shared and {world.karin: KARIN, world.olle: OLLE}.get(subject) == address
    is_coach = {world.karin: MAJA, world.olle: NILS}.get(subject) == address
    return is_coach and (is_shared or endpoint in UNSHARED)


def _led_by(world: World, address: str) -> UUID | None:
    ours, theirs = world.campaign, world.other_campaign
    return {KARIN: ours, OLLE: ours, SARA: theirs}.get(address)


def _rule_of(world: World, endpoint: str) -> str:
    return str(getattr(world.app.view_functions[endpoint], "guarded_by", ""))


def _rules(world: World) -> list[Rule]:
    return [
        rule
        for rule in world.app.url_map.iter_rules()
        if rule.endpoint not in WITHOUT_PERSON
        and rule.endpoint.split(".")[0] not in LINK_IS_THE_RULE
    ]


def _addresses(world: World, rule: Rule) -> list[tuple[str, str]]:
    return [address for _, address in _addresses_with_ids(world, rule)]


def _addresses_with_ids(
    world: World, rule: Rule
) -> Iterator[tuple[dict[str, UUID], tuple[str, str]]]:
    """Yield every method and path of a rule, with every id there is and one that is not."""
    methods = sorted((rule.methods or set()) & {"GET", "POST"})
    choices: dict[str, list[Any]] = {
        "campaign_id": [world.campaign, world.other_campaign, uuid4()],
        "subject_id": [world.karin, world.olle, world.sara, uuid4()],
        "language": ["sv", "en"],
        "act": ["launch", "close", "cancel"],
    }
    names = sorted(rule.arguments)
    urls = world.app.url_map.bind("feedback.example.se")
    for values in itertools.product(*(choices[name] for name in names)):
        ids = dict(zip(names, values, strict=True))
        for method in methods:
            yield ids, (method, urls.build(rule.endpoint, ids, method=method))


def _ask(browser: TestApp, method: str, path: str, token: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    if method == "GET":
        return browser.get(path, status="*")
    return browser.post(path, {"csrf_token": token}, status="*")
