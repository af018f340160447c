"""The tables: facts that must hold are constraints, and each has a name."""

from feedback.models.accounts import Account, OrganiserGrant, Role, SignInCode
from feedback.models.base import Base, UtcDateTime
from feedback.models.campaigns import Campaign, Programme, State, Subject
from feedback.models.coaching import CoachNote, StandIn
from feedback.models.mail import Mail, MailHold, MailState
from feedback.models.people import Person, Unit
from feedback.models.plans import Action, Goal, Mark, Plan, PlanEntry, PlanReader, Thanks
from feedback.models.raters import (
    Answered,
    Declined,
    Draft,
    Envelope,
    Invitation,
    ProgressBand,
    Rater,
    RetiredNumber,
)
from feedback.models.results import (
    AuditEntry,
    CampaignFigures,
    StoredRelease,
    StoredResponses,
    Withholding,
)

__all__ = [
    "Account",
    "Action",
    "Answered",
    "AuditEntry",
    "Base",
    "Campaign",
    "CampaignFigures",
    "CoachNote",
    "Declined",
    "Draft",
    "Envelope",
    "Goal",
    "Invitation",
    "Mail",
    "MailHold",
    "MailState",
    "Mark",
    "OrganiserGrant",
    "Person",
    "Plan",
    "PlanEntry",
    "PlanReader",
    "Programme",
    "ProgressBand",
    "Rater",
    "RetiredNumber",
    "Role",
    "SignInCode",
    "StandIn",
    "State",
    "StoredRelease",
    "StoredResponses",
    "Subject",
    "Thanks",
    "Unit",
    "UtcDateTime",
    "Withholding",
]
