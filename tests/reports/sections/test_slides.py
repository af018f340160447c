"""Slides: one finding a screen, in the words that the leader's own report has."""

from __future__ import annotations

from reports.sections.slides import Slide, slides
from tests.reports.report_cases import material_of


def test_a_talk_begins_and_ends_with_a_question() -> None:
    first, *_, last = slides(material_of("now"))

    assert first.title == "Karin Lund, vad vill du ha ut av den här timmen?"
    assert last.title == "Vad tar du tag i först, och vem märker det?"


def test_a_finding_has_its_figures_in_words_and_a_question() -> None:
    found = _called("highself", "seen_less")

    assert found
    for one in found:
        names = [name for name, _ in one.values]
        assert names == ["Du", "Andra"]
        assert all(" · " in words for _, words in one.values)
        assert one.chart
        assert one.values[1][1] in one.chart.alternative
        assert one.question.endswith("?")


def test_where_a_group_is_divided_no_mean_is_shown() -> None:
    found = _called("bimodal", "divided")

    assert found
    for one in found:
        assert not one.values
        assert not one.chart
        assert "Medarbetare: delade meningar." in one.lines[0]


def test_no_comment_stands_on_a_wall() -> None:
    material = material_of("comments")
    texts = {one.text for one in material.written}

    shown = " ".join(" ".join((one.title, *one.lines, one.question)) for one in slides(material))

    assert texts
    assert not any(text in shown for text in texts)


def test_without_others_the_talk_is_about_whom_to_ask() -> None:
    shown = slides(material_of("n0"))

    assert [one.called for one in shown] == ["", "", ""]
    assert "Vem kan du fråga" in shown[1].lines[0]


def test_without_own_answers_only_others_stand_there() -> None:
    shown = [one for one in slides(material_of("noself")) if one.values and one.called]

    assert shown
    assert {name for one in shown for name, _ in one.values} == {"Andra"}


def _called(case: str, name: str) -> list[Slide]:
    return [one for one in slides(material_of(case)) if one.called == name]
