"""Where settings come from: environment or file; every missing or wrong one is told at once."""

from __future__ import annotations

import os
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, TypeVar

from dotenv import dotenv_values
from pydantic import ValidationError

from feedback.config.settings import Settings, WorkerSettings
from feedback.config.values import PLAIN_WORDS, PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

S = TypeVar("S", bound=Settings)

_ENV_FILE: Final = ".env"


class SettingsError(Exception):
    """Settings are missing or wrong; says which, one a line."""

    def __init__(self, faults: list[str]) -> None:
        """Keep every fault, so that all are told at once."""
        super().__init__("\n".join(faults))
        self.faults = faults


def load_settings(kind: type[S]) -> S:
    """Read settings from the environment or .env; raise SettingsError naming every fault."""
    file = _settings_file()
    faults = list(_unknown_settings(file))
    try:
        # pydantic-settings fills required fields from the environment.
        settings = kind(_env_file=file)
    except ValidationError as error:
        faults += [
            f"{PREFIX}{str(fault['loc'][0]).upper()}: {_sentence(kind, fault)}"
            for fault in error.errors()
        ]
        raise SettingsError(faults) from error
    if faults:
        raise SettingsError(faults)
    return settings


def _sentence(kind: type[Settings], fault: ErrorDetails) -> str:
    """Say in our words what is wrong with a setting."""
    if fault["type"] == "missing":
        return f"is needed: {kind.model_fields[str(fault['loc'][0])].description}"
    if fault["type"] in PLAIN_WORDS:
        return PLAIN_WORDS[fault["type"]].format(**fault.get("ctx", {}))
    return fault["msg"].removeprefix("Value error, ")


def _settings_file() -> str | None:
    """Return the file beside which a command is started, unless the environment says it all.

    An installation must not change with the folder in which an operator happens to stand. One
    that this user may not look into, as /root, holds no settings.
    """
    says_it_all = f"{PREFIX}BASE_URL" in os.environ
    return None if says_it_all or not os.access(_ENV_FILE, os.R_OK) else _ENV_FILE


def _unknown_settings(file: str | None) -> Iterator[str]:
    """Name what is set and read by nobody: a slip would else be silent, as mail in a folder."""
    known = {name.upper() for name in WorkerSettings.model_fields}
    given = {name.upper() for name in (*os.environ, *(dotenv_values(file) if file else ()))}
    ours = {name.removeprefix(PREFIX) for name in given if name.startswith(PREFIX)}
    for name in sorted(ours - known):
        near = get_close_matches(name, known, n=1)
        meant = f"do you mean {PREFIX}{near[0]}?" if near else "remove it"
        yield f"{PREFIX}{name}: there is no such setting; {meant}"
