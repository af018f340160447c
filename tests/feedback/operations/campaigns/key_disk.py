"""The disk that keys lie on, taken away and brought back, and nights that pass meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from feedback.ballot import KeyMissingError, KeyUnreadableError, Part
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit
from tests.feedback.office import LAST_DAY, invitation_of

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from tests.feedback.office import Office

DAY: Final = timedelta(days=1)
AFTER_LAST_DAY: Final = datetime.combine(LAST_DAY + DAY, time(2), UTC)
"""Three in the night after the last day, in Sweden."""


def key_path(office: Office, campaign_id: UUID) -> Path:
    """Return where a campaign's seal key lies."""
    return office.settings.seal_key_folder.folder / f"{campaign_id}.key"


def unmount(office: Office) -> None:
    """Take the disk of all keys away; bare places are left in its stead."""
    for folder in (office.settings.seal_key_folder.folder, office.settings.link_key_folder.folder):
        folder.rename(folder.with_name(f"{folder.name}-disk"))
        folder.mkdir()


def mount(office: Office) -> None:
    """Bring the disk back, over whatever was written in its stead."""
    for folder in (office.settings.seal_key_folder.folder, office.settings.link_key_folder.folder):
        assert [path.name for path in folder.iterdir()] == []
        folder.rmdir()
        folder.with_name(f"{folder.name}-disk").rename(folder)


def nights(office: Office, count: int) -> None:
    """Let so many nights pass, each with its look at the keys."""
    for _ in range(count):
        office.now += DAY
        office.worker.nightly()


def run_due(office: Office) -> None:
    """Do what is due, as far as keys let it."""
    for duty, campaign_id in office.worker.due():
        try:
            office.worker.do(duty, campaign_id)
        except (KeyMissingError, KeyUnreadableError):
            continue


def answer(office: Office, campaign_id: UUID) -> None:
    """Let Anna answer about Karin."""
    with office.database.writing() as session:
        invitation = invitation_of(session, campaign_id, "Anna Berg", "Karin Lund")
        submit(
            session,
            office.settings.link_key_folder,
            invitation,
            Part.RESPONSE,
            Answers({"lugn": 4}),
        )
