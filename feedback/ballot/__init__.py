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
from feedback.ballot.keyfolder import (
    KeyFolder,
    KeyMissingError,
    KeyStanding,
    KeyUnreadableError,
    Look,
)
from feedback.ballot.links import LinkCode, code_for, codes_in, is_genuine, new_number, parse_code
from feedback.ballot.macs import MAC_BYTES, MacKey, StoredEnvelope
from feedback.ballot.pledges import (
    count_notes,
    digest_of_terms,
    notes_of,
    public_keys,
    terms_notes,
)
from feedback.ballot.retired_links import retired_about, retired_link

__all__ = [
    "MAC_BYTES",
    "Ballot",
    "BallotTooLargeError",
    "DraftPlace",
    "DraftTooLargeError",
    "KeyFolder",
    "KeyMissingError",
    "KeyStanding",
    "KeyUnreadableError",
    "LinkCode",
    "Look",
    "MacKey",
    "Mark",
    "Part",
    "SealedDraft",
    "StoredEnvelope",
    "code_for",
    "codes_in",
    "count_notes",
    "digest_of_terms",
    "is_genuine",
    "new_code_word",
    "new_number",
    "notes_of",
    "open_draft",
    "parse_code",
    "public_keys",
    "read_code_word",
    "retired_about",
    "retired_link",
    "seal_ballot",
    "seal_draft",
    "terms_notes",
]
