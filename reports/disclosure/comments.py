"""Which comments are shown, and in which order (R11).

Comments of protected raters are pooled over all displayed blocks and stand under Others,
never under a group; a question is shown only if at least k of these raters wrote something
under it, because each of them was promised to be read together with at least k - 1 others.
Raters of a group that is hidden for good were promised that their group is joined with
another or not shown, so their comments are neither shown nor counted; where nothing is
displayed there are no comments of Others at all. Comments of self and of identified
raters stand apart, under their role. Every list is ordered by a hash of question and text,
so neither time nor author decides, and the same rater stands elsewhere under each question.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from reports.disclosure.blocks import identified_groups, self_groups
from reports.release import Comments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reports.answers.matrix import Responses
    from reports.disclosure.blocks import Blocks
    from reports.policy import DisclosurePolicy

Texts: TypeAlias = "dict[str, list[str]]"


def comments_of(
    responses: Responses, blocks: Blocks, policy: DisclosurePolicy
) -> tuple[Comments, ...]:
    """Return the comments of every subject, in the order of `responses.subjects`."""
    pools = _pooled(responses, blocks)
    questions = [question.key for question in responses.survey.questions]
    own = self_groups(responses.survey)
    named = identified_groups(responses.survey)
    groups = [group.key for group in responses.survey.groups]
    return tuple(
        Comments(
            others=_lists(pools[subject, None], questions, least=policy.least),
            self_=_lists(pools[subject, own[0]], questions) if own else (),
            identified=tuple(
                (groups[group], question, texts)
                for group in named
                for question, texts in _lists(pools[subject, group], questions)
            ),
        )
        for subject in range(len(responses.subjects))
    )


def enough_wrote(authors: int, k: int) -> bool:
    """Tell whether so many protected raters wrote under a question that it is shown."""
    return authors >= k


def in_meaningless_order(question: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts ordered by the SHA-256 of question and text."""
    return tuple(sorted(texts, key=lambda text: (_digest(question, text), text)))


def speaks_in_others(blocks: Blocks) -> frozenset[int]:
    """Return the responses whose comments may stand under Others: those in a block."""
    return frozenset(blocks.rows.tolist())


def whole_characters(text: str) -> str:
    """Return a text with each half of a character replaced: no file or database can hold one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _pooled(responses: Responses, blocks: Blocks) -> Mapping[tuple[int, int | None], Texts]:
    """Return the texts by subject and by group shown under its role; None for Others."""
    pools: dict[tuple[int, int | None], Texts] = defaultdict(lambda: defaultdict(list))
    in_others = speaks_in_others(blocks)
    apart = {*identified_groups(responses.survey), *self_groups(responses.survey)}
    codes = zip(responses.subject_codes.tolist(), responses.group_codes.tolist(), strict=True)
    for row, ((subject, group), texts) in enumerate(zip(codes, responses.comments, strict=False)):
        if row not in in_others and group not in apart:
            continue
        for question, text in texts.items():
            if text.strip():
                pool = pools[subject, None if row in in_others else group]
                pool[question].append(whole_characters(text))
    return pools


def _lists(
    texts: Mapping[str, list[str]], questions: Iterable[str], *, least: int = 1
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (question, in_meaningless_order(question, texts[question]))
        for question in questions
        if enough_wrote(len(texts.get(question, ())), least)
    )


def _digest(question: str, text: str) -> bytes:
    return hashlib.sha256(f"{question}\n{text}".encode()).digest()
