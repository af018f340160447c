"""What every handout of a campaign says alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.operations.subjects import policy_of
from reports.colours import ACCENT
from surveys.duration import estimated_minutes
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from datetime import date

    from feedback.config import Settings
    from feedback.models import Campaign
    from feedback.operations.appearance import Appearance
    from surveys.model import Survey


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, about what, until when, and whom to call: the same for everybody."""

    organisation: str
    campaign: str
    survey: Survey
    purpose: str
    k: int
    last_day: date
    minutes: int
    contact_name: str
    contact_phone: str
    contact_email: str
    base_url: str
    accent: str = ACCENT
    logo: bytes = b""


def asker_of(campaign: Campaign, settings: Settings, looks: Appearance) -> Asker:
    """Return what every handout of a campaign says."""
    department, survey = campaign.programme.department, survey_from_json(campaign.survey_json)
    return Asker(
        organisation=looks.name,
        campaign=campaign.name,
        survey=survey,
        purpose=campaign.purpose,
        k=policy_of(campaign).least,
        last_day=campaign.last_day,
        minutes=estimated_minutes(survey),
        contact_name=department.contact_name or department.name,
        contact_phone=department.contact_phone or settings.help_phone,
        contact_email=department.contact_email,
        base_url=settings.base_url,
        accent=looks.accent_on_paper,
        logo=looks.logo,
    )
