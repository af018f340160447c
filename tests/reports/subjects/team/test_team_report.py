"""A team's report: agreement first, nothing of bands, the same on paper and projector."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from reports.disclosure.previous import previous_of
from reports.pdf import render_report
from reports.sections.cover import Withholdings
from reports.subjects import kind_of
from reports.subjects.team.slides import slides
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults
from tests.reports.subjects.cases import TEAM_COVER, team_material, team_release, team_survey

if TYPE_CHECKING:
    from reports.release import Release

HALVES = [1, 1, 1, 1, 1, 6, 6, 6, 6, 6]
ANSWERS = {"rik_arbetar": [6] * 10, "mot_fragor": [2] * 10, "bes_tid": HALVES}


def _release() -> Release:
    return team_release(answers=ANSWERS)


def _pages(release: Release, language: str = "sv") -> list[str]:
    content = render_report(release, TEAM_COVER, survey=team_survey(), language=language)
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def test_the_sections_begin_with_agreement_and_end_with_what_is_agreed_on() -> None:
    material = team_material(_release())

    keys = [one.key for one in kind_of(team_survey()).sections(material)]

    assert keys[:4] == ["opening", "summary", "profile", "differences"]
    assert keys[-4:] == ["comments", "method", "values", "plan"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("profile", [PDF_UA, PDF_A])
def test_a_teams_report_conforms(language: str, profile: str) -> None:
    content = render_report(_release(), TEAM_COVER, survey=team_survey(), language=language)

    assert faults(content, profile) == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_teams_report_has_eight_pages(language: str) -> None:
    assert len(_pages(_release(), language)) == 8


def test_a_report_of_too_few_members_says_so_and_shows_no_figure_of_theirs() -> None:
    pages = _pages(team_release(4))

    assert "det behövs minst 5" in " ".join(pages[0].split())
    assert len(pages) < 5


def test_who_opens_it_is_told_on_every_page_and_no_leader_is_spoken_to() -> None:
    pages = _pages(_release())

    assert all("Bara gruppens medlemmar och gruppens handledare" in page for page in pages)
    assert "din coach" not in " ".join(" ".join(pages).split())


def test_what_is_seen_differently_has_no_figure_in_the_lists_nor_on_the_projector() -> None:
    shown = slides(team_material(_release()))

    (differ,) = [one for one in shown if one.kicker == "Det här ser vi olika på"]
    assert (differ.chart, differ.values) == (None, ())
    assert differ.title == "Vi fattar beslut i tid."
    assert [one.chart is None for one in shown] == [True, False, False, True, True]


def test_slides_show_the_statements_of_the_reports_lists_and_no_others() -> None:
    material = team_material(_release())

    said = " ".join(" ".join(page.split()) for page in _pages(_release())[:2])

    told = [one for one in slides(material) if one.called]
    assert told
    assert all(one.title in said for one in told)


def test_a_withheld_comment_is_told_as_withheld() -> None:
    release = _release()
    text = release.comments.others[0][1][0]
    held = Withholdings(frozenset({Withholdings.digest("borja", text)}))

    content = render_report(release, TEAM_COVER, survey=team_survey(), withholdings=held)

    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert text not in said
    assert "hållits inne i sin helhet av er handledare" in " ".join(said.split())


def _compared(members_then: int) -> list[str]:
    before = team_release(members_then, answers={"rik_arbetar": [2] * members_then}).figures
    now = team_release(answers={key: [6] * 10 for key in _of_first_trait()})
    past = previous_of(before, now.figures, campaign="Hösten 2025", own="member")
    release = replace(now, figures=replace(now.figures, previous=past))
    found = [
        one
        for one in kind_of(team_survey()).sections(team_material(release))
        if one.key == "change"
    ]
    return [line for one in found for piece in one.pieces for line in getattr(piece, "items", ())]


def _of_first_trait() -> list[str]:
    return [item.key for item in team_survey().traits[0].items]


def test_change_is_told_in_words_alone() -> None:
    told = _compared(10)

    assert told[0] == "Riktning: tydligt högre än förra gången"
    assert told[1] == "Möten: ingen tydlig ändring"


def test_a_team_of_k2_is_not_compared_for_each_of_them_knows_one_answer() -> None:
    assert _compared(6)[0] == "Riktning: går inte att jämföra"
    assert _compared(7)[0] == "Riktning: tydligt högre än förra gången"
