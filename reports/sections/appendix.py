"""All values, how they were made, and what is not promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.release.dispersion import has_bands, has_classes
from reports.sections.pieces import Bullets, Grid, Heading, Section, Text, Together
from reports.shown.profile import CLEAR_GAP_SHARE
from surveys.groups import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import ItemProfile, TraitProfile


ENOUGH_ROWS = 150.0
"""How much of the table must fit on a page for it to begin there, in points."""
ENOUGH_TEXT = 300.0
"""The same for how figures are made."""


def values(material: Material) -> Section | None:
    """Return the table that every chart points to: a row for each trait, its statements below."""
    if not material.has_others and not material.has_self:
        return None
    scale = material.say("values.scale", words=material.axis.legend(material.axis.steps))
    has_groups = material.has_others or material.profile.identified
    groups = [material.say("values.groups")] if has_groups else []
    explained = Text(" ".join([material.say("values.intro"), *groups, scale]), tone="small")
    title, pieces = material.say("values.title"), (explained, _table(material))
    return Section("values", title, pieces, shares_page=True, room=ENOUGH_ROWS)


def method(material: Material) -> Section:
    """Return the method in plain words, the limits and the facts of this report."""
    title, pieces = material.say("method.title"), tuple(_method(material))
    return Section("method", title, pieces, shares_page=True, room=ENOUGH_TEXT)


def _table(material: Material) -> Grid:
    say, write, figures = material.say, material.write, material.profile
    columns = (*figures.identified, *figures.blocks)
    header = [say("words.statement"), *([say("words.you")] if material.has_self else [])]
    header += [f"{write.column(column)}\n({column.n})" for column in columns]
    header += [f"{say('words.others')}\n({figures.others.n})"] if material.has_others else []
    header += [say("words.gap")] if material.has_others and material.has_self else []
    rows: list[tuple[str, ...]] = []
    strong = []
    for trait in figures.traits:
        strong.append(len(rows))
        rows.append(_row(material, trait, write.trait(trait.key)))
        rows += (_row(material, item, write.statement(item.key)) for item in trait.items)
    return Grid(
        tuple(header),
        tuple(rows),
        (),
        say("values.table_summary"),
        strong=frozenset(strong),
        is_small=True,
    )


def _row(material: Material, figures: ItemProfile | TraitProfile, label: str) -> tuple[str, ...]:
    write = material.write
    shown = (*figures.identified, *figures.blocks)
    row = [label, *([write.own(figures.self_)] if material.has_self else [])]
    row += (write.score(score) for score in shown)
    row += [write.score(figures.others)] if material.has_others else []
    row += [write.signed(figures.gap)] if material.has_others and material.has_self else []
    return tuple(row)


def _method(material: Material) -> Iterator[Piece]:
    say, figures = material.say, material.profile
    gap = material.write.points(CLEAR_GAP_SHARE * (figures.scale[1] - figures.scale[0]))
    yield Heading(say("method.how_title"), is_small=True)
    yield Bullets(say.all("method.how", gap=gap), is_small=True)
    yield Heading(say("method.protect_title"), is_small=True)
    yield Bullets((*_protects(material), *_groups(material)), is_small=True)
    yield Heading(say("method.limits_title"), is_small=True)
    yield Bullets((*say.all("method.limits"), _not_protected(material)), is_small=True)
    yield Together((Heading(say("method.facts_title"), is_small=True), facts(material)))


def _protects(material: Material) -> Iterator[str]:
    """Yield the rules that this survey has anything for: its scale, its questions."""
    say, figures = material.say, material.profile
    yield from say.all("method.protect", k=figures.k)
    if has_classes(figures.scale):
        yield say("method.protect_classes", class_from=figures.class_from)
    if has_bands(figures.scale):
        yield say("method.protect_bands", bands_from=figures.bands_from)
    if material.survey.questions:
        yield say("method.protect_comments")


def _not_protected(material: Material) -> str:
    """Return whose answers are shown as theirs: of the groups that were asked by role, and self."""
    groups = [one for one in material.survey.groups if one.kind is GroupKind.IDENTIFIED]
    if not groups:
        return material.say("method.limits_own")
    named = material.write.groups(tuple(one.key for one in groups))
    return material.say("method.limits_named", groups=named)


def _groups(material: Material) -> Iterator[str]:
    say, figures = material.say, material.profile
    merged = [material.write.column(one) for one in figures.blocks if len(one.groups) > 1]
    if merged:
        yield say("method.merged", groups="; ".join(merged))
    if figures.hidden_groups:
        yield say("method.hidden", groups=material.write.groups(figures.hidden_groups))
    if (merged or figures.hidden_groups) and material.release.figures.asked is not None:
        yield say("method.named")
    if not merged and not figures.hidden_groups:
        yield say("method.complete")


def facts(material: Material) -> Bullets:
    """Return what a report stands on, so that two of them can be told apart."""
    say, cover, survey = material.say, material.cover, material.survey
    title = material.write.local(survey.title)
    least = say("method.threshold", k=material.profile.least)
    facts = [
        (say("method.survey"), say("method.survey_value", title=title, version=survey.version)),
        (say("method.campaign"), f"{cover.campaign} · {cover.period} · {least}"),
        (say("method.digest"), _digests(material)),
    ]
    if cover.contact:
        facts.append((say("method.contact"), cover.contact))
    return Bullets(tuple(f"{name}: {value}" for name, value in facts), is_small=True)


def _digests(material: Material) -> str:
    say, release = material.say, material.release
    digests = [say("method.figures_digest", digest=_in_groups(release.figures_hash))]
    if not material.withholdings.comments:
        # Beside the comments that are shown, it would confirm a guess at one held back.
        digest = _in_groups(release.comments_hash)
        digests.append(say("method.comments_digest", digest=digest))
    return ", ".join(digests)


def _in_groups(digest: str) -> str:
    """Return the first half of a hash in groups that people can compare."""
    return " ".join(digest[start : start + 8] for start in range(0, 32, 8))
