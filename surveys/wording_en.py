"""What to avoid in English wordings: the counterparts of the Swedish rules."""

from __future__ import annotations

from typing import Final

from surveys.vocabulary import AvoidedWords

ENGLISH: Final = AvoidedWords(
    conjunctions=frozenset(("and", "or", "but", "both")),
    negations=frozenset(
        ("not", "never", "no", "none", "nobody", "nothing", "without", "cannot", "neither", "nor")
    ),
    frequencies=frozenset(
        ("always", "often", "usually", "sometimes", "seldom", "rarely", "regularly", "frequently")
    ),
    # They and them are the leader to one reader and the others to the next.
    leader_pronouns=frozenset(
        (
            "he",
            "him",
            "his",
            "himself",
            "she",
            "her",
            "hers",
            "herself",
            "they",
            "them",
            "their",
            "theirs",
            "themself",
            "themselves",
        )
    ),
    speaker_pronouns=frozenset(("i", "me", "my", "mine", "we", "us", "our", "ours")),
    office_stems=(
        "communicat",
        "implement",
        "feedback",
        "process",
        "delegat",
        "involv",
        "ensur",
        "facilitat",
        "stakeholder",
        "leverag",
        "empower",
        "align",
        "proactiv",
        "clarif",
    ),
    unseen_verbs=frozenset(
        ("is", "has", "knows", "wants", "can", "should", "will", "thinks", "feels", "believes")
    ),
    others="others",
)
