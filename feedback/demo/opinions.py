"""What invented raters think: each leader is seen in a way of their own, chance does the rest."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Final

# How each leader is seen, per trait, on 1-6; and how far they see themselves from that.
_SEEN: Final = {
    "karin.lund@exempelkommun.se": ({"sak": 4.6, "ini": 3.6, "kla": 4.1, "hel": 4.4}, 1.2),
    "johan.berg@exempelkommun.se": ({"sak": 4.9, "ini": 4.7, "kla": 4.8, "hel": 4.1}, -1.4),
    "amina.nordin@exempelkommun.se": ({"sak": 4.2, "ini": 4.9, "kla": 3.9, "hel": 4.6}, 0.0),
}
_SKIPS: Final = 0.02
_CANNOT_JUDGE: Final = 0.05
_WRITES: Final = 0.5

_WORDS: Final = {
    "fortsatt": (
        "Du frågar hur vi har det och väntar in svaret. Det betyder mycket.",
        "När det var stökigt i höstas stod du kvar vid beslutet och förklarade varför.",
        "Bra att du säger till direkt när något inte fungerar, och att du gör det lugnt.",
        "Du delar gärna med dig av det som fungerar på andra enheter.",
        "Mötena är kortare och tydligare än förr. Fortsätt så.",
        "Du låter oss prova själva och finns där om det går snett.",
        "You always explain what the council has decided in words we understand.",
        "Du ger beröm på ett sätt som känns ärligt.",
        "Att du berättade om ditt eget misstag på APT gjorde det lättare för oss andra.",
        "Du håller vad du lovar.",
    ),
    "borja": (
        "Kom gärna ut till oss oftare, också på kvällspassen.",
        "Berätta tidigare när något är på väg att ändras, även om allt inte är klart.",
        "Följ upp det vi bestämde på förra planeringsdagen.",
        "Fråga fler innan schemat läggs. Det är ofta samma personer som tillfrågas.",
        "Säg tydligare vem som får bestämma vad när du inte är på plats.",
        "Ta hjälp av HR lite tidigare när det kör ihop sig.",
        "Visa hur det går med budgeten, gärna med en enkel bild.",
    ),
    "sluta": (
        "Färre mejl sent på kvällen.",
        "Ibland tar du över uppgifter som du just har lämnat ifrån dig.",
        "Mindre detaljer på de stora mötena.",
        "Det blir många nya idéer på en gång. Några i taget räcker.",
    ),
}
_OWN_WORDS: Final = {
    "fortsatt": "Jag är stolt över hur vi tog oss igenom omorganisationen tillsammans.",
    "borja": "Jag vill bli bättre på att lämna över hela uppgifter.",
    "sluta": "Jag vill ägna mindre tid åt sådant som andra kan göra lika bra.",
}


@dataclass(slots=True)
class _Stock:
    """Comments about one leader; nobody writes what another has written."""

    texts: list[str]
    _lock: Lock = field(default_factory=Lock)

    def take(self) -> str:
        """Return the next comment, or nothing when all are used."""
        with self._lock:
            return self.texts.pop() if self.texts else ""


@cache
def _stock(leader: str, question: str) -> _Stock:
    texts = list(_WORDS.get(question, ()))
    random.Random(f"{leader} {question}").shuffle(texts)  # noqa: S311 - as below
    return _Stock(texts)


@dataclass(slots=True)
class InventedOpinion:
    """What one rater thinks about one leader; the same at every run."""

    leader: str
    rater: str
    _chance: random.Random = field(init=False)
    _severity: float = field(init=False)

    def __post_init__(self) -> None:
        """Draw how mild or severe this rater is."""
        # Invented opinions need to be the same at every run, not secret.
        self._chance = random.Random(f"{self.leader} {self.rater}")  # noqa: S311
        self._severity = self._chance.gauss(0, 0.45)

    @property
    def is_own(self) -> bool:
        """Whether the leader answers about themself."""
        return self.leader == self.rater

    def rating(self, item: str, choices: list[str]) -> str | None:
        """Choose a step around how the leader is seen."""
        drawn = self._chance.random()
        if not self.is_own and drawn < _SKIPS:
            return None
        if not self.is_own and drawn < _SKIPS + _CANNOT_JUDGE and "NO" in choices:
            return "NO"
        steps = sorted(
            int(choice) for choice in choices if choice not in {"", "NO"}
        )  # "" takes it back
        traits, own_distance = _SEEN[self.leader]
        level = traits.get(item[:3], 4.0) + self._habit(item)
        level += own_distance if self.is_own else self._severity
        step = round(self._chance.gauss(level, 0.3 if self.is_own else 0.75))
        return str(min(max(step, steps[0]), steps[-1]))

    def words(self, question: str) -> str:
        """Write something, or nothing."""
        if self.is_own:
            return _OWN_WORDS.get(question, "")
        if self._chance.random() > _WRITES:
            return ""
        return _stock(self.leader, question).take()

    def _habit(self, item: str) -> float:
        """Return what everybody sees alike in one behaviour of this leader."""
        return random.Random(f"{self.leader} {item}").gauss(0, 0.5)  # noqa: S311 - as above
