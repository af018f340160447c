"""What people wrote, word for word, on a page that one may choose to read later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.pieces import Comment, Heading, Section, Text, Together
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece


ROOM, ROOM_FOR_REASONS = 370.0, 200.0
"""How much of a page must be left for comments to begin there, or why there are none, in points.

They are read at a time of one's own choice: a page of their own, unless half a page stood empty.
"""


def comments(material: Material, whose: str = "") -> Section | None:
    """Return all comments, or nothing where none could be: no questions, or nobody is shown.

    `whose` is what the texts of another subject than a leader begin with, as "team_".
    """
    if not material.survey.questions:
        return None
    of_groups = tuple(_from_others(material, whose))
    of_persons = tuple(_from_persons(material, whose))
    how = "comments.intro" if _is_read(of_groups) else "comments.intro_named"
    how_to_read = (Text(material.say(how), tone="small"),)
    others = (*of_groups, *of_persons)
    pieces = (*(how_to_read if _is_read(others) else ()), *others, *_own(material))
    is_empty = not _is_read(pieces)
    if is_empty and not material.has_others:
        return None  # the first page has said that nothing of others can be shown
    title, room = material.say(f"comments.{whose}title"), ROOM_FOR_REASONS if is_empty else ROOM
    return Section("comments", title, pieces, shares_page=True, room=room, is_brief=is_empty)


def _is_read(pieces: Iterable[Piece]) -> bool:
    """Tell whether what somebody wrote is among pieces: the first comment keeps to its heading."""
    return any(isinstance(piece, Together) for piece in pieces)


def _from_others(material: Material, whose: str) -> Iterator[Piece]:
    say = material.say
    if not material.release.comments.others:
        if material.profile.blocks:  # without any, the first page has said that nobody is shown
            yield Text(say(f"comments.few{_counted(material)}", k=material.profile.least))
        return
    for question in material.survey.questions:
        heading = Heading(_asked(material, question.key), is_small=True)
        yield from _answers(material, whose, ("", question.key), heading)


def _counted(material: Material) -> str:
    """Return which text counts who wrote: all of them only where nobody is hidden or apart."""
    figures = material.profile
    return "_in_groups" if figures.hidden_groups or figures.identified else ""


def _answers(
    material: Material, whose: str, place: tuple[str, str], *above: Piece
) -> Iterator[Piece]:
    """Yield what a group wrote under a question, the first comment on the page of what is above."""
    texts = [one for one in material.written if (one.group, one.question) == place]
    shown = [
        Comment(one.text, one.name_of_equals)
        for one in texts
        if not one.is_held_by(material.withholdings)
    ]
    if not texts:
        above = (
            *above,
            Text(
                material.say(f"comments.none{_counted(material)}", k=material.profile.least),
                tone="small",
            ),
        )
    yield from (Together((*above, shown[0])),) if shown else above
    yield from shown[1:]
    withheld = len(texts) - len(shown)
    if withheld:
        yield Text(material.say.count(f"comments.{whose}withheld", withheld), tone="small")


def _from_persons(material: Material, whose: str) -> Iterator[Piece]:
    say = material.say
    announced: set[str] = set()
    for group, question, _ in material.release.comments.identified:
        above: list[Piece] = [Text(_asked(material, question), tone="kicker")]
        if group not in announced:
            announced.add(group)
            title = Heading(
                say("comments.person_title", group=material.write.group(group)), is_small=True
            )
            above = [title, Text(say("comments.person"), tone="small"), *above]
        yield from _answers(material, whose, (group, question), *above)


def _own(material: Material) -> Iterator[Piece]:
    """Yield what the leader wrote, whole on one page where it fits on one."""
    pieces: list[Piece] = []
    for key, texts in material.release.comments.self_:
        question = next(one for one in material.survey.questions if one.key == key)
        if texts:
            pieces.append(Text(material.write.local(question.self_), tone="kicker"))
            pieces += (Comment(text) for text in texts)
    if pieces:
        yield Together((Heading(material.say("comments.own_title"), is_small=True), *pieces))


def _asked(material: Material, key: str) -> str:
    """Return a question with the subject's name in it, or as the subject's own people read it."""
    kind = material.survey.kind
    question = next(one for one in material.survey.questions if one.key == key)
    text = material.write.local(question.self_ if kind.own is GroupKind.OWN else question.text)
    return text.replace(kind.placeholder, material.cover.leader_name)
