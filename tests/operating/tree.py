"""A clean Debian in a folder, and what is typed on it: no cache, no network, no other process."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SUITE: Final = "bookworm"
_ON_THE_MIRROR: Final = ("python3", "systemd", "ca-certificates", "nginx", "openssl", "postgresql")
_ENVIRONMENT: Final = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}
_HOSTS: Final = "127.0.0.1 localhost feedback.example.se mail.example.se\n"
_SIOCSIFFLAGS: Final = 0x8914
_UP_AND_RUNNING: Final = 0x41


class TypedInVainError(Exception):
    """Something that was typed failed; says what, and what it printed."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The root folder of a Debian, and the umask of whoever types there."""

    root: Path
    umask: int = 0o022

    def at(self, path: str) -> Path:
        """Return where a path of this Debian lies here."""
        return self.root / path.lstrip("/")

    def type(self, script: str, *, seconds: int = 300) -> str:
        """Type lines as root, in root's home; return what was printed, or raise."""
        # A file and no pipe: a daemon that is started holds its end open for ever.
        with tempfile.TemporaryFile() as printed:
            done = subprocess.run(
                ["chroot", str(self.root), "bash", "-euo", "pipefail", "-c", f"cd\n{script}"],
                env=_ENVIRONMENT,
                umask=self.umask,
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=seconds,
            )
            printed.seek(0)
            said = printed.read().decode(errors="replace")
        if done.returncode:
            raise TypedInVainError(f"{script}left with {done.returncode}:\n{said}")
        return said

    def write(self, path: str, text: str) -> None:
        """Write a file as an editor does: one that is there keeps owner and mode."""
        before = os.umask(self.umask)
        self.at(path).parent.mkdir(parents=True, exist_ok=True)
        self.at(path).write_text(text, encoding="utf-8")
        os.umask(before)


def bootstrap(root: Path) -> None:
    """Make a Debian from the mirror, and fetch the packages that the document asks for."""
    subprocess.run(
        [
            *("mmdebstrap", "--quiet", "--mode=root", "--variant=minbase"),
            *("--dpkgopt=force-unsafe-io", '--aptopt=Acquire::Languages "none"'),
            *("--skip=cleanup/apt/lists", _SUITE, str(root)),
        ],
        check=True,
    )
    tree = Tree(root)
    shutil.copyfile("/etc/resolv.conf", tree.at("/etc/resolv.conf"))
    tree.type(f"apt-get install -y --download-only {' '.join(_ON_THE_MIRROR)}\n")
    tree.write("/etc/hosts", _HOSTS)
    # Without systemd Debian asks here whether a package may start what it brings.
    tree.write("/usr/sbin/policy-rc.d", "#!/bin/sh\n")
    tree.at("/usr/sbin/policy-rc.d").chmod(0o755)
    command = tree.at("/usr/local/bin/systemctl")
    shutil.copyfile(Path(__file__).with_name("systemctl.py"), command)
    command.chmod(0o755)


def enter(root: Path) -> None:
    """Make this process, alone with its mounts and its network, ready to work in a tree."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asked = struct.pack("16sh", b"lo", _UP_AND_RUNNING)
        fcntl.ioctl(asking, _SIOCSIFFLAGS, asked)
    for command in (
        ("mount", "--bind", root, root),  # a place of its own, that units may see read-only
        ("mount", "-t", "proc", "proc", root / "proc"),
        ("mount", "-t", "tmpfs", "tmpfs", root / "run"),
        ("mount", "--rbind", "/dev", root / "dev"),
        ("mount", "--bind", root / "etc/hosts", "/etc/hosts"),
    ):
        subprocess.run([str(word) for word in command], check=True)
    (root / "run/lock").mkdir(mode=0o1777)
