"""A stage for whole campaigns: an instance folder, its processes, either database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.demo.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.hookimpl(tryfirst=True)  # before the marks are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count the whole campaign on PostgreSQL among the proofs."""
    for item in items:
        if item.path.name == "test_whole_campaign.py" and "postgresql" in item.name:
            item.add_marker(pytest.mark.proof)


@pytest.fixture
def stage(database_url: str, tmp_path: Path) -> Iterator[Stage]:
    """Give an empty stage on a fresh database of each engine."""
    folder = tmp_path / "instance"
    folder.mkdir()
    with Stage(folder, database_url) as stage:
        yield stage


@pytest.fixture
def people_file(tmp_path: Path) -> Path:
    """Give a people file as Swedish Excel writes it: two leaders, small and large groups."""
    heading = "leader_email leader_name leader_title workplace coach_email rater_email rater_name"
    rows = [";".join([*heading.split(), "group", "language"])]
    for leader, team, peers in (("Åsa Öberg", 5, 4), ("Lars Ek", 4, 2)):
        address = leader.lower().replace(" ", ".").translate(str.maketrans("åäö", "aao"))
        start = f"{address}@example.se;{leader};Rektor;Norra skolan;maria.ek@example.se"
        rows.append(f"{start};per.holm@example.se;Per Holm;manager;sv")
        rows += [f"{start};{address}.t{n}@example.se;Team {n};team;sv" for n in range(team)]
        rows += [f"{start};{address}.p{n}@example.se;Peer {n};peer;en" for n in range(peers)]
    path = tmp_path / "personer.csv"
    path.write_text("\r\n".join(rows), encoding="cp1252")
    return path
