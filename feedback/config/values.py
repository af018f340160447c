"""What the value of a setting must look like: each rule says in one sentence what to write."""

from __future__ import annotations

import ipaddress
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from pydantic import AfterValidator, BeforeValidator, ValidationInfo
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from feedback.files.sqlite import sqlite_file
from feedback.mail.mailbox import mailbox_of

PREFIX: Final = "FEEDBACK_"
"""What the name of every setting begins with."""

PLAIN_WORDS: Final = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "int_parsing": "must be a whole number",
    "date_parsing": "must be a day such as 2026-11-30",
    "date_from_datetime_parsing": "must be a day such as 2026-11-30",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "int_parsing_size": "must be a whole number that makes sense",
    "literal_error": "must be {expected}",
}
"""What is said in place of pydantic's words, by its names of faults."""

_DATABASES: Final = ("sqlite", "postgresql", "postgres")
_REDIS: Final = ("redis://", "rediss://", "unix://")
_HIGHEST_PORT: Final = 65535
_DOMAIN: Final = re.compile(r"@?[\w-]+(\.[\w-]+)+")
_HOST_AND_PORT: Final = re.compile(r"([^\s/?#@:\\\[\]]+|\[[0-9a-fA-F:.]+\])(:[0-9]+)?")
_SHORTEST_SECRET: Final = 32  # characters: 24 random bytes in base64

NO_SEAL_KEYS: Final = Path("none")
"""What FEEDBACK_SEAL_KEYS says on a host whose worker sends mail and opens nothing."""


def _address(value: str) -> str:
    scheme, _, rest = value.rstrip("/").partition("://")
    if scheme.lower() not in {"https", "http"} or not rest:
        message = "must start with https:// (http:// only on your own machine)"
        raise ValueError(message)
    # As it stands, and not as it is parsed: an empty query, too, would stand in every link.
    if not _HOST_AND_PORT.fullmatch(rest) or _parts(value) is None:
        message = (
            "must be the address alone, such as https://feedback.example.se: no user, path, ? or #"
        )
        raise ValueError(message)
    return f"{scheme.lower()}://{rest}"


def _parts(value: str) -> SplitResult | None:
    """Return the parts of an address whose host and port can be; None for another."""
    try:
        parts = urlsplit(value)
        (parts.hostname or "").encode("idna")
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 else parts


def _whole(value: Path, info: ValidationInfo) -> Path:
    if is_in_production(info) and not value.is_absolute():
        message = (
            f"{str(value)!r} depends on where a command is started; in production write the "
            "whole path, such as /var/lib/feedback"
        )
        raise ValueError(message)
    return value


def _whole_if_set(value: Path | None, info: ValidationInfo) -> Path | None:
    return value if value is None else _whole(value, info)


def _whole_or_none(value: Path | None, info: ValidationInfo) -> Path | None:
    return value if value == NO_SEAL_KEYS else _whole_if_set(value, info)


def _none_if_empty(value: object) -> object:
    return None if value == "" else value  # else it would be the folder that one stands in


def _database(value: str, info: ValidationInfo) -> str:
    if not value:
        return value
    try:
        parsed = make_url(value)
    except (ArgumentError, ValueError):
        parsed = None
    is_in_memory = value == "sqlite://"  # for trying out: it is gone with its process
    names_one = parsed is not None and (parsed.database or is_in_memory)
    if parsed is None or parsed.get_backend_name() not in _DATABASES or not names_one:
        message = "must be postgresql://user@host/name, or sqlite:////var/lib/feedback/feedback.db"
        raise ValueError(message)
    if (file := sqlite_file(value)) is not None:
        _whole(file, info)
    return value


def _queue(value: str, info: ValidationInfo) -> str:
    if not value.startswith(_REDIS):
        return _database(value, info)
    parts = _parts(value)
    is_there = parts is not None and (parts.path if parts.scheme == "unix" else parts.hostname)
    number = parse_qs(parts.query).get("db", [""])[0] if parts else ""
    if parts is not None and not number and parts.scheme != "unix":
        number = parts.path.strip("/")
    if not is_there or (number and not number.isdecimal()):
        message = "must be redis://:password@host:6379/0, rediss://… or unix:///run/redis.sock?db=0"
        raise ValueError(message)
    if find_spec("redis") is None:
        message = "needs the extra [redis]: install requirements-redis.lock of the release as well"
        raise ValueError(message)
    return value


def _listening(value: str, info: ValidationInfo) -> str:
    if not value:
        return value
    host, port = host_and_port(value)
    if not host or not 0 < port <= _HIGHEST_PORT:
        message = "must be an address and a port of this machine, such as 127.0.0.1:9101"
        raise ValueError(message)
    if not _is_loopback(host) and not info.data.get("metrics_from_elsewhere"):
        message = (
            f"{host} can be reached from other machines; write 127.0.0.1, or set "
            "FEEDBACK_METRICS_FROM_ELSEWHERE=true if a firewall keeps strangers out"
        )
        raise ValueError(message)
    return value


def _mailboxes(value: str) -> str:
    for one in value.replace(",", " ").split():
        try:
            mailbox_of(one)
        except ValueError:
            message = f"{one!r} is no address; write them as anna@kommun.se, bo@kommun.se"
            raise ValueError(message) from None
    return value


def _page(value: str) -> str:
    if value and urlsplit(value).scheme not in {"https", "http", "mailto"}:
        message = "must be the address of a page, such as https://intranet.example.se/larm"
        raise ValueError(message)
    return value


def _domains(value: str) -> str:
    for one in value.replace(",", " ").split():
        if not _DOMAIN.fullmatch(one.lower()):
            message = f"{one!r} is no domain; write them as kommun.se skola.kommun.se"
            raise ValueError(message)
    return value


def _long_enough(value: str) -> str:
    if value and len(value) < _SHORTEST_SECRET:
        message = "can be guessed; make one with: openssl rand -base64 48"
        raise ValueError(message)
    return value


WebAddress = Annotated[str, AfterValidator(_address)]
Folder = Annotated[Path, AfterValidator(_whole)]
OptionalFile = Annotated[Path | None, BeforeValidator(_none_if_empty)]
OptionalPath = Annotated[OptionalFile, AfterValidator(_whole_if_set)]
SealKeys = Annotated[OptionalFile, AfterValidator(_whole_or_none)]
DatabaseAddress = Annotated[str, AfterValidator(_database)]
QueueAddress = Annotated[str, AfterValidator(_queue)]
Listening = Annotated[str, AfterValidator(_listening)]
Mailboxes = Annotated[str, AfterValidator(_mailboxes)]
PageAddress = Annotated[str, AfterValidator(_page)]
Domains = Annotated[str, AfterValidator(_domains)]
Secret = Annotated[str, AfterValidator(_long_enough)]


def is_file(path: Path) -> bool:
    """Tell whether a file is there; one in a folder that may not be looked into is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_in_production(info: ValidationInfo) -> bool:
    """Tell whether people reach the service by https: one's own machine needs no whole paths."""
    return str(info.data.get("base_url", "")).startswith("https://")


def host_and_port(value: str) -> tuple[str, int]:
    """Return the parts of host:port; a port of 0 where there is none."""
    host, _, port = value.rpartition(":")
    return host.strip("[]"), int(port) if port.isascii() and port.isdigit() else 0


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
