"""An organiser writes who belongs to which management team, and sees it as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.feedback.world import ORGANISER, form_to

if TYPE_CHECKING:
    from tests.feedback.world import World

LINES = "Skola; Karin Lund; karin.lund@example.se; chef\nSkola; Siv Ros; siv.ros@example.se"


def test_an_organiser_writes_the_teams_and_finds_them_again(world: World) -> None:
    browser = world.sign_in(ORGANISER, language="sv")
    page = browser.get(f"/programmes/{world.programmes[0]}").click("Ledningsgrupper")
    form = form_to(page, page.request.path)
    form["teams"] = LINES

    kept = form.submit().follow()

    cells = [cell.get_text(strip=True) for cell in kept.html.select("tbody tr > *")]
    assert cells == ["Skola", "Karin Lund", "2", "Karin Lund, Siv Ros"]
    assert form_to(kept, kept.request.path)["teams"].value.split("\n") == LINES.split("\n")


def test_what_is_wrong_is_told_beside_what_was_written(world: World) -> None:
    browser = world.sign_in(ORGANISER, language="sv")
    path = f"/programmes/{world.programmes[0]}/teams"
    form = form_to(browser.get(path), path)
    form["teams"] = "Skola; Karin Lund"

    page = form.submit(status=422)

    assert "Rad 1: skriv grupp, namn och adress, med semikolon emellan." in page
    assert form_to(page, path)["teams"].value == "Skola; Karin Lund"
