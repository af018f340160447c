"""Settings, all named `FEEDBACK_…`; every missing or wrong one is told at once.

A default exists only where it is safe in production. The web process reads `Settings`;
only the worker reads `WorkerSettings`, which alone says where the seal keys lie.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from feedback.ballot import KeyFolder
from feedback.logo import read_logo
from feedback.mail.hours import MailHours

S = TypeVar("S", bound="Settings")

MAIL_PACES: Final = {"microsoft-365": 30, "own-relay": 600}
"""Names for how many mails a minute a server takes; Microsoft 365 takes no more of one sender."""


class SettingsError(Exception):
    """Settings are missing or wrong; says which, one a line."""

    def __init__(self, faults: list[str]) -> None:
        """Keep every fault, so that all are told at once."""
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(BaseSettings):
    """What the web, the worker and the command line share."""

    model_config = SettingsConfigDict(env_prefix="FEEDBACK_", env_file=".env", extra="ignore")

    base_url: str = Field(description="The address people reach the service at, https://…")
    mail_from: str = Field(description="The sender of every mail, as 'Namn <adress>'")
    instance: Path = Path("instance")
    database_url: str = ""
    queue_url: str = ""
    smtp_url: str = ""
    mail_hours: str = "08-16"
    mail_per_minute: int = Field(default=30, ge=1)
    bounces: Path | None = None
    link_keys: Path | None = None
    link_keys_mirror: Path | None = None
    surveys: Path | None = None
    secret_key: str = ""
    time_zone: str = "Europe/Stockholm"
    organisation: str = "Kommunen"
    organisation_mean: bool = False
    own_domains: str = ""
    logo: Path | None = None
    help_phone: str = ""
    serious_matters_url: str = ""
    accessibility_contact: str = ""
    accessibility_shortcomings: str = ""  # parted by |
    accessibility_assessed_on: date | None = None
    oidc_issuer: str = ""
    oidc_client_id: str = Field(default="", validate_default=True)
    oidc_client_secret: str = Field(default="", validate_default=True)
    oidc_name: str = ""
    oidc_trusts_addresses: bool = False
    serious_matters_text: str = ""

    @field_validator("time_zone")
    @classmethod
    def _known_time_zone(cls, value: str) -> str:
        ZoneInfo(value)
        return value

    @field_validator("mail_hours")
    @classmethod
    def _span_of_a_day(cls, value: str) -> str:
        MailHours.from_text(value, ZoneInfo("UTC"))
        return value

    @field_validator("mail_per_minute", mode="before")
    @classmethod
    def _pace_or_its_name(cls, value: object) -> object:
        return MAIL_PACES.get(value, value) if isinstance(value, str) else value

    @field_validator("logo")
    @classmethod
    def _readable_logo(cls, value: Path | None) -> Path | None:
        if value is not None:
            read_logo(value)
        return value

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            message = "must start with https:// (http:// only on your own machine)"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _safe_issuer(cls, value: str) -> str:
        is_here = urlsplit(value).hostname in {"localhost", "127.0.0.1", "::1"}
        if value and not value.startswith("https://") and not is_here:
            message = "must start with https:// (http:// only on your own machine)"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("oidc_client_id", "oidc_client_secret")
    @classmethod
    def _needed_with_issuer(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("oidc_issuer") and not value:
            message = "is needed where FEEDBACK_OIDC_ISSUER is set"
            raise ValueError(message)
        return value

    @property
    def own_mail_domains(self) -> tuple[str, ...]:
        """The domains whose addresses are the organisation's own; none if none is set."""
        parts = self.own_domains.replace(",", " ").split()
        return tuple(part.lower().removeprefix("@") for part in parts)

    @property
    def database(self) -> str:
        """The database's address; SQLite in the instance folder unless another is set."""
        return self.database_url or f"sqlite:///{self.instance.absolute() / 'feedback.db'}"

    @property
    def queue(self) -> str:
        """The queue's address; beside the database, or in it when that is PostgreSQL."""
        if self.queue_url:
            return self.queue_url
        if self.database_url.startswith("postgresql"):
            return self.database_url
        return f"sqlite:///{self.instance.absolute() / 'queue.db'}"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that days and dates are in."""
        return ZoneInfo(self.time_zone)

    @property
    def hours(self) -> MailHours:
        """When mail may leave that nobody sits waiting for."""
        return MailHours.from_text(self.mail_hours, self.zone)

    @property
    def link_key_folder(self) -> KeyFolder:
        """Where the link keys lie; web and worker read them."""
        folder = self.link_keys or self.instance / "keys" / "link"
        mirrors = (self.link_keys_mirror,) if self.link_keys_mirror else ()
        return KeyFolder(folder, mirrors, group_may_read=True)

    def logo_content(self) -> bytes:
        """Return the organisation's logo as PNG; empty where none is set."""
        return read_logo(self.logo) if self.logo else b""

    def session_secret(self) -> str:
        """Return the secret that signs staff sessions; drawn once and kept if none is set."""
        return self.secret_key or _kept_secret(self.instance / "secret-key")


class WorkerSettings(Settings):
    """What only the worker knows: where the private seal keys lie."""

    seal_keys: Path | None = None
    seal_keys_mirror: Path | None = None

    @property
    def seal_key_folder(self) -> KeyFolder:
        """Where the private seal keys lie."""
        folder = self.seal_keys or self.instance / "keys" / "seal"
        mirrors = (self.seal_keys_mirror,) if self.seal_keys_mirror else ()
        return KeyFolder(folder, mirrors)


def load_settings(kind: type[S]) -> S:
    """Read settings from the environment and .env; raise SettingsError naming every fault."""
    try:
        return kind()  # pydantic-settings fills required fields from the environment
    except ValidationError as error:
        faults = [
            f"FEEDBACK_{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in error.errors()
        ]
        raise SettingsError(faults) from error


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and linked: of workers that start at once, none reads it half-written.
        beside = path.with_suffix(f".{secrets.token_hex(4)}.new")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            path.hardlink_to(beside)
        beside.unlink()
    return path.read_text(encoding="ascii")
