"""A person's name and address are read by one rule, whichever door they come in by."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from feedback.cli.main import main
from feedback.models import Person
from feedback.operations.people.file import PeopleFileError, read_people_file
from tests.factories import small_survey
from tests.feedback.people_world import Draft
from tests.feedback.world import form_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestApp

    from tests.feedback.world import World

    Door = Callable[[Draft, TestApp, str, str], bool]

Row = tuple[str, str, str, str]
"""Name and address as typed, and as they are kept; both empty where they are refused."""

PLAIN = "{who}@example.se"
VALUES: tuple[Row, ...] = (
    ("Eva Lind", PLAIN, "Eva Lind", PLAIN),
    ("Lind, Eva", "Lind, Eva <{who}@Example.SE>;", "Eva Lind", PLAIN),
    ('"Lind, Eva"', "mailto:{who}@example.se?subject=Hej", "Lind, Eva", PLAIN),
    ("Eva\u200b \u00a0Lind\u202e", "\u2066{who}@example.se\u2069", "Eva Lind", PLAIN),
    ("Eva O’Brien-Ek", "Eva ({who}@example.se)", "Eva O’Brien-Ek", PLAIN),
    ("Eva Lind, HR", "{who}@example.se [Extern]", "Eva Lind, HR", PLAIN),
    ("Eva Lind", "{who}@öbo.se", "Eva Lind", "{who}@xn--bo-eka.se"),
    ("Eva Lind", "{who}@xn--bo-eka.se", "Eva Lind", "{who}@xn--bo-eka.se"),
    ("#N/A", PLAIN, "", ""),
    ("#SAKNAS!", PLAIN, "", ""),
    ("Fel:508", PLAIN, "", ""),
    ("2026-03-04", PLAIN, "", ""),
    ("-", PLAIN, "", ""),
    ("1,98112E+11", PLAIN, "", ""),
    ("H?kan Lind", PLAIN, "", ""),
    ("HÃ¥kan Lind", PLAIN, "", ""),
    ("Evа Lind", PLAIN, "", ""),  # noqa: RUF001 - the last letter of the name is Cyrillic
    ("E" * 301, PLAIN, "", ""),
    ("Eva Lind", "åsa.{who}@example.se", "", ""),
    ("Eva Lind", "{who}@exаmple.se", "", ""),  # noqa: RUF001 - the same in the domain
    ("Eva Lind", "{who}@straße.de", "", ""),
    ("Eva Lind", "{who}@example", "", ""),
    ("Eva Lind", "{who} at example.se", "", ""),
    ("Eva Lind", "{who}@example.se; bo.ek@example.se", "", ""),
    ("Eva Lind", "{who}_example.se#EXT#@norra.onmicrosoft.com", "", ""),
)


def csv_of(*rows: tuple[str, ...], delimiter: str = ";") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


RATERS = ("Chefens e-post", "Chefens namn", "Svarandes e-post", "Svarandes namn", "Relation")
STAFF = ("E-post", "Namn", "Närmaste chefs e-post")
KARIN = ("karin.lund@example.se", "Karin Lund")


def as_rater(name: str, address: str) -> str:
    return csv_of(RATERS, (*KARIN, address, name, "team"))


def as_leader(name: str, address: str) -> str:
    return csv_of(RATERS, (address, name, "bo.ek@example.se", "Bo Ek", "team"))


def pasted(name: str, address: str) -> str:
    return csv_of(RATERS, (*KARIN, address, name, "team"), delimiter="\t")


def as_staff(name: str, address: str) -> str:
    return csv_of(STAFF, (*KARIN, ""), (address, name, KARIN[0]))


def listed(make: Callable[[str, str], str]) -> Door:
    """Return the door of a list: refused where something is left to put right."""

    def enter(draft: Draft, browser: TestApp, name: str, address: str) -> bool:
        path = draft.path("people", "import")
        form = form_to(browser.get(path), f"{path}/list")
        token = form["csrf_token"].value
        typed = {"csrf_token": token, "text": make(name, address), "extent": "adds"}
        page = browser.post(f"{path}/list", typed, status="*").maybe_follow()
        if page.request.path == f"{path}/columns":
            page = form_to(page, f"{path}/columns").submit(status="*").maybe_follow()
        if page.request.path == f"{path}/changes":
            return bool(form_to(page, f"{path}/apply").submit().status_int == 302)
        if page.request.path != f"{path}/list":
            form_to(page, f"{path}/discard").submit()
        return False

    return enter


def sent(page: str, to: str, prefix: str = "", **more: str) -> Door:
    def enter(draft: Draft, browser: TestApp, name: str, address: str) -> bool:
        karin = draft.subject("Karin Lund")
        paths = [draft.path(*one.format(karin=karin).split("/")) for one in (page, to)]
        form = form_to(browser.get(paths[0]), paths[1])
        form[f"{prefix}name"], form[f"{prefix}email"] = name, address
        for field, value in more.items():
            form[field] = value
        return bool(form.submit(status="*").status_int == 302)

    return enter


LED = ("--leader", KARIN[0])
DOORS: dict[str, Door] = {
    "list": listed(as_rater),
    "leaders": listed(as_leader),
    "paste": listed(pasted),
    "staff": listed(as_staff),
    "rater": sent("people/{karin}", "people/{karin}/raters", group="team"),
    "leader": sent("people", "people/leaders"),
    "coach": sent("coaches/{karin}", "coaches/{karin}", "coach-"),
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "cli-rater": ("people", "add", "{c}", *LED, "--group", "team", "--name={name}", "--email={a}"),
    "cli-leader": ("people", "add-leader", "{c}", "--name={name}", "--email={a}"),
    "cli-coach": ("coach", "{c}", *LED, "--name={name}", "--coach={a}"),
}


def by_command(words: tuple[str, ...], draft: Draft, name: str, address: str) -> bool:
    said = [word.format(c=draft.id, name=name, a=address) for word in words]
    done = CliRunner().invoke(main, ["campaign", *said])
    assert done.exit_code in {0, 2}, done.output
    return done.exit_code == 0


@pytest.mark.parametrize("door", [*DOORS, *COMMANDS])
def test_every_door_takes_and_refuses_the_same(
    door: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_settings(world, monkeypatch)
    draft = Draft(world)
    browser = draft.organiser()
    taken: list[tuple[bool, list[str]]] = []
    for number, (name, address, _, _) in enumerate(VALUES):
        who = f"{door}{number}"
        typed = name, address.format(who=who)
        if door in COMMANDS:
            is_taken = by_command(COMMANDS[door], draft, *typed)
        else:
            is_taken = DOORS[door](draft, browser, *typed)
        taken.append((is_taken, called(world, who)))

    assert taken == [
        (True, [f"{name} {address.format(who=f'{door}{number}')}"]) if name else (False, [])
        for number, (_, _, name, address) in enumerate(VALUES)
    ]


@pytest.mark.parametrize(
    ("typed", "kept"), [("7.0", "7"), (" 7\u200b", "7"), ("007", "007"), ("1E+5", ""), ("#N/A", "")]
)
def test_a_number_of_ones_own_is_read_alike_in_forms_and_lists(
    typed: str, kept: str, world: World
) -> None:
    draft = Draft(world)
    browser = draft.organiser()
    page = draft.path("people", draft.subject("Karin Lund"))

    form = form_to(browser.get(page), f"{page}/raters")
    form["name"], form["own_number"], form["group"] = "Eva Lind", typed, "team"
    by_form = form.submit(status="*").status_int == 302
    content = csv_of((*RATERS, "Svarandes id"), (*KARIN, "", "Eva Lind", "team", typed))

    assert (by_form, numbers(world)) == (bool(kept), [kept] if kept else [])
    assert numbers_in(content) == numbers(world)


def numbers_in(content: str) -> list[str | None]:
    """Return the numbers in a list; none if it is refused."""
    try:
        file = read_people_file(content.encode(), small_survey())
    except PeopleFileError:
        return []
    return [one.own_number for leader in file.people.leaders for one in leader.raters]


def numbers(world: World) -> list[str | None]:
    """Return the numbers that people have."""
    with world.database.reading() as session:
        found = select(Person.own_number).where(Person.own_number.is_not(None))
        return list(session.scalars(found))


def called(world: World, who: str) -> list[str]:
    """Return whom the register knows of those whose address begins so."""
    with world.database.reading() as session:
        people = session.scalars(select(Person).where(Person.email.like(f"%{who}@%")))
        return [f"{one.name} {one.email}" for one in people]


def use_settings(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in world.environment.items():
        monkeypatch.setenv(name, value)
