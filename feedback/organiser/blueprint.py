"""The blueprint of a campaign's pages, and the way back from a click to the campaign's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, url_for

from feedback.requests import attempt

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug import Response

    from feedback.models import Campaign

blueprint: Final = Blueprint("organiser", __name__, url_prefix="/campaigns")


def act(campaign: Campaign, operation: Callable[[], object], done: str) -> Response:
    """Do one thing to a campaign, say how it went, and go back to the campaign's page."""
    return attempt.act(operation, done, url_for("organiser.show", campaign_id=campaign.id))
