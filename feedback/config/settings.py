"""Settings, all named `FEEDBACK_…`: what there is to set, and what follows from it.

A default exists only where it is safe in production. The web process reads `Settings`;
only the worker reads `WorkerSettings`, which alone says where the seal keys lie.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import ClassVar, Final
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from feedback.ballot import KeyFolder
from feedback.config.logo import read_logo
from feedback.config.places import IN_THE_INSTANCE, KEYS, PLACES, Clash, clash, clashes
from feedback.config.sign_in import SignInSettings
from feedback.config.values import (
    NO_SEAL_KEYS,
    PREFIX,
    DatabaseAddress,
    Domains,
    Folder,
    Listening,
    Mailboxes,
    OptionalFile,
    OptionalPath,
    PageAddress,
    QueueAddress,
    SealKeys,
    Secret,
    WebAddress,
    is_in_production,
)
from feedback.errors import NoSealKeysError
from feedback.logs import Style
from feedback.mail.hours import MailHours
from feedback.mail.mailbox import mailbox_of
from feedback.mail.settings import SmtpSettings
from feedback.text.one_line import one_line

MAIL_PACES: Final = {"microsoft-365": 30, "own-relay": 600}
"""Names for how many mails a minute a server takes; Microsoft 365 takes no more of one sender."""


class Settings(SmtpSettings, SignInSettings):
    """What the web, the worker and the command line share."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    base_url: WebAddress = Field(description="The address people reach the service at, https://…")
    mail_from: str = Field(description="The sender of every mail, as 'Namn <adress>'")
    instance: Folder = Field(default=Path("instance"), validate_default=True)
    database_url: DatabaseAddress = ""
    database_pool: int = Field(default=5, ge=3, le=100)
    queue_url: QueueAddress = ""
    mail_hours: str = "08-16"
    mail_per_minute: int = Field(default=30, ge=1, le=100_000)
    bounces: OptionalPath = None
    surveys: OptionalPath = None
    link_keys: OptionalPath = Field(default=None, validate_default=True)
    link_keys_mirror: OptionalPath = None
    backups: OptionalPath = Field(default=None, validate_default=True)
    secret_key: Secret = ""
    time_zone: str = "Europe/Stockholm"
    organisation: str = "Kommunen"
    organisation_mean: bool = False
    own_domains: Domains = ""
    logo: OptionalFile = None  # one that is not found is told at once
    help_phone: str = ""
    serious_matters_url: PageAddress = ""
    accessibility_contact: str = ""
    accessibility_shortcomings: str = ""  # parted by |
    accessibility_assessed_on: date | None = None
    serious_matters_text: str = ""
    alarm_to: Mailboxes = ""
    backups_elsewhere: bool = False
    log: Style = "text"

    @field_validator("time_zone")
    @classmethod
    def _known_time_zone(cls, value: str) -> str:
        if value not in available_timezones():
            message = f"{value!r} is no time zone; write it as Europe/Stockholm"
            raise ValueError(message)
        return value

    @field_validator("mail_from")
    @classmethod
    def _one_sender(cls, value: str) -> str:
        return str(mailbox_of(value))

    @field_validator("organisation", "help_phone", "oidc_name")
    @classmethod
    def _on_one_line(cls, value: str) -> str:
        return one_line(value)

    @field_validator("mail_hours")
    @classmethod
    def _span_of_a_day(cls, value: str) -> str:
        MailHours.from_text(value, ZoneInfo("UTC"))
        return value

    @field_validator("mail_per_minute", mode="before")
    @classmethod
    def _pace_or_its_name(cls, value: object) -> object:
        if isinstance(value, str) and not value.isdecimal() and value not in MAIL_PACES:
            message = f"must be a number of mails a minute, or {' or '.join(MAIL_PACES)}"
            raise ValueError(message)
        return MAIL_PACES.get(value, value) if isinstance(value, str) else value

    @field_validator(*PLACES, check_fields=False)  # the worker's as well
    @classmethod
    def _place_of_its_own(cls, value: object, info: ValidationInfo) -> object:
        why = clash(str(info.field_name), value, info.data, is_in_production=is_in_production(info))
        if why:
            raise ValueError(why)
        return value

    @field_validator("logo")
    @classmethod
    def _readable_logo(cls, value: Path | None) -> Path | None:
        if value is not None:
            read_logo(value)
        return value

    @property
    def own_mail_domains(self) -> tuple[str, ...]:
        """The domains whose addresses are the organisation's own; none if none is set."""
        parts = self.own_domains.replace(",", " ").split()
        return tuple(part.lower().removeprefix("@") for part in parts)

    @property
    def alarm_addresses(self) -> tuple[str, ...]:
        """The addresses that alarms go to; none where they go to the administrators."""
        return tuple(self.alarm_to.replace(",", " ").split())

    @property
    def database(self) -> str:
        """The database's address; SQLite in the instance folder unless another is set."""
        file = self.instance.absolute() / IN_THE_INSTANCE["database_url"]
        return self.database_url or f"sqlite:///{file}"

    @property
    def backup_folder(self) -> Path:
        """Where a backup goes that nobody named a file for."""
        return self.backups or self.instance / IN_THE_INSTANCE["backups"]

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
        folder = self.link_keys or self.instance / IN_THE_INSTANCE["link_keys"]
        mirrors = (self.link_keys_mirror,) if self.link_keys_mirror else ()
        return KeyFolder(folder, mirrors, group_may_read=True)

    def clashes(self) -> list[Clash]:
        """Return which folders have become each other's since the settings were read."""
        is_in_production = self.base_url.startswith("https://")
        return list(clashes(dict(self), is_in_production=is_in_production))

    def why_not_for_backups(self, folder: Path) -> str:
        """Return why no backup may be written to a folder: keys are near. Nothing if it may."""
        near = {name: value for name, value in self if name in {"instance", *KEYS}}
        is_in_production = self.base_url.startswith("https://")
        return clash("backups", folder, near, is_in_production=is_in_production)

    def logo_content(self) -> bytes:
        """Return the organisation's logo as PNG; empty where none is set."""
        return read_logo(self.logo) if self.logo else b""

    def session_secret(self) -> str:
        """Return the secret that signs staff sessions; drawn once and kept if none is set."""
        return self.secret_key or _kept_secret(self.instance / "secret-key")


class WorkerSettings(Settings):
    """What only the worker knows: where the private seal keys lie."""

    is_of_web: ClassVar[bool] = False

    seal_keys: SealKeys = Field(default=None, validate_default=True)
    seal_keys_mirror: OptionalPath = None
    metrics_from_elsewhere: bool = False
    metrics: Listening = ""

    @property
    def has_seal_keys(self) -> bool:
        """Whether this host may open envelopes; a worker on one that may not sends mail only."""
        return self.seal_keys != NO_SEAL_KEYS

    @property
    def key_folders(self) -> tuple[KeyFolder, ...]:
        """The folders of keys that this host has."""
        seal = (self.seal_key_folder,) if self.has_seal_keys else ()
        return (self.link_key_folder, *seal)

    @property
    def seal_key_folder(self) -> KeyFolder:
        """Where the private seal keys lie; raise NoSealKeysError on a host without."""
        if not self.has_seal_keys:
            raise NoSealKeysError
        folder = self.seal_keys or self.instance / IN_THE_INSTANCE["seal_keys"]
        mirrors = (self.seal_keys_mirror,) if self.seal_keys_mirror else ()
        return KeyFolder(folder, mirrors)


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


class WebsView(WorkerSettings):
    """What is looked over as the web, which has no seal keys and must not have them."""

    is_of_web: ClassVar[bool] = True

    @property
    def has_seal_keys(self) -> bool:
        """Whether this process may open envelopes: never, whatever is set."""
        return False

    @property
    def seal_key_places(self) -> tuple[Path, ...]:
        """Where seal keys lie for all that the web can know: as is usual, or as it was told."""
        told = (self.seal_keys, self.seal_keys_mirror)
        usual = (folder.with_name("seal") for folder in self.link_key_folder.folders)
        places = (*told, *usual, self.instance / IN_THE_INSTANCE["seal_keys"])
        return tuple(dict.fromkeys(one for one in places if one not in (None, NO_SEAL_KEYS)))
