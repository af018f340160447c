"""Two databases that differ only in who answered what are the same after close, row by row.

Both are copies of one file, so ids, links and keys are equal; what differs between them
after close would tell who answered, in which order, or whose an answer is.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from feedback.ballot import Part
from feedback.clock import utc_now
from feedback.database import Database
from feedback.models import Campaign, Mail, Rater
from feedback.operations.answering.drafts import PageAnswers, save_page
from feedback.operations.answering.links import open_link
from feedback.operations.answering.submitting import decline, submit, tasks_of
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.progress import draw_bands
from feedback.operations.mail.ledger import INVITATION, REMINDER, queue_mails
from feedback.operations.mail.reminding import queue_reminders
from feedback.operations.people.corrections import Wrong, report_wrong
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.feedback.closing.ballot_box import answers_of

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


@pytest.mark.parametrize("story", [SWAPPED, OTHER_PEOPLE], ids=["swapped", "other people"])
def test_what_is_left_after_close_does_not_tell_who_answered_what(
    sqlite_url: str, tmp_path: Path, story: Story
) -> None:
    campaign = _opened(sqlite_url, tmp_path / "one")
    twin = _copy(campaign, tmp_path / "twin")

    _live(campaign, ONE)
    _live(twin, story)

    left = _rows(campaign)
    assert any("stored_release" in row for row in left)
    assert _rows(twin) == left
    assert _differing_tables(campaign, twin) == set()


def test_twins_can_be_told_apart_while_answers_come_in(sqlite_url: str, tmp_path: Path) -> None:
    campaign = _opened(sqlite_url, tmp_path / "one")
    twin = _copy(campaign, tmp_path / "twin")

    _answer(campaign, ONE)
    _answer(twin, OTHER_PEOPLE)

    assert _rows(twin) != _rows(campaign)


def _opened(url: str, folder: Path) -> OpenCampaign:
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
        queue_mails(session, asked, INVITATION, "1", campaign=campaign, due_at=LAUNCHED)
    return made


def _copy(campaign: OpenCampaign, folder: Path) -> OpenCampaign:
    """Return the campaign in a copy of its database, with copies of its keys."""
    source = _file(campaign)
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(campaign.settings.instance, folder / "instance")
    url = f"sqlite:///{folder / source.name}"
    shutil.copyfile(source, folder / source.name)
    settings = test_settings(folder, url)
    return OpenCampaign(Database(url), settings, campaign.id, campaign.seal_key, campaign.links)


def _live(campaign: OpenCampaign, story: Story) -> None:
    """Let everything happen that leaves rows, and close."""
    _answer(campaign, story)
    with campaign.database.writing() as session:
        queue_reminders(session, campaign.id, now=REMINDED, zone=ZONE)
        draw_bands(session, campaign.id)
        reminded = session.scalars(select(Mail.person_id).where(Mail.kind == REMINDER)).all()
    assert reminded
    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)
    campaign.database.dispose()


def _answer(campaign: OpenCampaign, story: Story) -> None:
    _save(campaign, story.saves)
    _decline(campaign, story.declines)
    _report(campaign, story.reports)
    for name, place in story.sheets.items():
        with campaign.database.writing() as session:
            access = _access(campaign, name)
            submit(session, _invitation(campaign, access), Part.RESPONSE, answers_of(place))


def _save(campaign: OpenCampaign, name: str) -> None:
    access = _access(campaign, name)
    invitation = _invitation(campaign, access)
    page = PageAnswers({"lugn": 3})
    with campaign.database.writing() as session:
        save_page(
            session,
            access,
            invitation,
            Part.RESPONSE,
            page,
            base=None,
            started_from={},
            now=utc_now(),
        )


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


def _rows(campaign: OpenCampaign) -> list[str]:
    """Return every row of every table as it lies in the file, hidden row numbers too."""
    with closing(sqlite3.connect(_file(campaign))) as connection:
        tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        return [
            f"{name}: {row!r}"
            for name, made_by in sorted(tables.fetchall())
            for row in connection.execute(
                f"SELECT {'*' if 'WITHOUT ROWID' in made_by else 'rowid, *'} FROM {name}"  # noqa: S608 - names from the catalogue
            )
        ]


def _differing_tables(campaign: OpenCampaign, twin: OpenCampaign) -> set[str]:
    """Return the tables and indexes of which a page in the file is not the same in both."""
    one, other = (_file(each).read_bytes() for each in (campaign, twin))
    with closing(sqlite3.connect(_file(campaign))) as connection:
        [size] = connection.execute("PRAGMA page_size").fetchone()
        pages = connection.execute("SELECT name, pageno FROM dbstat WHERE pageno > 1").fetchall()
    return {
        name
        for name, number in pages
        if one[(number - 1) * size : number * size] != other[(number - 1) * size : number * size]
    }


def _file(campaign: OpenCampaign) -> Path:
    return Path(str(make_url(campaign.database.url).database))
