"""What the five steps share: the list that waits, where it goes on, and how it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import current_app, flash, redirect, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access.finding import found_anew, organised_campaign
from feedback.ballot.uploads import UploadSeal
from feedback.languages import current_language
from feedback.operations.people.file.problems import problems_of
from feedback.operations.people.staged import (
    put_right,
    sealed_upload,
    stage_upload,
    waiting_upload,
)
from feedback.requests.attempt import attempt, me
from feedback.requests.sessions import begin_changing, db_session, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug import Response

    from feedback.models import Campaign
    from feedback.operations.people.file import Notice
    from feedback.operations.people.file.uploads import ReadUpload
    from feedback.requests.attempt import Attempt

FILE: Final = "import_people"
COLUMNS: Final = "columns"
REPAIR: Final = "repair"
CHANGES: Final = "changes"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The list that waits for whoever is signed in, and the digest by which they saw it."""

    read: ReadUpload
    seen: str

    @property
    def step(self) -> str:
        """Return the page of the first step that still needs somebody."""
        if self.read.lacks_columns or not self.read.upload.is_matched:
            return COLUMNS
        problems = problems_of(self.read)
        return CHANGES if problems.is_settled and self.read.people is not None else REPAIR


def seal_of() -> UploadSeal:
    """Return what seals the uploads of whoever is signed in."""
    return UploadSeal(str(current_app.config["SECRET_KEY"]), me().name)


def own_domains() -> tuple[str, ...]:
    """Return the domains that are the municipality's own."""
    return tuple(settings_of(current_app).own_mail_domains)


def waiting_in(campaign: Campaign) -> Waiting | None:
    """Return the list that waits in a campaign for whoever is signed in."""
    found = waiting_upload(db_session(), campaign, seal_of(), by=me())
    return Waiting(*found) if found else None


def to_step(campaign: Campaign, step: str) -> Response:
    """Lead to a step."""
    return redirect(url_for(f".{step}", campaign_id=campaign.id))


def nothing_waits(campaign: Campaign) -> Response:
    """Say that there is no list, and lead to where one is taken."""
    flash(_("There is no list waiting. Upload it again."), "error")
    return to_step(campaign, FILE)


def keep(
    campaign: Campaign, read: ReadUpload, *, seen: str = "", file: bytes = b""
) -> Attempt[None]:
    """Keep an upload, a new one or as it was put right: nothing was locked while it was read."""
    kept = sealed_upload(read, campaign.id, seal_of(), file=file)
    begin_changing()
    campaign = found_anew(organised_campaign, current_user, campaign)
    if seen:
        return attempt(lambda: put_right(db_session(), campaign, kept, seen=seen, by=me()))
    return attempt(lambda: stage_upload(db_session(), campaign, kept, by=me()))


def told(notices: Iterable[Notice]) -> list[str]:
    """Return what is noticed of a file, in the page's language."""
    language = current_language()
    return [notice.text(language) for notice in notices]
