"""Every file that shows a figure of a leader stands in the register, with the kinds it reads."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from reports.audit.kinds import NAMES, NOT_FIGURES, Kind, kinds_of
from reports.audit.register import (
    NAMES_OF_CAMPAIGNS,
    SURFACES,
    TOLD_OF_CAMPAIGNS,
    places,
)
from reports.release import model
from reports.release import parts as parts_of_release
from reports.shown import findings, followed, message, parts, profile, pulse, scores, trend
from reports.subjects.team import findings as team_findings
from reports.subjects.team import slides
from tests.house_rules.repository import files_matching, text_of
from tests.reports.audit.reading import (
    fields_of_views,
    read_by_module,
    read_by_template,
    readers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from types import ModuleType

FIGURES = frozenset(name for names in NAMES.values() for name in names)

SHOWN = (
    *(model, scores, profile, pulse, findings, message, followed, trend),
    *(team_findings, slides, parts_of_release, parts),
)
"""The modules whose records hold figures."""


def test_every_file_shows_the_kinds_of_figures_that_the_register_says() -> None:
    assert _differences(readers()) == {}


def test_a_file_that_reads_a_kind_without_an_entry_is_found() -> None:
    page = "feedback/templates/coach/waiting.html"
    export = "reports/exports/listing.py"
    more = {
        page: read_by_template("{% for row in rows %}{{ row.spread.low }}{% endfor %}"),
        export: readers()[export] | read_by_module("def one(item): return item.agreement"),
    }

    assert _differences({**readers(), **more}) == {
        page: {Kind.SPREAD},
        export: {Kind.AGREEMENT},
    }


def test_an_entry_that_is_no_longer_true_is_found() -> None:
    page = "feedback/templates/coach/side-by-side.html"

    assert _differences({**readers(), page: frozenset()}) == {page: {Kind.OTHERS, Kind.VERDICTS}}


@pytest.mark.parametrize(
    "template",
    [
        "{{ row.gap }}",
        "{{ row['gap'] }}",
        "{{ row|attr('gap') }}",
        "{{ rows|map(attribute='gap')|join }}",
        "{{ rows|sum(attribute='row.gap') }}",
        "{% if rows|selectattr('gap', 'none') %}{% endif %}",
        "{% macro one(row) %}{{ row.gap }}{% endmacro %}",
        "{% set gap = row.gap %}",
    ],
)
def test_a_template_reads_a_figure_however_it_names_it(template: str) -> None:
    assert kinds_of(read_by_template(template)) == {Kind.GAPS}


@pytest.mark.parametrize(
    "source",
    [
        "x = row.gap",
        "x = getattr(row, 'gap')",
        "from operator import attrgetter\nx = sorted(rows, key=attrgetter('row.gap'))",
        "match row:\n    case Row(gap=wide):\n        pass",
        "def one(row):\n    return f'{row.gap}'",
    ],
)
def test_a_module_reads_a_figure_however_it_names_it(source: str) -> None:
    assert kinds_of(read_by_module(source)) == {Kind.GAPS}


def test_every_field_of_a_release_is_of_one_kind_or_no_figure() -> None:
    fields = {name for module in SHOWN for name in _of(module)}

    assert not fields - FIGURES - NOT_FIGURES
    assert not FIGURES & NOT_FIGURES
    assert sum(map(len, NAMES.values())) == len(FIGURES)


def test_every_field_that_a_page_gets_is_of_one_kind_or_no_figure() -> None:
    assert not fields_of_views() - FIGURES - NOT_FIGURES


def test_every_name_of_a_figure_is_read_somewhere_or_stands_in_a_release() -> None:
    fields = {name for module in SHOWN for name in _of(module)}
    read = frozenset().union(*readers().values())

    assert not FIGURES - read - fields - fields_of_views()


def test_no_file_stands_in_the_register_twice() -> None:
    assert sum(len(one.places) for one in SURFACES.values()) == len(places())


def test_whole_releases_are_stored_and_leave_by_the_command_line_alone() -> None:
    whole = {file for file, kinds in places().items() if Kind.WHOLE in kinds}

    assert {file for file in whole if file.startswith("feedback/templates")} == set()
    assert {file for file in whole if "to_json()" not in text_of(file)} == set()


def _differences(files: Mapping[str, frozenset[str]]) -> dict[str, AbstractSet[Kind]]:
    """Return the files whose kinds of figures differ from the register's, with those kinds."""
    registered = places()
    differing = {
        file: kinds_of(files.get(file, frozenset())) ^ registered.get(file, frozenset())
        for file in {*files, *registered}
    }
    return {file: kinds for file, kinds in differing.items() if kinds}


def _of(module: ModuleType) -> Iterator[str]:
    """Yield the fields and properties of every record that a module defines."""
    for record in vars(module).values():
        if dataclasses.is_dataclass(record) and record.__module__ == module.__name__:
            yield from (one.name for one in dataclasses.fields(record))
            yield from (name for name, one in vars(record).items() if isinstance(one, property))


def test_every_file_that_tells_of_a_closed_campaigns_answers_stands_in_the_register() -> None:
    code = {file: read_by_module(text_of(file)) for file in files_matching("feedback/**/*.py")}
    pages = {
        file: read_by_template(text_of(file))
        for file in files_matching("feedback/templates/**/*.html")
    }
    reading = {
        str(file): set(names & NAMES_OF_CAMPAIGNS)
        for file, names in {**code, **pages}.items()
        if names & NAMES_OF_CAMPAIGNS
    }

    assert reading == TOLD_OF_CAMPAIGNS
