"""An administrator says how the installation looks, and pages, mails and reports follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import select
from webtest import Upload

from feedback.config.logo import clean_logo
from feedback.models import AuditEntry, Subject
from feedback.operations.appearance import Appearance, appearance_of
from feedback.operations.results.reports import cover_of
from reports.colours import as_ground
from tests.feedback.config.test_logo import png
from tests.feedback.world import ADMIN, KARIN, ORGANISER

if TYPE_CHECKING:
    from tests.feedback.world import World

PATH: Final = "/admin/appearance"


def looks_of(world: World) -> Appearance:
    """Return how the installation looks."""
    with world.database.reading() as session:
        return appearance_of(session, world.settings)


def filled(world: World, **fields: Any) -> Any:  # noqa: ANN401 - WebTest brings no types
    """Return the form of an administrator, filled in."""
    form = again(world.sign_in(ADMIN, language="sv").get(PATH))
    for name, value in fields.items():
        form[name] = value
    return form


def again(page: Any) -> Any:  # noqa: ANN401 - as above
    """Return the form as it came back."""
    return next(form for form in page.forms.values() if "accent" in form.fields)


def test_what_is_saved_stands_on_pages_in_mails_and_on_reports(world: World) -> None:
    form = filled(world, name="Almviks kommun", accent="8A1C45", logo=Upload("l.png", png()))

    page = form.submit("act", value="save").follow()

    assert "Sparat." in page
    assert looks_of(world) == Appearance("Almviks kommun", "#8a1c45", clean_logo(png()))
    for shown in (
        page,
        world.browser().get("/s?l=sv"),
        world.sign_in(ORGANISER).get("/campaigns/"),
    ):
        assert "Almviks kommun" in shown
        assert shown.html.select_one("img.logo")
    assert "Almviks kommun" in world.mails_to(ORGANISER)[-1]
    with world.database.reading() as session:
        subject = session.get_one(Subject, world.karin)
        cover = cover_of(
            subject, appearance_of(session, world.settings), settings=world.settings, language="sv"
        )
        (noted,) = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "set how it looks")
        ).all()
    assert (cover.organisation, cover.accent) == ("Almviks kommun", "#8a1c45")
    assert cover.logo == clean_logo(png())
    assert noted.actor == ADMIN


def test_every_fault_is_told_at_its_field_and_nothing_is_lost(world: World) -> None:
    form = filled(world, name=" ", accent="grön", logo=Upload("l.png", png()))

    page = form.submit("act", value="save", status=422)
    back = again(page)

    faults = [one.get_text() for one in page.html.select(".govuk-error-message")]
    assert len(faults) == 2
    assert "Skriv vad organisationen heter." in faults[0]
    assert "#1f5c57" in faults[1]
    assert back["accent"].value == "grön"
    back["name"], back["accent"] = "Almviks kommun", "#ffd400"
    assert "Sparat." in back.submit("act", value="save").follow()
    assert looks_of(world) == Appearance("Almviks kommun", "#ffd400", clean_logo(png()))


def test_a_file_that_is_no_logo_is_told_at_its_field(world: World) -> None:
    form = filled(world, logo=Upload("l.gif", b"GIF89a"))

    page = form.submit("act", value="save", status=422)

    assert "ingen PNG-bild" in page.html.select_one("#logo").parent.get_text()
    assert looks_of(world) == Appearance("Testköpings kommun")


@pytest.mark.parametrize(
    ("written", "picked", "kept"),
    [
        ("", "#8a1c45", "#8a1c45"),
        ("#ffd400", "#1f5c57", "#ffd400"),
        ("#ffd400", "#8a1c45", "#ffd400"),
        ("", "#1f5c57", ""),
    ],
    ids=["picked", "written", "both", "neither"],
)
def test_a_colour_is_written_or_picked(world: World, written: str, picked: str, kept: str) -> None:
    form = filled(world, accent=written, picked=picked)

    form.submit("act", value="save").follow()

    assert looks_of(world).accent == kept


def test_it_is_only_shown_before_it_is_saved(world: World) -> None:
    form = filled(world, accent="#ffd400", logo=Upload("l.png", png()))

    page = form.submit("act", value="look")

    assert 'fill="#ffd400"' in page
    assert "#ffd400 är för ljus för text" in page
    (report,) = page.html.select('svg[aria-label="Rapportens första sida"]')
    assert report.select(f'rect[fill="{as_ground("#ffd400")}"]')
    assert looks_of(world) == Appearance("Testköpings kommun")
    again(page).submit("act", value="save")
    assert looks_of(world).logo == clean_logo(png())


def test_the_logo_is_taken_away_and_the_rest_stays(world: World) -> None:
    filled(world, accent="#8a1c45", logo=Upload("l.png", png())).submit("act", value="save")

    filled(world, without_logo=True).submit("act", value="save")

    assert looks_of(world) == Appearance("Testköpings kommun", "#8a1c45", b"")


def test_the_colour_goes_back_to_the_products_own(world: World) -> None:
    filled(world, accent="#8a1c45").submit("act", value="save")

    filled(world, accent="").submit("act", value="save")

    assert looks_of(world).accent == ""


@pytest.mark.parametrize("who", [ORGANISER, KARIN])
def test_only_administrators_may(world: World, who: str) -> None:
    world.sign_in(who).get(PATH, status=(403, 404))
