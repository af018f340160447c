"""The shades that pages make of one accent colour, each until it can be read where it stands.

An accent that is too light for text is darkened for text, and too dark for the dark scheme
lightened there (decision 90): a municipality's yellow stays yellow where nothing is read.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from typing import Final

from reports.colours import BLACK, WHITE, mixed, standing_out

TEXT: Final = 4.5  # WCAG 2.2, 1.4.3
MARK: Final = 3.0  # 1.4.11

OWN: Final = "#1f5c57"
"""The product's own accent, whose shades stand in the stylesheets."""

PAPER: Final = "#f6f5f1"
DARK_SURFACE: Final = "#1a2120"
_LIGHT: Final = (WHITE, PAPER, "#efede7")  # surface, paper and what is sunken, of all stylesheets
_DARK: Final = ("#121716", DARK_SURFACE, "#1f2626", "#283131")
_QUIET_INK: Final = {"#4a5553": TEXT, "#4d5856": TEXT}  # the faintest text on a tint
_QUIET_INK_IN_THE_DARK: Final = {"#b3bcb9": TEXT}
# What the stylesheet of raters, which has fewer shades, calls the same.
_OF_RATERS: Final = {
    "--app-primary": "var(--brand)",
    "--app-primary-hover": "var(--brand-hover)",
    "--app-chosen": "var(--tint)",
    "--govuk-brand-colour": "var(--m3)",
    "--govuk-link-colour": "var(--link)",
    "--govuk-link-visited-colour": "var(--link)",
    "--govuk-link-hover-colour": "var(--link-hover)",
}


@dataclass(frozen=True, slots=True)
class Shades:
    """What stylesheets call the shades of an accent, in one scheme."""

    stripe: str  # the accent as it is: nothing is read on it
    brand: str  # filled, under white text
    brand_hover: str
    link: str
    link_hover: str
    tint: str  # the ground of what is chosen
    tint_2: str
    m1: str  # marks: little, more, most
    m2: str
    m3: str


def light_shades(accent: str) -> Shades:
    """Return the shades on light grounds."""
    tint = standing_out(mixed(accent, WHITE, 0.11), WHITE, _QUIET_INK)
    grounds = (*_LIGHT, tint)
    # Read as a link on each ground; then white is read on it as well.
    fill = standing_out(accent, BLACK, dict.fromkeys(grounds, TEXT))
    return Shades(
        stripe=accent,
        brand=fill,
        brand_hover=mixed(fill, BLACK, 0.8),
        link=fill,
        link_hover=mixed(fill, BLACK, 0.6),
        tint=tint,
        tint_2=mixed(accent, WHITE, 0.28),
        m1=mixed(accent, WHITE, 0.28),
        m2=standing_out(mixed(accent, WHITE, 0.74), BLACK, dict.fromkeys(grounds, MARK)),
        m3=fill,
    )


def dark_shades(accent: str) -> Shades:
    """Return the shades on dark grounds, where more is lighter."""
    tint = standing_out(mixed(accent, DARK_SURFACE, 0.34), DARK_SURFACE, _QUIET_INK_IN_THE_DARK)
    grounds = (*_DARK, tint)
    # White is read on it, and it is seen on the surface: between the two is room for both.
    seen = standing_out(accent, WHITE, {DARK_SURFACE: MARK})
    fill = standing_out(seen, BLACK, {WHITE: TEXT})
    link = standing_out(accent, WHITE, dict.fromkeys(grounds, TEXT))
    return Shades(
        stripe=accent,
        brand=fill,
        brand_hover=mixed(fill, BLACK, 0.92),
        link=link,
        link_hover=mixed(link, WHITE, 0.6),
        tint=tint,
        tint_2=mixed(accent, DARK_SURFACE, 0.6),
        m1=mixed(accent, DARK_SURFACE, 0.6),
        m2=standing_out(accent, WHITE, dict.fromkeys(grounds, MARK) | {DARK_SURFACE: 5.0}),
        m3=standing_out(accent, WHITE, dict.fromkeys(grounds, TEXT) | {DARK_SURFACE: 10.5}),
    )


def stylesheet(accent: str) -> str:
    """Return the rules that give every page the shades of an accent; in print, only its marks."""
    light, dark = light_shades(accent), dark_shades(accent)
    marks = "".join(f"--{name}:{getattr(light, name)};" for name in ("m1", "m2", "m3"))
    return (
        f"@media screen{{:root{{{_rules(light)}}}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_rules(dark)}}}}}\n"
        f"@media print{{:root{{{marks}}}}}\n"
    )


def _rules(shades: Shades) -> str:
    values = zip(fields(shades), astuple(shades), strict=True)
    own = {f"--{field.name.replace('_', '-')}": value for field, value in values}
    return "".join(f"{name}:{value};" for name, value in (own | _OF_RATERS).items())
