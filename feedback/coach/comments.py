"""The comments as a coach looks them through before the leader reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.sections.cover import Withholdings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedback.models import Withholding
    from reports.sections.material import Material


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


def answers(material: Material, withheld: Sequence[Withholding]) -> tuple[AnsweredQuestion, ...]:
    """Return every comment of others, by question; the leader's own are not to be judged."""
    reasons = {one.text_hash: one.reason for one in withheld}
    return tuple(
        AnsweredQuestion(
            _asked(material, question),
            role,
            tuple(_comment(question, text, reasons) for text in texts),
        )
        for role, question, texts in _written(material)
        if texts
    )


def _written(material: Material) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for question, texts in material.release.comments.others:
        yield "", question, texts
    for group, question, texts in material.release.comments.identified:
        yield material.write.group(group), question, texts


def _comment(question: str, text: str, reasons: dict[str, str]) -> CommentToRead:
    digest = Withholdings.digest(question, text)
    return CommentToRead(text, digest, reasons.get(digest))


def _asked(material: Material, key: str) -> str:
    survey = material.survey
    question = next(one for one in survey.questions if one.key == key)
    return survey.question_words(
        question, for_self=False, language=material.language, name=material.cover.leader_name
    )
