"""Let a list wait as an upload does, without a file and without a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.ballot.uploads import UploadSeal
from feedback.operations.people.file.table import RawTable
from feedback.operations.people.file.uploads import ReadUpload, Upload
from feedback.operations.people.staged import (
    change_by,
    sealed_upload,
    stage_upload,
    waiting_upload,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor
    from feedback.operations.people.file import PeopleFile
    from feedback.operations.people.staged import Staged

HR = UploadSeal("a secret of the web", "hr@example.se")


def as_read(file: PeopleFile, *, adds_only: bool = False) -> ReadUpload:
    """Return a faultless file as an upload that was read."""
    upload = Upload("x.xlsx", adds_only=adds_only, kind="list", is_matched=True)
    places = {"leader_email": 0}
    return ReadUpload(upload, RawTable(()), 1, places, advice=file.advice, people=file.people)


def let_wait(
    session: Session,
    campaign: Campaign,
    file: PeopleFile,
    *,
    by: Actor,
    seal: UploadSeal = HR,
    adds_only: bool = False,
) -> None:
    """Keep a file as its owner's upload."""
    read = as_read(file, adds_only=adds_only)
    kept = sealed_upload(read, campaign.id, seal, file=b"as it came")
    stage_upload(session, campaign, kept, by=by)


def staged_of(
    session: Session, campaign: Campaign, *, by: Actor, seal: UploadSeal = HR
) -> Staged | None:
    """Return what the list that waits would change."""
    found = waiting_upload(session, campaign, seal, by=by)
    return change_by(session, campaign, *found) if found else None
