"""One thing that was looked at, and what came out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Verdict(StrEnum):
    """How it stands: well, better looked at, or broken.

    A fault needs somebody: left alone it costs answers, keeps mail or pages away, or lets a
    promise lapse. What goes on by itself, what somebody chose and what could be better are
    better looked at, and nobody is called for them.
    """

    OK = "OK"
    ADVICE = "LOOK"
    FAULT = "FAULT"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it stands, and what to do next where it is not well."""

    subject: str
    verdict: Verdict
    found: str
    next_step: str = ""
    plain: Phrase | None = None  # the same without what people wrote, where it quotes any
    part: str = ""  # of the examination

    @property
    def told(self) -> str:
        """What may leave the machine, be logged or shown: no name, no address, no free text."""
        if self.plain is not None:
            return self.plain
        return self.found if isinstance(self.found, Phrase) else ""


def ok(subject: str, found: str) -> Check:
    """Return that all is well."""
    return Check(subject, Verdict.OK, found)


def advice(subject: str, found: str, next_step: str, *, plain: Phrase | None = None) -> Check:
    """Return that somebody should look at it."""
    return Check(subject, Verdict.ADVICE, found, next_step, plain)


def fault(subject: str, found: str, next_step: str, *, plain: Phrase | None = None) -> Check:
    """Return that it needs somebody."""
    return Check(subject, Verdict.FAULT, found, next_step, plain)


def gathered(
    looks: Iterable[Callable[[], Iterable[Check]]], names: Iterable[str]
) -> Iterator[Check]:
    """Yield what every look found; one that breaks does not keep the others from telling."""
    for look, name in zip(looks, names, strict=True):
        try:
            yield from (replace(check, part=name) for check in look())
        except Exception as error:  # noqa: BLE001 - told as a fault: a doctor must not faint
            kind = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            plain = Phrase("Looking at it failed: %(kind)s.", kind=type(error).__name__)
            next_step = "Mend this first, then run the doctor again."
            yield Check(name, Verdict.FAULT, kind, next_step, plain, name)
