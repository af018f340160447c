"""The words of one language that the rules of wording look for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AvoidedWords:
    """Words to avoid in an item, in lower case, by the reason to avoid them."""

    conjunctions: frozenset[str]
    """They join two things, and nobody knows which one was rated."""
    negations: frozenset[str]
    """People with little of the language answer the opposite."""
    frequencies: frozenset[str]
    """The scale says how often."""
    leader_pronouns: frozenset[str]
    """Somebody is always irritated by them."""
    speaker_pronouns: frozenset[str]
    """Team, peers and the leader's manager read the same words."""
    office_stems: tuple[str, ...]
    """How words of the HR office begin."""
    unseen_verbs: frozenset[str]
    """They name a state of mind or a quality, not something that others can see."""
    others: str
    """What to say instead of a pronoun for the speaker."""
