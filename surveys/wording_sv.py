"""What to avoid in Swedish wordings."""

from __future__ import annotations

from typing import Final

from surveys.vocabulary import AvoidedWords

SWEDISH: Final = AvoidedWords(
    conjunctions=frozenset(("och", "samt", "men", "både", "eller")),
    negations=frozenset(
        ("inte", "ej", "icke", "aldrig", "utan", "ingen", "inget", "inga", "ingenting", "varken")
    ),
    frequencies=frozenset(
        ("alltid", "ofta", "oftast", "ibland", "sällan", "ständigt", "regelbundet", "vanligtvis")
    ),
    # Only sin, sitt, sina and sig may stand for the leader.
    leader_pronouns=frozenset(
        ("hen", "hens", "henom", "han", "hans", "honom", "hon", "hennes", "henne", "denne")
    ),
    speaker_pronouns=frozenset(
        ("jag", "mig", "min", "mitt", "mina", "vi", "oss", "vår", "vårt", "våra")
    ),
    office_stems=(
        "kommunicer",
        "verksamhet",
        "implementer",
        "feedback",
        "process",
        "målstyr",
        "deleger",
        "tydliggör",
        "tydliggjor",
        "involver",
        "säkerställ",
    ),
    unseen_verbs=frozenset(
        ("är", "har", "vet", "vill", "kan", "bör", "ska", "tror", "tycker", "känner", "anser")
    ),
    others="andra",
)
