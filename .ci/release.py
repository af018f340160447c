"""Make a release in dist/, from this checkout, for this interpreter and machine.

feedback360-<version>-py3-none-any.whl, and .tar.gz   the program, and its sources
requirements.lock, requirements-<extra>.lock          every version with its hashes, ours too
feedback360-<version>-<tags>.wheelhouse.tar           all of it, for a machine without internet
feedback360_<version>_<architecture>.deb              the package, where Debian 12 makes the release
feedback360-<version>.cdx.json, THIRD-PARTY.txt       what is inside, with each licence
container/                                            how an image is made of it
SHA256SUMS
"""

from __future__ import annotations

import base64
import hashlib
import json
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement

ROOT: Final = Path(__file__).resolve().parents[1]
UV: Final = ROOT / ".uv" / "bin" / "uv"
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS: Final = tuple(PROJECT["project"].get("optional-dependencies", {}))
PACKAGER: Final = ROOT / "deploy" / "deb" / "build.py"
CANNOT_PACKAGE_HERE: Final = 3
HEADER: Final = """\
# Every version with its hashes, from uv.lock. Online, beside the wheel:
#     pip install --require-hashes --find-links . -r {name}
# Without internet, where the wheelhouse was unpacked, add: --no-index
"""


def main(target: Path, *, with_package: bool) -> None:
    """Make all files anew."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    run(UV, "build", "--quiet", "--out-dir", target, ROOT)
    (wheel,) = target.glob("*.whl")
    version = wheel.name.split("-")[1]
    with tempfile.TemporaryDirectory() as scratch:
        house = Path(scratch) / f"feedback360-{version}"
        lock(house, wheel)
        for file in house.glob("requirements*.lock"):
            shutil.copy(file, target)
        pack(house, target / f"feedback360-{version}-{tags()}.wheelhouse.tar")
        bill = list_contents(house, Path(scratch), version)
    (target / f"feedback360-{version}.cdx.json").write_text(
        json.dumps(bill, indent=1, ensure_ascii=False), encoding="utf-8"
    )
    (target / "THIRD-PARTY.txt").write_text(third_party(bill), encoding="utf-8")
    shutil.copytree(ROOT / "deploy" / "container", target / "container")
    if with_package:
        add_package(target)
    sums = [
        f"{sha256(file)}  {file.name}\n" for file in sorted(target.glob("[!.]*")) if file.is_file()
    ]
    (target / "SHA256SUMS").write_text("".join(sums), encoding="ascii")


def add_package(target: Path) -> None:
    """Build the Debian package beside the rest; it says itself where that cannot be done."""
    done = subprocess.run((sys.executable, PACKAGER, target), cwd=ROOT, check=False)
    if done.returncode != CANNOT_PACKAGE_HERE:
        done.check_returncode()


def lock(house: Path, wheel: Path) -> None:
    """Fill a folder with every wheel that the lock names, ours among them, and with the lock."""
    house.mkdir()
    shutil.copy(wheel, house)
    plain = exported()
    needed = {"": plain} | {extra: exported(extra) - plain for extra in EXTRAS}
    for extra, pins in needed.items():
        draft = house / "draft.txt"
        draft.write_text("\n".join(filter(None, map(for_any_patch, sorted(pins)))), "ascii")
        command = (sys.executable, "-m", "pip", "wheel", "--quiet", "--require-hashes", "--no-deps")
        run(*command, "--wheel-dir", house, "--requirement", draft)
        draft.unlink()
        name = f"requirements-{extra}.lock" if extra else "requirements.lock"
        lines = sorted(with_built(pin, house) for pin in pins)
        if not extra:
            version = wheel.name.split("-")[1]
            lines.append(f"feedback360=={version} \\\n    --hash=sha256:{sha256(wheel)}")
        text = HEADER.format(name=name) + "".join(f"{line}\n" for line in lines)
        (house / name).write_text(text, encoding="ascii")


def exported(*extras: str) -> set[str]:
    """Return what the lock names, one requirement with all its hashes each."""
    options = ("--locked", "--no-default-groups", "--no-emit-project", "--no-header")
    asked = [f"--extra={extra}" for extra in extras]
    text = run(UV, "export", "--quiet", "--no-annotate", *options, *asked)
    return {pin.strip() for pin in re.split(r"\n(?=\S)", text) if pin.strip()}


def for_any_patch(pin: str) -> str:
    """Return a requirement without its condition if a patch of this Python needs it, else nothing.

    Debian's may be an older patch than the one that makes the release.
    """
    asked, _, hashes = pin.partition(" \\\n")
    requirement = Requirement(asked)
    minor = "{}.{}".format(*platform.python_version_tuple())
    patches = [{"python_full_version": f"{minor}.{patch}"} for patch in (0, 99)]
    is_needed = requirement.marker is None or any(map(requirement.marker.evaluate, patches))
    return f"{asked.partition(' ;')[0]} \\\n{hashes}" if is_needed else ""


def with_built(pin: str, house: Path) -> str:
    """Return a requirement with the hash of its wheel, where we had to build one."""
    name = re.split(r"[=<>!~ \[]", pin)[0]
    pattern = re.sub(r"[-_.]+", "_", name).lower()
    wheels = [file for file in house.glob("*.whl") if file.name.lower().startswith(f"{pattern}-")]
    hashes = [f"sha256:{sha256(wheel)}" for wheel in wheels]
    missing = [found for found in hashes if found not in pin]
    return pin + "".join(f" \\\n    --hash={found}" for found in missing)


def pack(house: Path, target: Path) -> None:
    """Put a folder into an archive that is the same each time."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = entry.mtime = 0
        entry.uname = entry.gname = "root"
        entry.mode = 0o755 if entry.isdir() else 0o644
        return entry

    with tarfile.open(target, "w") as archive:
        archive.add(house, house.name, filter=plain, recursive=False)
        for file in sorted(house.iterdir()):
            archive.add(file, f"{house.name}/{file.name}", filter=plain)


def list_contents(house: Path, scratch: Path, version: str) -> dict[str, Any]:
    """Return the bill of materials: of what installs from the folder alone, and what we bundle."""
    home = scratch / "environment"
    run(UV, "venv", "--quiet", "--python", sys.executable, home)
    wanted = [f"--requirement={file}" for file in house.glob("requirements*.lock")]
    install = (UV, "pip", "install", "--quiet", "--no-index", "--find-links", house)
    run(*install, "--require-hashes", "--python", home / "bin" / "python", *wanted)
    # What only another patch of this Python asks for belongs into the bill, too.
    run(*install, "--no-deps", "--python", home / "bin" / "python", *house.glob("*.whl"))
    run(UV, "pip", "uninstall", "--quiet", "--python", home / "bin" / "python", "feedback360")
    listing = (
        Path(sys.executable).with_name("cyclonedx-py"),
        "environment",
        "--gather-license-texts",
    )
    output = ("--output-reproducible", "--pyproject", ROOT / "pyproject.toml")
    bill: dict[str, Any] = json.loads(run(*listing, *output, home / "bin" / "python"))
    bill["metadata"]["component"]["version"] = version
    for part in bill["components"]:
        part["licenses"] = part.get("licenses") or own_words(home, part)
    bill["components"] += [bundled(one) for one in bundled_parts()]
    return bill


def own_words(home: Path, part: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the licence of a package that names none, from the file that it brings along."""
    name = re.sub(r"[-_.]+", "_", part["name"]).lower()
    files = home.glob(
        f"lib/python*/site-packages/{name}-{part['version']}.dist-info/**/LICEN[CS]E*"
    )
    texts = [file.read_text(encoding="utf-8") for file in sorted(files)]
    return [{"license": {"name": "see its text", "text": {"content": text}}} for text in texts]


def bundled_parts() -> list[dict[str, Any]]:
    """Return what lies in the wheel and is not ours."""
    listed = tomllib.loads((ROOT / ".ci" / "bundled.toml").read_text(encoding="utf-8"))
    return list(listed["bundled"])


def bundled(part: dict[str, Any]) -> dict[str, Any]:
    """Return one of them as a component of the bill."""
    said: dict[str, Any] = {("name" if " " in part["licence"] else "id"): part["licence"]}
    if "text" in part:
        said["text"] = {"content": (ROOT / part["text"]).read_text(encoding="utf-8")}
    return {
        "type": "library",
        "bom-ref": part["purl"],
        "name": part["name"],
        "version": part["version"],
        "purl": part["purl"],
        "licenses": [{"license": said}],
    }


def third_party(bill: dict[str, Any]) -> str:
    """Return names, versions and licences of all that is not ours, each with its text."""
    parts = sorted(bill["components"], key=lambda part: part["name"].lower())
    chapters = []
    for part in parts:
        licences = [one.get("license", one) for one in part.get("licenses", [])]
        names = [one.get("id") or one.get("name") or one.get("expression") for one in licences]
        texts = dict.fromkeys(text_of(one["text"]).strip() for one in licences if "text" in one)
        head = f"{part['name']} {part['version']}: {', '.join(filter(None, dict.fromkeys(names)))}"
        chapters.append("\n\n".join([f"{'=' * 80}\n{head}", *texts]))
    return "What feedback360 is made of beside its own code, with each licence.\n\n" + "\n\n".join(
        [*chapters, ""]
    )


def text_of(attached: dict[str, str]) -> str:
    """Return the text that a bill carries along."""
    if attached.get("encoding") == "base64":
        return base64.b64decode(attached["content"]).decode("utf-8", "replace")
    return attached["content"]


def tags() -> str:
    """Return for which interpreter and machine the wheels are."""
    machine = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return f"cp{''.join(platform.python_version_tuple()[:2])}-{machine}"


def sha256(file: Path) -> str:
    """Return a file's hash."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def run(*command: str | Path) -> str:
    """Run a command, and give what it printed."""
    return subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    named = [word for word in sys.argv[1:] if word != "--without-package"]
    main(Path(named[0]) if named else ROOT / "dist", with_package=len(named) == len(sys.argv) - 1)
