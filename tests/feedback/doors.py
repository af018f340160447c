"""What can be done at both doors, as a page is sent it and as an operator types it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from feedback.operations.acts import Act
from tests.feedback.world import ADMIN, KARIN, MAJA, ORGANISER


@dataclass(frozen=True, kw_only=True)
class Both:
    """One act: a page's address with what is sent there, and the command that does the same.

    Names in braces stand for what each door acts on: `{c}` is its campaign.
    """

    act: Act
    page: str
    command: str
    fields: dict[str, str] = field(default_factory=dict)
    stands_on: str = ""
    """The page whose form is filled in, where more is sent than `fields` says."""
    first: tuple[str, dict[str, str]] | None = None
    """What is sent before, and is an act of its own."""
    who: str = ORGANISER
    status: int = 302


LED: Final = f"--leader {KARIN}"
NEW: Final = {"email": "nils.ny@example.se", "group": "team", "language": "sv"}
AS_NEW: Final = "--name 'Nils Ny' --email nils.ny@example.se --group team"
OTHER: Final = {**NEW, "email": "eva.ny@example.se", "name": "Eva Ny"}
TEXT: Final = {"subject_sv": "Rättelse", "body_sv": "Vi skrev fel dag."}
C: Final = "/campaigns/{c}"
P: Final = "/programmes/{programme}"

INSTALLATION: Final = (
    Both(act=Act.GRANT_ORGANISER, page="/admin/rights", who=ADMIN,
         fields={"address": "ny@example.se", "right": "{department}"},
         command="admin grant ny@example.se --department '{department_name}'"),
    Both(act=Act.GRANT_ADMIN, page="/admin/rights", who=ADMIN,
         fields={"address": "ny@example.se", "right": "admin"},
         command="admin create ny@example.se"),
    Both(act=Act.REVOKE_RIGHTS, page="/admin/rights/{account}/revoke", who=ADMIN,
         command="admin revoke ny@example.se"),
    Both(act=Act.SET_RETENTION, page="/records/departments/{department}/retention", who=ADMIN,
         fields={"kind": "responses", "days": "30", "decision": "Dnr 7"},
         command="retention set responses --days 30 --decision 'Dnr 7'"
         " --department '{department_name}'"),
    Both(act=Act.STOP_ERASING, page="/records/departments/{department}/stops", who=ADMIN,
         fields={"reason": "Tillsyn", "campaign": ""},
         command="retention stop --reason Tillsyn --department '{department_name}'"),
    Both(act=Act.LIFT_STOP, page="/records/departments/{department}/stops/{stop}/lift", who=ADMIN,
         command="retention lift {stop}"),
    Both(act=Act.STOP_ERASING, page="/records/stops", fields={"reason": "Tillsyn"}, who=ADMIN,
         command="retention stop --reason Tillsyn"),
    Both(act=Act.LIFT_STOP, page="/records/stops/{stop}/lift", who=ADMIN,
         command="retention lift {stop}"),
    Both(act=Act.SET_APPEARANCE, page="/admin/appearance", who=ADMIN,
         fields={"name": "Almviks kommun", "accent": "#8A1C45", "act": "save"},
         command="appearance --name 'Almviks kommun' --accent 8a1c45"),
    Both(act=Act.HOLD_MAIL, page="/mail/hold", fields={"reason": "Vänta"}, who=ADMIN,
         command="mail hold --reason Vänta"),
    Both(act=Act.RELEASE_MAIL, page="/mail/release", who=ADMIN, command="mail release"),
    Both(act=Act.HAND_OUT_PERSON, page="/records/person/json", fields={"address": KARIN},
         who=ADMIN, status=200, command=f"person export {KARIN}"),
    Both(act=Act.CREATE_PROGRAMME, page="/programmes/new", stands_on="/programmes/new",
         fields={"name": "På sidan"},
         command="programme create 'Genom kommandot' --survey orebro"
         " --department '{department_name}'"),
    Both(act=Act.CHANGE_PROGRAMME, page=f"{P}/edit", stands_on=f"{P}/edit",
         fields={"k": "4", "survey_id": "orebro", "other_surveys": "linkoping"},
         command="programme change {programme} --k 4 --survey orebro --survey linkoping"),
    Both(act=Act.PUT_TEAMS, page=f"{P}/teams",
         fields={"teams": "Skolans ledning; Eva Ny; eva.ny@example.se; chef"},
         command="programme teams {programme} {teams}"),
    Both(act=Act.PUT_STAFF, page=f"{P}/workplaces/list",
         fields={"text": "{placed}"}, command="programme workplaces {programme} {staff}"),
    Both(act=Act.PUT_COHORTS, page=f"{P}/cohorts",
         fields={"cohorts": "Grupp 1; 2027-02-01; 2027-11-30"},
         command="programme cohorts {programme} {cohorts}"),
    Both(act=Act.PUT_MEMBERSHIPS, page=f"{P}/memberships",
         fields={"memberships": "Eva Ny; eva.ny@example.se; Grupp 1"},
         command="programme memberships {programme} {memberships}"),
    Both(act=Act.PUT_MODULES, page=f"{P}/modules", fields={"modules": "Klar ledare"},
         command="programme modules {programme} {modules}"),
    Both(act=Act.PUT_OCCASIONS, page=f"{P}/occasions",
         fields={"occasions": "Klar ledare; Grupp 1; 2027-03-01"},
         command="programme occasions {programme} {occasions}"),
    Both(act=Act.PUT_INITIATIVES, page=f"{P}/initiatives",
         fields={"initiatives": "Mentor; ; ; ; pågår"},
         command="programme initiatives {programme} {initiatives}"),
    Both(act=Act.CREATE_CAMPAIGN, page=f"{P}/waves/new", stands_on=f"{P}/waves/new",
         fields={"name": "På sidan", "last_day": "2099-05-29", "source": "{c}"},
         command="programme wave {programme} --name 'Genom kommandot' --last-day 2099-05-29"
         " --from {c}"),
    Both(act=Act.WORD_LETTER, page=f"{P}/letters/invitation/sv",
         stands_on=f"{P}/letters/invitation/sv", fields={"act": "keep"},
         command="mail text set {programme} invitation sv {letter}"),
    Both(act=Act.STANDARD_LETTER, page=f"{P}/letters/invitation/sv/standard",
         command="mail text reset {programme} invitation sv"),
)  # fmt: skip
"""Acts on the installation, a department or a programme: both doors do them to the same one."""

DRAFT: Final = (
    Both(act=Act.ARRANGE_CAMPAIGN, page=f"{C}/settings", stands_on=f"{C}/settings",
         fields={"reminder_days": "5"}, command="campaign arrange {c} --reminders 5"),
    Both(act=Act.ADD_LEADER, page=f"{C}/people/leaders",
         fields={"name": "Eva Ny", "email": "eva.ny@example.se", "language": "sv"},
         command="campaign people add-leader {c} --name 'Eva Ny' --email eva.ny@example.se"),
    Both(act=Act.CHANGE_LEADER, page=f"{C}/people/{{karin}}/leader",
         fields={"name": "Karin Lund", "title": "Chef", "language": "sv"},
         command=f"campaign people change-leader {{c}} {LED} --title Chef"),
    Both(act=Act.ADD_RATER, page=f"{C}/people/{{karin}}/raters", fields={**NEW, "name": "Nils Ny"},
         command=f"campaign people add {{c}} {LED} {AS_NEW}"),
    Both(act=Act.MOVE_RATER, page=f"{C}/raters/{{anna}}/group", fields={"group": "peer"},
         command=f"campaign people move {{c}} {LED} --rater anna.berg@example.se --group peer"),
    Both(act=Act.REPLACE_RATER, page=f"{C}/raters/{{bo}}/replace", fields=OTHER,
         command=f"campaign people replace {{c}} {LED} --rater bo.ek@example.se"
         " --name 'Eva Ny' --email eva.ny@example.se --group team"),
    Both(act=Act.WITHDRAW_RATER, page=f"{C}/raters/{{anna}}/withdraw",
         command=f"campaign people withdraw {{c}} {LED} --rater anna.berg@example.se"),
    Both(act=Act.APPLY_LIST, page=f"{C}/people/import/apply",
         stands_on=f"{C}/people/import/changes",
         first=(f"{C}/people/import/list", {"text": "{rows}", "extent": "adds"}),
         command="campaign people import {c} {list} --add-only --yes"),
    Both(act=Act.DRAW_RATERS, page=f"{C}/people/draw",
         fields={"draw-group": "team", "draw-count": "3"},
         command="campaign people draw {c} --group team --count 3"),
    Both(act=Act.ADD_NAMELESS, page=f"{C}/handouts/codes",
         fields={"leader": "{karin}", "group": "peer", "language": "sv", "count": "4"},
         command=f"campaign nameless {{c}} {LED} --group peer --count 4"),
    Both(act=Act.REMOVE_NAMELESS, page=f"{C}/handouts/codes/remove",
         fields={"leader": "{karin}", "group": "peer"},
         command=f"campaign nameless {{c}} {LED} --group peer --count 0"),
    Both(act=Act.NAME_COACH, page=f"{C}/coaches/{{karin}}",
         fields={"coach-email": "siv.ros@example.se", "coach-name": "Siv Ros"},
         command=f"campaign coach {{c}} {LED} --coach siv.ros@example.se --name 'Siv Ros'"),
    Both(act=Act.NAME_STAND_IN, page=f"{C}/coaches/{{karin}}/stand-in",
         fields={"stand-in-email": "bo.ek@example.se", "stand-in-from_day": "2099-01-01",
                 "stand-in-until": "2099-02-01"},
         command=f"campaign coach {{c}} {LED} --coach bo.ek@example.se"
         " --stand-in-from 2099-01-01 --until 2099-02-01"),
    Both(act=Act.END_STAND_IN, page=f"{C}/coaches/{{karin}}/end-stand-in",
         fields={"stand_in": "{stand_in}"},
         command=f"campaign coach {{c}} {LED} --coach bo.ek@example.se --end-stand-in"),
    Both(act=Act.OPEN_NOMINATION, page=f"{C}/nomination", stands_on=f"{C}/nomination",
         fields={"until": "2099-03-01"}, command="campaign nomination open {c} --until 2099-03-01"),
    Both(act=Act.REMIND_LEADERS, page=f"{C}/nomination/remind", stands_on=f"{C}/nomination",
         command="campaign nomination remind {c}"),
    Both(act=Act.APPROVE_RATERS, page=f"{C}/people/{{karin}}/approve",
         command=f"campaign nomination approve {{c}} {LED}"),
    Both(act=Act.SEND_RATERS_BACK, page=f"{C}/people/{{karin}}/send-back", fields={"line": "Fler"},
         command=f"campaign nomination send-back {{c}} {LED} --line Fler"),
    Both(act=Act.END_NOMINATION, page=f"{C}/nomination/end", command="campaign nomination end {c}"),
    Both(act=Act.MOVE_LEADER, page=f"{C}/leaders/{{eva}}/move", fields={"wave": "{later}"},
         command="campaign move {c} --leader eva.ny@example.se --to {later} --yes"),
    Both(act=Act.REMOVE_LEADER, page=f"{C}/people/{{olle}}/remove",
         command="campaign people remove-leader {c} --leader olle.sand@example.se --yes"),
    Both(act=Act.LAUNCH_CAMPAIGN, page=f"{C}/launch", command="campaign launch {c} --yes"),
    Both(act=Act.UNDO_LAUNCH, page=f"{C}/undo-launch", command="campaign undo-launch {c}"),
    Both(act=Act.HOLD_CAMPAIGN_MAIL, page=f"{C}/hold-mail", command="campaign hold-mail {c}"),
    Both(act=Act.SEND_CAMPAIGN_MAIL, page=f"{C}/send-mail", command="campaign send-mail {c}"),
    Both(act=Act.CANCEL_CAMPAIGN, page=f"{C}/cancel", command="campaign cancel {c} --yes"),
)  # fmt: skip
"""Acts before a launch, to two campaigns with the same people."""

REHEARSAL: Final = (
    Both(act=Act.MAKE_REAL, page=f"{C}/make-real",
         fields={"name": "På riktigt, sidan", "last_day": "2099-05-29"},
         command="campaign make-real {c} --name 'På riktigt' --last-day 2099-05-29"),
)  # fmt: skip

OPEN: Final = (
    Both(act=Act.EXTEND_CAMPAIGN, page=f"{C}/extend", fields={"last_day": "2099-12-18"},
         command="campaign extend {c} --last-day 2099-12-18"),
    Both(act=Act.PRINT_HANDOUTS, page=f"{C}/handouts/letters", stands_on=f"{C}/handouts",
         status=200,
         command="letters {c} --kind letter --out {out}"),
    Both(act=Act.SEND_CORRECTION, page=f"{C}/mail/correction/invitation/2020-01-07",
         stands_on=f"{C}/mail/correction/invitation/2020-01-07", fields={**TEXT, "act": "send"},
         command="mail correct-batch {c} invitation 2020-01-07 --sv {correction} --yes"),
    Both(act=Act.WITHDRAW_REPORTED, page=f"{C}/corrections",
         fields={"invitation": "{anna}", "act": "ask-no-more"},
         command=f"campaign people settle {{c}} {LED} --rater anna.berg@example.se --withdraw"),
    Both(act=Act.MOVE_REPORTED, page=f"{C}/corrections",
         fields={"invitation": "{bo}", "act": "move", "group": "peer"},
         command=f"campaign people settle {{c}} {LED} --rater bo.ek@example.se --group peer"),
    Both(act=Act.LEAVE_REPORTED, page=f"{C}/corrections",
         fields={"invitation": "{cia}", "act": "leave"},
         command=f"campaign people settle {{c}} {LED} --rater cia.dahl@example.se --leave"),
    Both(act=Act.CORRECT_REPORTED, page=f"{C}/corrections",
         fields={"invitation": "{dan}", "act": "address", "address": "dan.ny@example.se"},
         command=f"campaign people settle {{c}} {LED} --rater dan.frid@example.se"
         " --email dan.ny@example.se"),
    Both(act=Act.SEND_LINK_AGAIN, page=f"{C}/raters/{{cia}}/link",
         command=f"campaign people resend {{c}} {LED} --rater cia.dahl@example.se"),
    Both(act=Act.CORRECT_ADDRESS, page=f"{C}/raters/{{eva}}/address",
         fields={"email": "eva.ny@example.se"},
         command=f"campaign people correct {{c}} {LED} --rater eva.gran@example.se"
         " --email eva.ny@example.se"),
    Both(act=Act.RESEND_MAIL, page=f"{C}/mail/decide",
         fields={"mail": "{mail}", "act": "resend"}, command="mail resend {mail}"),
    Both(act=Act.LEAVE_UNCERTAIN, page=f"{C}/mail/decide",
         fields={"mail": "{mail}", "act": "leave"}, command="mail leave {mail}"),
    Both(act=Act.MEND_ADDRESS, page=f"{C}/mail/decide",
         fields={"mail": "{mail}", "act": "mend", "address": "per.ny@example.se"},
         command="mail correct {mail} per.ny@example.se"),
    Both(act=Act.CLOSE_CAMPAIGN, page=f"{C}/close", command="campaign close {c} --yes"),
)  # fmt: skip
"""Acts while answers come in."""

CLOSED_REHEARSAL: Final = (
    Both(act=Act.ERASE_REHEARSAL, page="/records/rehearsals/{c}/erase",
         command="campaign erase-rehearsal {c} --yes"),
)  # fmt: skip
"""Acts on a rehearsal that has closed."""

CLOSED: Final = (
    Both(act=Act.THANK_EVERYBODY, page=f"{C}/thanks", command="campaign thank {c} --yes"),
    Both(act=Act.SHARE_WITH_COACH, page=f"{C}/share", command="campaign share {c} --with coach"),
    Both(act=Act.SET_TALK, page="/coach/{led}/talk", who=MAJA,
         fields={"day": "2099-02-01", "at": "10:00", "place": "Rum 1"},
         command="campaign talk {c} --leader {address} --at 2099-02-01T10:00 --place 'Rum 1'"
         " --by-hand"),
    Both(act=Act.CANCEL_TALK, page="/coach/{led}/talk/cancel", who=MAJA,
         command="campaign talk {c} --leader {address} --cancel"),
    Both(act=Act.SHARE_WITH_LEADER, page="/coach/{led}/share", who=MAJA,
         command="campaign share {c} --with leader --leader {address}"),
)  # fmt: skip
"""Acts on what a campaign gave: of one leader of each of two campaigns."""

_LEADERS: Final = "a leader's own, whom nobody speaks for"
_COACHS: Final = "a coach's own: whoever runs the machine reads no comments"
_KEYS: Final = "needs the worker's folders of keys, which the web cannot see"

ONE_DOOR: Final = {
    Act.REVOKE_ORGANISER: "a page takes every right at once",
    Act.ADD_DEPARTMENT: "departments are made by whoever runs the installation",
    Act.DESCRIBE_DEPARTMENT: "a command does so only beside a new campaign, for its contact",
    Act.RENAME: "two departments know the person: whoever runs the installation can ask both",
    Act.LOOK_UP_PERSON: "a page shows before it hands out; a command hands out",
    Act.PREPARE_KEY_FOLDER: _KEYS,
    Act.RESTORE: "the web stands still meanwhile",
    Act.CHOOSE_SURVEY: "a command makes a campaign with its survey",
    Act.COPY_SURVEY: "whoever has a shell writes a file",
    Act.CHANGE_SURVEY: "whoever has a shell changes the file",
    Act.REFUSE_CLOSE: "the worker's, when a ballot box does not agree",
    Act.GIVE_UP_CAMPAIGN: _KEYS,
    Act.RECOVER_CAMPAIGN: _KEYS,
    Act.START_PULSE: _LEADERS,
    Act.UPLOAD_LIST: "a page keeps a list to show what it would change; a command asks at once",
    Act.ASK_AGAIN: "a command adds the rater anew",
    Act.PROPOSE_RATER: _LEADERS,
    Act.WITHDRAW_PROPOSED: _LEADERS,
    Act.MOVE_PROPOSED: _LEADERS,
    Act.SEND_PROPOSAL: _LEADERS,
    Act.SEND_TEST: "goes to whoever is signed in; `mail check --to` tries the way out",
    Act.NOTE_BOUNCES: "returned mail lies in files of the machine",
    Act.SHARE_OUT_COACHES: "a command names each coach",
    Act.END_COACH_ACCESS: _LEADERS,
    Act.LOOK_THROUGH_COMMENTS: _COACHS,
    Act.WITHHOLD_COMMENT: _COACHS,
    Act.RESTORE_COMMENT: _COACHS,
    Act.MAKE_REPORTS: "makes files on the machine; a page makes one anew for who may read it",
}
"""What can be done at one door only, and why."""
