"""Reading a stored release back: format, types and structure are checked, then the bytes.

What is stored stays as it is, hashes included. What is read of it follows the rule of today:
releases of an older rule may hold bands beside classes, and nobody is shown both.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from reports.errors import ReleaseFormatError
from reports.release.canonical import canonical_json
from reports.release.dispersion import by_todays_rule
from reports.release.model import FORMAT, Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reports.release.model import Figures

T = TypeVar("T")

_ADAPTER = TypeAdapter(Release)


def read_release(text: str) -> Release:
    """Return what may be shown of the release that a canonical JSON text holds.

    Raises
    ------
    ReleaseFormatError
        With every fault that was found; a text that is not what `to_json` writes is refused.

    """
    release = read_stored(text, FORMAT, _ADAPTER, lambda one: _structure_problems(one.figures))
    return replace(release, figures=by_todays_rule(release.figures))


def read_stored(
    text: str, expected: int, adapter: TypeAdapter[T], problems_of: Callable[[T], Iterable[str]]
) -> T:
    """Return what a canonical JSON text of the expected format holds, checked in all its parts.

    Raises ReleaseFormatError with every fault that was found.
    """
    content = _content_of(text, expected)
    try:
        release = adapter.validate_python(content)
    except ValidationError as error:
        raise ReleaseFormatError(*_sentences_of(error)) from None
    problems = list(problems_of(release))
    if problems:
        raise ReleaseFormatError(*problems)
    if canonical_json(release) != text:
        raise ReleaseFormatError("The release is not in its canonical form; it was changed.")
    return release


def _content_of(text: str, expected: int) -> dict[str, Any]:
    """Return a stored release as JSON holds it, if it is of the expected format."""
    try:
        content = json.loads(text)
    except ValueError as error:
        raise ReleaseFormatError("The release is no JSON.") from error
    if not isinstance(content, dict) or "format" not in content:
        raise ReleaseFormatError("The release does not say its format.")
    if content["format"] != expected:
        found = content["format"]
        raise ReleaseFormatError(f"The release has format {found}; this version reads {expected}.")
    comments = content.get("comments")
    if isinstance(comments, dict) and "self" in comments:
        comments["self_"] = comments.pop("self")
    return content


def _sentences_of(error: ValidationError) -> list[str]:
    """Return what does not fit its type, fault by fault, each at its place."""
    return [
        f"{'.'.join(str(step) for step in fault['loc'])}: {fault['msg']}."
        for fault in error.errors(include_input=False, include_url=False)
    ]


def _structure_problems(figures: Figures) -> Iterator[str]:
    """Yield what types alone don't tell: lists of the right length, references that exist."""
    items = len(figures.items)
    lists = {
        "wording": figures.wording,
        "self_ratings": figures.self_ratings,
        "others": figures.others,
        **{f"blocks.{place}": one.cells for place, one in enumerate(figures.blocks)},
        **{f"identified.{place}": one.cells for place, one in enumerate(figures.identified)},
    }
    for name, values in lists.items():
        if len(values) != items:
            yield f"{name}: {len(values)} entries for {items} items."
    if sorted(key for _, keys in figures.traits for key in keys) != sorted(figures.items):
        yield "traits: they do not hold each item once."
    for name, rows in (("sigma_w", figures.sigma_w), ("norms", figures.norms or figures.traits)):
        if len(rows) != len(figures.traits):
            yield f"{name}: {len(rows)} entries for {len(figures.traits)} traits."
    if figures.previous and len(figures.previous.traits) != len(figures.traits):
        yield "previous: one entry per trait is needed."
    yield from _naming_problems(figures)
    yield from _count_problems(figures)


def _naming_problems(figures: Figures) -> Iterator[str]:
    """Yield groups that were asked and stand nowhere, or stand there unasked."""
    named = [*figures.hidden_groups, *(key for one in figures.blocks for key in one.groups)]
    if figures.asked is not None and sorted(figures.asked) != sorted(named):
        yield "asked: each of these groups stands in one block or is hidden, and no other."


def _count_problems(figures: Figures) -> Iterator[str]:
    """Yield cells on too few raters, and references to blocks that don't exist."""
    least = figures.k + (figures.known or 0)
    for place, block in enumerate(figures.blocks):
        cells = [cell.n for cell in block.cells if cell is not None]
        if any(n < least or n > block.n for n in cells) or block.n < least:
            yield f"blocks.{place}: a cell has fewer than {least} raters or too many."
    for place, others in enumerate(figures.others):
        if others is None:
            continue
        if others.n_protected < least or others.n < others.n_protected:
            yield f"others.{place}: fewer than {least} raters."
        if any(one not in range(len(figures.blocks)) for one in others.blocks):
            yield f"others.{place}: it stands on a block that is not there."
