"""Days stand in words wherever a sentence of an operation is shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from feedback.errors import Fault
from feedback.languages import in_language, translated

if TYPE_CHECKING:
    from tests.feedback.world import World


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "Sista dagen, 4 december 2026, har passerat."),
        ("en", "The last day, 4 December 2026, has passed."),
    ],
)
def test_a_day_in_a_fault_is_written_as_the_language_writes_days(
    world: World, language: str, said: str
) -> None:
    fault = Fault("The last day, %(day)s, has passed.", day=date(2026, 12, 4))

    with world.app.test_request_context(), in_language(language):
        assert translated(fault) == said
