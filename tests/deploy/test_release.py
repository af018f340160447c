"""A release holds all that an operator needs, held to its hashes, and says what is in it."""

from __future__ import annotations

import fnmatch
import hashlib
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.deb import build
from tests.house_rules.repository import ROOT, files_matching, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT: dict[str, Any] = tomllib.loads(text_of(Path("pyproject.toml")))["project"]
LISTED: dict[str, Any] = tomllib.loads(text_of(Path(".ci/bundled.toml")))


def pins_of(release: Path, **where: str) -> dict[str, str]:
    """Return each package that the locks name for this machine, with its version."""
    text = "".join(file.read_text("ascii") for file in release.glob("requirements*.lock"))
    found = [Requirement(line) for line in re.findall(r"^(\w[^\\\n]*)", text, re.MULTILINE)]
    return {
        canonicalize_name(one.name): str(one.specifier).removeprefix("==")
        for one in found
        if one.marker is None or one.marker.evaluate(where)
    }


def test_where_no_package_can_be_built_it_is_said_and_the_release_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "PYTHON", "/nowhere/python3.11")

    left = build.main(tmp_path)

    assert "on Debian 12 make deb builds it" in capsys.readouterr().err
    assert f"CANNOT_PACKAGE_HERE: Final = {left}\n" in text_of(Path(".ci/release.py"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("version", "as_debian"),
    [
        ("0.2.0", "0.2.0"),
        ("0.2.0rc1", "0.2.0~rc1"),
        ("0.2.0.dev603+g3a9dffa7b", "0.2.0~dev603+g3a9dffa7b"),
    ],
)
def test_debian_orders_what_comes_before_a_release_before_it(version: str, as_debian: str) -> None:
    assert build._debian_version(version) == as_debian


@pytest.mark.proof
def test_the_wheelhouse_alone_installs_the_locked_versions(release: Path, tmp_path: Path) -> None:
    (wheelhouse,) = release.glob("*.wheelhouse.tar")
    _run("tar", "-xf", wheelhouse, "-C", tmp_path)
    (house,) = tmp_path.iterdir()
    uv, home = ROOT / ".uv" / "bin" / "uv", tmp_path / "environment"
    _run(uv, "venv", home)
    install = (uv, "pip", "install", "--python", home / "bin" / "python")
    locks = [f"--requirement={file}" for file in house.glob("requirements*.lock")]

    _run(*install, "--no-index", "--find-links", house, "--require-hashes", *locks)

    found = json.loads(
        _run(uv, "pip", "list", "--python", home / "bin" / "python", "--format=json")
    )
    assert {canonicalize_name(one["name"]): one["version"] for one in found} == pins_of(release)
    assert pins_of(release)["feedback360"] in _run(home / "bin" / "feedback", "--version")


@pytest.mark.proof
def test_every_pin_has_a_hash_and_every_extra_a_lock(release: Path) -> None:
    extras = {f"requirements-{extra}.lock" for extra in PROJECT["optional-dependencies"]}

    files = {file.name for file in release.glob("requirements*.lock")}
    text = "".join((release / file).read_text("ascii") for file in files)

    assert files == {"requirements.lock", *extras}
    for pin in re.split(r"\n(?=\w)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)):
        assert "--hash=sha256:" in pin


@pytest.mark.proof
def test_the_bill_names_all_of_it_with_licences(release: Path) -> None:
    (file,) = release.glob("*.cdx.json")
    bill = json.loads(file.read_text("utf-8"))
    parts = {part["name"]: part for part in bill["components"]}

    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["version"] == pins_of(release)["feedback360"]
    named = {canonicalize_name(name) for name in parts}
    for patch in ("3.11.2", "3.11.99"):
        needed = pins_of(release, python_full_version=patch)
        assert named >= needed.keys() - {"feedback360"}
    assert [name for name, part in parts.items() if not part.get("licenses")] == []
    third = (release / "THIRD-PARTY.txt").read_text("utf-8")
    assert all(f"\n{name} {part['version']}: " in third for name, part in parts.items())
    assert "SIL OPEN FONT LICENSE" in third


@pytest.mark.proof
def test_the_sums_are_those_of_the_files(release: Path) -> None:
    sums = dict(line.split()[::-1] for line in (release / "SHA256SUMS").read_text().splitlines())

    made = {file.name: file for file in release.glob("[!.]*") if file.is_file()}
    assert sums == {
        name: hashlib.sha256(file.read_bytes()).hexdigest()
        for name, file in made.items()
        if name != "SHA256SUMS"
    }


def test_whatever_is_no_text_of_ours_is_listed_with_its_licence() -> None:
    patterns = [*LISTED["ours"]["files"], *_patterns()]

    unlisted = [
        str(file)
        for file in files_matching("feedback/**", "reports/**", "surveys/**")
        if file.suffix not in {".py", ".html", ".po", ".yaml", ".txt", ".scss", ".md"}
        and not any(fnmatch.fnmatch(str(file), pattern) for pattern in patterns)
    ]

    assert unlisted == []


def test_whatever_is_listed_is_there_with_its_text() -> None:
    for pattern in _patterns():
        assert list(ROOT.glob(pattern)), pattern
    for part in LISTED["bundled"]:
        assert "text" not in part or (ROOT / part["text"]).is_file()


def test_styles_are_listed_with_the_version_they_are_built_from() -> None:
    wanted = json.loads(text_of(Path("package.json")))["devDependencies"]["govuk-frontend"]

    (listed,) = (part for part in LISTED["bundled"] if "govuk-frontend" in part["purl"])

    assert listed["version"] == wanted
    assert listed["purl"].endswith(f"@{wanted}")


def _patterns() -> Iterator[str]:
    for part in LISTED["bundled"]:
        yield from part["files"]


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
