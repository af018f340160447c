"""Hold a close to the first count: what was counted once is what every later try counts.

Two releases of almost the same ballot box differ by one person's sheet. Whoever can write the
database can let a try fail when its figures are in his reach, and take an envelope out for the
next. So what is counted is noted beside the link key before anything is scored.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

from feedback.ballot import KeyStanding, count_notes
from feedback.errors import TamperedError
from feedback.operations.campaigns.pledging import WHAT_TO_DO

if TYPE_CHECKING:
    from uuid import UUID

    from feedback.config import WorkerSettings
    from feedback.operations.campaigns.counting import Asked
    from feedback.operations.campaigns.pledging import Box

_STANDS: Final = frozenset({KeyStanding.RIGHT, KeyStanding.WRONG})


def hold_to_count(settings: WorkerSettings, campaign_id: UUID, box: Box, asked: Asked) -> None:
    """Note what is counted; raise TamperedError if something else was counted before.

    Nothing of it changes while a campaign is closing. What earlier campaigns tell the releases
    is not in it: it may change meanwhile, and meets figures that are released anyway.
    """
    if not count_notes(settings.link_key_folder).settle(campaign_id, _digest(box, asked)):
        message = (
            "Envelopes, leaders or groups are not those that were counted before: somebody "
            "changed the database between two tries."
        )
        raise TamperedError([message, WHAT_TO_DO])


def is_counted(settings: WorkerSettings, campaign_id: UUID) -> bool:
    """Tell whether a count has begun, as far as the folders can be read."""
    looks = count_notes(settings.link_key_folder).look(campaign_id)
    return any(look.standing in _STANDS for look in looks)


def _digest(box: Box, asked: Asked) -> bytes:
    counted = {
        "envelopes": sorted(mark.hex() for mark in box.marks),
        "leaders": sorted(map(str, asked.subject_ids)),
        "moved": sorted(map(str, asked.moved)),
        "groups": {subject: sorted(groups) for subject, groups in asked.groups.items()},
    }
    return hashlib.sha256(f"count/v1 {json.dumps(counted, sort_keys=True)}".encode()).digest()
