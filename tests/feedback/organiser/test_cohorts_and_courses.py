"""An organiser writes cohorts, who belongs to them, modules and their days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.feedback.world import ORGANISER, form_to

if TYPE_CHECKING:
    from webtest import TestApp, TestResponse

    from tests.feedback.world import World


@pytest.fixture
def browser(world: World) -> TestApp:
    """Sign the organiser in."""
    return world.sign_in(ORGANISER, language="sv")


def write(page: TestResponse, name: str, text: str, **marks: bool) -> TestResponse:
    """Write a list on its page; return the page that follows."""
    form = form_to(page, page.request.path)
    form[name] = text
    for mark, value in marks.items():
        form[mark] = value
    return form.submit().follow()


def cells(page: TestResponse) -> list[str]:
    """Return the rows of the page's table, cell by cell."""
    return [cell.get_text(" ", strip=True) for cell in page.html.select("tbody tr > *")]


def test_a_course_is_written_from_the_programmes_page(world: World, browser: TestApp) -> None:
    programme = browser.get(f"/programmes/{world.programmes[0]}")

    cohorts = write(programme.click("^Programgrupper$"), "cohorts", "Grupp 1; 2027-02-01")
    put = "Eva Ny; eva.ny@example.se; Grupp 1;;; första linjen"
    members = write(cohorts.click("Vem som tillhör"), "memberships", put)
    modules = write(programme.click("^Moduler$"), "modules", "Klar ledare")
    days = write(modules.click("Kurstillfällen"), "occasions", "Klar ledare; Grupp 1; 2027-03-01")

    assert cells(members) == [*("Eva Ny eva.ny@example.se", "Grupp 1", "–", "–", "första linjen")]
    assert cells(members.click("^Programgrupper$")) == ["Grupp 1", "1 februari 2027", "–", "1"]
    assert cells(days) == ["Klar ledare", "Grupp 1", "1 mars 2027", "–"]
    assert cells(days.click("^Moduler$")) == ["Klar ledare", "–", "1"]
    assert members.click("Hämta som CSV").body.decode("utf-8-sig").splitlines() == [
        "Namn;E-post;Programgrupp;Ledningsgrupp;Arbetsplats;Nivå",
        "Eva Ny;eva.ny@example.se;Grupp 1;;;första linjen",
    ]


def test_a_file_that_was_handed_out_is_taken_as_it_is(world: World, browser: TestApp) -> None:
    path = f"/programmes/{world.programmes[0]}"
    write(browser.get(f"{path}/cohorts"), "cohorts", "Grupp 1")
    page = browser.get(f"{path}/memberships")
    write(page, "memberships", "Eva Ny; eva.ny@example.se; Grupp 1")
    handed_out = browser.get(f"{path}/memberships.csv").body.decode("utf-8-sig")

    again = write(page, "memberships", handed_out, is_whole=True)

    assert cells(again) == ["Eva Ny eva.ny@example.se", "Grupp 1", "–", "–", "–"]


def test_what_is_wrong_is_told_beside_what_was_written(world: World, browser: TestApp) -> None:
    path = f"/programmes/{world.programmes[0]}/occasions"
    form = form_to(browser.get(path), path)
    form["occasions"] = "Klar ledare; Grupp 1"

    page = form.submit(status=422)

    assert "Rad 1: skriv modul, programgrupp och dag, med semikolon emellan." in page
    assert form_to(page, path)["occasions"].value == "Klar ledare; Grupp 1"
