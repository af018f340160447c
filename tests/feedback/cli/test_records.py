"""`feedback retention`, `person`, `admin audit-log`: what keepers do, as an operator types it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from feedback.models import AuditEntry, Person, State
from feedback.operations import audit_chain
from tests.feedback.cli.commands import created, feedback
from tests.feedback.cli.test_campaign import state_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feedback.office import Office


def test_a_decision_is_shown_with_its_ground(desk: Office) -> None:
    created()
    words = ("--days", "30", "--decision", "Dnr 2026-117", "--department", "Skola")

    done = feedback("retention", "set", "responses", *words)

    assert done.exit_code == 0
    line = next(
        line for line in feedback("retention", "show").output.splitlines() if "responses" in line
    )
    assert "30" in line
    assert "Dnr 2026-117" in line
    del desk


def test_a_stop_holds_a_cancel_until_it_is_lifted(desk: Office) -> None:
    created()
    stopped = feedback("retention", "stop", "--reason", "Tillsyn", "--campaign", "Våg 1")

    refused = feedback("campaign", "cancel", "Våg 1", "--yes")
    feedback("retention", "lift", stopped.output.split()[1])
    taken = feedback("campaign", "cancel", "Våg 1", "--yes")

    assert refused.exit_code == 2
    assert "Tillsyn" in refused.output
    assert taken.exit_code == 0
    assert state_of(desk) is State.CANCELLED


def test_a_dry_run_erases_nothing_and_a_run_writes_the_protocol(
    desk: Office, tmp_path: Path
) -> None:
    created()
    feedback("campaign", "cancel", "Våg 1", "--yes")
    with desk.database.writing() as session:
        session.execute(text("UPDATE campaign SET last_day = '2020-01-01'"))

    dry = feedback("retention", "run", "--dry-run")
    states = [state_of(desk)]
    done = feedback("retention", "run")
    states.append(state_of(desk))
    printed = feedback("retention", "protocol", "--out", str(tmp_path / "protocol.pdf"))

    assert (dry.exit_code, done.exit_code, printed.exit_code) == (0, 0, 0)
    assert states == [State.CANCELLED, State.ERASED]
    assert (tmp_path / "protocol.pdf").read_bytes().startswith(b"%PDF-")


def test_everything_about_a_person_is_written_to_a_folder(desk: Office, tmp_path: Path) -> None:
    created()

    done = feedback("person", "export", "ANNA.BERG@example.se", "--out", str(tmp_path / "anna"))

    data = json.loads((tmp_path / "anna" / "data.json").read_text(encoding="utf-8"))
    assert done.exit_code == 0
    assert {one["Asked about"] for one in data["asked"]} == {"Karin Lund", "Olle Sand"}
    assert {path.name for path in (tmp_path / "anna").iterdir()} == {
        "data.json",
        "data.pdf",
        "letter.pdf",
    }
    with desk.database.reading() as session:
        assert "account anna.berg@example.se" in session.scalars(select(AuditEntry.object)).all()


def test_a_name_is_corrected_and_noted(desk: Office) -> None:
    created()

    done = feedback("person", "rename", "Anna.Berg@example.se", "Anna Bergman")
    unknown = feedback("person", "rename", "ingen@example.se", "Ingen")

    assert done.output == "anna.berg@example.se is called Anna Bergman now.\n"
    assert "The register knows no ingen@example.se." in unknown.output
    assert "rename" in feedback("admin", "audit-log").output
    with desk.database.reading() as session:
        names = session.scalars(select(Person.name)).all()
    assert "Anna Bergman" in names


def test_an_unaltered_log_is_told_with_a_sum_to_write_down(desk: Office) -> None:
    feedback("admin", "create", "eva@example.se")
    first = feedback("admin", "audit-log", "--verify")
    feedback("admin", "create", "bo@example.se")

    later = feedback("admin", "audit-log", "--known", first.output.split()[-1])
    other = feedback("admin", "audit-log", "--known", f"1:{'a' * 64}")
    odd = feedback("admin", "audit-log", "--known", "yesterday")

    assert (first.exit_code, later.exit_code) == (0, 0)
    assert (other.exit_code, odd.exit_code) == (1, 2)
    assert "eva@example.se" in feedback("admin", "audit-log").output
    del desk


def test_an_altered_log_is_told_by_the_entry(desk: Office) -> None:
    feedback("admin", "create", "eva@example.se")
    with desk.database.writing() as session:
        session.execute(text("DROP TRIGGER audit_entry_never_changes"))
        session.execute(text("UPDATE audit_entry SET object = 'account bo@example.se'"))
        assert audit_chain.faults_of(session)

    done = feedback("admin", "audit-log", "--verify")

    assert done.exit_code == 1
    assert "Entry 1 was changed." in done.output


@pytest.mark.usefixtures("desk")
def test_a_department_is_made_before_anybody_has_a_campaign() -> None:
    made = feedback("admin", "add-department", "Skolförvaltningen")
    granted = feedback("admin", "grant", "karin@example.se", "--department", "Skolförvaltningen")

    assert made.exit_code == granted.exit_code == 0, granted.output
    assert "organises the campaigns of Skolförvaltningen" in granted.output
    assert "add department" in feedback("admin", "audit-log").output
