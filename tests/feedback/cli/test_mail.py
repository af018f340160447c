"""Mail from the command line: the same operations as the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from feedback.cli.main import main
from feedback.mail import MailRefusedError, MailUncertainError
from feedback.models import AuditEntry, Mail, MailState, MailText
from feedback.operations.letters.sending import send_due
from tests.feedback.mail.posts import PickyPost
from tests.feedback.mail.test_bounces import notification

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from tests.feedback.office import Office


@pytest.fixture
def sent(small_office: Office, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """Give a campaign whose mail left, but for Anna's and perhaps Bo's, and its settings."""
    settings = {
        "BASE_URL": "https://feedback.example.se",
        "MAIL_FROM": "Enkät <enkat@example.se>",
        "INSTANCE": str(small_office.settings.instance),
        "BACKUPS": str(small_office.settings.backup_folder),
        "DATABASE_URL": small_office.database.url,
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"FEEDBACK_{name}", value)
    monkeypatch.setenv("COLUMNS", "200")
    campaign_id = small_office.opened()
    post = PickyPost(anna=MailRefusedError("550 gone"), bo=MailUncertainError("lost"))
    send_due(small_office.database, small_office.settings, post, now=lambda: small_office.now)
    return campaign_id


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["mail", *arguments])
    assert result.exit_code == code, result.output
    return result


def mails(office: Office, state: MailState) -> list[Mail]:
    with office.database.reading() as session:
        return list(session.scalars(select(Mail).where(Mail.state == state)))


def actions(office: Office) -> list[str]:
    with office.database.reading() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)))


def test_what_is_uncertain_is_left_or_sent_again(small_office: Office, sent: UUID) -> None:
    del sent
    (failed,), (uncertain,) = (
        mails(small_office, state) for state in (MailState.FAILED, MailState.UNCERTAIN)
    )

    run("leave", str(uncertain.id)[:8])
    run("resend", str(failed.id)[:8])

    assert mails(small_office, MailState.UNCERTAIN) == []
    assert [mail.id for mail in mails(small_office, MailState.QUEUED)] == [failed.id]
    assert actions(small_office)[-2:] == ["take uncertain mail as sent", "resend mail"]


def test_an_address_is_corrected(small_office: Office, sent: UUID) -> None:
    del sent
    (failed,) = mails(small_office, MailState.FAILED)

    run("correct", str(failed.id)[:8], "anna.b@example.se")

    assert "anna.b@example.se" in run("list", "--state", "queued").output


def test_returned_mail_is_read_from_files(small_office: Office, sent: UUID, tmp_path: Path) -> None:
    del sent
    mail = mails(small_office, MailState.SENT)[0]
    (tmp_path / "back.eml").write_text(notification(mail_id=mail.id), encoding="utf-8")

    told = run("bounces", str(tmp_path)).output

    assert "1 mails did not reach their address." in told
    assert mail.id in [one.id for one in mails(small_office, MailState.FAILED)]
    assert "550 5.1.1 no such user here" in run("list", "--state", "failed").output


def test_it_is_said_how_many_mails_were_looked_at_and_left(
    small_office: Office, sent: UUID, tmp_path: Path
) -> None:
    del sent
    mail = mails(small_office, MailState.SENT)[0]
    contents = (
        notification(mail_id=mail.id),
        notification(mail_id=mail.id, action="delayed"),
        "From: bo@example.se\nSubject: Frånvarande\n\nÅter på måndag.\n",
    )
    for place, content in enumerate(contents):
        (tmp_path / f"{place}.eml").write_text(content, encoding="utf-8")

    told = run("bounces", str(tmp_path)).output

    assert told.startswith("Mails looked at: 3. Left, for they report no failure: 2.\n")
    assert run("bounces", str(tmp_path / "2.eml")).output.startswith("Mails looked at: 1.")


def test_a_file_that_is_not_there_is_said_so(sent: UUID, tmp_path: Path) -> None:
    del sent

    assert "No such file" in run("bounces", str(tmp_path / "x.eml"), code=2).output
    assert "FEEDBACK_BOUNCES" in run("bounces", code=2).output


def test_a_letter_is_shown_set_and_reset(small_office: Office, sent: UUID, tmp_path: Path) -> None:
    del sent
    file = tmp_path / "letter.txt"
    where = ("Ledare", "invitation", "sv")
    file.write_text(
        run("text", "show", *where).output.replace("Hej {recipient}!", "Bästa {recipient}!"),
        encoding="utf-8",
    )

    run("text", "set", *where, str(file))
    shown = run("text", "show", *where).output
    run("text", "reset", *where)

    assert "Bästa {recipient}!" in shown
    assert "Hej {recipient}!" in run("text", "show", *where).output
    with small_office.database.reading() as session:
        assert session.scalars(select(MailText)).all() == []


def test_a_faulty_letter_is_refused_with_all_faults(sent: UUID, tmp_path: Path) -> None:
    del sent
    file = tmp_path / "letter.txt"
    file.write_text("\n\nHej {namn}", encoding="utf-8")

    told = run("text", "set", "Ledare", "invitation", "sv", str(file), code=2).output

    assert "The subject line is empty." in told
    assert "{namn} is not known here." in told
    assert "{link} must stand in the letter." in told


def test_a_batch_is_corrected_once(small_office: Office, sent: UUID, tmp_path: Path) -> None:
    file = tmp_path / "correction.txt"
    file.write_text("Rätt dag\n\nHej {recipient}! Det är den 4 december.\n", encoding="utf-8")

    listed = run("batches", str(sent)[:8]).output
    told = run(
        *("correct-batch", str(sent)[:8], "invitation", "2026-11-23", "--sv", str(file), "--yes")
    ).output
    refused = run(
        *("correct-batch", str(sent)[:8], "reminder", "2026-11-23", "--sv", str(file), "--yes"),
        code=2,
    ).output

    assert "2026-11-23" in listed
    assert "7 people" in told
    assert len(mails(small_office, MailState.QUEUED)) == 7
    assert "No such mail has left on that day." in refused


def test_the_check_names_the_senders_own_domain_and_tries_the_way_out(
    small_office: Office, sent: UUID
) -> None:
    del sent
    small_office.empty_outbox()

    told = run("check", "--to", "drift@example.se").output

    assert "_dmarc.example.se." in told
    (mail,) = small_office.outbox()
    assert str(mail["To"]) == "drift@example.se"


def test_every_kind_is_listed_with_its_occasion(sent: UUID) -> None:
    del sent

    told = run("kinds").output

    assert "invitation-several" in told
    assert "report-shared-leader" in told


def test_the_forecast_is_a_time(small_office: Office, sent: UUID) -> None:
    del sent
    small_office.draft(name="Våg 2")

    assert run("forecast", "Våg 2").output.startswith("20")
