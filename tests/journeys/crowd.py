"""A crowd of raters who answer over real HTTP, and try again when the server dies under them."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from typing import TYPE_CHECKING, Final

from feedback.demo.answering import AnsweringFailedError, answer_task, tasks_on
from feedback.demo.claims import HOST
from feedback.demo.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from feedback.demo.visitor import FoundPage

_PATIENCE_SECONDS: Final = 300
_PAUSE_SECONDS: Final = 0.05


@dataclass
class RememberedOpinion:
    """Random steps that are remembered, to be compared with what comes out."""

    seed: str
    ratings: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    def rating(self, item: str, choices: list[str]) -> str | None:
        """Choose any step; the same at every try."""
        if item not in self.ratings:
            chance = random.Random(f"{self.seed} {item}")
            self.ratings[item] = chance.choice(choices)
        return self.ratings[item]

    def words(self, question: str) -> str:
        """Write something that names the rater, so that it can be counted."""
        return self.comments.setdefault(question, f"{question} av {self.seed}")


@dataclass
class Crowd:
    """Raters by their links, and what each task was answered with once its receipt was seen."""

    port: int
    links: list[str]
    pause_seconds: float = 0.0  # before each task
    receipts: dict[str, RememberedOpinion] = field(default_factory=dict)
    started: dict[str, RememberedOpinion] = field(default_factory=dict)

    def answer(self, *, at_once: int, while_running: Callable[[], None] = lambda: None) -> None:
        """Let everybody answer everything; `while_running` is called again and again meanwhile."""
        with ThreadPoolExecutor(at_once) as pool:
            raters = [pool.submit(self._answer_all, link) for link in self.links]
            while not all(rater.done() for rater in raters):
                while_running()
            for rater in raters:
                rater.result()

    def _answer_all(self, link: str) -> None:
        visitor = Visitor(HOST, self.port)
        for task in tasks_on(_patiently(partial(visitor.get, link))):
            time.sleep(self.pause_seconds)
            opinion = self.started.setdefault(task, RememberedOpinion(task[-60:]))
            receipt = _patiently(partial(_answer_once, visitor, task, opinion))
            assert receipt.status == 200
            self.receipts[task] = opinion


def _answer_once(visitor: Visitor, task: str, opinion: RememberedOpinion) -> FoundPage:
    first = visitor.get(f"{task}/1")
    if not any(form.choices for form in first.forms):
        return first  # handed in already: the page says so
    return answer_task(visitor, task, opinion)


def _patiently(ask: Callable[[], FoundPage]) -> FoundPage:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            page = ask()
        except (OSError, HTTPException, AnsweringFailedError):
            time.sleep(_PAUSE_SECONDS)
            continue
        if page.status < 500:
            return page
        time.sleep(_PAUSE_SECONDS)
    message = "the server did not come back"
    raise AssertionError(message)


def links_in(mails: Iterable[str]) -> list[str]:
    """Return the raters' paths in the texts of mails."""
    return [word[word.index("/s/") :] for mail in mails for word in mail.split() if "/s/" in word]
