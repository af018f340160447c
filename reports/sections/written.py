"""What others wrote, each comment with a name of its own, so that one of several equal is meant."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.sections.cover import Withholdings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.release.model import Comments


@dataclass(frozen=True, slots=True)
class Written:
    """One comment: whose role it is shown by, if any, and what stands for it in a record."""

    group: str  # empty for Others
    question: str
    text: str
    name: str

    def is_held_by(self, held: Withholdings) -> bool:
        """Tell whether it is held back; by itself, or with all that say the same."""
        return not {self.name, self.name_of_equals}.isdisjoint(held.comments)

    @property
    def name_of_equals(self) -> str:
        """What stands for it and for every other that says the same.

        A name of its own would tell whoever sees it whether there is another, perhaps held back.
        """
        return Withholdings.digest(self.question, self.text)


def written_by_others(comments: Comments) -> tuple[Written, ...]:
    """Return every comment of other people; the leader's own are nobody's to hold back."""
    found = tuple(_listed(comments))
    copies = Counter((question, text) for _, question, text in found)
    seen: Counter[tuple[str, str]] = Counter()
    named = []
    for group, question, text in found:
        seen[question, text] += 1
        number = seen[question, text] if copies[question, text] > 1 else 0
        named.append(
            Written(group, question, text, Withholdings.digest(question, text, number=number))
        )
    return tuple(named)


def _listed(comments: Comments) -> Iterator[tuple[str, str, str]]:
    for question, texts in comments.others:
        yield from (("", question, text) for text in texts)
    for group, question, texts in comments.identified:
        yield from ((group, question, text) for text in texts)
