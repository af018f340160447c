"""The tables: facts that must hold are constraints, and each has a name."""

from feedback.models.accounts import Account, OrganiserGrant, Role, SignInCode, UsedAssertion
from feedback.models.appearance import StoredAppearance
from feedback.models.audit import AuditAnchor, AuditEntry
from feedback.models.base import Base, UtcDateTime
from feedback.models.campaigns import Campaign, CampaignKind, Programme, ShareRule, State, Subject
from feedback.models.coaching import CoachNote, StandIn
from feedback.models.cohorts import Cohort, Membership
from feedback.models.corrections import Correction, Wrong
from feedback.models.courses import CourseModule, CourseOccasion
from feedback.models.initiatives import Initiative, InitiativeStatus
from feedback.models.instruments import Instrument
from feedback.models.listed import MeasurementPoint
from feedback.models.mail import (
    LatestClaim,
    Mail,
    MailCorrection,
    MailHold,
    MailState,
    MailText,
    ReminderRun,
)
from feedback.models.mail_occasions import MailOccasion
from feedback.models.nominating import Nomination, NominationLimit, Proposal
from feedback.models.people import Department, Person
from feedback.models.plans import Action, Goal, Mark, Plan, PlanEntry, PlanReader, Thanks
from feedback.models.raters import (
    Answered,
    Declined,
    Draft,
    Envelope,
    Invitation,
    ProgressBand,
    Rater,
    RetiredLink,
    RetiredNumber,
)
from feedback.models.readers import SubjectReader
from feedback.models.results import (
    CampaignFigures,
    StoredRelease,
    StoredResponses,
    Withholding,
)
from feedback.models.retention import Erasure, ErasureStop, RetentionRule
from feedback.models.staging import StagedPeople
from feedback.models.surveys import StoredSurvey, SurveyVersion
from feedback.models.teams import Team, TeamMember
from feedback.models.watching import KeyTrouble, LastRun, WorkerBeat
from feedback.models.workplaces import Employee, Workplace

__all__ = [
    "Account",
    "Action",
    "Answered",
    "AuditAnchor",
    "AuditEntry",
    "Base",
    "Campaign",
    "CampaignFigures",
    "CampaignKind",
    "CoachNote",
    "Cohort",
    "Correction",
    "CourseModule",
    "CourseOccasion",
    "Declined",
    "Department",
    "Draft",
    "Employee",
    "Envelope",
    "Erasure",
    "ErasureStop",
    "Goal",
    "Initiative",
    "InitiativeStatus",
    "Instrument",
    "Invitation",
    "KeyTrouble",
    "LastRun",
    "LatestClaim",
    "Mail",
    "MailCorrection",
    "MailHold",
    "MailOccasion",
    "MailState",
    "MailText",
    "Mark",
    "MeasurementPoint",
    "Membership",
    "Nomination",
    "NominationLimit",
    "OrganiserGrant",
    "Person",
    "Plan",
    "PlanEntry",
    "PlanReader",
    "Programme",
    "ProgressBand",
    "Proposal",
    "Rater",
    "ReminderRun",
    "RetentionRule",
    "RetiredLink",
    "RetiredNumber",
    "Role",
    "ShareRule",
    "SignInCode",
    "StagedPeople",
    "StandIn",
    "State",
    "StoredAppearance",
    "StoredRelease",
    "StoredResponses",
    "StoredSurvey",
    "Subject",
    "SubjectReader",
    "SurveyVersion",
    "Team",
    "TeamMember",
    "Thanks",
    "UsedAssertion",
    "UtcDateTime",
    "Withholding",
    "WorkerBeat",
    "Workplace",
    "Wrong",
]
