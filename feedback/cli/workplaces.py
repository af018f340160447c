"""`feedback score` and `feedback report` of a survey about workplaces, told as one tree."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from feedback.cli.drawing import cores, draw_all
from feedback.cli.offline import refuse
from reports.disclosure.tree import TreeBefore, release_tree
from reports.errors import ReportsError
from reports.exports.parts import label_of, list_part
from reports.pdf.orders import order_of_part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reports.answers.offline import OfflineResponses
    from reports.partitions import Unit
    from reports.policy import DisclosurePolicy
    from reports.release.parts import TreeRelease
    from reports.sections.cover import Cover
    from surveys.model import Survey

_NO_FILE_NAME = re.compile(r"[^\w-]+")
_LONGEST_NAME = 60


def release_offline_tree(
    now: OfflineResponses,
    root: Unit,
    earlier: tuple[str, OfflineResponses] | None,
    policy: DisclosurePolicy,
) -> TreeRelease:
    """Return what may be shown of all parts, the whole first; exit with code 2 if nothing may.

    `earlier` is what the campaign before is called, and its responses, in the same tree.
    """
    try:
        previous = None
        if earlier is not None:
            campaign, before = earlier
            past = release_tree(before.responses, root, policy, drawn=before.drawn)
            previous = TreeBefore(campaign, [part.figures for part in past.parts])
        released = release_tree(now.responses, root, policy, drawn=now.drawn, previous=previous)
    except ReportsError as error:
        raise refuse(error.problems) from error
    if not released.parts:
        raise refuse([f"Nothing is shown of {root.name}: fewer than {policy.least} have answered."])
    return released


def number_of(released: TreeRelease, code: str) -> int:
    """Return the part that a unit is shown in; exit with code 2 where nobody was asked in it."""
    places = dict(released.units)
    if code not in places:
        raise refuse([f"Nothing is shown of {code}: nobody was asked there."])
    return places[code]


def records(about: str, released: TreeRelease) -> Iterator[bytes]:
    """Yield a line of JSON for each part; the release stands in it as it is stored."""
    for part in released.parts:
        listed = {about: label_of(part.figures.name), **list_part(part.figures)}
        shown = json.dumps(listed, ensure_ascii=False)
        yield f'{shown[:-1]}, "release": {part.to_json()}}}\n'.encode()


def only(released: TreeRelease, number: int) -> TreeRelease:
    """Return a release of one part, beside nothing."""
    return replace(released, parts=(released.parts[number],))


def draw_part(
    survey: Survey, released: TreeRelease, cover: Cover, number: int, *, is_notice: bool
) -> bytes:
    """Return the report of one part, or its notice for the wall."""
    order = order_of_part(released.parts, number, survey=survey.canonical_json(), cover=cover)
    return replace(order, is_notice=is_notice).draw()


def draw_parts(
    survey: Survey, released: TreeRelease, cover: Cover, folder: Path, *, is_notice: bool
) -> None:
    """Draw the reports of all parts into a folder, or their notices; exit with 1 if one fails."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = survey.canonical_json()
    orders = (
        (
            path.name,
            path,
            replace(
                order_of_part(released.parts, number, survey=asked, cover=cover),
                is_notice=is_notice,
            ),
        )
        for number, path in (
            (
                part.figures.number,
                folder / _file_name(part.figures.number, label_of(part.figures.name)),
            )
            for part in released.parts
        )
    )
    failed = 0
    for name, fault in draw_all(orders, processes=min(cores(), len(released.parts))):
        failed += bool(fault)
        click.echo(f"{name}: {fault}" if fault else name, err=bool(fault))
    if failed:
        raise click.exceptions.Exit(1)


def _file_name(number: int, label: str) -> str:
    return f"{number:03d}-{_NO_FILE_NAME.sub('-', label)[:_LONGEST_NAME].strip('-')}.pdf"
