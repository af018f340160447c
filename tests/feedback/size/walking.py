"""Walk every page of staff, and press every button on it, each on a database as it was."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from webtest.forms import Select, Text, Textarea
from werkzeug.routing import AnyConverter

from feedback import create_app
from feedback.requests.appearance import shown_of
from tests.applications import move
from tests.feedback.office import address_of
from tests.feedback.size.counting import Asked, counted
from tests.feedback.size.organisation import APPROVER, COACH, FIRST, OFFICE
from tests.feedback.world import World, guess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from webtest import TestApp
    from werkzeug.routing import Rule

    from tests.databases import Databases
    from tests.feedback.size.organisation import Organisation
    from tests.pages import Shown

WHO: Final = {
    "approvers": APPROVER,
    "the subject's approver, while raters are proposed": "Ovan 000",
    "coaches": COACH,
    "the subject's coach": "Coach 000",
    "the subject's coach, after sharing": "Coach 000",
    "the subject's coach from inside, after sharing": "Coach 000",
    "recipients": FIRST,
    "recipients, after sharing": FIRST,
    "the leader, after sharing": FIRST,
    "the leader, while raters are proposed": FIRST,
    "leaders and readers of plans": FIRST,
    "the plan's owner": FIRST,
    "the plan's owner and chosen readers": FIRST,
}
"""Whom each rule of feedback/access/rules.py lets in here; every other one the office."""

_OF_A_CAMPAIGN: Final = frozenset({"campaign_id", "subject_id", "invitation_id"})
_NO_PAGES: Final = frozenset({"rater", "rater_entry", "static", "appearance", "healthz"})
_REFUSED: Final = 400
_FILLED: Final = {"number": "3", "email": "ny.chef@example.se", "text": "3", "": "3"}


@dataclass
class Walk:
    """What was opened and pressed, and what each asked of the database."""

    app: Flask
    pages: dict[str, Asked] = field(default_factory=dict)
    downloads: dict[str, Asked] = field(default_factory=dict)
    presses: dict[str, Asked] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)  # buttons that did something


def rules_of(app: Flask) -> list[Rule]:
    """Return the addresses of every page but a rater's."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint.partition(".")[0] not in _NO_PAGES
    ]


def walk(made: Organisation, databases: Databases, *, times: int = 1) -> Walk:
    """Open every page in every campaign's state, and press each button till it does something.

    A page that is opened several times counts as it was the last time, as in a server that runs.
    """
    steps = _Steps(made, databases, times)
    for rule in rules_of(steps.world.app):
        for where, path in steps.paths(rule):
            steps.open(rule, where, path)
    steps.world.dispose()
    return steps.walk


class _Steps:
    def __init__(self, made: Organisation, databases: Databases, times: int = 1) -> None:
        self.databases, self.ids, self.times = databases, made.ids(), times
        made.office.database.dispose()
        settings = made.office.settings
        app = create_app(settings)
        _let_no_time_pass(app)
        nobody = made.campaigns["closed"]
        self.world = World(
            *(app, made.office.database, settings, nobody, nobody, nobody, nobody, nobody, nobody),
            "",
        )
        self.walk = Walk(app)
        self.browsers: dict[str, TestApp] = {}

    def paths(self, rule: Rule) -> Iterator[tuple[str, str]]:
        urls = self.world.app.url_map.bind("feedback.example.se")
        states = self.ids if rule.arguments & _OF_A_CAMPAIGN else {"closed": self.ids["closed"]}
        for state, ids in states.items():
            for values in _choices(rule, ids):
                yield state, urls.build(rule.endpoint, values, method="GET")

    def open(self, rule: Rule, state: str, path: str) -> None:
        browser = self.browser(rule)
        for _ in range(self.times - 1):
            browser.get(path, status="*")
        with counted() as found:
            page = browser.get(path, status="*")
        if page.status_int != 200:
            return
        opened = self.walk.pages if page.content_type == "text/html" else self.walk.downloads
        opened[f"{rule.endpoint} {state}"] = found
        if page.content_type == "text/html":
            self.press_all(page, state)

    def press_all(self, page: Shown, state: str) -> None:
        urls = self.world.app.url_map.bind("feedback.example.se")
        for form in page.forms.values():
            if form.method.upper() != "POST":
                continue
            action = (form.action or page.request.path).partition("?")[0]
            endpoint, _ = urls.match(action, method="POST")
            if endpoint in self.walk.done or endpoint.startswith("security."):
                continue  # signing out would end the walk
            self.press(form, endpoint, state)

    def press(self, form: Shown, endpoint: str, state: str) -> None:
        app, before = self.world.app, self.world.settings
        app.extensions["feedback.database"].dispose()
        url = self.databases.copy(before.database_url)
        _let_no_time_pass(move(app, before.model_copy(update={"database_url": url})))
        _fill(form)
        with counted() as found:
            answer = form.submit(status="*")
        self.walk.presses[f"{endpoint} {state}"] = found
        if answer.status_int < _REFUSED:
            self.walk.done.add(endpoint)
        _let_no_time_pass(move(app, before))
        self.databases.drop(url)

    def browser(self, rule: Rule) -> TestApp:
        guarded_by = getattr(self.world.app.view_functions[rule.endpoint], "guarded_by", "")
        who = WHO.get(guarded_by, "")
        address = address_of(who) if who else OFFICE
        if address not in self.browsers:
            self.browsers[address] = self.world.sign_in(address)
        return self.browsers[address]


def _choices(rule: Rule, ids: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what may stand in an address: an id, or every one of a few words."""
    found: dict[str, list[Any]] = {}
    for name, converter in rule._converters.items():
        if isinstance(converter, AnyConverter):
            found[name] = sorted(converter.items)
        else:
            found[name] = [ids.get(name) or guess(rule, name)]
    for values in itertools.product(*found.values()):
        yield dict(zip(found, values, strict=True))


def _let_no_time_pass(app: Flask) -> None:
    """Let a process look once how the installation looks: else time would ask, and not a page."""
    shown_of(app).seconds = lambda: 0.0


def _fill(form: Shown) -> None:
    """Fill what is empty with something, so that some of what is asked for is done."""
    for one in itertools.chain(*form.fields.values()):
        if one.value not in ("", None):
            continue
        if isinstance(one, Select):
            one.value = one.options[-1][0]
        elif isinstance(one, Text | Textarea):
            one.value = _FILLED.get(one.attrs.get("type", ""), "3")
