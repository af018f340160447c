"""The settings of the mail server: its address, and how this service signs in there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from feedback.mail.smtp import SmtpTransport
from feedback.mail.token_client import (
    MICROSOFT_SCOPE,
    MICROSOFT_TOKENS,
    TokenClient,
    certificate_fault,
)
from feedback.mail.tokens import source_of

_CLIENT: Final = "FEEDBACK_SMTP_OAUTH_CLIENT_ID"
_ALONE: Final = f"does nothing without {_CLIENT}: set it as well, or remove this"
_TENANT: Final = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class SmtpSettings(BaseSettings):
    """Where mail is handed over, and by what sign-in; each looks at those above it."""

    smtp_url: str = ""
    smtp_requires_tls: bool = False
    smtp_oauth_client_id: str = Field(default="", validate_default=True)
    smtp_oauth_client_secret: str = ""
    smtp_oauth_certificate: Path | None = Field(default=None, validate_default=True)
    smtp_oauth_token_url: str = ""
    smtp_oauth_tenant: str = Field(default="", validate_default=True)
    smtp_oauth_scope: str = MICROSOFT_SCOPE

    @field_validator("smtp_url")
    @classmethod
    def _server(cls, value: str) -> str:
        if value:
            try:
                SmtpTransport.from_url(value, sender="")
            except ValueError as error:  # which names the setting; so does whoever tells this
                message = str(error).removeprefix("FEEDBACK_SMTP_URL").lstrip(": ")
                if message.startswith("Port"):  # urllib's word for what follows the last colon
                    message = (
                        "must be smtp://host:port or smtps://host:port; in user and password "
                        "write / as %2F, @ as %40 and : as %3A"
                    )
                raise ValueError(message) from error
        return value

    @field_validator("smtp_oauth_client_id")
    @classmethod
    def _in_place_of_a_password(cls, value: str, info: ValidationInfo) -> str:
        url = info.data.get("smtp_url", "")
        if value and "smtp_url" in info.data and not url:
            message = "needs FEEDBACK_SMTP_URL as well, such as smtp://smtp.office365.com:587"
            raise ValueError(message)
        if not value and urlsplit(url).username and not urlsplit(url).password:
            message = "FEEDBACK_SMTP_URL names a user and no password: set this, or a password"
            raise ValueError(message)
        if value and urlsplit(url).password:
            message = "stands in place of a password: take the one in FEEDBACK_SMTP_URL out"
            raise ValueError(message)
        return value

    @field_validator("smtp_requires_tls")
    @classmethod
    def _of_a_server(cls, value: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic gives it so
        if value and info.data.get("smtp_url") == "":
            message = "does nothing without FEEDBACK_SMTP_URL: set it as well, or remove this"
            raise ValueError(message)
        return value

    @field_validator("smtp_oauth_scope")
    @classmethod
    def _of_a_token(cls, value: str, info: ValidationInfo) -> str:
        if value != MICROSOFT_SCOPE and info.data.get("smtp_oauth_client_id") == "":
            raise ValueError(_ALONE)
        return value

    @field_validator("smtp_oauth_client_secret", "smtp_oauth_token_url")
    @classmethod
    def _belongs_to_a_client(cls, value: str, info: ValidationInfo) -> str:
        if value and info.data.get("smtp_oauth_client_id") == "":
            raise ValueError(_ALONE)
        is_here = urlsplit(value).hostname in _HERE
        if info.field_name == "smtp_oauth_token_url" and value and not is_here:
            _require_https(value)
        return value

    @field_validator("smtp_oauth_certificate")
    @classmethod
    def _one_proof(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        client = info.data.get("smtp_oauth_client_id")
        if value is not None and client == "":
            raise ValueError(_ALONE)
        secret = info.data.get("smtp_oauth_client_secret")
        if client and secret is not None and bool(secret) == (value is not None):
            message = "set either this or FEEDBACK_SMTP_OAUTH_CLIENT_SECRET, one of the two"
            raise ValueError(message)
        if value is not None and (fault := certificate_fault(value)):
            raise ValueError(fault)
        return value

    @field_validator("smtp_oauth_tenant")
    @classmethod
    def _somewhere_to_ask(cls, value: str, info: ValidationInfo) -> str:
        if value and not _TENANT.fullmatch(value):
            message = "must be the tenant's id, or a domain of it such as kommun.se"
            raise ValueError(message)
        if value and info.data.get("smtp_oauth_client_id") == "":
            raise ValueError(_ALONE)
        is_nowhere = not value and info.data.get("smtp_oauth_token_url") == ""
        if info.data.get("smtp_oauth_client_id") and is_nowhere:
            message = f"is needed where {_CLIENT} is set (or FEEDBACK_SMTP_OAUTH_TOKEN_URL)"
            raise ValueError(message)
        return value

    def smtp(self, sender: str) -> SmtpTransport:
        """Return the way to the mail server, signed in as the settings say."""
        server = SmtpTransport.from_url(self.smtp_url, sender=sender)
        server.requires_tls = self.smtp_requires_tls
        if self.smtp_oauth_client_id:
            server.tokens = source_of(self._token_client())
        return server

    def _token_client(self) -> TokenClient:
        microsoft = MICROSOFT_TOKENS.format(tenant=self.smtp_oauth_tenant)
        return TokenClient(
            address=self.smtp_oauth_token_url or microsoft,
            client_id=self.smtp_oauth_client_id,
            scope=self.smtp_oauth_scope,
            secret=self.smtp_oauth_client_secret,
            certificate=self.smtp_oauth_certificate,
        )


def _require_https(address: str) -> None:
    if not address.startswith("https://"):
        message = "must start with https:// (http:// only on your own machine)"
        raise ValueError(message)
