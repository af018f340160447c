"""`feedback letters` and `feedback campaign nameless`, as an operator types them."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from feedback.cli.main import main
from feedback.models import AuditEntry
from tests.acting import SOMEBODY
from tests.feedback.handouts.box import PEOPLE, printed
from tests.reports.pdf.reading import read

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from tests.feedback.office import Office


@pytest.fixture
def desk(small_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Sit down at a machine whose settings point at the office's database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEEDBACK_BASE_URL", "https://feedback.example.se")
    monkeypatch.setenv("FEEDBACK_MAIL_FROM", "Enkät <enkat@example.se>")
    monkeypatch.setenv("FEEDBACK_MAIL_HOURS", "always")
    monkeypatch.setenv("FEEDBACK_MAIL_PER_MINUTE", "60000")
    monkeypatch.setenv("FEEDBACK_INSTANCE", str(small_office.settings.instance))
    monkeypatch.setenv("FEEDBACK_BACKUPS", str(small_office.settings.backup_folder))
    monkeypatch.setenv("FEEDBACK_DATABASE_URL", small_office.database.url)
    return small_office


@pytest.fixture
def open_id(desk: Office) -> UUID:
    return desk.opened(PEOPLE)


def feedback(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_codes_are_made_for_one_leader_and_printed(
    desk: Office, open_id: UUID, tmp_path: Path
) -> None:
    made = feedback(
        *("campaign", "nameless", "Våg 1", "--leader", "Karin.Lund@example.se"),
        *("--group", "team", "--count", "4"),
    )
    done = feedback("letters", "Våg 1", "--kind", "slip", "--out", "slips.pdf")

    assert made.output == "Karin Lund, team: 4 codes\n"
    assert done.output == "slips.pdf: 7 slips\n"
    document = read((tmp_path / "slips.pdf").read_bytes())
    handouts, _ = printed(desk, open_id)
    assert all(handout.code in document.all_text for handout in handouts)


@pytest.mark.usefixtures("open_id")
def test_a_file_of_links_is_readable_by_its_maker_only(tmp_path: Path) -> None:
    (tmp_path / "slips.pdf").write_text("an older file")
    (tmp_path / "slips.pdf").chmod(0o644)

    feedback("letters", "Våg 1", "--kind", "slip", "--out", "slips.pdf")

    assert stat.S_IMODE((tmp_path / "slips.pdf").stat().st_mode) == 0o600


@pytest.mark.usefixtures("open_id")
def test_a_language_for_all_may_be_named(tmp_path: Path) -> None:
    feedback("letters", "Våg 1", "--kind", "letter", "--out", "letters.pdf", "--language", "en")

    titles = [node.text for node in read((tmp_path / "letters.pdf").read_bytes()).find("H1")]

    assert len(titles) == 3
    assert not any("Hur" in title for title in titles)


@pytest.mark.usefixtures("open_id")
def test_a_list_for_sms_is_written(tmp_path: Path) -> None:
    done = feedback("letters", "Våg 1", "--kind", "sms", "--out", "sms.csv")

    lines = (tmp_path / "sms.csv").read_text(encoding="utf-8-sig").splitlines()

    assert done.output == "sms.csv: 3 SMS\n"
    assert lines[0] == "Namn;Telefonnummer;Om;Text"
    assert len(lines) == 4


def test_the_card_needs_no_open_campaign(desk: Office, tmp_path: Path) -> None:
    desk.draft(PEOPLE)

    done = feedback("letters", "Våg 1", "--kind", "card", "--out", "card.pdf")

    assert (done.exit_code, done.output) == (0, "card.pdf\n")
    assert "Att läsa upp" in read((tmp_path / "card.pdf").read_bytes()).all_text


def test_links_of_a_draft_are_refused_and_nothing_is_written(desk: Office, tmp_path: Path) -> None:
    desk.draft(PEOPLE)

    done = feedback("letters", "Våg 1", "--kind", "slip", "--out", "slips.pdf")

    assert done.exit_code == 1
    assert "open" in done.stderr
    assert not (tmp_path / "slips.pdf").exists()


def test_no_codes_at_all_removes_them_before_launch(desk: Office) -> None:
    desk.draft(PEOPLE)
    nameless = ("campaign", "nameless", "Våg 1", "--group", "team", "--count")

    made = feedback(*nameless, "2")
    removed = feedback(*nameless, "0")

    assert made.output == "Karin Lund, team: 2 codes\nOlle Sand, team: 2 codes\n"
    assert (removed.exit_code, removed.output) == (0, "")


@pytest.mark.usefixtures("open_id")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--group", "manager", "--count", "3"), "Nameless codes are for peer, team"),
        (("--group", "team", "--count", "501"), "1 to 500"),
        (("--group", "team", "--count", "3", "--leader", "ingen@example.se"), "is no leader"),
    ],
)
def test_faults_are_told_and_nothing_is_noted(
    desk: Office, words: tuple[str, ...], says: str
) -> None:
    done = feedback("campaign", "nameless", "Våg 1", *words)

    assert done.exit_code == 2
    assert says in done.stderr
    with desk.database.reading() as session:
        assert session.scalars(select(AuditEntry).where(AuditEntry.actor != SOMEBODY)).all() == []
