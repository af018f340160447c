"""Equal input gives equal bytes: a report can be made again on demand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reports.colours import ACCENT
from reports.disclosure import release_subjects
from reports.pdf import SUMMARY, render_report
from reports.policy import DisclosurePolicy
from reports.sections.cover import Marks, Withholdings
from tests.reports.pdf.cases import COVER, EVERYBODY, orebro, png, release_of, responses_of
from tests.reports.pdf.reading import read


def test_the_same_release_gives_the_same_bytes() -> None:
    release = release_of(EVERYBODY, comments=["Bra!", "مرحبا"])

    first = render_report(release, COVER, survey=orebro())
    second = render_report(release, COVER, survey=orebro())

    assert first == second


def test_the_order_of_responses_changes_no_byte() -> None:
    given = responses_of(EVERYBODY, comments=["ett", "två", "tre", "fyra"])
    order = np.random.default_rng(3).permutation(len(given.ratings))
    shuffled = replace(
        given,
        ratings=given.ratings[order],
        group_codes=given.group_codes[order],
        comments=tuple(given.comments[row] for row in order),
    )

    reports = [
        render_report(
            release_subjects(responses, DisclosurePolicy())["leader"], COVER, survey=orebro()
        )
        for responses in (given, shuffled)
    ]

    assert reports[0] == reports[1]


def test_a_logo_gives_the_same_bytes_each_time_and_stands_for_the_organisation() -> None:
    release, cover = release_of(EVERYBODY), replace(COVER, logo=png("RGBA", (2000, 300)))

    first, second = (render_report(release, cover, survey=orebro()) for _ in range(2))

    assert first == second
    assert read(first).find("Figure")[0].alternative == COVER.organisation
    assert len(first) < 150_000


def test_an_accent_changes_the_mark_of_the_first_page_and_no_more() -> None:
    release = release_of(EVERYBODY)

    plain, yellow = (
        render_report(release, replace(COVER, accent=accent), survey=orebro(), only=SUMMARY)
        for accent in (ACCENT, "#ffd400")
    )

    assert plain != yellow
    assert read(plain).all_text == read(yellow).all_text


def test_a_mark_and_a_withholding_change_the_report() -> None:
    release = release_of(EVERYBODY, comments=["ett", "två", "tre", "fyra"])
    question, (text, *_) = release.comments.others[0]
    held = Withholdings(frozenset({Withholdings.digest(question, text)}))
    marks = Marks(proud=(release.figures.items[0],))

    plain = render_report(release, COVER, survey=orebro())

    assert render_report(release, COVER, survey=orebro(), withholdings=held) != plain
    assert render_report(release, COVER, survey=orebro(), marks=marks) != plain
