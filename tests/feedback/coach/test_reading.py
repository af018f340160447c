"""A coach reads, looks comments through, withholds whole ones, and shares."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from feedback.errors import NotSharedError, StateError
from feedback.models import AuditEntry, Mail, Subject, Withholding
from feedback.operations.results.reports import release_for_coach, release_for_leader, release_of
from feedback.operations.results.withholding import withhold_comment
from reports.sections.cover import Withholdings
from reports.shown.profile import profile
from tests.acting import by
from tests.feedback.world import KARIN, MAJA, NOW, form_to

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.world import World

WORDS = "Ord från plats 02."
"""What one of Karin's team wrote."""


def test_before_sharing_a_coach_sees_only_that_there_is_nothing_yet(world: World) -> None:
    page = world.sign_in(MAJA).get(f"/coach/{world.karin}")

    assert "has not been shared with you yet" in page
    assert "<table" not in page.text
    assert "<svg" not in page.text


def test_the_release_itself_refuses_whom_it_is_not_shared_with(world: World) -> None:
    with world.database.reading() as session:
        subject = session.get_one(Subject, world.karin)

        with pytest.raises(NotSharedError):
            release_for_coach(session, subject)
        with pytest.raises(NotSharedError):
            release_for_leader(session, subject)


def test_the_list_shows_my_leaders_and_nobody_elses(world: World) -> None:
    page = world.sign_in(MAJA).get("/coach/")

    assert "Karin Lund" in page
    assert "Olle Ek" not in page


def test_the_compare_view_shows_what_the_release_says(world: World) -> None:
    world.share_with_coach(world.karin)

    page = world.sign_in(MAJA).get(f"/coach/{world.karin}")
    rows = _rows(page, 1)

    figures = _figures(world)
    # Below a statement stand its trait and where a note is taken.
    shown = {row[0].partition("Secure")[0].partition("Clear")[0]: row for row in rows}
    assert len(rows) == len(figures.items)
    self_at = 3
    assert shown["I stay calm."][self_at] == str(figures.self_ratings[0])
    assert page.html.select("svg[role=img]")
    assert "Peers" not in [cell.get_text() for cell in page.html.select("thead th")]


def test_the_compare_view_says_how_uncertain_its_figures_are(world: World) -> None:
    world.share_with_coach(world.karin)

    page = world.sign_in(MAJA).get(f"/coach/{world.karin}")

    margins = [
        trait.others.margin95
        for trait in profile(_figures(world)).traits
        if trait.others and trait.others.margin95
    ]
    assert margins
    assert f"±{max(margins):.1f} here" in page


def test_items_sort_by_the_widest_gap(world: World) -> None:
    world.share_with_coach(world.karin)
    browser = world.sign_in(MAJA)

    page = browser.get(f"/coach/{world.karin}").click("^Gap", index=1)

    gaps = [row[2] for row in _rows(page, 1)]
    widths = [abs(float(gap.replace("\N{MINUS SIGN}", "-"))) for gap in gaps if gap != "–"]
    assert len(widths) > 3
    assert widths == sorted(widths, reverse=True)


def test_items_sort_by_others(world: World) -> None:
    world.share_with_coach(world.karin)
    browser = world.sign_in(MAJA)

    page = browser.get(f"/coach/{world.karin}?sort=others")

    others = [float(row[1].strip("*")) for row in _rows(page, 1) if row[1] != "–"]
    assert others == sorted(others, reverse=True)


def test_a_whole_comment_is_withheld_with_a_reason(world: World) -> None:
    world.share_with_coach(world.karin)
    browser = world.sign_in(MAJA)

    page = _withhold(browser, world, "Avslöjar vem som skrev.").follow()

    assert "The comment is withheld" in page
    assert "Avslöjar vem som skrev." in page
    with world.database.reading() as session:
        record = session.scalars(select(Withholding)).one()
    assert record.text_hash == Withholdings.digest("fortsatt", WORDS)
    assert record.withheld_by == MAJA


def test_the_leader_sees_that_a_comment_was_withheld_and_not_what_it_said(world: World) -> None:
    world.share_with_coach(world.karin)
    _withhold(world.sign_in(MAJA), world, "Avslöjar vem som skrev.")
    world.share_with_leader(world.karin)

    page = world.sign_in(KARIN).get(f"/my-reports/{world.karin}/comments")

    assert WORDS not in page
    assert "Ord från plats 03." in page
    assert "held back" in page
    assert "Avslöjar" not in page


def test_a_comment_is_not_withheld_without_a_reason(world: World) -> None:
    world.share_with_coach(world.karin)

    page = _withhold(world.sign_in(MAJA), world, "   ")

    assert page.status_int == 422
    assert "Write why the comment is withheld." in page
    with world.database.reading() as session:
        assert session.scalars(select(Withholding)).all() == []


def test_a_withheld_comment_may_be_shown_again(world: World) -> None:
    world.share_with_coach(world.karin)
    browser = world.sign_in(MAJA)
    page = _withhold(browser, world, "Fel tanke.").follow()

    form_to(page, f"/coach/{world.karin}/comments/restore").submit().follow()

    with world.database.reading() as session:
        assert session.scalars(select(Withholding)).all() == []


def test_nothing_is_withheld_once_the_leader_can_read(world: World) -> None:
    world.share_with_leader(world.karin)
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)

        with pytest.raises(StateError):
            withhold_comment(
                session,
                subject,
                Withholdings.digest("fortsatt", WORDS),
                reason="För sent.",
                by=by(NOW, name=MAJA),
            )


def test_a_leaders_own_words_are_not_the_coachs_to_withhold(world: World) -> None:
    world.share_with_coach(world.karin)

    page = world.sign_in(MAJA).get(f"/coach/{world.karin}/comments")

    assert _own_words(world)
    assert all(text not in page for text in _own_words(world))


def test_sharing_makes_the_report_readable_and_is_written_down(world_on_both: World) -> None:
    world = world_on_both
    world.share_with_coach(world.karin)
    browser = world.sign_in(MAJA)
    path = f"/coach/{world.karin}/share"

    page = form_to(browser.get(path), path).submit().follow()

    assert "can read the report now" in page
    assert world.sign_in(KARIN).get(f"/my-reports/{world.karin}").status_int == 200
    with world.database.reading() as session:
        entries = session.scalars(select(AuditEntry.action).where(AuditEntry.actor == MAJA)).all()
        kinds = session.scalars(select(Mail.kind)).all()
    assert entries == ["share with leader"]
    assert "report-shared-leader" in kinds


def test_the_coach_downloads_the_pdf(world: World) -> None:
    world.share_with_coach(world.karin)

    answer = world.sign_in(MAJA).get(f"/coach/{world.karin}/report.pdf")

    assert answer.body.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_coach_downloads_the_summary_by_itself(world: World) -> None:
    world.share_with_coach(world.karin)
    page = world.sign_in(MAJA).get(f"/coach/{world.karin}")

    answer = page.click(href=r"summary\.pdf")

    assert len(PdfReader(io.BytesIO(answer.body)).pages) == 2


def _withhold(browser: TestApp, world: World, reason: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    page = browser.get(f"/coach/{world.karin}/comments")
    digest = Withholdings.digest("fortsatt", WORDS)
    form = next(
        form
        for form in page.forms.values()
        if form.action.endswith("/withhold") and form["comment"].value == digest
    )
    form["reason"] = reason
    return form.submit(status="*")


def _rows(page: Any, table: int) -> list[list[str]]:  # noqa: ANN401 - as above
    rows = page.html.select("table")[table].select("tbody tr")
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in rows]


def _figures(world: World) -> Any:  # noqa: ANN401 - as above
    with world.database.reading() as session:
        return release_of(session, session.get_one(Subject, world.karin)).figures


def _own_words(world: World) -> list[str]:
    with world.database.reading() as session:
        comments = release_of(session, session.get_one(Subject, world.karin)).comments
    return [text for _, texts in comments.self_ for text in texts]
