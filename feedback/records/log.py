"""The audit log to read: who did what and about whom, by name, in the language of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from flask import Blueprint, current_app, render_template, request
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import admins_only, keeper_of_department
from feedback.clock import day_of
from feedback.languages import (
    LANGUAGES,
    day_in_words,
    language_in_words,
    translated,
    weekday_in_words,
)
from feedback.operations import audit_log, retention
from feedback.operations.acts import FIELDS, WORKER, Act, field_of, in_words
from feedback.operations.letters.composers import KINDS
from feedback.operations.people.logged import LoggedThing, names_at, things_of
from feedback.operations.rights.accounts import is_admin, organises
from feedback.requests.downloads import download
from feedback.requests.listing import Choice, Column, listed
from feedback.requests.sessions import db_session, settings_of
from feedback.text.sheets import semicolon_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from werkzeug import Response

    from feedback.models import Department
    from feedback.operations.audit_log import LogEntry
    from feedback.requests.listing import Listing

blueprint: Final = Blueprint("log", __name__, url_prefix="/records")

_OPERATOR: Final = "operator "
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_PERIOD: Final = ("from", "until")
_KEYED: Final = frozenset(
    {Act.WORD_LETTER, Act.STANDARD_LETTER, Act.SEND_TEST, Act.SEND_CORRECTION}
    | {Act.SET_RETENTION, Act.EXTEND_CAMPAIGN, Act.OPEN_NOMINATION}
)
"""Acts whose details are keys and days; of others they may be what somebody typed."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry in words; `within` says more of what it is about."""

    number: int
    at: datetime
    who: str
    address: str
    what: str
    details: str
    about: str
    within: str


@dataclass(frozen=True, slots=True)
class _Names:
    """The names that stand for what entries hold; a rater's only for whoever organises."""

    people: Mapping[str, str]
    things: Mapping[str, LoggedThing]
    of_raters: bool

    def who(self, entry: LogEntry) -> str:
        """Return who acted."""
        who = self.people.get(entry.actor, entry.actor)
        if entry.actor == WORKER:
            who = _("The system")
        elif entry.actor.startswith(_OPERATOR):
            who = _("Operator (%(user)s)", user=entry.actor.removeprefix(_OPERATOR))
        return who

    def about(self, entry: LogEntry) -> tuple[str, str]:
        """Return what the entry is about, and what that belongs to."""
        thing = self.things[entry.object]
        if thing.kind == "invitation" and thing.name:
            asked = thing.name if self.of_raters else _("Somebody who is asked")
            return asked, _("about %(name)s", name=thing.within)
        if thing.kind == "plan" and thing.name:
            return _("The plan of %(name)s", name=thing.name), ""
        if thing.kind == "department":
            return thing.name or _gone(thing), ""
        return thing.name or _gone(thing), thing.within


@blueprint.get("/departments/<uuid:department_id>/log")
@keeper_of_department
def of_department(department: Department) -> str:
    """Show what staff did in a department."""
    entries, of_raters = _entries_of(department)
    return _page(entries, of_raters=of_raters, department=department)


@blueprint.get("/departments/<uuid:department_id>/log.csv")
@keeper_of_department
def of_department_as_csv(department: Department) -> Response:
    """Give out what staff did in a department, as it is searched and chosen from."""
    entries, of_raters = _entries_of(department)
    return _file(entries, of_raters=of_raters, name=department.name)


@blueprint.get("/log")
@admins_only
def everything() -> str:
    """Show what staff did anywhere."""
    return _page(audit_log.every_entry(db_session()), of_raters=False, department=None)


@blueprint.get("/log.csv")
@admins_only
def everything_as_csv() -> Response:
    """Give out what staff did anywhere, as it is searched and chosen from."""
    return _file(audit_log.every_entry(db_session()), of_raters=False, name="")


def _entries_of(department: Department) -> tuple[list[LogEntry], bool]:
    """Return the entries that whoever is signed in may read, and whether raters are named."""
    session = db_session()
    entries = audit_log.every_entry(
        session, department_ids=[department.id], for_organisers=not is_admin(current_user)
    )
    return entries, organises(session, current_user, department.id)


def _page(entries: Sequence[LogEntry], *, of_raters: bool, department: Department | None) -> str:
    listing = _listed(entries, of_raters=of_raters)
    names = _names(listing.rows, of_raters=of_raters)
    lines = {entry.number: _line(entry, names) for entry in listing.rows}
    return render_template(
        "records/log.html",
        department=department,
        listing=listing,
        lines=lines,
        days=_days(lines.values()),
        asked=_asked("q", "show", *_PERIOD),
    )


def _file(entries: Sequence[LogEntry], *, of_raters: bool, name: str) -> Response:
    listing = _listed(entries, of_raters=of_raters, page_size=len(entries) + 1)
    names = _names(listing.rows, of_raters=of_raters)
    heads = [_("No."), _("When"), _("Who"), _("Address"), _("What"), _("About"), _("Belongs to")]
    lines = (_line(entry, names) for entry in listing.rows)
    rows = [
        [
            str(line.number),
            f"{line.at:%Y-%m-%d %H:%M}",
            line.who,
            line.address,
            ": ".join(part for part in (line.what, line.details) if part),
            line.about,
            line.within,
        ]
        for line in lines
    ]
    log = _("Log")
    return download(semicolon_csv([heads, *rows]), "text/csv", f"{log} {name}.csv")


def _listed(
    entries: Sequence[LogEntry], *, of_raters: bool, page_size: int = 50
) -> Listing[LogEntry]:
    entries = _in_period(entries)
    # To search is to read every name; else those of the page are enough.
    is_searched = bool(request.args.get("q", "").strip())
    names = _names(entries if is_searched else (), of_raters=of_raters)
    return listed(
        entries,
        [
            Column("at", _("When")),
            Column("who", _("Who")),
            Column("what", _("What")),
            Column("about", _("About")),
            Column("number", _("No."), is_number=True),
        ],
        request.args,
        search=lambda entry: _searched(_line(entry, names)),
        choices=[Choice(key, translated(words), _is_of(key)) for key, words in FIELDS.items()],
        everything=_("All"),
        also=_asked(*_PERIOD),
        page_size=page_size,
    )


def _asked(*keys: str) -> dict[str, str]:
    return {key: request.args[key] for key in keys if request.args.get(key)}


def _in_period(entries: Sequence[LogEntry]) -> Sequence[LogEntry]:
    """Return the entries of the days that are asked for; what is no day asks for nothing."""
    zone = settings_of(current_app).zone
    first, last = (_day_asked(key) for key in _PERIOD)
    if not (first or last):
        return entries
    dated = ((entry, day_of(entry.at, zone)) for entry in entries)
    return [e for e, day in dated if (first or day) <= day <= (last or day)]


def _day_asked(key: str) -> date | None:
    text = request.args.get(key, "")
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _is_of(field: str) -> Callable[[LogEntry], bool]:
    return lambda entry: field_of(entry.action) == field


def _days(lines: Iterable[LogLine]) -> dict[int, str]:
    """Return the heading of each line that begins a day, by its place."""
    found: dict[int, str] = {}
    before = None
    for place, line in enumerate(lines):
        day = line.at.date()
        if day != before:
            found[place] = f"{weekday_in_words(day)} {day.year}"
        before = day
    return found


def _searched(line: LogLine) -> Iterable[str]:
    texts = (line.who, line.address, line.what, line.details, line.about, line.within)
    return (*texts, str(line.number))


def _names(entries: Collection[LogEntry], *, of_raters: bool) -> _Names:
    session = db_session()
    return _Names(
        people=names_at(session, (entry.actor for entry in entries)),
        things=things_of(session, {entry.object for entry in entries}),
        of_raters=of_raters,
    )


def _line(entry: LogEntry, names: _Names) -> LogLine:
    about, within = names.about(entry)
    who = names.who(entry)
    return LogLine(
        number=entry.number,
        at=entry.at.astimezone(settings_of(current_app).zone),
        who=who,
        address=entry.actor if entry.actor in names.people else "",
        what=translated(in_words(entry.action)),
        details=_details_in_words(entry),
        about=about,
        within=within if within != about else "",
    )


def _gone(thing: LoggedThing) -> str:
    """Return how a thing is called that has no name any more, or never had one."""
    if thing.kind == "account":
        return thing.key
    if not thing.key:
        known: dict[str, str] = {"all": _("All mail"), "everything": _("Everything")}
        return known.get(thing.kind, thing.kind)
    kinds = {
        "campaign": _("Removed campaign"),
        "programme": _("Removed programme"),
        "subject": _("Removed leader"),
        "invitation": _("Removed invitation"),
        "plan": _("Removed plan"),
        "mail": _("A mail"),
        "survey": _("Survey"),
    }
    return f"{kinds.get(thing.kind, thing.kind)} ({thing.key[:8]})"


def _details_in_words(entry: LogEntry) -> str:
    """Return what an act was done with; of the acts whose details are keys, in words."""
    if entry.action not in _KEYED:
        return entry.details
    return " ".join(_in_words(word) for word in entry.details.split(" "))


def _in_words(word: str) -> str:
    if word in KINDS:
        return translated(KINDS[word].name)
    if word in LANGUAGES:
        return language_in_words(word)
    if word in retention.KINDS:
        return translated(retention.KINDS[word].label)
    if _DAY.fullmatch(word):
        return day_in_words(date.fromisoformat(word))
    return word
