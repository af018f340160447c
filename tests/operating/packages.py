"""Make of a package the same one with a later version, as an upgrade needs it."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC: Final = b"!<arch>\n"
_HEADER: Final = 60


def newer(package: Path, folder: Path) -> Path:
    """Write the package with a later version into a folder, in the place of the older one."""
    parts = _parts(package.read_bytes())
    version = re.search(r"_(.+)_", package.name)
    assert version is not None
    control = subprocess.run(
        ["dpkg-deb", "--ctrl-tarfile", str(package)], check=True, capture_output=True
    ).stdout
    later = f"{version[1]}+later"
    written = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(control)) as before,
        tarfile.open(fileobj=written, mode="w") as after,
    ):
        for member in before:
            file = before.extractfile(member)
            content = file.read() if file else b""
            if member.name == "./control":
                content = re.sub(rb"(?m)^Version: .*$", f"Version: {later}".encode(), content)
                member.size = len(content)
            after.addfile(member, io.BytesIO(content))
    (folder / package.name).unlink(missing_ok=True)
    target = folder / package.name.replace(version[1], later)
    target.write_bytes(
        _MAGIC
        + _part("debian-binary", b"2.0\n")
        + _part("control.tar", written.getvalue())
        + b"".join(_part(name, content) for name, content in parts if name.startswith("data."))
    )
    return target


def _parts(archive: bytes) -> list[tuple[str, bytes]]:
    """Return the members of an ar archive."""
    found, place = [], len(_MAGIC)
    while place < len(archive):
        header = archive[place : place + _HEADER]
        size = int(header[48:58])
        content = archive[place + _HEADER : place + _HEADER + size]
        found.append((header[:16].decode().strip().rstrip("/"), content))
        place += _HEADER + size + size % 2
    return found


def _part(name: str, content: bytes) -> bytes:
    header = f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode()
    return header + content + b"\n" * (len(content) % 2)
