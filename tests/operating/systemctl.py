#!/usr/bin/python3 -I
"""Stand in for systemd where none runs: start and stop units by hand, exactly as they say.

Users, groups, umask, environment files, working folder and command are the unit's; of its
protections the read-only system, the folders that may be written or not be seen, the private
/tmp, the capabilities and the core limit. Everything else of systemd is not here.
"""

from __future__ import annotations

import os
import pwd
import re
import shlex
import signal
import subprocess
import sys
import time
from collections import defaultdict
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Final

UNITS: Final = (Path("/etc/systemd/system"), Path("/usr/lib/systemd/system"))
RUNNING: Final = Path("/run/by-hand")
LOGS: Final = Path("/var/log/by-hand")
OURS: Final = "feedback"


def main(words: list[str]) -> int:
    """Do what the operator typed."""
    verb, *names = [word for word in words if not word.startswith("-")]
    if verb == "daemon-reload":
        return 0
    if verb in {"enable", "disable"}:
        if "--now" not in words:
            return 0
        verb = "start" if verb == "enable" else "stop"
    RUNNING.mkdir(exist_ok=True)
    LOGS.mkdir(mode=0o700, exist_ok=True)
    return max([_do(verb, name) for name in names], default=2)


def _do(verb: str, name: str) -> int:
    if "*" in name:
        return max([_do(verb, file.name) for file in RUNNING.glob(name)], default=0)
    if not name.startswith(OURS):
        return subprocess.run(
            ["service", name.removesuffix(".service"), verb], check=False
        ).returncode
    if verb == "restart":
        return max(_do("stop", name), _do("start", name))
    unit = _unit(name)
    if name.endswith(".target"):
        wanted = " ".join(unit["Wants"]).split()
        # systemd stops in the reverse order.
        return max(_do(verb, one) for one in (wanted if verb == "start" else wanted[::-1]))
    if name.endswith(".timer"):
        _unit(name.replace(".timer", ".service"))  # it must be there
        return 0
    return {"start": _start, "stop": _stop, "is-active": _is_active}[verb](
        name.removesuffix(".service"), unit
    )


def _unit(name: str) -> dict[str, list[str]]:
    """Return what a unit file and its drop-ins say, name by name."""
    name = name if "." in name else f"{name}.service"
    file = next((folder / name for folder in UNITS if (folder / name).exists()), None)
    if file is None:
        sys.exit(f"Unit {name} not found.")
    said: dict[str, list[str]] = defaultdict(list)
    for part in (file, *sorted(Path("/etc/systemd/system").glob(f"{name}.d/*.conf"))):
        for line in part.read_text(encoding="utf-8").splitlines():
            key, equals, value = line.strip().partition("=")
            if equals and not key.startswith(("#", ";")):
                said[key] = [*said[key], value] if value else []
    return said


def _start(name: str, unit: dict[str, list[str]]) -> int:
    if _process(name):
        return 0
    (user,), (command,) = unit["User"], unit["ExecStart"]
    environment = _environment(user, unit)
    expanded = re.sub(r"\$\{(\w+)\}", lambda found: environment.get(found[1], ""), command)
    group = unit["Group"][0] if unit["Group"] else user
    process = subprocess.Popen(
        [
            *("unshare", "--mount", "sh", "-ec", f'{_mounts(unit)}\nexec "$@"', "sh"),
            *("setpriv", f"--reuid={user}", f"--regid={group}", "--init-groups"),
            *("--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", "--"),
            *shlex.split(expanded),
        ],
        env=environment,
        cwd=unit["WorkingDirectory"][0] if unit["WorkingDirectory"] else "/",
        umask=int(unit["UMask"][0], 8),
        stdin=subprocess.DEVNULL,
        stdout=(LOGS / f"{name}.log").open("ab"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    if unit["Type"] == ["oneshot"]:
        return process.wait()
    (RUNNING / name).write_text(str(process.pid), encoding="ascii")
    return 0


def _stop(name: str, unit: dict[str, list[str]]) -> int:
    process = _process(name)
    if not process:
        return 0
    os.kill(process, signal.SIGTERM)
    until = time.monotonic() + float((unit["TimeoutStopSec"] or ["90"])[0])
    while _process(name):
        if time.monotonic() > until:
            print(f"{name} did not stop in time.", file=sys.stderr)
            os.killpg(process, signal.SIGKILL)
            return 1
        time.sleep(0.1)
    return 0


def _is_active(name: str, _unit: dict[str, list[str]]) -> int:
    return 0 if _process(name) else 3


def _process(name: str) -> int:
    """Return the process of a unit, 0 if it runs no more."""
    file = RUNNING / name
    if not file.exists():
        return 0
    number = int(file.read_text(encoding="ascii"))
    try:
        state = (
            Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        )
    except OSError:
        return 0
    return 0 if state == "Z" else number


def _environment(user: str, unit: dict[str, list[str]]) -> dict[str, str]:
    account = pwd.getpwnam(user)
    environment = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
        "LANG": "C.UTF-8",
        "HOME": account.pw_dir,
        "USER": user,
        "LOGNAME": user,
    }
    for line in unit["Environment"]:
        environment |= dict(word.split("=", 1) for word in shlex.split(line))
    for file in unit["EnvironmentFile"]:
        environment |= _settings_in(Path(file).read_text(encoding="utf-8"))
    return environment


def _settings_in(text: str) -> dict[str, str]:
    loader = SourceFileLoader("feedback_command", "/usr/bin/feedback")
    spec = spec_from_loader("feedback_command", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    found: dict[str, str] = module.settings_in(text)
    return found


def _mounts(unit: dict[str, list[str]]) -> str:
    """Return the shell lines that show the unit's processes what they may see."""
    lines = [f"ulimit -c {unit['LimitCORE'][0]}"]
    if unit["PrivateTmp"] == ["yes"]:
        lines.append("mount -t tmpfs -o mode=1777 tmpfs /tmp")
    hidden = " ".join(unit["InaccessiblePaths"]).split()
    shown = " ".join(unit["ReadWritePaths"]).split()
    if unit["ProtectHome"] == ["yes"]:
        hidden += ["/root", "/home"]
    for word in shown:
        path = word.removeprefix("-")
        if Path(path).exists():
            lines.append(f"mount --bind {path} {path}")
        elif word == path:
            sys.exit(f"ReadWritePaths: {path} is not there.")
    if unit["ProtectSystem"] == ["strict"]:
        lines.append("mount -o remount,bind,ro /")
    for place in (Path(word.removeprefix("-")) for word in hidden):
        if place.is_dir():
            lines.append(f"mount -t tmpfs -o mode=000,ro tmpfs {place}")
        elif place.exists():
            lines.append(f"mount --bind /dev/null {place}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
