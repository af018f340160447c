"""The mail ledger: a mail is queued once, claimed, handed over, marked; never sent twice.

A row says whom, what kind and which occasion; text and link are made at hand-over and
stored nowhere. A row found `sending` after a crash is uncertain: nobody can know whether
the mail left, so it is shown and never sent again by itself.
"""

from feedback.operations.ledger.due import SEEN_WAITS, Due, next_due
from feedback.operations.ledger.handover import (
    BACK_OFF,
    LONGEST_HANDOVER,
    claim,
    claim_alike,
    drop,
    find_uncertain,
    give_back,
    mark_failed,
    mark_sent,
    mark_uncertain,
    postpone,
)
from feedback.operations.ledger.names import (
    ALARMS,
    BLIND,
    CAMPAIGN_LOST,
    COACH_NAMED,
    CORRECTION,
    INVITATION,
    INVITATIONS,
    KEY_AWAY,
    KEY_BACK,
    LEADER_MOVED,
    PROMPT,
    REMINDER,
    REMINDERS,
    REPORT_SHARED_COACH,
    REPORT_SHARED_LEADER,
    TEST,
    TOGETHER,
)
from feedback.operations.ledger.queueing import (
    drop_waiting_mail,
    listed_mails,
    queue_each,
    queue_mail,
    queue_mails,
    resend,
)

__all__ = [
    "ALARMS",
    "BACK_OFF",
    "BLIND",
    "CAMPAIGN_LOST",
    "COACH_NAMED",
    "CORRECTION",
    "INVITATION",
    "INVITATIONS",
    "KEY_AWAY",
    "KEY_BACK",
    "LEADER_MOVED",
    "LONGEST_HANDOVER",
    "PROMPT",
    "REMINDER",
    "REMINDERS",
    "REPORT_SHARED_COACH",
    "REPORT_SHARED_LEADER",
    "SEEN_WAITS",
    "TEST",
    "TOGETHER",
    "Due",
    "claim",
    "claim_alike",
    "drop",
    "drop_waiting_mail",
    "find_uncertain",
    "give_back",
    "listed_mails",
    "mark_failed",
    "mark_sent",
    "mark_uncertain",
    "next_due",
    "postpone",
    "queue_each",
    "queue_mail",
    "queue_mails",
    "resend",
]
