"""Every act that the audit log knows, by one name each, and who does them.

The name is what the log keeps, English and for ever: a chain of hashes stands on it. Pages
translate it. What an act was done with, as a day or a group, are its details.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

    from feedback.clock import Moment

WORKER: Final = "the worker"
"""Who acts where nobody asks for it that day."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and when: what every operation that notes an act is given as `by`."""

    name: str
    moment: Moment

    @property
    def now(self) -> datetime:
        """The moment of the act."""
        return self.moment.now

    @property
    def today(self) -> date:
        """The day of the act."""
        return self.moment.today

    @property
    def zone(self) -> tzinfo:
        """The zone that days are counted in."""
        return self.moment.zone


class Act(StrEnum):
    """What staff, leaders and operators do, and the worker in their place; never a rater."""

    # Installation, departments and their rights
    GRANT_ADMIN = Phrase("grant admin")
    GRANT_ORGANISER = Phrase("grant organiser")
    REVOKE_RIGHTS = Phrase("revoke all rights")
    REVOKE_ORGANISER = Phrase("revoke organiser")
    ADD_DEPARTMENT = Phrase("add department")
    DESCRIBE_DEPARTMENT = Phrase("describe department")
    SET_RETENTION = Phrase("set how long is kept")
    STOP_ERASING = Phrase("stop erasing")
    LIFT_STOP = Phrase("lift stop on erasing")
    RENAME = Phrase("rename")
    LOOK_UP_PERSON = Phrase("look up a person's data")
    HAND_OUT_PERSON = Phrase("hand out a person's data")
    PREPARE_KEY_FOLDER = Phrase("prepare key folder")
    RESTORE = Phrase("restore")
    SET_APPEARANCE = Phrase("set how it looks")

    # Programmes and campaigns
    CREATE_PROGRAMME = Phrase("create programme")
    CHANGE_PROGRAMME = Phrase("change programme")
    WORD_LETTER = Phrase("word the letter")
    STANDARD_LETTER = Phrase("go back to the standard letter")
    CREATE_CAMPAIGN = Phrase("create campaign")
    MAKE_REAL = Phrase("make the rehearsal real")
    ARRANGE_CAMPAIGN = Phrase("arrange the campaign")
    CHOOSE_SURVEY = Phrase("choose the survey")
    LAUNCH_CAMPAIGN = Phrase("launch campaign")
    UNDO_LAUNCH = Phrase("take the launch back")
    EXTEND_CAMPAIGN = Phrase("extend campaign")
    CLOSE_CAMPAIGN = Phrase("close campaign")
    REFUSE_CLOSE = Phrase("refuse the close")
    CANCEL_CAMPAIGN = Phrase("cancel campaign")
    GIVE_UP_CAMPAIGN = Phrase("give up campaign")
    RECOVER_CAMPAIGN = Phrase("recover campaign")
    START_PULSE = Phrase("start pulse")

    # Who is asked
    UPLOAD_LIST = Phrase("upload people list")
    APPLY_LIST = Phrase("apply people list")
    ADD_LEADER = Phrase("add leader")
    CHANGE_LEADER = Phrase("change leader")
    REMOVE_LEADER = Phrase("remove leader")
    MOVE_LEADER = Phrase("move to a later campaign")
    ADD_RATER = Phrase("add rater")
    ASK_AGAIN = Phrase("ask rater again")
    WITHDRAW_RATER = Phrase("withdraw rater")
    REPLACE_RATER = Phrase("replace rater")
    MOVE_RATER = Phrase("move rater")
    CORRECT_ADDRESS = Phrase("correct address")
    SEND_LINK_AGAIN = Phrase("send link again")
    DRAW_RATERS = Phrase("draw raters")
    ADD_NAMELESS = Phrase("add nameless codes")
    REMOVE_NAMELESS = Phrase("remove nameless codes")
    PRINT_HANDOUTS = Phrase("print links")
    WITHDRAW_REPORTED = Phrase("withdraw a rater who reported")
    MOVE_REPORTED = Phrase("move a rater who reported to another group")
    CORRECT_REPORTED = Phrase("correct the address of a rater who reported")
    LEAVE_REPORTED = Phrase("leave a rater's report as it is")

    # Who is proposed
    OPEN_NOMINATION = Phrase("open nomination")
    REMIND_LEADERS = Phrase("remind leaders who have not sent their lists")
    END_NOMINATION = Phrase("end nomination")
    PROPOSE_RATER = Phrase("propose rater")
    WITHDRAW_PROPOSED = Phrase("withdraw proposed rater")
    MOVE_PROPOSED = Phrase("move proposed rater")
    SEND_PROPOSAL = Phrase("send proposed raters")
    APPROVE_RATERS = Phrase("approve raters")
    SEND_RATERS_BACK = Phrase("send raters back")

    # Mail
    HOLD_MAIL = Phrase("hold mail")
    RELEASE_MAIL = Phrase("release mail")
    HOLD_CAMPAIGN_MAIL = Phrase("hold the campaign's mail")
    SEND_CAMPAIGN_MAIL = Phrase("send the campaign's mail")
    SEND_CORRECTION = Phrase("send a correction")
    SEND_TEST = Phrase("send test mail")
    RESEND_MAIL = Phrase("resend mail")
    LEAVE_UNCERTAIN = Phrase("take uncertain mail as sent")
    MEND_ADDRESS = Phrase("correct the address of a mail")
    NOTE_BOUNCES = Phrase("note bounces")

    # Coaches, talks and reports
    SHARE_OUT_COACHES = Phrase("share leaders out among coaches")
    NAME_COACH = Phrase("name the coach")
    NAME_STAND_IN = Phrase("name a stand-in")
    END_STAND_IN = Phrase("end a stand-in")
    END_COACH_ACCESS = Phrase("end coach access")
    SET_TALK = Phrase("set the date of the talk")
    CANCEL_TALK = Phrase("cancel the talk")
    LOOK_THROUGH_COMMENTS = Phrase("look through comments")
    WITHHOLD_COMMENT = Phrase("withhold comment")
    RESTORE_COMMENT = Phrase("restore comment")
    SHARE_WITH_COACH = Phrase("share with coach")
    SHARE_WITH_LEADER = Phrase("share with leader")
    MAKE_REPORTS = Phrase("make reports")


def in_words(action: str) -> str:
    """Return an act as pages translate it; what older versions wrote, as it was written."""
    return Phrase(action) if action in _KNOWN else action


def field_of(action: str) -> str:
    """Return the key in `FIELDS` of the field that an act belongs to; of an unknown one, ""."""
    return _FIELD_OF.get(action, "")


FIELDS: Final = {
    "rights": Phrase("Rights and keeping"),
    "campaigns": Phrase("Campaigns"),
    "people": Phrase("Who is asked"),
    "proposals": Phrase("Who is proposed"),
    "mail": Phrase("Mail"),
    "reports": Phrase("Coaches and reports"),
}
"""The fields of work that acts are chosen by, in the order in which they stand above."""

_BEGIN: Final = {
    Act.GRANT_ADMIN: "rights",
    Act.CREATE_PROGRAMME: "campaigns",
    Act.UPLOAD_LIST: "people",
    Act.OPEN_NOMINATION: "proposals",
    Act.HOLD_MAIL: "mail",
    Act.SHARE_OUT_COACHES: "reports",
}
"""The first act of each field."""

_FIELD_OF: Final[dict[str, str]] = dict(
    accumulate(
        ((act, _BEGIN.get(act, "")) for act in Act),
        lambda before, one: (one[0], one[1] or before[1]),
    )
)
_KNOWN: Final = frozenset(act.value for act in Act)
