"""Settings that are wrong are named at once, one sentence each, before anything starts."""

from __future__ import annotations

import email
import email.policy
import errno
import os
from email.utils import getaddresses
from typing import TYPE_CHECKING

import pytest

from feedback.config import Settings, SettingsError, WorkerSettings, load_settings, sources
from feedback.mail.mailbox import mailbox_of
from feedback.mail.message import Addressing, build_message
from feedback.mail.rendering import RenderedMail

if TYPE_CHECKING:
    from pathlib import Path

GIVEN = {
    "FEEDBACK_BASE_URL": "https://feedback.example.se",
    "FEEDBACK_MAIL_FROM": "Enkät <enkat@example.se>",
    "FEEDBACK_INSTANCE": "/var/lib/feedback",
    "FEEDBACK_BACKUPS": "/var/backups/feedback",
}


@pytest.fixture(autouse=True)
def _installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)


def faults() -> list[str]:
    """Return what is said of the settings as they are."""
    with pytest.raises(SettingsError) as said:
        load_settings(Settings)
    return said.value.faults


def test_settings_of_an_installation_are_read() -> None:
    assert load_settings(WorkerSettings).mail_from == "Enkät <enkat@example.se>"


@pytest.mark.parametrize("name", ["Europe/Stokholm", "CEST", "", "../../etc/passwd", "Sverige"])
def test_a_time_zone_that_does_not_exist_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("FEEDBACK_TIME_ZONE", name)

    (said,) = faults()

    assert said.startswith("FEEDBACK_TIME_ZONE: ")
    assert "Europe/Stockholm" in said
    assert "\n" not in said


def test_a_misspelt_setting_is_named_with_what_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_SMTP_UR", "smtp://mail.example.se")

    assert faults() == [
        "FEEDBACK_SMTP_UR: there is no such setting; do you mean FEEDBACK_SMTP_URL?"
    ]


def test_a_misspelt_setting_of_the_file_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("FEEDBACK_BASE_URL")
    (tmp_path / ".env").write_text(
        "FEEDBACK_BASE_URL=https://feedback.example.se\nFEEDBACK_XYZZY=1\nOTHER_PROGRAM=2\n",
        encoding="utf-8",
    )

    assert faults() == ["FEEDBACK_XYZZY: there is no such setting; remove it"]


@pytest.mark.parametrize("line", ["FEEDBACK_ORGANISATION=Granne", "FEEDBACK_XYZZY=1"])
def test_a_file_in_the_folder_where_one_stands_changes_no_installation(
    tmp_path: Path, line: str
) -> None:
    (tmp_path / ".env").write_text(f"{line}\n", encoding="utf-8")

    assert load_settings(Settings).organisation == "Kommunen"


def test_settings_are_read_where_the_folder_may_not_be_looked_into(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()

    load_settings(Settings)


def test_the_web_may_be_given_what_only_the_worker_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_SEAL_KEYS", "/var/lib/feedback/keys/seal")

    load_settings(Settings)


@pytest.mark.parametrize("instance", ["instance", "./data", "../feedback"])
def test_a_folder_that_depends_on_where_one_stands_is_refused_in_production(
    monkeypatch: pytest.MonkeyPatch, instance: str
) -> None:
    monkeypatch.setenv("FEEDBACK_INSTANCE", instance)

    (said,) = faults()

    assert said.startswith("FEEDBACK_INSTANCE: ")
    assert "/var/lib/feedback" in said


def test_no_folder_at_all_is_refused_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FEEDBACK_INSTANCE")

    assert [fault.split(":")[0] for fault in faults()] == ["FEEDBACK_INSTANCE"]


def test_on_ones_own_machine_the_folder_may_be_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_BASE_URL", "http://127.0.0.1:8000")
    monkeypatch.delenv("FEEDBACK_INSTANCE")

    assert load_settings(Settings).instance.name == "instance"


def test_every_fault_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_TIME_ZONE", "Sverige")
    monkeypatch.setenv("FEEDBACK_MAIL_FROM", "kommunen")
    monkeypatch.setenv("FEEDBACK_INSTANCE", "instance")
    monkeypatch.setenv("FEEDBACK_LOGGO", "logo.png")

    assert sorted(fault.split(":")[0] for fault in faults()) == [
        "FEEDBACK_INSTANCE",
        "FEEDBACK_LOGGO",
        "FEEDBACK_MAIL_FROM",
        "FEEDBACK_TIME_ZONE",
    ]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Enkät <enkat@example.se>", "Enkät"),
        ("Barn och utbildning, Örebro <enkat@example.se>", "Barn och utbildning, Örebro"),
        ("Örebro kommun, HR <enkat@example.se>", "Örebro kommun, HR"),
        ("Orebro kommun, HR <enkat@example.se>", "Orebro kommun, HR"),
        ('"Skola, förskola; (nord)" <enkat@example.se>', "Skola, förskola; (nord)"),
        ("HR: feedback@arbetet <enkat@example.se>", "HR: feedback@arbetet"),
        ("Kommunen (HR) <enkat@example.se>", "Kommunen (HR)"),
        ('Kommunens "360" <enkat@example.se>', 'Kommunens "360"'),
        ("enkat@example.se", ""),
        ("<enkat@example.se>", ""),
        (f"{'Samhällsbyggnadsförvaltningen, ' * 6}HR <enkat@example.se>", None),
    ],
)
def test_whatever_the_sender_is_called_the_header_means_one_mailbox(
    monkeypatch: pytest.MonkeyPatch, written: str, name: str | None
) -> None:
    monkeypatch.setenv("FEEDBACK_MAIL_FROM", written)
    sender = load_settings(Settings).mail_from
    mail = RenderedMail(subject="Hej", text="Hej", html="<p>Hej</p>")

    raw = build_message(Addressing(sender, "eva@example.se"), mail).as_bytes(
        policy=email.policy.SMTP
    )

    (read,) = email.message_from_bytes(raw, policy=email.policy.default)["From"].addresses
    assert read.addr_spec == "enkat@example.se"
    if name is not None:
        assert read.display_name == name
    # What an older program sees, which splits at commas before it decodes.
    by_elders = getaddresses([str(email.message_from_bytes(raw)["From"])])
    assert [address for _, address in by_elders] == ["enkat@example.se"]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "kommunen",
        "Enkät <>",
        "a@b, c@d",
        "A <a@example.se>, B <b@example.se>",
        "Enkät <a@>",
        "@",
    ],
)
def test_what_names_no_mailbox_or_two_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="write it as"):
        mailbox_of(written)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "mysql://db/feedback", "postgresql://user@host/name"),
        ("DATABASE_URL", "postgresql://user@host", "postgresql://user@host/name"),
        ("DATABASE_URL", "feedback.db", "postgresql://user@host/name"),
        ("DATABASE_URL", "sqlite:///feedback.db", "whole path"),
        ("QUEUE_URL", "amqp://queue", "postgresql://user@host/name"),
        ("QUEUE_URL", "sqlite:///queue.db", "whole path"),
        ("SMTP_URL", "mail.example.se:587", "smtp://host:port"),
        ("SMTP_URL", "smtp://user:a/b@mail.example.se:587", "%2F"),
        ("SMTP_URL", "smtp://mail.example.se:smtp", "smtp://host:port"),
        ("BASE_URL", "https://", "https://"),
        ("BASE_URL", "feedback.example.se", "https://"),
        ("BASE_URL", "https://example.se/feedback", "the address alone"),
        ("BASE_URL", "https://anna@example.se", "the address alone"),
        ("BASE_URL", "https://anna:hemligt@example.se", "the address alone"),
        ("BASE_URL", "https://example.se?", "the address alone"),
        ("BASE_URL", "https://example.se/?a=1", "the address alone"),
        ("BASE_URL", "https://example.se#top", "the address alone"),
        ("BASE_URL", "https://example.se:0", "the address alone"),
        ("BASE_URL", "https://example.se:70000", "the address alone"),
        ("BASE_URL", "https://example.se:https", "the address alone"),
        ("BASE_URL", "https://example.se:", "the address alone"),
        ("BASE_URL", "https://exa mple.se", "the address alone"),
        ("BASE_URL", "https://example..se", "the address alone"),
        ("BASE_URL", "https://example.se\\x", "the address alone"),
        ("QUEUE_URL", "redis://", "redis://:password@host:6379/0"),
        ("QUEUE_URL", "redis://host:0/0", "redis://:password@host:6379/0"),
        ("QUEUE_URL", "redis://host:6379/feedback", "redis://:password@host:6379/0"),
        ("QUEUE_URL", "redis://host:6379/-1", "redis://:password@host:6379/0"),
        ("QUEUE_URL", "redis://host:port/0", "redis://:password@host:6379/0"),
        ("QUEUE_URL", "unix://", "unix:///run/redis.sock"),
        ("QUEUE_URL", "unix:///run/redis.sock?db=x", "unix:///run/redis.sock"),
        ("DATABASE_POOL", "1000000", "must be at most 100"),
        ("DATABASE_POOL", "9" * 400, "must be at most 100"),
        ("MAIL_PER_MINUTE", "1000000", "must be at most"),
        ("OIDC_CLIENT_ID", "feedback", "without FEEDBACK_OIDC_ISSUER"),
        ("OIDC_CLIENT_SECRET", "hemligt", "without FEEDBACK_OIDC_ISSUER"),
        ("OIDC_NAME", "Kommunen", "without FEEDBACK_OIDC_ISSUER"),
        ("OIDC_TRUSTS_ADDRESSES", "true", "without FEEDBACK_OIDC_ISSUER"),
        ("OIDC_ADDRESS_CLAIM", "upn", "without FEEDBACK_OIDC_ISSUER"),
        ("SAML_METADATA_CERTIFICATE", "/etc/federation.pem", "without FEEDBACK_SAML_METADATA"),
        ("SAML_IDP", "https://idp.example.se", "without FEEDBACK_SAML_METADATA"),
        ("SAML_NAME", "Kommunen", "without FEEDBACK_SAML_METADATA"),
        ("SAML_ADDRESS_ATTRIBUTE", "mail", "without FEEDBACK_SAML_METADATA"),
        ("SMTP_REQUIRES_TLS", "true", "without FEEDBACK_SMTP_URL"),
        ("SMTP_OAUTH_CLIENT_SECRET", "hemligt", "without FEEDBACK_SMTP_OAUTH_CLIENT_ID"),
        ("SMTP_OAUTH_CERTIFICATE", "/etc/mail.pem", "without FEEDBACK_SMTP_OAUTH_CLIENT_ID"),
        ("SMTP_OAUTH_TENANT", "kommun.se", "without FEEDBACK_SMTP_OAUTH_CLIENT_ID"),
        ("SMTP_OAUTH_SCOPE", "mail.send", "without FEEDBACK_SMTP_OAUTH_CLIENT_ID"),
        ("SMTP_OAUTH_TOKEN_URL", "https://a.se/t", "without FEEDBACK_SMTP_OAUTH_CLIENT_ID"),
        ("MAIL_HOURS", "8 to 16", "08-16"),
        ("MAIL_PER_MINUTE", "many", "microsoft-365"),
        ("MAIL_PER_MINUTE", "0", "must be at least 1"),
        ("DATABASE_POOL", "1", "must be at least 3"),
        ("SECRET_KEY", "hemligt", "openssl rand"),
        ("OWN_DOMAINS", "kommun", "kommun.se"),
        ("OWN_DOMAINS", "https://kommun.se", "kommun.se"),
        ("SERIOUS_MATTERS_URL", "javascript:alert(1)", "https://"),
        ("SERIOUS_MATTERS_URL", "intranet.example.se/larm", "https://"),
        ("LOGO", "logo.png", "cannot be read"),
        ("BACKUPS", "backups", "whole path"),
        ("SURVEYS", "surveys", "whole path"),
        ("BOUNCES", "bounces", "whole path"),
        ("LINK_KEYS", "keys/link", "whole path"),
        ("LINK_KEYS_MIRROR", "../keys", "whole path"),
        ("SEAL_KEYS", "keys/seal", "whole path"),
        ("SEAL_KEYS_MIRROR", "keys/seal", "whole path"),
        ("MAILED_CODES", "ja", "true or false"),
        ("ACCESSIBILITY_ASSESSED_ON", "igår", "2026-11-30"),
        ("OIDC_ISSUER", "http://login.example.se", "https://"),
        ("ALARM_TO", "drift", "anna@kommun.se"),
        ("LOG", "xml", "must be 'text' or 'json'"),
        ("METRICS", "9101", "127.0.0.1:9101"),
        ("METRICS", "127.0.0.1:metrics", "127.0.0.1:9101"),
        ("METRICS", "0.0.0.0:9101", "FEEDBACK_METRICS_FROM_ELSEWHERE"),
        ("METRICS", "192.0.2.7:9101", "FEEDBACK_METRICS_FROM_ELSEWHERE"),
        ("METRICS", "vm1.example.se:9101", "FEEDBACK_METRICS_FROM_ELSEWHERE"),
    ],
)
def test_each_value_that_cannot_be_is_one_sentence_with_what_to_write(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"FEEDBACK_{name}", value)

    with pytest.raises(SettingsError) as told:
        load_settings(WorkerSettings)

    (fault,) = told.value.faults
    assert fault.startswith(f"FEEDBACK_{name}: ")
    assert said in fault
    assert "\n" not in fault


@pytest.mark.parametrize("kind", ["LINK_KEYS", "SEAL_KEYS"])
def test_a_mirror_is_another_folder(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv(f"FEEDBACK_{kind}", "/var/lib/feedback-keys/one")
    monkeypatch.setenv(f"FEEDBACK_{kind}_MIRROR", "/var/lib/feedback-keys/one/")

    with pytest.raises(SettingsError) as told:
        load_settings(WorkerSettings)

    (fault,) = told.value.faults
    assert fault.startswith(f"FEEDBACK_{kind}_MIRROR: ")
    assert "another disk" in fault


@pytest.mark.parametrize("name", ["SAML_METADATA", "SAML_KEY", "LOGO"])
def test_what_may_not_be_looked_at_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    closed = _closed(monkeypatch)
    monkeypatch.setenv(f"FEEDBACK_{name}", f"{closed}/file")
    if name == "SAML_KEY":
        (tmp_path / "metadata.xml").touch()
        monkeypatch.setenv("FEEDBACK_SAML_METADATA", str(tmp_path / "metadata.xml"))
        monkeypatch.setenv("FEEDBACK_SAML_CERTIFICATE", f"{closed}/file")

    said = faults()

    assert said[0].startswith(f"FEEDBACK_{name}: ")
    assert all("read" in one for one in said)


def test_a_folder_that_may_not_be_looked_into_holds_no_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FEEDBACK_BASE_URL")
    monkeypatch.setattr(sources, "_ENV_FILE", f"{_closed(monkeypatch)}/.env")

    assert any(fault.startswith("FEEDBACK_BASE_URL: is needed") for fault in faults())


def _closed(monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the name of a folder that this process may not look into, root or not."""
    asked, may = os.stat, os.access

    def stat(path: str, *, follow_symlinks: bool = True) -> os.stat_result:
        if str(path).startswith("/closed"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return asked(path, follow_symlinks=follow_symlinks)

    def access(path: str, mode: int) -> bool:
        return not str(path).startswith("/closed") and may(path, mode)

    monkeypatch.setattr(os, "stat", stat)
    monkeypatch.setattr(os, "access", access)
    return "/closed"


def test_what_is_missing_is_said_with_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FEEDBACK_MAIL_FROM")

    assert faults() == [
        "FEEDBACK_MAIL_FROM: is needed: The sender of every mail, as 'Namn <adress>'"
    ]


@pytest.mark.parametrize("name", ["LOGO", "SURVEYS", "BOUNCES", "LINK_KEYS", "SEAL_KEYS_MIRROR"])
def test_a_path_that_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"FEEDBACK_{name}", "")

    assert getattr(load_settings(WorkerSettings), name.lower()) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "https://feedback.example.se:8443"),
        ("BASE_URL", "https://örebro.se/"),
        ("BASE_URL", "HTTPS://Feedback.Example.se"),
        ("BASE_URL", "https://[2001:db8::7]:8443"),
        ("QUEUE_URL", "redis://:p%40ss@queue.example.se:6379/3"),
        ("QUEUE_URL", "rediss://queue.example.se"),
        ("QUEUE_URL", "unix:///run/redis/redis.sock?db=1"),
        ("DATABASE_URL", "postgresql://feedback@db.example.se/feedback"),
        ("DATABASE_URL", "postgres://feedback@db.example.se/feedback"),
        ("DATABASE_URL", "postgresql:///feedback?host=/run/postgresql"),
        ("DATABASE_URL", "sqlite:////var/lib/feedback/feedback.db"),
        ("SMTP_URL", "smtp://user%40kommun.se:p%40ss%2Fword@mail.example.se:587"),
        ("SMTP_URL", "smtps://mail.example.se"),
        ("METRICS", "127.0.0.1:9101"),
        ("METRICS", "[::1]:9101"),
        ("METRICS", "localhost:9101"),
        ("MAIL_PER_MINUTE", "own-relay"),
        ("ALARM_TO", "drift@example.se, jour@example.se"),
        ("LOG", "json"),
    ],
)
def test_what_installations_have_is_taken(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"FEEDBACK_{name}", value)

    load_settings(WorkerSettings)


def test_metrics_may_be_asked_for_from_elsewhere_where_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FEEDBACK_METRICS_FROM_ELSEWHERE", "true")
    monkeypatch.setenv("FEEDBACK_METRICS", "0.0.0.0:9101")

    assert load_settings(WorkerSettings).metrics == "0.0.0.0:9101"
