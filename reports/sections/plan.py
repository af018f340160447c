"""The plan, filled in as far as marks go, and how to talk with the group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.heights import LABEL, LINE, PAGE, SECTION, height_of
from reports.sections.pieces import Bullets, Heading, Section, Text, Together, WritingLines
from reports.sections.written_plan import GoalKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.sections.written_plan import PlannedAction
    from surveys.model import Trait

IDEAS = 3
LONGER, MOST_MORE = 3, 3
"""How many answers get more lines to write on, and how many more where the page has room."""
MOST_LINES = 8
"""How many lines there are at most for what the group answers to a question."""


def plan(material: Material) -> Section:
    """Return the page that the leader writes on, or has written in the plan already."""
    title = material.cover.plan_title or material.say("plan.title")
    if material.plan.goals:
        return Section("plan", title, tuple(_written(material)))
    one_each = tuple(_plan(material, lines=1))
    left = PAGE - SECTION - height_of(one_each, material.width)
    more = min(max(int(left / LINE / LONGER), 0), MOST_MORE)
    return Section("plan", title, tuple(_plan(material, lines=1 + more)))


def talk(material: Material, room: float = 0.0) -> Section:
    """Return half a page on what to say to the group.

    With so much room, in points, lines for what the group answers fill it.
    """
    say = material.say
    # Nobody may say that everything was read to those whose answers are not shown.
    read = say("talk.read" if material.has_others else "talk.read_nothing")
    steps = (
        Text(say("talk.intro"), tone="lead"),
        Bullets(say.all("talk.steps", read=read), numbered=True),
    )
    never = (Heading(say("talk.never_title")), Bullets(say.all("talk.never")))
    left = room - SECTION - height_of((*steps, *never), material.width)
    return Section("talk", say("talk.title"), (*steps, *_asked(material, left), *never))


def _asked(material: Material, room: float) -> tuple[Piece, ...]:
    """Return what the leader wants to ask, with lines for the answers where there is room."""
    say, marked = material.say, tuple(material.marked_as("ask"))
    title = (Heading(say("talk.ask_title")),) if marked else ()
    questions = marked or (say("talk.answered"),)
    left = (room - height_of(title, material.width)) / len(questions) - LABEL
    lines = min(int(left / LINE), MOST_LINES)
    if lines > 0:
        return (*title, *(WritingLines(question, lines) for question in questions))
    return (*title, Bullets(marked)) if marked else ()


def ideas(material: Material) -> Section | None:
    """Return the survey's own ideas for the traits that the leader may work with.

    On paper they stand above the lines to write on.
    """
    texts = [
        material.write.local(action)
        for trait in _traits_to_work_with(material)
        for action in trait.actions
    ]
    if not texts:
        return None
    intro = "ideas.intro_marked" if material.marks.focus else "ideas.intro"
    pieces = (Text(material.say(intro)), Bullets(tuple(texts[:IDEAS])))
    return Section("ideas", material.say("ideas.title"), pieces)


def _written(material: Material) -> Iterator[Piece]:
    """Yield the plan as it stands, with lines for what is not in it yet."""
    say = material.say
    yield from _before(material)
    for goal in material.plan.goals:
        title = say("plan.use_title" if goal.kind is GoalKind.USE else "plan.change_title")
        actions = tuple(Bullets(tuple(_told(material, one))) for one in goal.actions)
        to_do = actions or (WritingLines(say("plan.what"), 1), WritingLines(say("plan.first"), 1))
        yield Together((Heading(title), Text(goal.text), *to_do))
    yield WritingLines(say("plan.tell"), 1)
    yield WritingLines(say("plan.follow"), 1, material.plan.follow_up)


def _told(material: Material, action: PlannedAction) -> Iterator[str]:
    yield action.what
    for name in ("first_step", "with_whom", "by_when", "notice", "support"):
        if value := getattr(action, name):
            yield material.say(f"plan.written.{name}", value=value)


def _before(material: Material) -> Iterator[Piece]:
    """Yield what a plan begins with: how much it holds, and ideas to begin from."""
    yield Text(f"{material.say('plan.intro')} {material.told('conversation')}")
    found = ideas(material)
    if found:
        yield Together((Heading(found.title), *found.pieces))


def _plan(material: Material, *, lines: int) -> Iterator[Piece]:
    say = material.say
    yield from _before(material)
    strength, *_ = (*material.marked_as("proud"), "")
    use = WritingLines(say("plan.what"), lines, strength)
    where = WritingLines(say("plan.where"), 1)
    yield Together((Heading(say("plan.use_title")), use, where))
    one, two, *_ = (*material.marked_as("focus"), "", "")
    yield _behaviour(material, "plan.change_title", one, lines=lines)
    second = WritingLines(say("plan.what"), lines, two)
    first = WritingLines(say("plan.first"), 1)
    yield Together((Heading(say("plan.change_second_title")), second, first))


def _behaviour(material: Material, title: str, what: str, *, lines: int) -> Together:
    say = material.say
    names = ("where", "who", "first", "notice", "support", "tell", "follow")
    first = WritingLines(say("plan.what"), lines, what)
    others = (WritingLines(say(f"plan.{name}"), 1) for name in names)
    return Together((Heading(say(title)), first, *others))


def _traits_to_work_with(material: Material) -> list[Trait]:
    marked = set(material.marks.focus)
    if not marked and material.main_message:
        first = material.main_message.to_begin_with.sentences
        marked = {item.key for sentence in first for item in sentence.items}
    return [
        trait
        for trait in material.survey.traits
        if marked & {trait.key, *(item.key for item in trait.items)}
    ]
