"""Every page has a rule, and every rule holds: all routes, all people, all ids."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import pytest

from tests.acting import by
from tests.feedback.world import (
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
    guess,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from webtest import TestApp
    from werkzeug.routing import Rule

    from tests.feedback.world import World

LINK_IS_THE_RULE: Final = {"rater", "rater_entry"}
WITHOUT_PERSON: Final = {"static", "appearance", "healthz"}
OPENED: Final = {200, 302, 303}
NOT_THERE_YET: Final = {"coach.talk_ics", "coach.pulse"}
"""What is found only once something else is there, such as the day of a talk."""


@dataclass(frozen=True)
class Visit:
    """Somebody at an address: who, in which world, with which ids, before or after sharing."""

    world: World
    address: str
    ids: dict[str, Any]
    is_shared: bool

    def leads(self) -> bool:
        """Tell whether the subject of the address is about this visitor."""
        return {self.world.karin: KARIN, self.world.olle: OLLE, self.world.sara: SARA}.get(
            self.ids["subject_id"]
        ) == self.address

    def coaches(self) -> bool:
        """Tell whether this visitor coaches the subject of the address."""
        coaches = {self.world.karin: MAJA, self.world.olle: NILS}
        return coaches.get(self.ids["subject_id"]) == self.address

    def organises(self) -> bool:
        """Tell whether this visitor organises the campaign of the address."""
        organisers = {self.world.campaign: ORGANISER, self.world.other_campaign: OTHER_ORGANISER}
        return organisers.get(self.ids["campaign_id"]) == self.address

    def organises_subject(self) -> bool:
        """Tell whether the subject is of the campaign of the address, which is this visitor's."""
        home = {self.world.karin: self.world.campaign, self.world.olle: self.world.campaign}
        home[self.world.sara] = self.world.other_campaign
        return self.organises() and home.get(self.ids["subject_id"]) == self.ids["campaign_id"]

    def organises_invitation(self) -> bool:
        """Tell whether the invitation is of the campaign of the address, which is theirs."""
        found = self.world.invitations[self.world.campaign], self.world.campaign
        other = self.world.invitations[self.world.other_campaign], self.world.other_campaign
        asked = self.ids["invitation_id"], self.ids["campaign_id"]
        return self.organises() and asked in (found, other)

    def organises_programme(self) -> bool:
        """Tell whether this visitor organises the programme of the address."""
        ours, theirs = self.world.programmes
        organisers = {ours: ORGANISER, theirs: OTHER_ORGANISER}
        return organisers.get(self.ids["programme_id"]) == self.address

    def organises_survey(self) -> bool:
        """Tell whether the own survey of the address is this visitor's department's."""
        ours, theirs = self.world.own_surveys
        organisers = {ours: ORGANISER, theirs: OTHER_ORGANISER}
        return organisers.get(self.ids["survey_id"]) == self.address

    def is_led_in(self) -> bool:
        """Tell whether the campaign of the address is about this visitor."""
        ours, theirs = self.world.campaign, self.world.other_campaign
        led = {KARIN: ours, OLLE: ours, SARA: theirs}
        return bool(led.get(self.address) == self.ids["campaign_id"])

    def owns_plan(self) -> bool:
        """Tell whether the plan of the address is this visitor's."""
        return bool(self.ids["plan_id"] == self.world.plan) and self.address == KARIN

    def keeps_department(self) -> bool:
        """Tell whether this visitor keeps the records of the department of the address."""
        ours, theirs = self.world.departments
        department = self.ids["department_id"]
        organised = {ours: ORGANISER, theirs: OTHER_ORGANISER}.get(department)
        return department in self.world.departments and self.address in {ADMIN, organised}


LEADERS: Final = {KARIN, OLLE, SARA}

# Whom each rule of feedback/access admits. A new rule is said here, a new page needs nothing.
ADMITS: Final[dict[str, Callable[[Visit], bool]]] = {
    "open to all": lambda _: True,
    "signed in": lambda _: True,
    "admins": lambda visit: visit.address == ADMIN,
    "keepers of records": lambda visit: visit.address in {ADMIN, ORGANISER, OTHER_ORGANISER},
    "keepers of the department's records": Visit.keeps_department,
    "organisers": lambda visit: visit.address in {ORGANISER, OTHER_ORGANISER},
    "organisers of the campaign's department": Visit.organises,
    "organisers of the campaign's department, and its leaders": lambda visit: (
        visit.organises() or visit.is_led_in()
    ),
    "organisers of the subject's department": Visit.organises_subject,
    "organisers of the invitation's department": Visit.organises_invitation,
    # Nobody proposes raters in this world; see test_people_access.
    "approvers": lambda _: False,
    "the subject's approver, while raters are proposed": lambda _: False,
    "the leader, while raters are proposed": lambda _: False,
    "organisers of the programme's department": Visit.organises_programme,
    "organisers of the survey's department": Visit.organises_survey,
    "coaches and organisers": lambda visit: (
        visit.address in {MAJA, NILS, ORGANISER, OTHER_ORGANISER}
    ),
    "coaches": lambda visit: visit.address in {MAJA, NILS},
    "the subject's coach": Visit.coaches,
    "the subject's coach, after sharing": lambda visit: visit.coaches() and visit.is_shared,
    "the subject's coach from inside, after sharing": lambda visit: (
        visit.coaches() and visit.is_shared
    ),
    "recipients": lambda visit: visit.address in LEADERS,
    "recipients, after sharing": lambda visit: (
        visit.leads() and visit.is_shared and visit.address != SARA
    ),
    # No campaign of this world is about a team; see leader/test_together.
    "one of several recipients, after sharing": lambda _: False,
    "the leader, after sharing": lambda visit: (
        visit.leads() and visit.is_shared and visit.address != SARA
    ),
    "leaders and readers of plans": lambda visit: visit.address in LEADERS,
    "the plan's owner": Visit.owns_plan,
    "the plan's owner and chosen readers": Visit.owns_plan,
}


def test_every_page_but_a_raters_carries_a_rule(world: World) -> None:
    rules = {rule.endpoint: _rule_of(world, rule.endpoint) for rule in rules_of(world)}

    without = sorted(name for name, rule in rules.items() if not rule)

    assert without == []
    assert "organiser.launch" in rules


def test_nobody_gets_far_without_signing_in(world: World) -> None:
    browser = world.browser()
    token = form_to(browser.get("/sign-in"), "/language")["csrf_token"].value

    answers = {
        (method, path): _ask(browser, method, path, token)
        for rule in rules_of(world)
        if _rule_of(world, rule.endpoint) != "open to all"
        for method, path in addresses_of(world, rule)
    }

    assert len(answers) > 50
    assert {answer.status_int for answer in answers.values()} == {302}
    assert all("/sign-in" in answer.location for answer in answers.values())


@pytest.mark.parametrize(
    ("address", "is_shared"),
    # Sharing changes what leaders and coaches may open, and nobody else's pages; one of two
    # leaders and coaches is tried, at the addresses of both.
    [
        *((address, True) for address in EVERYBODY if address not in {OLLE, NILS}),
        (KARIN, False),
        (MAJA, False),
    ],
)
def test_everybody_opens_what_is_theirs_and_nothing_else(
    world: World, address: str, *, is_shared: bool
) -> None:
    if is_shared:
        for subject in (world.karin, world.olle):
            world.share_with_leader(subject)
    browser = world.sign_in(address)

    wrongly = [
        f"{method} {path}: {status}"
        for method, path, expected, status in _walk(world, browser, address, is_shared=is_shared)
        if status not in expected
    ]

    assert wrongly == []


def test_a_refusal_does_not_tell_whether_the_id_exists(world: World) -> None:
    browser = world.sign_in(ORGANISER)

    guessed = uuid4()

    theirs = browser.get(f"/campaigns/{world.other_campaign}", status=404)
    nobodys = browser.get(f"/campaigns/{guessed}", status=404)

    assert theirs.text.replace(str(world.other_campaign), str(guessed)) == nobodys.text


def test_a_revoked_organiser_is_out_at_once(world: World) -> None:
    from feedback.operations.rights import accounts  # noqa: PLC0415 - beside its only use

    browser = world.sign_in(ORGANISER)
    browser.get(f"/campaigns/{world.campaign}")

    with world.database.writing() as session:
        account = accounts.find_account(session, ORGANISER)
        assert account
        accounts.revoke(session, account, by=by())

    browser.get(f"/campaigns/{world.campaign}", status=404)


def _walk(
    world: World, browser: TestApp, address: str, *, is_shared: bool
) -> Iterator[tuple[str, str, set[int], int]]:
    token = form_to(browser.get("/start", status="*").maybe_follow(), "/language")[
        "csrf_token"
    ].value
    for rule in rules_of(world):
        if rule.endpoint.startswith("security."):
            continue
        admits = ADMITS[_rule_of(world, rule.endpoint)]
        for ids, (method, path) in _addresses_with_ids(world, rule):
            may = admits(Visit(world, address, ids, is_shared))
            if method == "POST" and may:
                continue  # what it does is another test's
            # Within what is theirs, an id or a name that is not there is still not found.
            is_guess = bool(set(ids) - set(_choices(world)))
            missing = {404} if is_guess or rule.endpoint in NOT_THERE_YET else set()
            expected = OPENED | missing if may else {404}
            yield method, path, expected, _ask(browser, method, path, token).status_int


def _rule_of(world: World, endpoint: str) -> str:
    return str(getattr(world.app.view_functions[endpoint], "guarded_by", ""))


def rules_of(world: World) -> list[Rule]:
    """Return the rules of every address that a person signs in for."""
    return [
        rule
        for rule in world.app.url_map.iter_rules()
        if rule.endpoint not in WITHOUT_PERSON
        and rule.endpoint.split(".")[0] not in LINK_IS_THE_RULE
    ]


def addresses_of(world: World, rule: Rule) -> list[tuple[str, str]]:
    """Return every method and path of a rule."""
    return [address for _, address in _addresses_with_ids(world, rule)]


def _addresses_with_ids(
    world: World, rule: Rule
) -> Iterator[tuple[dict[str, Any], tuple[str, str]]]:
    """Yield every method and path of a rule, with every id there is and one that is not."""
    methods = sorted((rule.methods or set()) & {"GET", "POST"})
    known = _choices(world)
    names = sorted(rule.arguments)
    if {"campaign_id"} < set(names):
        known["campaign_id"].pop()  # a guessed campaign is tried where it stands alone
    urls = world.app.url_map.bind("feedback.example.se")
    for values in itertools.product(*(known.get(name) or [guess(rule, name)] for name in names)):
        ids = dict(zip(names, values, strict=True))
        for method in methods:
            yield ids, (method, urls.build(rule.endpoint, ids, method=method))


def _choices(world: World) -> dict[str, list[Any]]:
    return {
        "campaign_id": [world.campaign, world.other_campaign, uuid4()],
        "subject_id": [world.karin, world.olle, world.sara, uuid4()],
        "invitation_id": [*world.invitations.values(), uuid4()],
        "programme_id": [*world.programmes, uuid4()],
        "plan_id": [world.plan, uuid4()],
        "survey_id": [*world.own_surveys, uuid4()],
        "department_id": [*world.departments, uuid4()],
        "language": ["sv"],
        "act": ["close", "cancel"],
    }


def _ask(browser: TestApp, method: str, path: str, token: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    if method == "GET":
        return browser.get(path, status="*")
    return browser.post(path, {"csrf_token": token}, status="*")
