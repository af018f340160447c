"""An organiser writes what was set going, and hands it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.feedback.world import ORGANISER, form_to

if TYPE_CHECKING:
    from tests.feedback.world import World

WRITTEN = "Mentor; ; Eva Ny; eva.ny@example.se; pågår; 2027-02-01\nMöten"


def test_what_was_set_going_is_written_from_the_programmes_page(world: World) -> None:
    browser = world.sign_in(ORGANISER, language="sv")
    page = browser.get(f"/programmes/{world.programmes[0]}").click("^Satsningar$")
    form = form_to(page, page.request.path)
    form["initiatives"] = WRITTEN

    kept = form.submit().follow()

    cells = [cell.get_text(" ", strip=True) for cell in kept.html.select("tbody tr > *")]
    assert cells[:6] == ["Mentor", "Pågår", "Eva Ny", "1 februari 2027", "–", "–"]
    assert cells[6:8] == ["Möten", "Planerad"]
    narrowed = browser.get(f"{page.request.path}?show=planned")
    assert [row.get_text(strip=True) for row in narrowed.html.select("tbody th")] == ["Möten"]
    assert kept.click("Hämta som CSV").body.decode("utf-8-sig").splitlines() == [
        "Satsning;Arbetsplats;Ansvarig;E-post;Läge;Började;Följs upp;Utfall",
        "Mentor;;Eva Ny;eva.ny@example.se;pågår;2027-02-01;;",
        "Möten;;;;planerad;;;",
    ]


def test_a_file_that_was_handed_out_is_taken_as_it_is(world: World) -> None:
    browser = world.sign_in(ORGANISER, language="sv")
    path = f"/programmes/{world.programmes[0]}/initiatives"
    form = form_to(browser.get(path), path)
    form["initiatives"] = WRITTEN
    form.submit()
    handed_out = browser.get(f"{path}.csv").body
    form["initiatives"] = handed_out.decode("utf-8-sig")

    form.submit(status=302)

    assert browser.get(f"{path}.csv").body == handed_out


def test_what_is_wrong_is_told_beside_what_was_written(world: World) -> None:
    browser = world.sign_in(ORGANISER, language="sv")
    path = f"/programmes/{world.programmes[0]}/initiatives"
    form = form_to(browser.get(path), path)
    form["initiatives"] = "Mentor; ; ; ; snart"

    page = form.submit(status=422)

    assert "Rad 1: skriv läget som ett av: planerad, pågår, genomförd, nedlagd." in page
    assert form_to(page, path)["initiatives"].value == "Mentor; ; ; ; snart"
