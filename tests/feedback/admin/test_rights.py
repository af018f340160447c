"""`feedback admin` and the administrator's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner
from sqlalchemy import select

from feedback.cli.main import main
from feedback.models import AuditEntry, Campaign
from feedback.operations.acts import in_words
from feedback.operations.rights import accounts
from feedback.version import version
from tests.acting import SOMEBODY
from tests.feedback.world import ADMIN, ORGANISER, STRANGER, form_to

if TYPE_CHECKING:
    import pytest
    from click.testing import Result

    from tests.feedback.world import World


def test_create_makes_an_administrator_who_can_sign_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = _run(world, monkeypatch, "create", "Ny.Admin@Example.se")

    assert result.exit_code == 0, result.output
    assert world.sign_in("ny.admin@example.se").get("/admin/").status_int == 200


def test_staff_read_which_version_this_is_and_others_do_not(world: World) -> None:
    assert f"Version {version()}" in world.sign_in(ADMIN).get("/admin/").text
    assert (
        f"Version {version()}" in world.sign_in(ORGANISER).get(f"/campaigns/{world.campaign}").text
    )
    assert version() not in world.browser().get("/sign-in").text


def test_grant_makes_an_organiser_of_the_department(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = _run(world, monkeypatch, "grant", STRANGER, "--department", _department(world))

    assert result.exit_code == 0, result.output
    browser = world.sign_in(STRANGER)
    assert browser.get(f"/campaigns/{world.campaign}").status_int == 200
    browser.get(f"/campaigns/{world.other_campaign}", status=404)


def test_grant_names_the_departments_there_are_when_one_is_misspelt(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = _run(world, monkeypatch, "grant", STRANGER, "--department", "Finns inte")

    assert result.exit_code == 2
    assert _department(world) in result.output
    assert STRANGER not in world.accounts()


def test_what_is_no_address_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    result = _run(world, monkeypatch, "create", "admin")

    assert result.exit_code == 2
    assert "no e-mail address" in result.output


def test_granting_twice_is_granting_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    results = [
        _run(world, monkeypatch, "grant", STRANGER, "--department", _department(world))
        for _ in (1, 2)
    ]

    assert [result.exit_code for result in results] == [0, 0]
    assert (
        f"{STRANGER}: organiser of {_department(world)}\n"
        in _run(world, monkeypatch, "list").output
    )


def test_revoke_takes_every_right(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(world, monkeypatch, "grant", STRANGER, "--department", _department(world))
    _run(world, monkeypatch, "create", STRANGER)

    _run(world, monkeypatch, "revoke", STRANGER)

    assert f"{STRANGER}: nothing granted" in _run(world, monkeypatch, "list").output


def test_every_grant_is_written_down_and_shown_to_administrators(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(world, monkeypatch, "grant", STRANGER, "--department", _department(world))

    page = world.sign_in(ADMIN).get("/records/log")

    with world.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.actor != SOMEBODY)).one()
    assert entry.object == f"account {STRANGER}"
    assert entry.actor.startswith("operator ")
    assert in_words(entry.action) in page


def _run(world: World, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    given = {
        "FEEDBACK_BASE_URL": world.settings.base_url,
        "FEEDBACK_MAIL_FROM": world.settings.mail_from,
        "FEEDBACK_INSTANCE": str(world.settings.instance),
        "FEEDBACK_BACKUPS": str(world.settings.backup_folder),
        "FEEDBACK_DATABASE_URL": world.settings.database_url,
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(main, ["admin", *words])


def _department(world: World) -> str:
    with world.database.reading() as session:
        return session.get_one(Campaign, world.campaign).programme.department.name


def test_an_administrator_grants_a_department_on_the_page(world: World) -> None:
    browser = world.sign_in(ADMIN)

    form = form_to(browser.get("/admin/"), "/admin/rights")
    form["address"], form["right"] = STRANGER.upper(), str(world.departments[0])
    form.submit().follow()

    assert world.sign_in(STRANGER).get(f"/campaigns/{world.campaign}").status_int == 200
    with world.database.reading() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
        assert last
        assert (last.actor, last.object) == (ADMIN, f"account {STRANGER}")


def test_an_address_that_is_none_stays_typed_and_grants_nothing(world: World) -> None:
    browser = world.sign_in(ADMIN)

    form = form_to(browser.get("/admin/"), "/admin/rights")
    form["address"] = "okand"
    page = form.submit(status=422)

    assert form_to(page, "/admin/rights")["address"].value == "okand"
    assert "okand" not in world.accounts()


def test_rights_are_taken_away_after_asking_and_end_at_once(world: World) -> None:
    organiser, browser = world.sign_in(ORGANISER), world.sign_in(ADMIN)
    row = browser.get("/admin/").html.find("th", string=ORGANISER).parent
    link = row.find("a")["href"]
    page = browser.get(link)
    organiser.get(f"/campaigns/{world.campaign}")

    form_to(page, link).submit().follow()

    organiser.get(f"/campaigns/{world.campaign}", status=404)


def test_an_administrator_does_not_lock_everybody_out(world: World) -> None:
    browser = world.sign_in(ADMIN)
    with world.database.reading() as session:
        own = accounts.find_account(session, ADMIN)
        assert own
    token = form_to(browser.get("/admin/"), "/admin/rights")["csrf_token"].value

    browser.post(f"/admin/rights/{own.id}/revoke", {"csrf_token": token})

    browser.get("/admin/", status=200)
