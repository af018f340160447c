"""How this service signs in at the mail server is said in settings, and every fault at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from feedback.cli.main import main
from feedback.cli.running import REFUSED
from feedback.config import Settings, SettingsError, load_settings
from tests.feedback.mail.smtp_servers import Inbox, certificate, running
from tests.feedback.mail.token_provider import TokenInbox, demanding_tokens, providing

if TYPE_CHECKING:
    from pathlib import Path

MICROSOFT = {
    "SMTP_URL": "smtp://smtp.office365.com:587",
    "SMTP_OAUTH_TENANT": "kommun.se",
    "SMTP_OAUTH_CLIENT_ID": "5f0c2f7e-0000-4000-8000-000000000000",
    "SMTP_OAUTH_CLIENT_SECRET": "hemlig",
}


@pytest.fixture(autouse=True)
def _installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEEDBACK_BASE_URL", "https://feedback.example.se")
    monkeypatch.setenv("FEEDBACK_MAIL_FROM", "Enkät <enkat@kommun.se>")
    monkeypatch.setenv("FEEDBACK_INSTANCE", str(tmp_path))
    monkeypatch.setenv("FEEDBACK_BACKUPS", "/var/backups/feedback")


def test_microsoft_365_takes_a_tenant_a_client_and_a_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _set(monkeypatch, MICROSOFT)
    settings = load_settings(Settings)

    server = settings.smtp(settings.mail_from)

    assert server.tokens is not None
    client = server.tokens.client
    assert client.address == "https://login.microsoftonline.com/kommun.se/oauth2/v2.0/token"
    assert client.scope == "https://outlook.office365.com/.default"
    assert settings.smtp(settings.mail_from).tokens is server.tokens


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SMTP_OAUTH_TENANT": ""}, ["SMTP_OAUTH_TENANT"]),
        ({"SMTP_OAUTH_TENANT": "https://kommun.se/"}, ["SMTP_OAUTH_TENANT"]),
        ({"SMTP_OAUTH_CLIENT_SECRET": ""}, ["SMTP_OAUTH_CERTIFICATE"]),
        ({"SMTP_OAUTH_CERTIFICATE": "/nowhere/client.pem"}, ["SMTP_OAUTH_CERTIFICATE"]),
        ({"SMTP_URL": ""}, ["SMTP_OAUTH_CLIENT_ID"]),
        ({"SMTP_URL": "smtp://a:secret@smtp.office365.com"}, ["SMTP_OAUTH_CLIENT_ID"]),
        ({"SMTP_OAUTH_CLIENT_ID": ""}, ["SMTP_OAUTH_CLIENT_SECRET", "SMTP_OAUTH_TENANT"]),
        ({"SMTP_OAUTH_TOKEN_URL": "http://kommun.se/token"}, ["SMTP_OAUTH_TOKEN_URL"]),
        ({"SMTP_URL": "smtp://mail:port"}, ["SMTP_URL"]),
        (
            {"SMTP_URL": "mail.kommun.se", "SMTP_OAUTH_TENANT": "", "SMTP_OAUTH_CLIENT_SECRET": ""},
            ["SMTP_OAUTH_CERTIFICATE", "SMTP_OAUTH_TENANT", "SMTP_URL"],
        ),
    ],
)
def test_every_fault_of_a_sign_in_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], named: list[str]
) -> None:
    _set(monkeypatch, {**MICROSOFT, **changed})

    with pytest.raises(SettingsError) as said:
        load_settings(Settings)

    assert sorted(fault.partition(":")[0] for fault in said.value.faults) == [
        f"FEEDBACK_{name}" for name in named
    ]
    assert "hemlig" not in str(said.value)


def test_a_user_without_a_password_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"SMTP_URL": "smtp://enkat@mail.kommun.se"})

    with pytest.raises(SettingsError, match="names a user and no password"):
        load_settings(Settings)


def test_the_check_signs_in_and_sends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    inbox = TokenInbox("token-1", "token-2")

    with providing() as provider, demanding_tokens(inbox, context) as port:
        _set(monkeypatch, {**MICROSOFT, "SMTP_URL": f"smtp://localhost:{port}"})
        monkeypatch.setenv("FEEDBACK_SMTP_OAUTH_TOKEN_URL", provider.url)
        told = CliRunner().invoke(main, ["mail", "check", "--to", "drift@kommun.se"])

    assert told.exit_code == 0, told.output
    assert f"localhost:{port} lets us in: TLSv1.3, as enkat@kommun.se, by a token." in told.output
    assert inbox.recipients == ["drift@kommun.se"]
    assert len(provider.asked) == 1


def test_the_check_says_what_is_wrong_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(Inbox()) as port:
        _set(monkeypatch, {"SMTP_URL": f"smtp://localhost:{port}", "SMTP_REQUIRES_TLS": "true"})
        told = CliRunner().invoke(main, ["mail", "check"])

    assert told.exit_code == REFUSED
    assert "offers no encryption (STARTTLS), which is required." in told.output
    assert "unset FEEDBACK_SMTP_REQUIRES_TLS" in told.output


def _set(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"FEEDBACK_{name}", value)
