"""Every act that the audit log knows, by one name each, and who does them.

The name is what the log keeps, English and for ever: a chain of hashes stands on it. Beside it
stands what pages say, once it is done. What an act was done with, as a day or a group, are its
details.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Self

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

    done: Phrase

    def __new__(cls, name: str, done: Phrase) -> Self:
        """Take the name that the log keeps, and what pages say."""
        act = str.__new__(cls, name)
        act._value_, act.done = name, done
        return act

    # Installation, departments and their rights
    GRANT_ADMIN = "grant admin", Phrase("made somebody an administrator")
    GRANT_ORGANISER = "grant organiser", Phrase("gave the right to run campaigns")
    REVOKE_RIGHTS = "revoke all rights", Phrase("took all rights away")
    REVOKE_ORGANISER = "revoke organiser", Phrase("took the right to run campaigns away")
    ADD_DEPARTMENT = "add department", Phrase("added a department")
    DESCRIBE_DEPARTMENT = "describe department", Phrase("described the department")
    SET_RETENTION = "set how long is kept", Phrase("set how long something is kept")
    STOP_ERASING = "stop erasing", Phrase("stopped erasing")
    LIFT_STOP = "lift stop on erasing", Phrase("lifted a stop on erasing")
    RENAME = "rename", Phrase("changed a name")
    LOOK_UP_PERSON = "look up a person's data", Phrase("looked up a person's data")
    HAND_OUT_PERSON = "hand out a person's data", Phrase("handed out a person's data")
    PREPARE_KEY_FOLDER = "prepare key folder", Phrase("prepared a key folder")
    RESTORE = "restore", Phrase("restored a backup")
    SET_APPEARANCE = "set how it looks", Phrase("changed how it looks")

    # Programmes and campaigns
    CREATE_PROGRAMME = "create programme", Phrase("created the programme")
    CHANGE_PROGRAMME = "change programme", Phrase("changed the programme")
    COPY_SURVEY = "copy survey", Phrase("copied a survey")
    CHANGE_SURVEY = "change survey", Phrase("changed a survey")
    WORD_LETTER = "word the letter", Phrase("worded the letter")
    STANDARD_LETTER = "go back to the standard letter", Phrase("went back to the standard letter")
    PUT_TEAMS = "put teams", Phrase("wrote who belongs to which team")
    PUT_STAFF = "put staff", Phrase("took a staff list of who works where")
    PUT_COHORTS = "put cohorts", Phrase("wrote the cohorts")
    PUT_MEMBERSHIPS = "put memberships", Phrase("wrote who belongs to which cohort")
    PUT_MODULES = "put modules", Phrase("wrote the modules")
    PUT_OCCASIONS = "put occasions", Phrase("wrote when modules are held")
    PUT_INITIATIVES = "put initiatives", Phrase("wrote the initiatives")
    CREATE_CAMPAIGN = "create campaign", Phrase("created the campaign")
    MAKE_REAL = "make the rehearsal real", Phrase("made the rehearsal real")
    ERASE_REHEARSAL = "erase the rehearsal", Phrase("erased the rehearsal")
    ARRANGE_CAMPAIGN = "arrange the campaign", Phrase("arranged the campaign")
    CHOOSE_SURVEY = "choose the survey", Phrase("chose the survey")
    LAUNCH_CAMPAIGN = "launch campaign", Phrase("launched the campaign")
    UNDO_LAUNCH = "take the launch back", Phrase("took the launch back")
    EXTEND_CAMPAIGN = "extend campaign", Phrase("extended the campaign")
    CLOSE_CAMPAIGN = "close campaign", Phrase("closed the campaign")
    REFUSE_CLOSE = "refuse the close", Phrase("refused the close")
    CANCEL_CAMPAIGN = "cancel campaign", Phrase("cancelled the campaign")
    GIVE_UP_CAMPAIGN = "give up campaign", Phrase("gave the campaign up")
    RECOVER_CAMPAIGN = "recover campaign", Phrase("recovered the campaign")
    START_PULSE = "start pulse", Phrase("started a pulse")

    # Who is asked
    UPLOAD_LIST = "upload people list", Phrase("uploaded a list of people")
    APPLY_LIST = "apply people list", Phrase("applied a list of people")
    ADD_LEADER = "add leader", Phrase("added a leader")
    CHANGE_LEADER = "change leader", Phrase("changed a leader")
    REMOVE_LEADER = "remove leader", Phrase("removed a leader")
    MOVE_LEADER = "move to a later campaign", Phrase("moved a leader to a later campaign")
    ADD_RATER = "add rater", Phrase("added a rater")
    ASK_AGAIN = "ask rater again", Phrase("asked a rater again")
    WITHDRAW_RATER = "withdraw rater", Phrase("removed a rater")
    REPLACE_RATER = "replace rater", Phrase("replaced a rater")
    MOVE_RATER = "move rater", Phrase("moved a rater to another group")
    CORRECT_ADDRESS = "correct address", Phrase("corrected an address")
    SEND_LINK_AGAIN = "send link again", Phrase("sent the link again")
    DRAW_RATERS = "draw raters", Phrase("drew by lot who is asked")
    ADD_NAMELESS = "add nameless codes", Phrase("added nameless codes")
    REMOVE_NAMELESS = "remove nameless codes", Phrase("removed nameless codes")
    PRINT_HANDOUTS = "print links", Phrase("printed links")
    WITHDRAW_REPORTED = (
        "withdraw a rater who reported",
        Phrase("removed a rater who had reported something wrong"),
    )
    MOVE_REPORTED = (
        "move a rater who reported to another group",
        Phrase("moved a rater who had reported something wrong to another group"),
    )
    CORRECT_REPORTED = (
        "correct the address of a rater who reported",
        Phrase("corrected the address of a rater who had reported it"),
    )
    LEAVE_REPORTED = (
        "leave a rater's report as it is",
        Phrase("left what a rater had reported as it was"),
    )

    # Who is proposed
    OPEN_NOMINATION = "open nomination", Phrase("opened for proposals")
    REMIND_LEADERS = (
        "remind leaders who have not sent their lists",
        Phrase("reminded leaders who had not sent their lists"),
    )
    END_NOMINATION = "end nomination", Phrase("ended the time for proposals")
    PROPOSE_RATER = "propose rater", Phrase("proposed a rater")
    WITHDRAW_PROPOSED = "withdraw proposed rater", Phrase("took a proposal back")
    MOVE_PROPOSED = "move proposed rater", Phrase("moved a proposed rater to another group")
    SEND_PROPOSAL = "send proposed raters", Phrase("sent the proposals")
    APPROVE_RATERS = "approve raters", Phrase("approved the proposals")
    SEND_RATERS_BACK = "send raters back", Phrase("sent the proposals back")

    # Mail
    HOLD_MAIL = "hold mail", Phrase("stopped all mail")
    RELEASE_MAIL = "release mail", Phrase("let all mail go again")
    HOLD_CAMPAIGN_MAIL = "hold the campaign's mail", Phrase("held the campaign's mail")
    SEND_CAMPAIGN_MAIL = "send the campaign's mail", Phrase("sent the campaign's mail")
    SEND_CORRECTION = "send a correction", Phrase("sent a correction")
    THANK_EVERYBODY = "thank everybody", Phrase("thanked everybody who was asked")
    SEND_TEST = "send test mail", Phrase("sent a test mail")
    RESEND_MAIL = "resend mail", Phrase("sent a mail again")
    LEAVE_UNCERTAIN = "take uncertain mail as sent", Phrase("took an uncertain mail as sent")
    MEND_ADDRESS = "correct the address of a mail", Phrase("corrected the address of a mail")
    NOTE_BOUNCES = "note bounces", Phrase("noted bounces")

    # Coaches, talks and reports
    SHARE_OUT_COACHES = (
        "share leaders out among coaches",
        Phrase("shared leaders out among coaches"),
    )
    NAME_COACH = "name the coach", Phrase("named the coach")
    NAME_STAND_IN = "name a stand-in", Phrase("named a stand-in")
    END_STAND_IN = "end a stand-in", Phrase("ended a stand-in")
    END_COACH_ACCESS = "end coach access", Phrase("ended the coach's access")
    SET_TALK = "set the date of the talk", Phrase("set the date of the talk")
    CANCEL_TALK = "cancel the talk", Phrase("cancelled the talk")
    LOOK_THROUGH_COMMENTS = "look through comments", Phrase("looked through comments")
    WITHHOLD_COMMENT = "withhold comment", Phrase("withheld one comment")
    RESTORE_COMMENT = "restore comment", Phrase("showed a comment again")
    SHARE_WITH_COACH = "share with coach", Phrase("shared with the coach")
    SHARE_WITH_LEADER = "share with leader", Phrase("shared with the leader")
    MAKE_REPORTS = "make reports", Phrase("made reports")


def in_words(action: str) -> str:
    """Return an act as done, as pages translate it; of older versions, as it was written."""
    return _DONE.get(action, action)


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
_DONE: Final[dict[str, str]] = {act.value: act.done for act in Act}
