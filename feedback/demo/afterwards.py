"""After sharing: the coach sets a date for the talk, and a leader marks, plans and shares."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from feedback.demo.reading import form_with, sign_in
from feedback.demo.stage import CommandFailedError

if TYPE_CHECKING:
    from feedback.demo.stage import Stage
    from feedback.demo.visitor import FoundPage

_ID: Final = "[0-9a-f-]{36}"
_FOLLOW_UP: Final = timedelta(weeks=8)
_FIRST_STEP: Final = timedelta(weeks=2)


def set_talk(stage: Stage, coach: str, leader: str) -> date:
    """Let the coach set the talk with a leader, on Wednesday of next week."""
    visitor = sign_in(stage, coach)
    desk = visitor.get("/coach/")
    path = _link_beside(desk, leader)
    today = date.today()  # noqa: DTZ011 - a day on the operator's own wall
    day = today + timedelta(days=9 - today.weekday())  # Wednesday of next week
    page = visitor.get(f"{path}/talk")
    wanted = {"day": day.isoformat(), "at": "10:00", "place": "Rum 4"}
    visitor.send(page, form_with(page, "day"), wanted)
    return day


def write_plan(stage: Stage, leader: str, coach: tuple[str, str]) -> str:
    """Let a leader mark two statements, begin a plan, and share it; return its address."""
    visitor = sign_in(stage, leader)
    index = visitor.get("/my-reports/")
    report = visitor.get(_first(rf"/my-reports/{_ID}$", index))
    marking = [form for form in report.forms if form.action.endswith("/marks")]
    for form, kind in zip(marking, ("proud", "focus"), strict=False):
        key = re.search(r'name="(mark-[^"]+)"', report.text[_at(report, form.values["trait"]) :])
        visitor.send(report, form, {key.group(1): kind} if key else {})
    begin = next(form for form in report.forms if form.action.endswith("/plans/"))
    plan = visitor.send(report, begin, {})
    page = visitor.get(_first(rf"/goals/{_ID}/actions/new$", plan))
    today = date.today()  # noqa: DTZ011 - as above
    plan = visitor.send(
        page,
        form_with(page, "what"),
        {
            "what": "Fråga ”vad tänker du själv?” innan jag svarar, på varje ledningsmöte.",
            "first_step": "Skriva frågan överst på dagordningen till tisdag.",
            "with_whom": "Ledningsgruppen, tisdagar.",
            "by_when": (today + _FIRST_STEP).isoformat(),
            "notice": "Fler förslag kommer från andra än mig.",
            "support": "Att min chef frågar hur det går.",
        },
    )
    visitor.send(plan, form_with(plan, "day"), {"day": (today + _FOLLOW_UP).isoformat()})
    name, address = coach
    page = visitor.get(f"{plan.address}/readers")
    visitor.send(
        page, form_with(page, "name"), {"relation": "coach", "name": name, "email": address}
    )
    return plan.address


def _first(pattern: str, page: FoundPage) -> str:
    found = next((link for link in page.links if re.search(pattern, link)), None)
    if found is None:
        message = f"{page.address} has no link {pattern}"
        raise CommandFailedError(message)
    return found


def _link_beside(page: FoundPage, name: str) -> str:
    found = re.search(rf'href="(/coach/{_ID})"[^>]*>\s*{re.escape(name)}', page.text)
    if found is None:
        message = f"{page.address} does not name {name}"
        raise CommandFailedError(message)
    return found.group(1)


def _at(page: FoundPage, trait: str) -> int:
    """Return where the marks of a trait stand in a page."""
    return page.text.index(f'name="trait" value="{trait}"')
