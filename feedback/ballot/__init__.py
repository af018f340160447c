"""The sealed ballot: keys, links, drafts and envelopes. Nothing here knows of HTTP or of tables.

`opening` is left out on purpose: only the worker imports it, by its full name.
"""

from feedback.ballot.code_words import new_code_word, read_code_word
from feedback.ballot.drafts import (
    DraftPlace,
    DraftTooLargeError,
    SealedDraft,
    open_draft,
    seal_draft,
)
from feedback.ballot.envelopes import Ballot, BallotTooLargeError, Mark, Part, seal_ballot
from feedback.ballot.keyfolder import KeyFolder, KeyMissingError
from feedback.ballot.links import LinkCode, code_for, is_genuine, new_number, parse_code

__all__ = [
    "Ballot",
    "BallotTooLargeError",
    "DraftPlace",
    "DraftTooLargeError",
    "KeyFolder",
    "KeyMissingError",
    "LinkCode",
    "Mark",
    "Part",
    "SealedDraft",
    "code_for",
    "is_genuine",
    "new_code_word",
    "new_number",
    "open_draft",
    "parse_code",
    "read_code_word",
    "seal_ballot",
    "seal_draft",
]
