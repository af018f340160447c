"""Open a rater's link, and read a draft, one by itself: pages look both up in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.operations.answering import queries
from feedback.operations.answering.drafts import unseal_draft
from feedback.operations.answering.links import open_link_with
from feedback.operations.answering.open_campaign import saved_of

if TYPE_CHECKING:
    from feedback.ballot import KeyFolder, Part
    from feedback.database import Queried
    from feedback.operations.answering.drafts import OpenedDraft
    from feedback.operations.answering.facts import Invited
    from feedback.operations.answering.links import Access


def open_link(source: Queried, link_keys: KeyFolder, text: str) -> Access:
    """Return what a link opens; raise the LinkError that says why it opens nothing."""
    access, _ = open_link_with(source, link_keys, text, queries.FIND_RATER)
    return access


def read_draft(source: Queried, access: Access, invitation: Invited, part: Part) -> OpenedDraft:
    """Return the draft of a task; an empty one if there is none, or it died with an old link."""
    saved = saved_of(source, invitation, part)
    return unseal_draft(access, invitation, part, saved.draft)
