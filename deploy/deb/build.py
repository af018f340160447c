"""Build the Debian package: a virtual environment with the locked dependencies, and its units.

`make deb` writes dist/feedback360_<version>_<architecture>.deb, which installs without internet.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
HERE: Final = Path(__file__).parent
UV: Final = str(ROOT / ".uv" / "bin" / "uv")
NAME: Final = "feedback360"
PYTHON: Final = "/usr/bin/python3.11"  # Debian 12's, which the package depends on
HOME: Final = "/opt/feedback"
NOT_HERE: Final = 3
"""How this leaves where the package cannot be built."""

CONTROL: Final = """\
Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: python3 (>= 3.11~), python3 (<< 3.12), systemd, ca-certificates
Suggests: nginx, postgresql, postgresql-client, fonts-droid-fallback
Section: web
Priority: optional
Description: 360-degree feedback for municipalities
 Leaders are given feedback by those they work with, and nobody is told who
 answered, when, or what. The web, the worker beside it, and Python's libraries
 at the versions that they were tested with.
"""

STARTER: Final = f"""\
#!{HOME}/bin/python -I
import sys

from feedback.cli import main

if __name__ == "__main__":
    sys.exit(main())
"""

# Where each of our files goes, and its mode.
LAID: Final = (
    ("feedback_command.py", "usr/bin/feedback", 0o755),
    ("units/*", "usr/lib/systemd/system/", 0o644),
    ("sysusers.conf", f"usr/lib/sysusers.d/{NAME}.conf", 0o644),
    ("tmpfiles.conf", f"usr/lib/tmpfiles.d/{NAME}.conf", 0o644),
    ("etc/*", "etc/feedback/", 0o640),
    ("maintainer/*", "DEBIAN/", 0o755),
    ("../../docs/operating.md", f"usr/share/doc/{NAME}/operating.md", 0o644),
    ("../../CHANGELOG.md", f"usr/share/doc/{NAME}/CHANGELOG.md", 0o644),
    ("../../LICENSE", f"usr/share/doc/{NAME}/copyright", 0o644),
)


def build(target: Path) -> Path:
    """Build the package into a folder; return its file."""
    os.umask(0o022)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{NAME}-deb-") as folder:
        tree, parts = Path(folder) / "tree", Path(folder) / "parts"
        tree.mkdir()
        version = _debian_version(_install_program(tree, parts))
        _lay_files(tree)
        _describe(tree, version)
        return pack(tree, target / f"{NAME}_{version}_{_architecture()}.deb")


def pack(tree: Path, file: Path) -> Path:
    """Pack a tree with its DEBIAN folder; everything belongs to root."""
    # A good deal quicker than xz, to pack and to unpack, for a tenth more bytes.
    _run("dpkg-deb", "--root-owner-group", "-Zzstd", "-z9", "--build", str(tree), str(file))
    return file


def _install_program(tree: Path, parts: Path) -> str:
    """Install wheel and locked dependencies as they will lie; return the wheel's version."""
    locked, home = parts / "locked.txt", tree / HOME.lstrip("/")
    parts.mkdir()
    _run(
        *(UV, "export", "--locked", "--no-default-groups", "--all-extras", "--no-emit-project"),
        *("--quiet", "--output-file", str(locked)),
    )
    _run(UV, "build", "--quiet", "--wheel", "--out-dir", str(parts))
    (wheel,) = parts.glob("*.whl")
    _run(UV, "venv", "--quiet", "--no-project", "--python", PYTHON, "--relocatable", str(home))
    python = str(home / "bin" / "python")
    install = (UV, "pip", "install", "--quiet", "--python", python, "--link-mode", "copy")
    _run(*install, "--require-hashes", "--no-deps", "--requirements", str(locked))
    _run(*install, "--no-deps", str(wheel))
    _keep_only_our_command(home / "bin")
    for tests in [*home.glob("lib/python3*/site-packages/**/tests/")]:
        shutil.rmtree(tests, ignore_errors=True)  # numpy's and scipy's own: 50 MB
    # As it will lie, so that a traceback names the right place; unchecked, for dpkg --verify
    # tells who changed a file, and nobody but root may.
    _run(
        *(python, "-I", "-m", "compileall", "-q", "-j", "0", "--invalidation-mode"),
        *("unchecked-hash", "-s", str(tree), "-p", "/", str(home / "lib")),
    )
    return wheel.name.split("-")[1]


def _keep_only_our_command(folder: Path) -> None:
    for file in folder.iterdir():
        if not file.name.startswith("python"):
            file.unlink()
    starter = folder / "feedback"
    starter.write_text(STARTER, encoding="ascii")
    starter.chmod(0o755)


def _lay_files(tree: Path) -> None:
    for pattern, place, mode in LAID:
        for source in sorted(HERE.glob(pattern)):
            target = tree / place / (source.name if place.endswith("/") else "")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            target.chmod(mode)


def _describe(tree: Path, version: str) -> None:
    """Write what dpkg wants to know: control, conffiles and checksums."""
    files = [file for file in sorted(tree.rglob("*")) if file.is_file() and not file.is_symlink()]
    ours = [file for file in files if file.relative_to(tree).parts[0] != "DEBIAN"]
    sums, settings = [], []
    for file in ours:
        name = str(file.relative_to(tree))
        if name.startswith("etc/"):
            settings.append(f"/{name}\n")
        else:
            digest = hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()
            sums.append(f"{digest}  {name}\n")
    control = CONTROL.format(
        name=NAME,
        version=version,
        architecture=_architecture(),
        maintainer=f"{os.environ.get('DEBFULLNAME', NAME)} <{os.environ.get('DEBEMAIL', 'root')}>",
        size=sum(file.stat().st_size for file in ours) // 1024,
    )
    for place, content in (
        ("control", control),
        ("conffiles", "".join(settings)),
        ("md5sums", "".join(sums)),
    ):
        (tree / "DEBIAN" / place).write_text(content, encoding="utf-8")


def _debian_version(version: str) -> str:
    """Return a version of Python's as Debian orders it: what comes before a release has a tilde."""
    public, plus, commit = version.partition("+")  # a commit's number may hold such letters
    return re.sub(r"\.?(dev|a|b|rc)(\d+)", r"~\1\2", public) + plus + commit


def _architecture() -> str:
    return _run("dpkg", "--print-architecture").strip()


def _run(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def main(target: Path) -> int:
    """Build the package, or say why it cannot be built here and return NOT_HERE."""
    if not Path(PYTHON).exists() or shutil.which("dpkg-deb") is None:
        print(
            f"No Debian package: on Debian 12 make deb builds it, with {PYTHON}.", file=sys.stderr
        )
        return NOT_HERE
    made = build(target)
    print(f"{made}: {made.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if sys.argv[1:] else ROOT / "dist")))
