"""The names of kinds of mail that more than one place asks for, and what holds for some of them."""

from __future__ import annotations

from typing import Final

INVITATION: Final = "invitation"
INVITATIONS: Final = "invitation-several"
REMINDER: Final = "reminder"
REMINDERS: Final = "reminder-several"
LEADER_MOVED: Final = "leader-moved"
REPORT_SHARED_COACH: Final = "report-shared-coach"
REPORTS_SHARED_COACH: Final = "report-shared-coach-several"
REPORT_SHARED_LEADER: Final = "report-shared-leader"
REPORT_SHARED_MEMBERS: Final = "report-shared-members"
COACH_NAMED: Final = "coach-named"
KEY_AWAY: Final = "key-away"
KEY_BACK: Final = "key-back"
CAMPAIGN_LOST: Final = "campaign-lost"
CORRECTION: Final = "correction"
TEST: Final = "test"

BLIND: Final = frozenset({REMINDER, REMINDERS})
"""Kinds that go to the unfinished only: no page, count, log or export may show a row of them."""

TOGETHER: Final = frozenset({INVITATION, REMINDER})
"""Kinds of which a person gets one mail for all waves of a programme that are due."""

DIGESTS: Final = frozenset({REPORT_SHARED_COACH})
"""Kinds of which a person gets one mail a day, for all that is due, of whichever programme."""

ALARMS: Final = frozenset({KEY_AWAY, KEY_BACK, CAMPAIGN_LOST})
"""Kinds that tell of keys: they leave although mail waits because the link keys are away."""

PROMPT: Final = frozenset({TEST, COACH_NAMED, *ALARMS})
"""Kinds that leave at any hour: somebody waits for them, or must be told at once."""
