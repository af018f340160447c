"""The comments as a coach looks them through before the leader reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.sections.cover import Withholdings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.sections.material import Material
    from reports.sections.written import Written


@dataclass(frozen=True, slots=True)
class CommentToRead:
    """One comment, what names it, and why it is withheld if it is."""

    text: str
    digest: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """What was written to one question, by Others or by one role."""

    question: str
    role: str  # empty for Others
    comments: tuple[CommentToRead, ...]


def answers(material: Material, reasons: Mapping[str, str]) -> tuple[AnsweredQuestion, ...]:
    """Return every comment of others, by question; the leader's own are not to be judged.

    `reasons` says why those are withheld that are, by what names them.
    """
    parts: dict[tuple[str, str], list[CommentToRead]] = {}
    for one in material.written:
        parts.setdefault((one.group, one.question), []).append(_comment(one, reasons))
    return tuple(
        AnsweredQuestion(
            _asked(material, question),
            material.write.group(group) if group else "",
            tuple(comments),
        )
        for (group, question), comments in parts.items()
    )


def _comment(one: Written, reasons: Mapping[str, str]) -> CommentToRead:
    # A record of an earlier version holds all that say the same, and is what is taken back.
    of_all = Withholdings.digest(one.question, one.text)
    digest = of_all if of_all in reasons else one.name
    return CommentToRead(one.text, digest, reasons.get(digest))


def _asked(material: Material, key: str) -> str:
    survey = material.survey
    question = next(one for one in survey.questions if one.key == key)
    return survey.question_words(
        question, for_self=False, language=material.language, name=material.cover.leader_name
    )
