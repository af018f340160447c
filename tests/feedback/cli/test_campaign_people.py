"""People and nominations on the command line: the same operations, shown before they act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select

from feedback.cli.main import main
from feedback.jobs import Duty
from feedback.models import AuditEntry, Campaign, Mail, State, Wrong
from feedback.operations.people.corrections import report_wrong
from feedback.operations.people.file import read_people_file
from feedback.operations.people.present import people_of
from tests.factories import small_survey
from tests.feedback.office import invitation_of
from tests.feedback.operations.people.file.people_files import (
    HEADINGS,
    csv_bytes,
    row,
    saved,
    workbook_of,
)
from tests.feedback.operations.people.file.people_samples import FOLDER

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from click.testing import Result

    from feedback.operations.people.people_list import LeaderEntry
    from tests.feedback.office import Office

KARIN = "karin.lund@example.se"


@pytest.fixture
def campaign_id(small_office: Office, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """Give a draft campaign, and the environment in which commands find it."""
    settings = small_office.settings
    for name, value in {
        "BASE_URL": settings.base_url,
        "MAIL_FROM": settings.mail_from,
        "INSTANCE": str(settings.instance),
        "BACKUPS": str(settings.backup_folder),
        "DATABASE_URL": small_office.database.url,
        "SECRET_KEY": "only for tests, and as long as others",
        "ORGANISATION": settings.organisation,
        "HELP_PHONE": settings.help_phone,
    }.items():
        monkeypatch.setenv(f"FEEDBACK_{name}", value)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    return small_office.draft(last_day=date(2099, 12, 31))  # commands go by the real clock


def run(*words: str, given: str = "", code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["campaign", *words], input=given)
    assert result.exit_code == code, result.output
    return result


def mailed(office: Office) -> list[str]:
    with office.database.reading() as session:
        return sorted(str(one.person.email) for one in session.scalars(select(Mail)))


def names(office: Office, campaign_id: UUID) -> list[str]:
    with office.database.reading() as session:
        karin, *_ = people_of(session, session.get_one(Campaign, campaign_id)).leaders
        return [one.name for one in karin.raters]


def test_a_list_is_compared_asked_about_and_applied(
    small_office: Office, campaign_id: UUID, tmp_path: Path
) -> None:
    path = tmp_path / "chefer.csv"
    path.write_bytes(csv_bytes([row("Anna Berg"), row("Ida Lim")]))

    shown = run("people", "diff", "Våg 1", str(path)).output
    run("people", "import", "Våg 1", str(path), given="n\n", code=1)
    before = names(small_office, campaign_id)
    run("people", "import", "Våg 1", str(path), "--yes")

    assert "+ Ida Lim, ida.lim@example.se (team of Karin Lund)" in shown
    assert "- Olle Sand, Norra skolan, olle.sand@example.se" in shown
    assert "1 new, 0 changed, 8 gone." in shown
    assert len(before) == 6
    assert names(small_office, campaign_id) == ["Anna Berg", "Ida Lim"]


def test_into_an_open_campaign_a_list_only_adds_and_whoever_is_new_is_mailed(
    small_office: Office, campaign_id: UUID, tmp_path: Path
) -> None:
    small_office.ask(campaign_id)
    small_office.worker.do(Duty.LAUNCH, campaign_id)
    path = tmp_path / "chefer.csv"
    path.write_bytes(csv_bytes([row("Anna Berg"), row("Ida Lim")]))

    shown = run("people", "diff", "Våg 1", str(path)).output
    asked = run("people", "import", "Våg 1", str(path), given="n\n", code=1).output
    before, mailed_before = names(small_office, campaign_id), mailed(small_office)
    run("people", "import", "Våg 1", str(path), "--yes")

    assert "1 new, 0 changed, 0 gone." in shown
    assert "Add them, and mail them now?" in asked
    assert sorted(names(small_office, campaign_id)) == sorted([*before, "Ida Lim"])
    assert mailed(small_office) == sorted([*mailed_before, "ida.lim@example.se"])


def test_a_campaign_that_has_ended_takes_no_list(
    small_office: Office, campaign_id: UUID, tmp_path: Path
) -> None:
    path = tmp_path / "chefer.csv"
    path.write_bytes(csv_bytes([row("Ida Lim")]))
    with small_office.database.writing() as session:
        session.get_one(Campaign, campaign_id).state = State.CLOSED

    CliRunner().invoke(main, ["campaign", "people", "import", "Våg 1", str(path), "--yes"])

    assert "Ida Lim" not in names(small_office, campaign_id)


def test_a_faulty_list_changes_nothing_and_tells_every_row(
    small_office: Office, campaign_id: UUID, tmp_path: Path
) -> None:
    path = tmp_path / "chefer.csv"
    path.write_bytes(csv_bytes([row("Anna Berg", "styrelse"), row("Bo Ek", "nämnd")]))

    result = run("people", "import", "Våg 1", str(path), "--yes", code=2)

    assert "Row 2" in result.output
    assert "Row 3" in result.output
    assert len(names(small_office, campaign_id)) == 6


def test_the_list_is_written_and_read_back(campaign_id: UUID, tmp_path: Path) -> None:
    del campaign_id
    path = tmp_path / "ut.xlsx"

    run("people", "export", "Våg 1", str(path))
    run("people", "export", "Våg 1", str(tmp_path / "ut.doc"), code=2)

    people = read_people_file(path.read_bytes(), small_survey()).people
    assert [one.name for one in people.leaders] == ["Karin Lund", "Olle Sand"]
    assert "0 new, 0 changed, 0 gone." in run("people", "diff", "Våg 1", str(path)).output


def test_leaders_are_changed_one_by_one(small_office: Office, campaign_id: UUID) -> None:
    mona = ("Våg 1", "--leader", "mona.vik@example.se")
    coach = ("--coach-email", "eva.holm@example.se")

    name = ("--name", "Mona Vik", "--email", "mona.vik@example.se", "--language", "en")
    run("people", "add-leader", "Våg 1", *name)
    run("people", "change-leader", *mona, "--title", "rektor", *coach)
    run("people", "change-leader", *mona, "--workplace", "Norra skolan")
    kept = _leader(small_office, campaign_id, "Mona Vik")
    run("people", "change-leader", *mona, "--coach-email", "", "--language", "sv-simple")
    alone = _leader(small_office, campaign_id, "Mona Vik")
    run("people", "change-leader", *mona, "--language", "tyska", code=2)
    run("people", "add-leader", "Våg 1", "--name", "Mona", "--email", "mona.vik@example.se", code=2)
    run("people", "remove-leader", *mona, given="n\n", code=1)
    run("people", "remove-leader", *mona, "--yes")

    assert (kept.title, kept.workplace, kept.coach_email, kept.language) == (
        "rektor",
        "Norra skolan",
        "eva.holm@example.se",
        "en",
    )
    assert alone == replace(kept, coach_email=None, language="sv-simple")
    with pytest.raises(StopIteration):
        _leader(small_office, campaign_id, "Mona Vik")


def _leader(office: Office, campaign_id: UUID, name: str) -> LeaderEntry:
    with office.database.reading() as session:
        leaders = people_of(session, session.get_one(Campaign, campaign_id)).leaders
        return next(one for one in leaders if one.name == name)


def test_raters_are_changed_one_by_one(small_office: Office, campaign_id: UUID) -> None:
    of_karin = ("Våg 1", "--leader", KARIN)
    new = ("--name", "Mona Vik", "--rater-id", "17", "--group", "team")

    run("people", "add", *of_karin, *new)
    run("people", "withdraw", *of_karin, "--rater", "anna.berg@example.se")
    run("people", "move", *of_karin, "--rater", "bo.ek@example.se", "--group", "peer")
    run("people", "correct", *of_karin, "--rater", "cia.dahl@example.se", "--email", "c@example.se")
    other = ("--name", "Ida Lim", "--email", "ida.lim@example.se", "--group", "team")
    run("people", "replace", *of_karin, "--rater", "#17", *other)
    run("people", "withdraw", *of_karin, "--rater", "nobody@example.se", code=2)
    listed = run("people", "list", *of_karin).output

    assert names(small_office, campaign_id) == [
        "Bo Ek",
        "Cia Dahl",
        "Dan Frid",
        "Eva Gran",
        "Ida Lim",
        "Per Holm",
    ]
    assert "c@example.se" in listed


def test_what_raters_report_is_listed_and_put_right(
    small_office: Office, campaign_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    small_office.ask(campaign_id)
    small_office.worker.do(Duty.LAUNCH, campaign_id)
    reports = {"Anna Berg": Wrong.GROUP, "Bo Ek": Wrong.LEFT, "Cia Dahl": Wrong.PERSON}
    with small_office.database.writing() as session:
        for who, wrong in reports.items():
            report_wrong(session, invitation_of(session, campaign_id, who, "Karin Lund"), wrong)
    settle = ("people", "settle", "Våg 1", "--leader", KARIN, "--rater")

    listed = run("people", "reported", "Våg 1").output
    run(*settle, "bo.ek@example.se", "--withdraw", "--leave", "--group", "team", code=2)
    run(*settle, "bo.ek@example.se", "--withdraw")
    run(*settle, "anna.berg@example.se", "--leave")
    run(*settle, "anna.berg@example.se", "--leave", code=2)
    run(*settle, "cia.dahl@example.se", "--email", "cia.d@example.se")
    left = run("people", "reported", "Våg 1").output

    assert [line.split()[0] for line in listed.splitlines()[1:]] == ["Anna", "Bo", "Cia"]
    assert len(left.splitlines()) == 1
    assert "Bo Ek" not in names(small_office, campaign_id)


def test_a_lost_link_is_sent_again(small_office: Office, campaign_id: UUID) -> None:
    small_office.ask(campaign_id)
    small_office.worker.do(Duty.LAUNCH, campaign_id)
    with small_office.database.writing() as session:
        session.execute(delete(Mail))
    lost = ("people", "resend", "Våg 1", "--leader", KARIN, "--rater", "bo.ek@example.se")

    told = run(*lost).output
    run(*lost, code=2)

    assert told == "The link is on its way again.\n"
    with small_office.database.reading() as session:
        (mail,) = session.scalars(select(Mail))
        assert (mail.kind, mail.person.name) == ("invitation", "Bo Ek")
        assert "send link again" in session.scalars(select(AuditEntry.action)).all()


def test_lots_are_drawn(small_office: Office, campaign_id: UUID) -> None:
    del small_office, campaign_id

    drawn = run("people", "draw", "Våg 1", "--group", "team", "--count", "3", "--leader", KARIN)

    assert drawn.output == "3 are asked, 2 are left out.\n"


def test_a_nomination_is_opened_decided_and_ended(small_office: Office, campaign_id: UUID) -> None:
    until = ("--until", "2099-12-01")

    run("nomination", "open", "Våg 1", *until, "--limit", "team:x:3", code=2)
    run("nomination", "open", "Våg 1", *until, "--limit", "team:3:9")
    run("nomination", "send-back", "Våg 1", "--leader", KARIN, "--line", "Fler kollegor.")
    shown = run("nomination", "show", "Våg 1").output
    run("nomination", "approve", "Våg 1", "--leader", KARIN)
    run("nomination", "end", "Våg 1")

    assert "Fler kollegor." in shown
    assert small_office.state(campaign_id) is State.DRAFT


def test_what_a_file_leaves_open_is_said_with_the_option_that_answers_it(
    small_office: Office, campaign_id: UUID, tmp_path: Path
) -> None:
    path = tmp_path / "chefer.xlsx"
    book = workbook_of([row("Anna Berg"), row("Bo Ek")])
    second = book.create_sheet("Våg 2")
    for line in (HEADINGS, row("Anna Berg"), row("Ida Lim")):
        second.append(list(line))
    second.row_dimensions[2].hidden = True
    path.write_bytes(saved(book))

    which = run("people", "import", "Våg 1", str(path), "--yes", code=2).output
    rows = run("people", "import", "Våg 1", str(path), "--sheet", "Våg 2", "--yes", code=2).output
    said = ("--sheet", "Våg 2", "--hidden-rows", "leave")
    run("people", "import", "Våg 1", str(path), *said, "--yes")

    assert '--sheet "Våg 2"' in which
    assert '--hidden-rows "leave"' in rows
    assert names(small_office, campaign_id) == ["Ida Lim"]


def test_an_encoding_is_said_on_the_command_line(campaign_id: UUID, tmp_path: Path) -> None:
    del campaign_id
    path = tmp_path / "chefer.csv"
    name = "Łukasz Wójcik"
    path.write_bytes(csv_bytes([row(name, email="x@example.se")], encoding="cp1250"))

    asked = run("people", "diff", "Våg 1", str(path), code=2).output
    read = run("people", "diff", "Våg 1", str(path), "--encoding", "cp1250").output

    assert '--encoding "cp1250"' in asked
    assert name in read


def test_every_sample_of_a_list_is_read_asked_about_or_refused(campaign_id: UUID) -> None:
    assert campaign_id
    said = {
        path.name: CliRunner().invoke(main, ["campaign", "people", "diff", "Våg 1", str(path)])
        for path in sorted(FOLDER.iterdir())
    }

    assert {name for name, result in said.items() if result.exit_code != 0} == {
        "hidden-rows.xlsx",
        "lookup-errors-sv.csv",
        "lookup-errors.xlsx",
    }
    assert "--hidden-rows" in said["hidden-rows.xlsx"].output
    assert "#SAKNAS!" in said["lookup-errors-sv.csv"].output
    assert "Håkan" in said["macroman-lower.csv"].output
