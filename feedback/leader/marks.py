"""What a leader can mark while reading: the statements of each trait, and the words of a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _

from feedback.operations.plans.marking import ASK, FOCUS, PROUD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.sections.material import Material

MARK: Final = "mark-"
"""What the name of a field begins with; the key of the statement follows."""


def mark_words() -> dict[str, str]:
    """Return the kinds of marks in words, none of them first."""
    return {
        "": _("No mark"),
        PROUD: _("Proud of"),
        FOCUS: _("Focus on"),
        ASK: _("Ask about"),
    }


def statements_of(material: Material) -> dict[str, list[tuple[str, str]]]:
    """Return key and words of each trait's statements, by the trait's key."""
    return {
        trait.key: [(item.key, material.write.statement(item.key)) for item in trait.items]
        for trait in material.survey.traits
    }


def marked_sections(material: Material, marks: Mapping[str, str]) -> dict[str, int]:
    """Return how many statements are marked, by the key of the section that they stand in."""
    counts = {
        f"trait-{trait.key}": sum(item.key in marks for item in trait.items)
        for trait in material.survey.traits
    }
    return {key: count for key, count in counts.items() if count}
