"""An organiser takes a staff list on a page, and sees where everybody works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webtest import Upload

from tests.feedback.world import ORGANISER, form_to

if TYPE_CHECKING:
    from webtest import TestResponse

    from tests.feedback.world import World

ROWS = """\
Namn;E-post;Organisation;Är chef;Skyddad identitet
Eva Ny;eva.ny@example.se;Vård / Hemtjänst;ja;
Nils Ny;nils.ny@example.se;Vård / Hemtjänst;;
Hemlig Ny;hemlig.ny@example.se;Vård / Hemtjänst;;ja
"""


def send(world: World, rows: str, **fields: str) -> TestResponse:
    """Send a file from the programme's page of workplaces."""
    browser = world.sign_in(ORGANISER, language="sv")
    page = browser.get(f"/programmes/{world.programmes[0]}").click("Arbetsplatser")
    form = form_to(page, f"{page.request.path}/list")
    form["file"] = Upload("personal.csv", rows.encode())
    for name, value in fields.items():
        form[name] = value
    return form.submit(status="*")


def test_a_staff_list_becomes_a_tree_without_the_names_of_the_protected(world: World) -> None:
    page = send(world, ROWS).follow()

    assert "Listan är inläst: 2 personer med namn och 1 utan." in page
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in page.html.select("tbody tr")
    ]
    assert [row[1:] for row in rows] == [["–", "0", "3"], ["–", "1", "3"], ["Eva Ny", "2", "2"]]
    assert "1 person räknas utan namn" in page
    assert "Hemlig" not in page


def test_all_that_is_wrong_is_told_and_nothing_is_taken(world: World) -> None:
    page = send(
        world, ROWS.replace("eva.ny@example.se", "eva.ny").replace(";Vård / Hemtjänst;;\n", ";;;\n")
    )

    assert page.status_int == 422
    told = [line.get_text(strip=True) for line in page.html.select(".govuk-error-summary li")]
    assert [line.partition(",")[0].partition(":")[0] for line in told] == ["Rad 2", "Rad 3"]
    assert "Programmet har inga arbetsplatser än." in page


def test_a_protected_identity_is_found_in_no_search_export_or_log(world: World) -> None:
    send(world, ROWS).follow()
    browser = world.sign_in(ORGANISER, language="sv")

    for path in ("/find?q=hemlig", "/log.csv"):
        assert "hemlig.ny" not in browser.get(path, status="*").text
    with world.database.reading() as session:
        raw = session.connection().connection
        dump = "\n".join(getattr(raw, "iterdump", list)())
    assert "emlig" not in dump
