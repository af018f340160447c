"""How the installation looks: an administrator says it here, and sees it before anybody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from feedback.access import admins_only
from feedback.admin.forms import AppearanceForm
from feedback.admin.views import blueprint
from feedback.operations.appearance import appearance_of, set_appearance
from feedback.requests.accent import (
    DARK_SURFACE,
    MARK,
    OWN,
    PAPER,
    TEXT,
    Shades,
    dark_shades,
    light_shades,
)
from feedback.requests.appearance import shown_of
from feedback.requests.attempt import REFUSED, attempt, me
from feedback.requests.sessions import begin_changing, db_session, settings_of
from reports.colours import WHITE, as_ground, contrast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from feedback.operations.appearance import Appearance

_LOOK: Final = "look"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two shades that lie on each other, and how far they stand apart."""

    where: str
    shade: str
    ground: str
    least: float

    @property
    def contrast(self) -> str:
        """The contrast in the page's language, never said better than it is."""
        rounded_down = int(contrast(self.shade, self.ground) * 10) / 10
        return str(format_decimal(rounded_down, format="0.0"))

    @property
    def least_in_words(self) -> str:
        """What it must be at least."""
        return str(format_decimal(self.least, format="0.#"))


@blueprint.get("/appearance")
@admins_only
def appearance() -> str:
    """Show how the installation looks, and ask how it shall."""
    looks = _looks()
    return _page(AppearanceForm(looks), looks)


@blueprint.post("/appearance")
@admins_only
def keep_appearance() -> ResponseReturnValue:
    """Let it look so from now on, or only show it here."""
    form = AppearanceForm(_looks())
    if not form.validate_on_submit():
        return _page(form, form.wanted), REFUSED
    if request.form.get("act") == _LOOK:
        return _page(form, form.wanted)
    begin_changing()
    done = attempt(lambda: set_appearance(db_session(), form.wanted, by=me()), form)
    if not done:
        return _page(form, form.wanted), REFUSED
    shown_of(current_app).look()
    flash(_("Saved. All pages show it within seconds; mails and reports from now on."))
    return redirect(url_for(".appearance"))


def _looks() -> Appearance:
    return appearance_of(db_session(), settings_of(current_app))


def _page(form: AppearanceForm, looks: Appearance) -> str:
    accent = looks.accent or OWN
    light, dark = light_shades(accent), dark_shades(accent)
    ground = as_ground(looks.accent_on_paper)
    return render_template(
        "admin/appearance.html",
        form=form,
        looks=looks,
        light=light,
        dark=dark,
        paper=PAPER,
        dark_surface=DARK_SURFACE,
        is_darkened=light.brand != accent,
        accent=accent,
        own=OWN,
        ground=ground,
        pairs=list(_pairs(light, dark, ground)),
        letters="Aa",
        example_name="Karin Lund",
    )


def _pairs(light: Shades, dark: Shades, ground: str) -> Iterator[Pair]:
    yield Pair(_("White text on a button"), WHITE, light.brand, TEXT)
    yield Pair(_("A link on the page"), light.link, PAPER, TEXT)
    yield Pair(_("A link on a chosen row"), light.link, light.tint, TEXT)
    yield Pair(_("A mark on the page"), light.m2, PAPER, MARK)
    yield Pair(_("White text on a button, dark"), WHITE, dark.brand, TEXT)
    yield Pair(_("A link on the page, dark"), dark.link, DARK_SURFACE, TEXT)
    yield Pair(_("White text on a report"), WHITE, ground, TEXT)
