"""Days stand in words wherever a sentence of an operation is shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from flask import render_template_string
from flask_babel import ngettext

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


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "12\N{NARROW NO-BREAK SPACE}000 tillfrågade 1000000 9300 år 2026"),
        ("en", "12,000 people asked 1,000,000 9300 år 2026"),
    ],
)
def test_a_count_of_five_digits_is_grouped_in_every_text_and_a_year_is_not(
    world: World, language: str, said: str
) -> None:
    template = (
        '{{ ngettext("%(num)s person asked", "%(num)s people asked", 12000) }} '
        '{{ 1000000|figure }} {{ _("%(count)s år %(year)s", count=9300, year=2026) }}'
    )

    with world.app.test_request_context(), in_language(language):
        shown = render_template_string(template)
        asked = ngettext("%(num)s person asked", "%(num)s people asked", 12_000)

    said = said.replace("1000000", "1\N{NARROW NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}000")
    assert shown == said
    assert said.startswith(asked)


def test_what_is_no_count_stands_in_a_text_as_it_was_given(world: World) -> None:
    with world.app.test_request_context(), in_language("sv"):
        shown = render_template_string('{{ _("%(who)s", who="<b>12000</b>") }}')

    assert shown == "&lt;b&gt;12000&lt;/b&gt;"
