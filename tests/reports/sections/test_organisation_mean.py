"""The mean of all leaders stands in a report only when switched on, and from ten leaders."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.pdf import render_report
from reports.release import Norm, Release
from tests.reports.pdf.cases import COVER, EVERYBODY, orebro, release_of
from tests.reports.pdf.reading import Node, read


def _placed(leaders: int, mean_thousandths: int | None) -> Release:
    release = release_of(EVERYBODY)
    norm = Norm(leaders, mean_thousandths, None, None, None, None)
    norms = (norm,) * len(release.figures.traits)
    return replace(release, figures=replace(release.figures, norms=norms))


def _read(release: Release, *, is_on: bool = True, language: str = "sv") -> Node:
    content = render_report(
        release, COVER, survey=orebro(), language=language, organisation_mean=is_on
    )
    return read(content)


@pytest.mark.parametrize(
    ("language", "words"),
    [("sv", "4,1 · ganska ofta"), ("en", "4.1 · fairly often")],
)
def test_the_mean_of_ten_leaders_stands_with_its_word(language: str, words: str) -> None:
    report = _read(_placed(10, 4123), language=language)

    tables = [table.all_text for table in report.find("Table")]
    assert sum(table.count(words) >= len(orebro().traits) for table in tables) == 1


def test_the_mean_is_drawn_beside_the_leaders_own_figure() -> None:
    report = _read(_placed(10, 4123))

    assert any("alla chefers medelvärde" in one.alternative for one in report.find("Figure"))


@pytest.mark.parametrize(("leaders", "missing"), [(1, "Det saknas 9."), (9, "Det saknas en.")])
def test_it_says_how_many_leaders_are_missing(leaders: int, missing: str) -> None:
    text = _read(_placed(leaders, None)).all_text

    assert missing in text
    assert "minst 10 chefer" in text
    assert "Ingen jämför dig med någon annan." in text


def test_nothing_is_said_of_other_leaders_unless_switched_on() -> None:
    text = _read(_placed(40, 4123), is_on=False).all_text

    assert "lla chefer" not in text
    assert "Ingen jämför dig med någon annan." in text


def test_whoever_sees_the_mean_is_not_told_that_nobody_compares() -> None:
    text = _read(_placed(10, 4123)).all_text

    assert "Ingen jämför dig" not in text
    assert "ingen ser dina siffror bredvid en annan chefs" in text
