"""What `make quick` runs is what a change reaches, the nearest first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.house_rules.repository import files_matching, script, text_of

reach: Any = script("reach.py")
REACH: Any = reach.Reach()


def _tests_of(*changed: str) -> list[str]:
    """Return what a change reaches, without the rules of the house, which every change does."""
    reached = REACH.tests_of(list(changed))
    return [each.file for each in reached if not each.file.startswith(reach.BY_ALL)]


@pytest.mark.parametrize(
    ("changed", "test"),
    [
        ("surveys/lix.py", "tests/surveys/test_advice.py"),
        ("feedback/mail/hours.py", "tests/feedback/mail/test_hours.py"),
        ("tests/feedback/office.py", "tests/feedback/watch/test_alarm.py"),
        ("tests/feedback/conftest.py", "tests/feedback/watch/test_alarm.py"),
    ],
)
def test_a_changed_module_selects_the_tests_that_import_it(changed: str, test: str) -> None:
    assert test in _tests_of(changed)


def test_the_nearest_come_first() -> None:
    steps = [each.steps for each in REACH.tests_of(["feedback/clock.py"])]

    assert steps == sorted(steps)
    assert _tests_of("tests/surveys/test_advice.py", "feedback/clock.py")[0] == (
        "tests/surveys/test_advice.py"
    )


def test_an_unchanged_tree_selects_nothing() -> None:
    assert REACH.tests_of([]) == []


def test_the_table_of_contents_does_not_select_everything() -> None:
    through_contents = _tests_of("feedback/approver/views.py")

    assert len(through_contents) < 30


def test_every_file_of_the_product_reaches_a_test_of_its_own() -> None:
    product = files_matching("feedback/**", "reports/**", "surveys/**", "migrations/**")
    leading = {str(file) for file in files_matching("tests/**/test_*.py")}
    readers = {str(file): {name for name, _ in REACH.readers_of(str(file))} for file in product}
    while more := {name for name in readers.keys() - leading if readers[name] & leading}:
        leading |= more

    assert sorted(name for name in readers.keys() - leading if not _is_empty(Path(name))) == []


def _is_empty(file: Path) -> bool:
    """Tell whether nothing could break: a package without a line of code."""
    return file.name == "__init__.py" and "import" not in text_of(file)
