"""`feedback campaign`, `worker` and `mail`, as an operator types them."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.models import AuditEntry, Campaign, MailState, State, Subject
from tests.feedback.cli.commands import create, created, feedback
from tests.feedback.office import body_of
from tests.feedback.operations.people.file.people_files import ROWS, csv_bytes, row, xlsx_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feedback.office import Office


def names_of(office: Office) -> list[str]:
    with office.database.reading() as session:
        return list(session.scalars(select(Campaign.name)))


def state_of(office: Office) -> State:
    with office.database.reading() as session:
        return session.scalars(select(Campaign.state)).one()


def test_a_campaign_goes_from_files_to_shared_reports(desk: Office) -> None:
    assert create("--contact-name", "Eva Holm", "--contact-phone", "019-21 10 10").exit_code == 0
    assert feedback("campaign", "launch", "Våg 1", "--now", "--yes").exit_code == 0
    done = feedback("worker", "--until-idle", "--nightly")
    assert "Mails sent: 5." in done.output
    assert "Eva Holm, telefon 019-21 10 10" in body_of(desk.outbox()[0])
    assert feedback("campaign", "close", "Våg 1", "--yes").exit_code == 0
    assert "close done" in feedback("worker", "--until-idle").output
    assert feedback("campaign", "share", "Våg 1", "--with", "coach").exit_code == 0
    assert feedback("campaign", "share", "Våg 1", "--with", "leader").exit_code == 0

    last = feedback("worker", "--until-idle")

    assert "Mails sent: 4." in last.output
    with desk.database.reading() as session:
        assert all(session.scalars(select(Subject.shared_with_leader_at)))


@pytest.mark.parametrize("kind", ["people.csv", "people.xlsx"])
def test_a_dry_run_tells_the_size_and_keeps_nothing(
    desk: Office, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "people.xlsx").write_bytes(xlsx_bytes())

    result = create("--dry-run", people=kind)

    assert result.exit_code == 0
    assert result.stdout == "2 leaders, 4 raters' tasks, 5 people with a link.\n"
    assert names_of(desk) == []


def test_each_faulty_row_is_a_line_in_the_language_asked_for(desk: Office, tmp_path: Path) -> None:
    rows = [*ROWS, row("Eva Gran", "styrelse"), row("Fia Holm", email="fia")]
    (tmp_path / "people.csv").write_bytes(csv_bytes(rows))

    english, swedish = create(), create("--language", "sv")

    assert english.exit_code == 2
    assert [line[:6] for line in english.stderr.splitlines()] == ["Row 6,", "Row 7,"]
    assert [line[:6] for line in swedish.stderr.splitlines()] == ["Rad 6,", "Rad 7,"]
    assert names_of(desk) == []


def test_without_a_language_swedish_is_spoken(
    desk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LANG")
    (tmp_path / "people.csv").write_bytes(b"")

    assert create().stderr.startswith("Filen är tom.")
    assert names_of(desk) == []


def test_a_survey_may_be_named_by_id(desk: Office) -> None:
    assert create(survey="orebro").exit_code == 0
    assert names_of(desk) == ["Våg 1"]


@pytest.mark.parametrize("survey", ["no-such-survey", "missing.yaml"])
def test_a_survey_that_is_not_there_is_told(desk: Office, survey: str) -> None:
    result = create(survey=survey)

    assert result.exit_code == 2
    assert result.stderr
    assert names_of(desk) == []


def test_a_second_campaign_of_the_same_name_is_refused(desk: Office) -> None:
    created()

    result = create()

    assert result.exit_code == 2
    assert "already a campaign" in result.stderr
    assert names_of(desk) == ["Våg 1"]


@pytest.mark.parametrize("what", ["launch", "close", "cancel"])
def test_nothing_happens_when_the_question_is_answered_no(desk: Office, what: str) -> None:
    created()

    result = feedback("campaign", what, "Våg 1", answer="n\n")

    assert result.exit_code == 1
    assert state_of(desk) is State.DRAFT


def test_a_step_that_makes_no_sense_is_refused_in_a_sentence(desk: Office) -> None:
    created()

    result = feedback("campaign", "close", "Våg 1", "--yes")

    assert result.exit_code == 1
    assert result.stderr == "A campaign that is draft cannot be closed.\n"
    assert state_of(desk) is State.DRAFT


def test_a_campaign_is_found_by_name_or_by_the_start_of_its_id(desk: Office) -> None:
    created()
    listed = feedback("campaign", "list").output
    short = re.search(r"\b[0-9a-f]{8}\b", listed)

    assert short
    assert "Våg 1" in feedback("campaign", "show", short.group()).output
    assert feedback("campaign", "show", "Våg 9").exit_code == 2
    assert names_of(desk) == ["Våg 1"]


def test_days_are_added_to_all(desk: Office) -> None:
    created()

    result = feedback("campaign", "extend", "Våg 1", "--last-day", "2099-12-11")

    assert "2099-12-11" in result.output
    assert feedback("campaign", "extend", "Våg 1", "--last-day", "2099-12-01").exit_code == 2
    assert state_of(desk) is State.DRAFT


def test_cancelling_asks_and_then_erases(desk: Office) -> None:
    created()

    assert feedback("campaign", "cancel", "Våg 1", answer="y\n").exit_code == 0
    assert state_of(desk) is State.CANCELLED


def test_show_tells_bands_and_no_counts(desk: Office) -> None:
    created()
    feedback("campaign", "launch", "Våg 1", "--now", "--yes")
    feedback("worker", "--until-idle", "--nightly")

    shown = feedback("campaign", "show", "Våg 1").output

    assert "too few invited" in shown
    assert state_of(desk) is State.OPEN


def test_every_act_is_in_the_audit_log(desk: Office) -> None:
    created()
    feedback("campaign", "launch", "Våg 1", "--now", "--yes")
    feedback("mail", "hold")

    with desk.database.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.at)).all()
    assert [entry.action for entry in entries] == [
        "add department",
        "create programme",
        "create campaign",
        "launch campaign",
        "hold mail",
    ]
    assert all(entry.actor.startswith("operator ") for entry in entries)


def test_held_mail_waits_until_it_is_released(desk: Office) -> None:
    created()
    feedback("campaign", "launch", "Våg 1", "--now", "--yes")
    feedback("mail", "hold", "--reason", "after a restore")

    assert "Mails" not in feedback("worker", "--until-idle").output
    assert "after a restore" in feedback("mail", "list").output
    assert feedback("mail", "release").exit_code == 0
    assert "Mails sent: 5." in feedback("worker", "--until-idle").output
    assert {mail.state for mail in desk.mails()} == {MailState.SENT}


def test_an_uncertain_mail_is_listed_and_resent_by_hand(desk: Office) -> None:
    created()
    feedback("campaign", "launch", "Våg 1", "--now", "--yes")
    feedback("worker", "--until-idle")
    with desk.database.writing() as session:
        mail = session.merge(desk.mails()[0])
        mail.state = MailState.UNCERTAIN
        mail_id = str(mail.id)

    listed = feedback("mail", "list", "--state", "uncertain")

    assert mail_id[:8] in listed.output
    assert feedback("mail", "resend", mail_id[:8]).exit_code == 0
    assert "Mails sent: 1." in feedback("worker", "--until-idle").output


def test_all_missing_settings_are_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("FEEDBACK_BASE_URL", "FEEDBACK_MAIL_FROM"):
        monkeypatch.delenv(name, raising=False)

    result = feedback("campaign", "list")

    assert result.exit_code == 2
    assert {line.partition(":")[0] for line in result.stderr.splitlines()} == {
        "FEEDBACK_BASE_URL",
        "FEEDBACK_MAIL_FROM",
    }


def test_a_database_that_is_not_there_yet_says_what_to_do(
    desk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEEDBACK_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")

    before = feedback("campaign", "list")
    migrated = feedback("database", "migrate")
    after = feedback("campaign", "list")

    assert before.exit_code == 1
    assert "feedback database migrate" in before.stderr
    assert (migrated.exit_code, after.exit_code) == (0, 0)
    assert names_of(desk) == []


def test_help_lists_every_command_and_loads_none() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from feedback.cli.main import main;"
        "print(CliRunner().invoke(main, ['--help']).output);"
        "sys.exit(any(name in sys.modules for name in ('sqlalchemy', 'flask', 'numpy', 'huey')))"
    )

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stderr
    for name in ("survey", "campaign", "worker", "serve", "mail", "database", "score"):
        assert f"  {name} " in result.stdout


def test_one_broken_command_breaks_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "feedback.cli.score", None)

    assert feedback("score").exception is not None
    assert feedback("survey", "--help").exit_code == 0
    assert feedback("--help").exit_code == 0
