"""Answer as a rater does: from the mailed link through every page to the receipt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from feedback.demo.visitor import FoundForm, FoundPage, Visitor

_TASK: Final = re.compile(r"^(/s/[^/?]+/[0-9a-f-]{36}/(?:response|conditions))")
_OK: Final = 200


class Opinion(Protocol):
    """What somebody thinks about one leader."""

    def rating(self, item: str, choices: list[str]) -> str | None:
        """Return the step chosen for an item, or None to skip it."""

    def words(self, question: str) -> str:
        """Return what is written under an open question."""


class AnsweringFailedError(Exception):
    """A page did not answer as a rater may expect."""


def tasks_on(page: FoundPage) -> list[str]:
    """Return the addresses of the tasks on a rater's list."""
    found = (_TASK.match(urlsplit(urljoin(page.address, link)).path) for link in page.links)
    return list(dict.fromkeys(match.group(1) for match in found if match))


def answer_task(visitor: Visitor, task: str, opinion: Opinion) -> FoundPage:
    """Fill one task's pages, look it over, hand it in; return the receipt."""
    page = visitor.get(f"{task}/1")
    while True:
        form = _form_of(page)
        page = visitor.send(page, form, _filled(form, opinion))
        if page.status != _OK:
            message = f"{page.address} answered {page.status}"
            raise AnsweringFailedError(message)
        if page.address.split("?")[0].endswith("/submit"):
            return page


def _form_of(page: FoundPage) -> FoundForm:
    forms = [form for form in page.forms if form.method == "post"]
    wanted = [form for form in forms if form.choices or form.texts or "submit" in form.action]
    if not wanted:
        message = f"{page.address} has no form to fill"
        raise AnsweringFailedError(message)
    return wanted[0]


def _filled(form: FoundForm, opinion: Opinion) -> dict[str, str]:
    values = {}
    for name, choices in form.choices.items():
        step = opinion.rating(name.removeprefix("rating-"), choices)
        if step is not None:
            values[name] = step
    for name in form.texts:
        if name.startswith("words-"):
            values[name] = opinion.words(name.removeprefix("words-"))
    if ("go", "next") in form.buttons:
        values["go"] = "next"
    return values
