"""Whether the only one who was asked in a group has answered is told by no name of a group."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update

from feedback import create_app
from feedback.ballot import Mark, Part
from feedback.database import Database
from feedback.models import Campaign, Invitation, Subject
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit, tasks_of
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.people.raters import move_rater, withdraw_rater
from feedback.operations.results.reports import release_of
from feedback.operations.results.sharing import share_with_coach, share_with_leader
from reports.exports.tables import figure_rows
from reports.release import read_release
from tests.acting import by
from tests.factories import OpenCampaign, open_campaign, person, test_settings
from tests.feedback.operations.campaigns.closing.ballot_box import ITEMS
from tests.feedback.world import MAJA, NOW, World
from tests.opening import open_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

    from reports.release import Release

ANSWERED: Final = "Karin Lund"  # the lone peer answers about her
SILENT: Final = "Olle Ek"  # and not about him; both read alike but for the names
LONE: Final = "ali@example.se"
ASKED: Final = (
    ("self", ""),
    ("manager", "per@example.se"),
    # So many that one more or less reaches no least number of bands or classes.
    *(("team", f"team{number}@example.se") for number in range(13)),
    ("peer", LONE),
)


@pytest.fixture
def campaign(database_url: str, tmp_path: Path) -> Iterator[OpenCampaign]:
    """Give an open campaign of two leaders, alike but for the answer of one peer."""
    database = Database(database_url)
    made = open_campaign(
        database,
        test_settings(tmp_path, database_url),
        leaders=(ANSWERED, SILENT),
        raters=ASKED,
    )
    _answer(made)
    yield made
    database.dispose()


@pytest.mark.parametrize("policy", ["merge", "drop"])
def test_every_surface_names_the_same_groups_whether_a_lone_rater_answered(
    campaign: OpenCampaign, policy: str
) -> None:
    answered, silent = _closed(campaign, policy)

    assert [block.groups for block in answered.figures.blocks] == [
        block.groups for block in silent.figures.blocks
    ]
    assert answered.figures.hidden_groups == silent.figures.hidden_groups
    assert answered.figures.asked == silent.figures.asked == ("peer", "team")
    assert "peer" in (*answered.figures.hidden_groups, *answered.figures.blocks[0].groups)
    seen, unseen = _surfaces(campaign, ANSWERED), _surfaces(campaign, SILENT)
    assert len(seen) == 8
    assert [where for where in seen if seen[where] != unseen[where]] == []
    assert any("Peers" in text for text in seen.values())


def test_a_rater_who_was_withdrawn_or_moved_leaves_the_same_names(campaign: OpenCampaign) -> None:
    def leave(session_of: OpenCampaign) -> None:
        with session_of.database.writing() as session:
            for invitation in session.scalars(
                select(Invitation).where(Invitation.group == "peer")
            ).all():
                if invitation.subject.person.name == ANSWERED:
                    withdraw_rater(session, invitation, by=by())
                else:
                    move_rater(session, invitation, "team", by=by())

    answered, silent = _closed(campaign, "drop", before=leave)

    assert answered.figures.hidden_groups == silent.figures.hidden_groups == ("peer",)


def test_a_group_in_which_nobody_was_asked_is_not_named(campaign: OpenCampaign) -> None:
    def never(session_of: OpenCampaign) -> None:
        with session_of.database.writing() as session:
            for invitation in session.scalars(
                select(Invitation).join(Subject).where(Invitation.group == "peer")
            ).all():
                if invitation.subject.person.name == SILENT:
                    session.delete(invitation)

    answered, silent = _closed(campaign, "drop", before=never)

    assert answered.figures.hidden_groups == ("peer",)
    assert silent.figures.hidden_groups == ()
    assert silent.figures.asked == ("team",)


def _answer(campaign: OpenCampaign) -> None:
    ratings: dict[str, Mark] = dict.fromkeys(ITEMS, 4)
    for address, link in campaign.links.items():
        with campaign.database.writing() as session:
            code = link.removeprefix("/s/")
            access = open_link(session, campaign.settings.link_key_folder, code)
            for task in tasks_of(session, access, has_conditions=False):
                about = task.invitation.subject.name
                if task.part is Part.RESPONSE and (address, about) != (LONE, SILENT):
                    submit(
                        session,
                        campaign.settings.link_key_folder,
                        task.invitation,
                        task.part,
                        Answers(ratings),
                    )


def _closed(
    campaign: OpenCampaign,
    policy: str,
    *,
    before: Callable[[OpenCampaign], None] = lambda _: None,
) -> tuple[Release, Release]:
    """Close the campaign; return the releases of the leader with and without the answer."""
    with campaign.database.writing() as session:
        session.execute(update(Campaign).values(policy=policy))
    campaign.pledge_anew()
    before(campaign)
    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)
    with campaign.database.writing() as session:
        found = {one.person.name: one for one in session.scalars(select(Subject))}
        for subject in found.values():
            subject.coach = person(session, MAJA, "Maja Berg")
            share_with_coach(session, subject, by=by(NOW))
            share_with_leader(session, subject, by=by(NOW))
        releases = {name: release_of(session, subject) for name, subject in found.items()}
    for release in releases.values():
        assert read_release(release.to_json()) == release
    return releases[ANSWERED], releases[SILENT]


def _surfaces(campaign: OpenCampaign, leader: str) -> dict[str, str]:
    """Return what everybody sees of a leader's groups, with a sign for each number."""
    with campaign.database.reading() as session:
        subject = next(one for one in session.scalars(select(Subject)) if one.person.name == leader)
        subject_id, address = subject.id, subject.person.email
        rows = [repr(row) for row in figure_rows({leader: release_of(session, subject)})]
    assert address
    world = _world(campaign, subject_id)
    mine, coachs = world.sign_in(address), world.sign_in(MAJA)
    found = {"table": "\n".join(rows)}
    for browser, path in (
        (mine, f"/my-reports/{subject_id}"),
        (mine, f"/my-reports/{subject_id}/report.sv.pdf"),
        (mine, f"/my-reports/{subject_id}/report.en.pdf"),
        (mine, f"/my-reports/{subject_id}/summary.sv.pdf"),
        (coachs, f"/coach/{subject_id}"),
        (coachs, f"/coach/{subject_id}/guide"),
        (coachs, f"/coach/{subject_id}/report.pdf"),
    ):
        answer = browser.get(path)
        is_pdf = answer.content_type == "application/pdf"
        text = _text_of(answer.body) if is_pdf else answer.html.get_text(" ")
        found[path.replace(str(subject_id), "…")] = text
    world.app.extensions["feedback.database"].dispose()
    return {where: _alike(text) for where, text in found.items()}


def _alike(text: str) -> str:
    """Return a text without names of leaders, and with a sign for each number and each hash."""
    for name in (*ANSWERED.split(), *SILENT.split()):
        text = text.replace(name, "N").replace(name.lower(), "n")
    text = re.sub(r"\b[0-9a-f]{8,64}\b", "hash", text)
    return re.sub(r"\s+", " ", re.sub(r"\d+([.,]\d+)?", "#", text))


def _text_of(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


def _world(campaign: OpenCampaign, subject: UUID) -> World:
    return World(
        app=create_app(campaign.settings),
        database=campaign.database,
        settings=campaign.settings,
        campaign=campaign.id,
        other_campaign=campaign.id,
        karin=subject,
        olle=subject,
        sara=subject,
        plan=subject,
        rater_link="",
    )
