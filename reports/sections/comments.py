"""What people wrote, word for word, after a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.pieces import Comment, Heading, Section, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece


_ROOM = 200.0
"""How much of a page the sentences need that say why nothing is shown, in points."""


def comments(material: Material) -> Section | None:
    """Return all comments, or nothing where none could be: no questions, or nobody is shown."""
    if not material.survey.questions:
        return None
    pieces = (
        Text(material.say("comments.intro")),
        *_from_others(material),
        *_from_persons(material),
        *_own(material),
    )
    is_empty = not any(isinstance(piece, Comment) for piece in pieces)
    if is_empty and not material.has_others:
        return None  # the first page has said that nothing of others can be shown
    title = material.say("comments.title")
    return Section("comments", title, pieces, shares_page=is_empty, room=_ROOM)


def _from_others(material: Material) -> Iterator[Piece]:
    say, written = material.say, dict(material.release.comments.others)
    if not written:
        yield Text(say("comments.few", k=material.profile.k))
        return
    for question in material.survey.questions:
        yield Heading(_asked(material, question.key))
        yield from _answers(material, question.key, written.get(question.key, ()))


def _answers(material: Material, question: str, texts: tuple[str, ...]) -> Iterator[Piece]:
    shown = [text for text in texts if not material.withholdings.hold(question, text)]
    if not texts:
        yield Text(material.say("comments.none", k=material.profile.k), tone="small")
    yield from (Comment(text) for text in shown)
    withheld = len(texts) - len(shown)
    if withheld:
        yield Text(material.say.count("comments.withheld", withheld), tone="small")


def _from_persons(material: Material) -> Iterator[Piece]:
    say = material.say
    announced: set[str] = set()
    for group, question, texts in material.release.comments.identified:
        if group not in announced:
            announced.add(group)
            yield Heading(say("comments.person_title", group=material.write.group(group)))
            yield Text(say("comments.person"), tone="small")
        yield Text(_asked(material, question), tone="kicker")
        yield from _answers(material, question, texts)


def _own(material: Material) -> Iterator[Piece]:
    written = [(question, texts) for question, texts in material.release.comments.self_ if texts]
    if not written:
        return
    yield Heading(material.say("comments.own_title"))
    for key, texts in written:
        question = next(one for one in material.survey.questions if one.key == key)
        yield Text(material.write.local(question.self_), tone="kicker")
        yield from (Comment(text) for text in texts)


def _asked(material: Material, key: str) -> str:
    """Return a question with the leader's name in it."""
    question = next(one for one in material.survey.questions if one.key == key)
    text = material.write.local(question.text)
    return text.replace("{name}", material.cover.leader_name)
