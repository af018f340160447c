"""Do on a clean Debian what docs/operating.md tells an operator to do: `make operate`.

Builds the package, makes a Debian from its mirror for each run, and types every block of the
document there, with a whole campaign through the proxy, a restore and an upgrade in between.
Leaves with 1 if anything is not as the document says, or if it cannot be tried here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from tests.operating.run import RUNS, run
from tests.operating.tree import TypedInVainError, bootstrap

ROOT: Final = Path(__file__).parents[2]
_ALONE: Final = ("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc")


def main() -> int:
    """Make package and tree, and do each run in a process that is alone on its machine."""
    if sys.argv[1:2] == ["run"]:
        return run(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    if reason := _cannot():
        print(f"This cannot be tried here: {reason}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="feedback-operating-") as folder:
        clean, started = Path(folder) / "clean", time.monotonic()
        with ThreadPoolExecutor() as pool:
            made, package = pool.submit(bootstrap, clean), pool.submit(_package)
            made.result()
            print(f"{time.monotonic() - started:6.1f} s  a clean Debian", flush=True)
            file = package.result()
        print(f"{time.monotonic() - started:6.1f} s  {file.name}", flush=True)
        with ThreadPoolExecutor() as pool:
            # Side by side: each waits for minutes, for the worker looks round once in one.
            left = list(pool.map(lambda name: _alone(name, clean, file), sys.argv[1:] or RUNS))
        print(f"{time.monotonic() - started:6.1f} s  in all", flush=True)
    return max(left)


def _alone(name: str, clean: Path, package: Path) -> int:
    """Do a run on a copy of the tree, in a process that sees nothing of the others."""
    root = clean.with_name(name)
    subprocess.run(["cp", "-a", "--reflink=auto", str(clean), str(root)], check=True)
    command = [
        *_ALONE,
        sys.executable,
        "-m",
        "tests.operating",
        "run",
        name,
        str(root),
        str(package),
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _package() -> Path:
    """Build the package of this checkout."""
    subprocess.run([sys.executable, "deploy/deb/build.py"], cwd=ROOT, check=True)
    return max((ROOT / "dist").glob("feedback360_*.deb"), key=lambda file: file.stat().st_mtime)


def _cannot() -> str:
    if os.geteuid() != 0:
        return "it types what root types, so it must be root."
    if shutil.which("mmdebstrap") is None:
        return "install mmdebstrap."
    tried = subprocess.run([*_ALONE, "true"], check=False, capture_output=True, text=True)
    return tried.stderr


if __name__ == "__main__":
    try:
        sys.exit(main())
    except TypedInVainError as error:
        sys.exit(str(error))
