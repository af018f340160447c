"""For each interpreter that is promised, on each machine, the lock names a wheel of everything."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

import pytest
from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename

from tests.house_rules.repository import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERPRETERS: Final = ((3, 11), (3, 12), (3, 13), (3, 14))
MACHINES: Final = ("x86_64", "aarch64")
GLIBC_OF_DEBIAN_12: Final = 36
BUILT_BY_US: Final = {"flask-principal"}
"""Pure Python that was never published as a wheel: `make release` builds it."""

LOCK: Final[dict[str, Any]] = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("interpreter", INTERPRETERS)
def test_every_package_has_a_wheel(interpreter: tuple[int, int], machine: str) -> None:
    usable = frozenset(tags_of(interpreter, machine))

    without = {
        package["name"]
        for package in needed(interpreter, machine)
        if not any(usable & tags for tags in wheels_of(package))
    }

    assert without == BUILT_BY_US


def tags_of(interpreter: tuple[int, int], machine: str) -> Iterator[Tag]:
    """Return the tags of wheels that such an interpreter on Debian 12 or newer can use."""
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in range(GLIBC_OF_DEBIAN_12, 4, -1)]
    platforms += [f"manylinux{year}_{machine}" for year in ("2014", "2010", "1")]
    yield from cpython_tags(interpreter, platforms=platforms)
    yield from compatible_tags(interpreter, platforms=platforms)


def wheels_of(package: dict[str, Any]) -> Iterator[frozenset[Tag]]:
    """Return the tags of each wheel that the lock names."""
    for wheel in package.get("wheels", []):
        yield parse_wheel_filename(wheel["url"].rpartition("/")[2])[3]


def needed(interpreter: tuple[int, int], machine: str) -> list[dict[str, Any]]:
    """Return what an installation with every extra takes, from the lock."""
    where = {
        "python_version": "{}.{}".format(*interpreter),
        "python_full_version": "{}.{}.99".format(*interpreter),
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
    }
    (ours,) = (package for package in LOCK["package"] if package["name"] == "feedback360")
    waiting = [*ours["dependencies"], *_of_extras(ours, ours.get("optional-dependencies", {}))]
    found: dict[tuple[str, str], dict[str, Any]] = {}
    while waiting:
        asked = waiting.pop()
        if "marker" in asked and not Marker(asked["marker"]).evaluate(where):
            continue
        package = _package(asked)
        waiting += _of_extras(package, asked.get("extra", ()))
        key = package["name"], package["version"]
        if key not in found:
            found[key] = package
            waiting += package.get("dependencies", [])
    return list(found.values())


def _package(asked: dict[str, Any]) -> dict[str, Any]:
    found: list[dict[str, Any]] = [
        package
        for package in LOCK["package"]
        if package["name"] == asked["name"] and asked.get("version") in (None, package["version"])
    ]
    (package,) = found
    return package


def _of_extras(package: dict[str, Any], extras: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - names, or a table of them
    optional = package.get("optional-dependencies", {})
    return [asked for extra in extras for asked in optional.get(extra, [])]


def test_the_lock_is_for_all_of_them() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert LOCK["requires-python"] == project["requires-python"] == ">=3.11"
