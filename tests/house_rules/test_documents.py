"""Documents are there, point at what exists, and name what the code has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from feedback.config import Settings, WorkerSettings
from tests.house_rules.repository import ROOT, files_matching, some, text_of

LINK = re.compile(r"(?<!\\)\]\((?!https?:|mailto:|#)(?P<target>[^)#\s]+)[^)]*\)")
SETTING = re.compile(r"\bFEEDBACK_[A-Z_]*[A-Z]\b")
FOLDER = re.compile(r"\b([a-z]+)/")
PATH = re.compile(r"`((?:feedback|reports|surveys|tests|docs|migrations)/[\w./]*)`")
FIRST_CHANGES = (
    *("Change the words of an item", "Add a survey", "Add a page"),
    *("Add an operation", "Add a job of the worker"),
    *("Add a table or a column", "Add a mail", "Add a language", "Add a figure"),
)
HEADINGS = ("Situation", "Decision", "Consequences")  # others may stand between: what was rejected
WORDS_OF_A_PAGE = 700
DECISIONS = files_matching("docs/decisions/[0-9]*.md")


@pytest.mark.parametrize(
    "name",
    [
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "README.md",
        "SECURITY.md",
        "docs/operating.md",
    ],
)
def test_a_reader_finds(name: str) -> None:
    assert len(text_of(Path(name)).split()) > 100


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{file}: {target}"
        for file in files_matching("**/*.md")
        for target in LINK.findall(text_of(file))
        if not (ROOT / file.parent / target).exists()
    ]

    assert broken == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(file.name[:4]) for file in DECISIONS)

    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_says_why_on_a_page(file: Path) -> None:
    text = text_of(file)

    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert [heading for heading in headings if heading in HEADINGS] == list(HEADINGS)
    assert len(text.split()) <= WORDS_OF_A_PAGE
    assert file.name in text_of(Path("docs/decisions/README.md"))


def test_every_folder_has_its_place_on_the_map() -> None:
    packages = {
        file.parent.name
        for top in ("feedback", "reports")
        for file in files_matching(f"{top}/*/__init__.py")
    }

    on_the_map = set(FOLDER.findall(text_of(Path("ARCHITECTURE.md"))))

    assert packages - on_the_map == set()


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_what_the_map_and_the_steps_name_exists(document: str) -> None:
    missing = [
        name for name in some(PATH.findall(text_of(Path(document)))) if not (ROOT / name).exists()
    ]

    assert missing == []


@pytest.mark.parametrize("change", FIRST_CHANGES)
def test_a_first_change_of_each_kind_is_told_with_the_files_that_it_needs(change: str) -> None:
    _, _, told = text_of(Path("CONTRIBUTING.md")).partition(f"\n### {change}\n")

    assert PATH.findall(told.partition("\n### ")[0])


def test_every_setting_is_explained_to_operators() -> None:
    prefix = "FEEDBACK_"
    names = {
        f"{prefix}{name.upper()}"
        for kind in (Settings, WorkerSettings)
        for name in kind.model_fields
    }

    explained = set(SETTING.findall(text_of(Path("docs/operating.md"))))

    assert names - explained == set()
    assert explained - names == set()
