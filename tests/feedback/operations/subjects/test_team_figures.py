"""Of a team every least number is one higher: its readers know an answer, their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import select

from feedback.anonymity.attack import Promise, Target
from feedback.anonymity.order import attack_stored_order
from feedback.models import Campaign, Person, ProgressBand, Subject, SubjectReader
from feedback.operations.campaigns.overview import overview_of
from feedback.operations.campaigns.progress import draw_bands, progress_of
from feedback.operations.campaigns.small_groups import SmallGroup, small_groups_among
from feedback.operations.people.register import find_or_add_department, kept_names
from feedback.operations.subjects import policy_of
from tests.acting import by
from tests.feedback.teams import NINE, about_teams, answer_all, close, launch, write

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.office import Office


SIV: Final = "siv.ros@example.se"


@pytest.fixture
def campaign_id(small_office: Office) -> UUID:
    """Make an open campaign about a team of nine, of whom nobody is its head."""
    campaign_id = about_teams(small_office)
    write(small_office, campaign_id, NINE, small_office.now.date())
    launch(small_office, campaign_id)
    return campaign_id


@pytest.mark.parametrize(("members", "is_small"), [(4, True), (5, False)])
def test_a_team_of_as_few_as_k_is_told_to_be_small(
    small_office: Office, campaign_id: UUID, members: int, *, is_small: bool
) -> None:
    with small_office.database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        team = campaign.subjects[0].id

        found = small_groups_among(campaign, {team: {"member": members, "receiver": 9}})

    # Receivers read another wording: never are members shown together with them.
    assert found == ({team: (SmallGroup("member", members, ()),)} if is_small else {})


def test_how_far_members_have_come_is_told_in_the_steps_of_a_team(
    small_office: Office, campaign_id: UUID
) -> None:
    with small_office.database.writing() as session:
        assert policy_of(session.get_one(Campaign, campaign_id)).least == 5
        draw_bands(session, campaign_id)
        campaign = session.get_one(Campaign, campaign_id)

        (line,) = progress_of(session, campaign)
        (row,) = overview_of(session, campaign).subjects

    assert (line.leader, line.group, line.words) == ("Skola", "member", "under 5")
    assert [one.progress for one in row.groups] == ["few"]


def test_a_team_of_as_few_as_k_has_no_steps(small_office: Office) -> None:
    campaign_id = about_teams(small_office)
    write(
        small_office,
        campaign_id,
        "".join(NINE.splitlines(keepends=True)[:4]),
        small_office.now.date(),
    )
    launch(small_office, campaign_id)

    with small_office.database.writing() as session:
        draw_bands(session, campaign_id)

        assert session.scalars(select(ProgressBand)).all() == []


def test_what_a_closed_campaign_keeps_of_a_team_is_columns_of_a_block(
    small_office: Office, campaign_id: UUID
) -> None:
    answer_all(small_office, campaign_id)
    close(small_office, campaign_id)

    with small_office.database.reading() as session:
        keys = small_office.settings.link_key_folder
        target = Target(small_office.database, session, keys, None, small_office.now.date())
        (result,) = attack_stored_order(target)

    assert result.verdict is Promise.KEPT, result.sentence


def test_whoever_only_reads_about_a_team_is_renamed_by_no_other_department(
    small_office: Office, campaign_id: UUID
) -> None:
    with small_office.database.writing() as session:
        reader = Person(name="Siv Ros", email=SIV)
        session.add(reader)
        session.flush()
        other = find_or_add_department(session, "Socialtjänst", by=by())
        assert kept_names(session, other, {SIV: "Sivan"}) == {}

        team = session.scalars(select(Subject).where(Subject.campaign_id == campaign_id)).one()
        session.add(SubjectReader(subject_id=team.id, person_id=reader.id))
        session.flush()

        assert kept_names(session, other, {SIV: "Sivan"}) == {SIV: "Siv Ros"}
