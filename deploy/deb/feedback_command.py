#!/usr/bin/python3 -I
"""Run a command of feedback as its units do: as their user, with their settings.

    feedback doctor             as the worker, who may read database and keys
    feedback --as-web doctor    as the web, who may not read the seal keys

Installed as /usr/bin/feedback. Only Python's own library, for it runs before anything of ours.
"""

from __future__ import annotations

import os
import pwd
import re
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable

PROGRAM: Final = "/opt/feedback/bin/feedback"
SETTINGS: Final = Path("/etc/feedback")
WEB: Final = "feedback-web"
WORKER: Final = "feedback-worker"
FILES: Final = {WEB: ("common.env", "web.env"), WORKER: ("common.env", "worker.env")}
UMASK: Final = 0o007

_PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_OF_THE_TERMINAL: Final = ("LANG", "LC_ALL", "LC_MESSAGES", "TERM", "COLUMNS", "LINES", "NO_COLOR")
_FAULTY: Final = 2

# How systemd reads an EnvironmentFile (its src/basic/env-file.c).
_START: Final = re.compile(
    r"\s*(?:[#;](?:\\.|[^\\\r\n])*|(?P<key>[^\s#;][^=\r\n]*)(?P<is>=)?)?", re.DOTALL
)
_QUOTED: Final = re.compile(r"""'(?P<plain>[^']*)'?|"(?P<double>(?:\\.|[^"\\])*)"?""", re.DOTALL)
_BARE: Final = re.compile(r"(?:\\.|[^\\\r\n])*\\?", re.DOTALL)
_TRAILING: Final = re.compile(r"(?P<kept>(?:\\.|[^\\])*?)[ \t]*", re.DOTALL)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def main(words: list[str]) -> NoReturn:
    """Become the user that is asked for, and go on as the program itself."""
    user, words = _asked(words)
    try:
        account = pwd.getpwnam(user)
    except KeyError:
        _stop(f"There is no user {user}. Make it with: systemd-sysusers feedback360.conf")
    environment = {**_environment(user), "HOME": account.pw_dir}
    # Looked at by whoever types it: that user may not even see what lies in root's folder.
    named = [(path, Path(path).is_dir()) for path in _files_named(words)]
    _become(account)
    for path, is_folder in named:
        if not os.access(path, os.R_OK):
            if is_folder:
                _stop(f"{path}: {user} may not look into it. Name a folder of that user's.")
            _stop(
                f"{path}: {user} may not read it. Lay it where that user may, and remove it after: "
                f"install -o {user} -m 0600 {path} /var/lib/feedback/"
            )
    os.umask(UMASK)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold keys
    os.execve(PROGRAM, ["feedback", *words], environment)  # noqa: S606 - no shell is wanted


def settings_in(text: str) -> dict[str, str]:
    """Return what an EnvironmentFile sets, read as systemd reads it."""
    found: dict[str, str] = {}
    place = 0
    while place < len(text):
        start = _START.match(text, place)
        assert start is not None  # noqa: S101 - it matches nothing as well
        place = start.end()
        if start["is"]:
            value, place = _value(text, place)
            found[start["key"].rstrip(" \t")] = value
    return found


def _value(text: str, place: int) -> tuple[str, int]:
    """Return the value that begins here, and where it ends: quoted parts, then the bare rest."""
    parts = []
    while True:
        place += len(text[place:]) - len(text[place:].lstrip(" \t"))
        quoted = _QUOTED.match(text, place)
        if quoted is None:
            break
        place = quoted.end()
        parts.append(quoted["plain"] or _unescaped_within_quotes(quoted["double"] or ""))
    bare = _BARE.match(text, place)
    assert bare is not None  # noqa: S101 - it matches nothing as well
    kept = _TRAILING.fullmatch(bare[0].removesuffix("\\") if _ends_open(bare[0]) else bare[0])
    assert kept is not None  # noqa: S101 - as above
    parts.append(
        re.sub(r"\\(.)", lambda m: "" if m[1] in "\r\n" else m[1], kept["kept"], flags=re.DOTALL)
    )
    return "".join(parts), bare.end()


def _ends_open(bare: str) -> bool:
    """Tell whether a value ends in a backslash that has nothing after it."""
    return (len(bare) - len(bare.rstrip("\\"))) % 2 == 1


def _unescaped_within_quotes(value: str) -> str:
    def meant(match: re.Match[str]) -> str:
        if match[1] == "\n":
            return ""
        return match[1] if match[1] in '"\\`$' else match[0]

    return re.sub(r"\\(.)", meant, value, flags=re.DOTALL)


def _asked(words: list[str]) -> tuple[str, list[str]]:
    """Return as whom to run, and the words of the command."""
    # The web never gets the worker's settings, by hand neither. The program takes the option, too.
    return (WEB if words[:1] in (["--as-web"], ["serve"]) else WORKER), words


def _environment(user: str) -> dict[str, str]:
    """Return what the unit gives: nothing of who types but the language and the terminal."""
    environment = {name: os.environ[name] for name in _OF_THE_TERMINAL if name in os.environ}
    environment["PATH"] = _PATH
    # The audit log names the person, not the account that the command runs as.
    person = os.environ.get("SUDO_USER") or pwd.getpwuid(os.getuid()).pw_name
    environment.update(LOGNAME=person, USER=person)
    for name in FILES[user]:
        file = SETTINGS / name
        try:
            text = file.read_text(encoding="utf-8")
        except PermissionError:
            _stop(f"{file} may not be read by you. Run: sudo feedback …")
        except OSError as error:
            _stop(f"{file}: {error.strerror}.")
        except UnicodeDecodeError:
            _stop(f"{file} is not UTF-8.")
        for key, value in settings_in(text).items():
            if not _NAME.fullmatch(key):
                _stop(f"{file}: {key!r} is no name of a setting; write NAME=value.")
            environment[key] = value
    return environment


def _files_named(words: Iterable[str]) -> Iterable[str]:
    """Give the words that are files which are there, `--option=file` too.

    A word without a slash or a dot may be a command's own: `feedback backup` is typed beside a
    folder of that name as well.
    """
    for word in words:
        path = word.partition("=")[2] if word.startswith("--") else word
        if ("/" in path or "." in path) and os.access(path, os.F_OK):
            yield path


def _become(account: pwd.struct_passwd) -> None:
    if os.geteuid() == account.pw_uid:
        return
    if os.geteuid() != 0:
        _stop(f"This runs as {account.pw_name}. Run: sudo feedback …")
    os.initgroups(account.pw_name, account.pw_gid)
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)


def _stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(_FAULTY)


if __name__ == "__main__":
    main(sys.argv[1:])
