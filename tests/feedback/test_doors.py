"""The same act at both doors, page and command line, stands in the audit log in the same words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner
from sqlalchemy import select

from feedback.cli.main import main
from feedback.models import AuditEntry, Campaign, Invitation, Rater, Subject
from feedback.operations.campaigns.programmes import create_campaign
from tests.acting import by
from tests.factories import small_survey
from tests.feedback.office import PEOPLE, address_of
from tests.feedback.world import ADMIN, NOW, ORGANISER, form_to

if TYPE_CHECKING:
    from uuid import UUID

    import pytest
    from webtest import TestApp

    from tests.feedback.world import World

KARIN, ANNA = address_of("Karin Lund"), address_of("Anna Berg")
NEW = {"name": "Nils Ny", "email": "nils.ny@example.se", "group": "team", "language": "sv"}
LED = ("--leader", KARIN)
ASKED = (*LED, "--rater", ANNA)

Act = tuple[str, dict[str, str], tuple[str, ...]]
"""A page of a campaign, what is sent to it, and the command that does the same."""

ACTS: tuple[Act, ...] = (
    ("people/{karin}/raters", NEW, ("people", "add", "{c}", *LED, *(
        word for name, value in NEW.items() for word in (f"--{name}", value)
    ))),
    ("raters/{anna}/group", {"group": "peer"},
     ("people", "move", "{c}", *ASKED, "--group", "peer")),
    ("raters/{anna}/withdraw", {}, ("people", "withdraw", "{c}", *ASKED)),
    ("people/draw", {"draw-group": "team", "draw-count": "3"},
     ("people", "draw", "{c}", "--group", "team", "--count", "3")),
    ("coaches/{karin}", {"coach-email": "siv.ros@example.se", "coach-name": "Siv Ros"},
     ("coach", "{c}", *LED, "--coach", "siv.ros@example.se", "--name", "Siv Ros")),
    ("nomination", {"until": "2027-03-01"}, ("nomination", "open", "{c}", "--until", "2027-03-01")),
    ("people/{karin}/approve", {}, ("nomination", "approve", "{c}", *LED)),
    ("people/{karin}/send-back", {"line": "Fler"},
     ("nomination", "send-back", "{c}", *LED, "--line", "Fler")),
    ("nomination/end", {}, ("nomination", "end", "{c}")),
    ("people/{olle}/remove", {}, ("people", "remove-leader", "{c}", "--leader",
                                  address_of("Olle Sand"), "--yes")),
    ("launch", {}, ("launch", "{c}", "--yes")),
    ("undo-launch", {}, ("undo-launch", "{c}")),
    ("hold-mail", {}, ("hold-mail", "{c}")),
    ("send-mail", {}, ("send-mail", "{c}")),
    ("cancel", {}, ("cancel", "{c}", "--yes")),
)  # fmt: skip


def test_both_doors_leave_the_same_words_in_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, command = _draft(world, "Genom sidan"), _draft(world, "Genom kommandot")
    names = [_names(world, one) for one in (page, command)]
    browser = world.sign_in(ORGANISER)
    token = _token(browser, f"/campaigns/{page}/launch")
    _settings(world, monkeypatch)
    for path, fields, words in ACTS:
        where = f"/campaigns/{page}/{path.format(**names[0])}"
        shown = _shown(browser, where) if path == "nomination" else {}  # a limit for each group
        answer = browser.post(where, {**shown, "csrf_token": token, **fields}, status="*")
        assert answer.status_int == 302, (path, answer.text)
        said = [word.format(c=command) for word in words]
        done = CliRunner().invoke(main, ["campaign", *said])
        assert done.exit_code == 0, (words, done.output)

    noted = [_noted(world, one, ids) for one, ids in zip((page, command), names, strict=True)]

    assert noted[0] == noted[1]
    assert len(noted[0]) == len(ACTS)


def test_both_doors_note_what_is_of_no_campaign_alike(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    department = world.departments[0]
    with world.database.reading() as session:
        name = session.get_one(Campaign, world.campaign).programme.department.name
    browser = world.sign_in(ADMIN)
    token = _token(browser, "/admin/")
    _settings(world, monkeypatch)
    rule = {"kind": "responses", "days": "30", "decision": "Dnr 7"}
    stop = ("retention", "stop", "--reason", "Tillsyn")
    both: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
        ("/admin/rights", {"address": "ny@example.se", "right": str(department)},
         ("admin", "grant", "ny@example.se", "--department", name)),
        (f"/records/departments/{department}/retention", rule,
         ("retention", "set", "responses", "--days", "30", "--decision", "Dnr 7",
          "--department", name)),
        (f"/records/departments/{department}/stops", {"reason": "Tillsyn", "campaign": ""},
         (*stop, "--department", name)),
        ("/records/stops", {"reason": "Tillsyn"}, stop),
        ("/mail/hold", {"reason": "Vänta"}, ("mail", "hold", "--reason", "Vänta")),
        ("/mail/release", {}, ("mail", "release")),
    )  # fmt: skip
    for path, fields, words in both:
        answer = browser.post(path, {"csrf_token": token, **fields}, status="*")
        assert answer.status_int == 302, (path, answer.text)
        done = CliRunner().invoke(main, [*words])
        assert done.exit_code == 0, (words, done.output)

    with world.database.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.number)).all()
        facts = [
            (one.action, one.object, one.details, one.department_id)
            for one in entries
            if one.actor == ADMIN or one.actor.startswith("operator ")
        ]
    assert facts[::2] == facts[1::2]
    assert len(facts) == 2 * len(both)


def _token(browser: TestApp, path: str) -> str:
    form = next(iter(browser.get(path).forms.values()))
    return str(form["csrf_token"].value)


def _shown(browser: TestApp, path: str) -> dict[str, str]:
    return dict(form_to(browser.get(path), path).submit_fields())


def _draft(world: World, name: str) -> UUID:
    with world.database.writing() as session:
        programme = session.get_one(Campaign, world.campaign).programme
        return create_campaign(
            session,
            programme,
            small_survey(),
            name=name,
            last_day=date(2027, 3, 26),
            people=PEOPLE,
            by=by(NOW),
        ).id


def _names(world: World, campaign_id: UUID) -> dict[str, Any]:
    """Return the ids of whom the acts are about, by a name for each."""
    with world.database.reading() as session:
        subjects = session.scalars(select(Subject).where(Subject.campaign_id == campaign_id))
        found: dict[str, Any] = {one.person.name.split()[0].lower(): one.id for one in subjects}
        asked = session.scalars(
            select(Invitation)
            .join(Rater, Invitation.rater_id == Rater.id)
            .where(Invitation.subject_id == found["karin"])
        )
        found |= {
            one.rater.person.name.split()[0].lower(): one.id
            for one in asked
            if one.rater.person and one.group != "self"
        }
    return found


def _noted(world: World, campaign_id: UUID, names: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return what the log says of a campaign, its ids told by name."""
    called = {str(found): name for name, found in names.items()} | {str(campaign_id): "it"}
    with world.database.reading() as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.actor != "the test").order_by(AuditEntry.number)
        ).all()
    found: list[tuple[str, ...]] = []
    for one in entries:
        kind, _, thing = one.object.partition(" ")
        if thing in called:
            found.append((one.action, kind, called[thing], one.details, str(one.department_id)))
    return found


def _settings(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in world.environment.items():
        monkeypatch.setenv(name, value)
