"""Two copies of one open campaign that live on differently: ids, links and keys stay equal."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.engine import make_url

from feedback.ballot import Part
from feedback.clock import utc_now
from feedback.database import Database
from feedback.models import Campaign, Mail, MailOccasion, Rater, Wrong
from feedback.operations.answering.drafts import PageAnswers, save_page
from feedback.operations.answering.submitting import decline, submit, tasks_of
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.progress import draw_bands
from feedback.operations.campaigns.reminding import queue_reminders
from feedback.operations.ledger import INVITATION, REMINDER, queue_mails
from feedback.operations.people.corrections import report_wrong
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.feedback.operations.campaigns.closing.ballot_box import answers_of
from tests.opening import open_link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedback.operations.answering.facts import InvitationFacts
    from feedback.operations.answering.links import Access

LAUNCHED: Final = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
REMINDED: Final = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
NOW: Final = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
ZONE: Final = ZoneInfo("Europe/Stockholm")
NAMES: Final = ("anna", "bo", "cia", "dan", "eva", "ali", "mia")
ADDRESSES: Final = tuple(f"{name}@example.se" for name in NAMES)


@dataclass(frozen=True)
class Story:
    """Who answers what, in this order, and what else happens before close."""

    sheets: Mapping[str, int]
    saves: str
    declines: str
    reports: str


ONE: Final = Story({"anna": 1, "bo": 2, "cia": 3, "dan": 4}, "eva", "ali", "eva")
SWAPPED: Final = Story({"dan": 1, "cia": 2, "bo": 3, "anna": 4}, "eva", "ali", "eva")
OTHER_PEOPLE: Final = Story({"eva": 1, "ali": 2, "dan": 3, "cia": 4}, "bo", "anna", "anna")


def opened(url: str, folder: Path) -> OpenCampaign:
    """Open a campaign about one leader and a team of seven; everybody has been mailed."""
    made = open_campaign(
        Database(url),
        test_settings(folder, url),
        raters=tuple(("team", address) for address in ADDRESSES),
    )
    with made.database.writing() as session:
        campaign = session.get_one(Campaign, made.id)
        campaign.launched_at = LAUNCHED
        people = session.scalars(select(Rater.person_id)).all()
        asked = [person_id for person_id in people if person_id is not None]
        queue_mails(
            session, asked, INVITATION, MailOccasion("1"), campaign=campaign, due_at=LAUNCHED
        )
    return made


def copy(campaign: OpenCampaign, folder: Path) -> OpenCampaign:
    """Return the campaign in a copy of its database, with copies of its keys."""
    source = file_of(campaign)
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(campaign.settings.instance, folder / "instance")
    url = f"sqlite:///{folder / source.name}"
    shutil.copyfile(source, folder / source.name)
    settings = test_settings(folder, url)
    return OpenCampaign(Database(url), settings, campaign.id, campaign.seal_key, campaign.links)


def spend_the_night(campaign: OpenCampaign) -> None:
    """Queue reminders and draw up the bands, as the worker does."""
    with campaign.database.writing() as session:
        queue_reminders(session, campaign.id, now=REMINDED, zone=ZONE)
        draw_bands(session, campaign.id)
        reminded = session.scalars(select(Mail.person_id).where(Mail.kind == REMINDER)).all()
    assert reminded


def live(campaign: OpenCampaign, story: Story) -> None:
    """Let everything happen that leaves rows, and close."""
    answer(campaign, story)
    spend_the_night(campaign)
    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)
    campaign.database.dispose()


def answer(campaign: OpenCampaign, story: Story) -> None:
    """Let raters save, decline, report and answer."""
    _save(campaign, story.saves)
    _decline(campaign, story.declines)
    _report(campaign, story.reports)
    for name, place in story.sheets.items():
        send(campaign, name, place)


def send(campaign: OpenCampaign, name: str, place: int) -> None:
    """Let one rater answer."""
    with campaign.database.writing() as session:
        submit(
            session,
            campaign.settings.link_key_folder,
            _invitation(campaign, _access(campaign, name)),
            Part.RESPONSE,
            answers_of(place),
        )


def _save(campaign: OpenCampaign, name: str) -> None:
    access = _access(campaign, name)
    invitation = _invitation(campaign, access)
    page = PageAnswers({"lugn": 3})
    with campaign.database.writing() as session:
        save_page(session, access, invitation, Part.RESPONSE, page, now=utc_now())


def _decline(campaign: OpenCampaign, name: str) -> None:
    with campaign.database.writing() as session:
        decline(session, _invitation(campaign, _access(campaign, name)), reason="too-little")


def _report(campaign: OpenCampaign, name: str) -> None:
    with campaign.database.writing() as session:
        report_wrong(session, _invitation(campaign, _access(campaign, name)), Wrong.GROUP, "Peer.")


def _access(campaign: OpenCampaign, name: str) -> Access:
    code = campaign.links[f"{name}@example.se"].removeprefix("/s/")
    with campaign.database.reading() as session:
        return open_link(session, campaign.settings.link_key_folder, code)


def _invitation(campaign: OpenCampaign, access: Access) -> InvitationFacts:
    with campaign.database.reading() as session:
        [task] = tasks_of(session, access, has_conditions=False)
        return task.invitation


def file_of(campaign: OpenCampaign) -> Path:
    """Return the file of a campaign's database."""
    return Path(str(make_url(campaign.database.url).database))
