"""Put a uv at .uv/bin/uv: the one on PATH when it is new enough, else one from PyPI.

Standard library only: this runs before anything is installed, and needs no root.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
import venv
import zipfile
from pathlib import Path
from urllib.parse import urljoin

OLDEST = (0, 9, 17)  # as [tool.uv] required-version in pyproject.toml
INDEX = "https://pypi.org/pypi/uv/json"
HOME = Path(__file__).resolve().parents[1] / ".uv"
TARGET = HOME / "bin" / "uv"
PLATFORM = {
    "linux-x86_64": "manylinux_2_17_x86_64",
    "linux-aarch64": "manylinux_2_17_aarch64",
    "darwin-arm64": "macosx_11_0_arm64",
    "darwin-x86_64": "macosx_10_12_x86_64",
}


def main() -> None:
    """Link to a good uv on PATH, else install one with pip, else unpack its wheel."""
    on_path = shutil.which("uv")
    if on_path and _is_new_enough(on_path):
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.unlink(missing_ok=True)
        TARGET.symlink_to(on_path)
        return
    print("No recent uv found: getting one into .uv/ ...", flush=True)
    if not _install_with_pip():
        _unpack_wheel()


def _is_new_enough(uv: str) -> bool:
    answer = subprocess.run([uv, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)\.(\d+)\.(\d+)", answer.stdout)
    return found is not None and tuple(map(int, found.groups())) >= OLDEST


def _install_with_pip() -> bool:
    """Say whether it worked; Debian's Python comes without pip, and often without venv."""
    oldest = ".".join(map(str, OLDEST))
    try:
        venv.create(HOME, with_pip=True, clear=True)
        install = [str(HOME / "bin" / "python"), "-m", "pip", "install", "--quiet", f"uv>={oldest}"]
        subprocess.run(install, check=True, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError, SystemExit):
        return False
    return TARGET.exists()


def _unpack_wheel() -> None:
    """Fetch uv's wheel from PyPI, compare its SHA-256 with the index's, take the binary out."""
    with urllib.request.urlopen(INDEX, timeout=60) as answer:
        files = json.load(answer)["urls"]
    tag = PLATFORM[f"{sys.platform}-{os.uname().machine}"]
    wheel = next(file for file in files if tag in file["filename"])
    # A mirror of PyPI may name its files relative to the index.
    with urllib.request.urlopen(urljoin(INDEX, wheel["url"]), timeout=300) as answer:
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != wheel["digests"]["sha256"]:
        sys.exit("The downloaded uv is not the one PyPI names: stopped.")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        binary = next(name for name in archive.namelist() if name.endswith("/scripts/uv"))
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_bytes(archive.read(binary))
    TARGET.chmod(0o755)


if __name__ == "__main__":
    main()
