"""What a team does with its report: talk about it, agree; and how the figures were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.appendix import facts
from reports.sections.pieces import Bullets, Grid, Heading, Section, Text, Together, WritingLines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.pieces import Piece
    from reports.shown.profile import ItemProfile, TraitProfile
    from reports.subjects.team.picture import TeamPicture

AGREEMENTS = 3
"""How many agreements there is room for: more seldom come about."""


def talk(team: TeamPicture) -> Section:
    """Return how a team talks its report through, and lines for what it agrees on."""
    say = team.material.say
    fields = ("what", "who", "first", "again")
    agreements = [
        Together(
            (
                Heading(say("team.agreement_title", number=number)),
                *(WritingLines(say(f"team.agreement_{name}"), 1) for name in fields),
            )
        )
        for number in range(1, AGREEMENTS + 1)
    ]
    pieces: tuple[Piece, ...] = (
        Text(say("team.talk_intro"), tone="lead"),
        Bullets(say.all("team.talk_steps"), numbered=True),
        *agreements,
    )
    return Section("plan", say("team.plan_title"), pieces)


def method(team: TeamPicture) -> Section:
    """Return how figures are made, what is not promised, and the facts of this report."""
    title = team.material.say("method.title")
    return Section("method", title, tuple(_method(team)), shares_page=True, room=270.0)


def values(team: TeamPicture) -> Section | None:
    """Return the table that every chart points to."""
    if not team.is_shown:
        return None
    say, material = team.material.say, team.material
    columns = (*material.profile.blocks, *material.profile.identified)
    header = (
        say("words.statement"),
        *(f"{material.write.column(one)}\n({one.n})" for one in columns),
    )
    rows: list[tuple[str, ...]] = []
    strong = []
    for trait in material.profile.traits:
        strong.append(len(rows))
        rows.append(_row(team, trait, material.write.trait(trait.key)))
        rows += (_row(team, item, material.write.statement(item.key)) for item in trait.items)
    table = Grid(
        header,
        tuple(rows),
        (),
        say("values.table_summary"),
        strong=frozenset(strong),
        is_small=True,
    )
    intro = Text(f"{say('values.intro')} {say('values.groups')}", tone="small")
    return Section("values", say("values.title"), (intro, table), shares_page=True, room=150.0)


def _row(team: TeamPicture, figures: ItemProfile | TraitProfile, label: str) -> tuple[str, ...]:
    scores = (*figures.blocks, *figures.identified)
    return label, *(team.material.write.score(score) for score in scores)


def _method(team: TeamPicture) -> Iterator[Piece]:
    say = team.material.say
    yield Heading(say("method.how_title"), is_small=True)
    yield Bullets(say.all("team.method_how"), is_small=True)
    yield Heading(say("method.limits_title"), is_small=True)
    yield Bullets(say.all("team.method_limits"), is_small=True)
    title = Heading(say("method.facts_title"), is_small=True)
    yield Together((title, facts(team.material)))
