"""Organisers run campaigns and follow them blindly; no release ever opens to them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from feedback.models import (
    AuditEntry,
    Campaign,
    CampaignFigures,
    Invitation,
    Mail,
    MailState,
    Person,
    ProgressBand,
    Rater,
    State,
    Subject,
)
from tests.acting import SOMEBODY
from tests.factories import open_campaign
from tests.feedback.operations.campaigns.closing.ballot_box import RATERS, fill
from tests.feedback.world import (
    KARIN,
    MAJA,
    NILS,
    NOW,
    ORGANISER,
    OTHER_ORGANISER,
    SARA,
    form_to,
)

if TYPE_CHECKING:
    from uuid import UUID

    from webtest import TestApp

    from tests.feedback.world import World


@pytest.fixture
def open_id(world: World) -> UUID:
    """Give an open campaign of the organiser's department, in which everybody has answered."""
    made = open_campaign(world.database, world.settings, leaders=("Eva Dahl",), raters=RATERS)
    fill(made)
    with world.database.writing() as session:
        department_id = session.get_one(Campaign, world.campaign).programme.department_id
        campaign = session.get_one(Campaign, made.id)
        campaign.programme.department_id = department_id
        campaign.name = "Våren 2027"
    return made.id


def test_the_list_shows_the_campaigns_of_the_department_only(world: World, open_id: UUID) -> None:
    page = world.sign_in(ORGANISER).get("/campaigns/")

    assert f"/campaigns/{world.campaign}" in page
    assert f"/campaigns/{open_id}" in page
    assert f"/campaigns/{world.other_campaign}" not in page


def test_progress_comes_from_the_bands_alone(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)

    before = _groups(browser, open_id)
    _draw(world, open_id, {"team": "some"})
    after = _groups(browser, open_id)

    # Everybody has answered, and still nothing shows before the nightly job.
    assert before["Team"] == "shown from tomorrow"
    assert after["Team"] == "3 to 4 answers"


def test_a_group_with_fewer_than_k_invited_shows_nothing(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    _draw(world, open_id, {"peer": "many"})

    groups = _groups(browser, open_id)

    assert groups["Peers"] == "too few invited to show"


def test_bands_are_told_with_the_campaigns_own_numbers(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    with world.database.writing() as session:
        session.execute(update(Campaign).where(Campaign.id == open_id).values(k=4))
    _draw(world, open_id, {"team": "many"})

    groups = _groups(browser, open_id)

    assert groups["Team"] == "6 answers or more"


def test_no_page_counts_reminders_or_names_who_has_not_answered(
    world: World, open_id: UUID
) -> None:
    browser = world.sign_in(ORGANISER)
    without = browser.get(f"/campaigns/{open_id}").text
    with world.database.writing() as session:
        invitation = session.scalars(
            select(Invitation)
            .join(Subject, Invitation.subject_id == Subject.id)
            .where(Subject.campaign_id == open_id, Invitation.group == "team")
        ).first()
        assert invitation
        session.add(
            Mail(
                person_id=invitation.rater.person_id,
                campaign_id=open_id,
                kind="reminder",
                occasion="1",
                due_at=NOW,
                state=MailState.FAILED,
            )
        )

    page = browser.get(f"/campaigns/{open_id}").text

    assert _without_tokens(page) == _without_tokens(without)


def test_an_invitation_that_was_refused_is_told_with_its_address(
    world: World, open_id: UUID
) -> None:
    with world.database.writing() as session:
        rater = session.scalars(
            select(Rater)
            .join(Rater.person)
            .where(Rater.campaign_id == open_id, Person.email == "team3@example.se")
        ).one()
        session.add(
            Mail(
                person_id=rater.person_id,
                campaign_id=open_id,
                kind="invitation",
                occasion="1",
                due_at=NOW,
                state=MailState.FAILED,
            )
        )

    page = world.sign_in(ORGANISER).get(f"/campaigns/{open_id}")

    assert "team3@example.se: the address does not work" in " ".join(page.text.split())


def test_closing_asks_first_and_then_stops_answers(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)

    asked = browser.get(f"/campaigns/{open_id}").click("Close it now")
    page = form_to(asked, f"/campaigns/{open_id}/close").submit().follow()

    assert "No more answers are taken" in page
    assert _campaign(world, open_id).state is State.CLOSING
    assert _noted(world) == [(ORGANISER, "close campaign", f"campaign {open_id}")]


def test_a_campaign_is_extended_never_shortened(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)

    shorter = _extend(browser, open_id, "2026-12-01")
    longer = _extend(browser, open_id, "2026-12-20")

    assert shorter.status_int == 422
    assert "Choose a day after the present last day" in shorter
    assert longer.status_int == 302
    assert _campaign(world, open_id).last_day == date(2026, 12, 20)


def test_cancelling_erases_everything_of_the_raters(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)

    asked = browser.get(f"/campaigns/{open_id}/cancel")
    form_to(asked, f"/campaigns/{open_id}/cancel").submit()

    assert _campaign(world, open_id).state is State.CANCELLED
    with world.database.reading() as session:
        assert (
            session.scalars(
                select(Invitation)
                .join(Subject, Invitation.subject_id == Subject.id)
                .where(Subject.campaign_id == open_id)
            ).all()
            == []
        )


def test_what_cannot_be_done_now_is_said_and_changes_nothing(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    asked = browser.get(f"/campaigns/{open_id}/launch")

    page = form_to(asked, f"/campaigns/{open_id}/launch").submit().follow()

    assert "cannot be done now" in page
    assert _campaign(world, open_id).state is State.OPEN
    assert _noted(world) == []


def test_a_launch_is_asked_for_and_left_to_the_worker(world: World, open_id: UUID) -> None:
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, open_id)
        campaign.state, campaign.last_day = State.DRAFT, date(2099, 1, 1)
    browser = world.sign_in(ORGANISER)

    asked = browser.get(f"/campaigns/{open_id}").click("Launch …")
    page = form_to(asked, f"/campaigns/{open_id}/launch").submit().follow()

    assert "half an hour" in page
    assert _campaign(world, open_id).state is State.LAUNCHING


def test_an_organiser_shares_with_coaches_without_opening_anything(world: World) -> None:
    browser = world.sign_in(ORGANISER)
    path = f"/campaigns/{world.campaign}"

    page = form_to(browser.get(path), f"{path}/share").submit().follow()

    assert "2 of 2 with the coach" in page
    assert "Ord från plats" not in page
    assert world.sign_in(MAJA).get(f"/coach/{world.karin}/comments").status_int == 200
    assert world.sign_in(NILS).get(f"/coach/{world.olle}/comments").status_int == 200


def test_a_leader_without_a_coach_gets_the_report_from_the_organiser(world: World) -> None:
    browser = world.sign_in(OTHER_ORGANISER)
    path = f"/campaigns/{world.other_campaign}"

    page = form_to(browser.get(path), f"{path}/share-uncoached").submit().follow()

    assert "can read their reports now" in page
    assert "who have no coach" not in page
    assert world.sign_in(SARA).get(f"/my-reports/{world.sara}").status_int == 200


def test_leaders_with_a_coach_are_never_shared_past_the_coach(world: World) -> None:
    world.share_with_coach(world.karin)
    browser = world.sign_in(ORGANISER)
    path = f"/campaigns/{world.campaign}"
    token = form_to(browser.get(path), "/language")["csrf_token"].value

    browser.post(f"{path}/share-uncoached", {"csrf_token": token})

    world.sign_in(KARIN).get(f"/my-reports/{world.karin}", status=404)


def test_an_organiser_sees_which_talks_have_a_day_and_whose_have_none(world: World) -> None:
    with world.database.writing() as session:
        session.get_one(Subject, world.karin).talk_at = datetime(2026, 12, 8, 23, 30, tzinfo=UTC)
    browser, path = world.sign_in(ORGANISER), f"/campaigns/{world.campaign}"

    page, left = browser.get(path), browser.get(f"{path}?show=no-talk")

    words = " ".join(page.html.find("main").get_text(" ").split())
    assert "1 of 2 talks have a day" in words
    assert "Not shared talk 9 Dec" in words  # a day of Sweden
    assert [one.get_text(" ").split()[0] for one in left.html.select("#rows tbody th")] == ["Olle"]


def _groups(browser: TestApp, campaign_id: UUID) -> dict[str, str]:
    page = browser.get(f"/campaigns/{campaign_id}")
    cells = page.html.select("#rows td[data-label]")
    return {cell["data-label"]: " ".join(cell.get_text(" ", strip=True).split()) for cell in cells}


def _draw(world: World, campaign_id: UUID, bands: dict[str, str]) -> None:
    with world.database.writing() as session:
        subject = session.scalars(select(Subject).where(Subject.campaign_id == campaign_id)).one()
        for group, band in bands.items():
            session.add(ProgressBand(subject_id=subject.id, group=group, band=band))


def _extend(browser: TestApp, campaign_id: UUID, day: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    path = f"/campaigns/{campaign_id}"
    form = form_to(browser.get(path), f"{path}/extend")
    form["last_day"] = day
    return form.submit(status="*")


def _campaign(world: World, campaign_id: UUID) -> Campaign:
    with world.database.reading() as session:
        return session.get_one(Campaign, campaign_id)


def _noted(world: World) -> list[tuple[str, str, str]]:
    with world.database.reading() as session:
        acts = session.scalars(select(AuditEntry).where(AuditEntry.actor != SOMEBODY))
        return [(one.actor, one.action, one.object) for one in acts]


def _without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)


def test_a_closed_campaign_says_the_step_of_those_who_answered_and_names_thin_reports(
    world: World,
) -> None:
    with world.database.writing() as session:
        kept = session.get_one(CampaignFigures, world.campaign)
        kept.answered_above, kept.answered_up_to = 75, 80
        session.get_one(Subject, world.karin).outlook = "empty"
        session.get_one(Subject, world.olle).outlook = "thin"

    browser = world.sign_in(ORGANISER)
    page = browser.get(f"/campaigns/{world.campaign}")
    chosen = browser.get(f"/campaigns/{world.campaign}?show=few-answers")

    words = " ".join(page.html.find("main").get_text(" ").split())
    assert page.html.find(id="answered").text == "75 to 80 per cent answered"
    assert "0 of 2 reports are full" in words
    assert "Too few answers in every group: Karin Lund" in words
    assert "Too few answers in some group: Olle Ek" in words
    assert len(chosen.html.select("tbody tr")) == 2


@pytest.mark.parametrize(
    ("above", "up_to", "told"),
    [(90, 100, "Over 90 per cent answered"), (0, 10, "At most 10 per cent answered")],
)
def test_the_ends_of_the_share_tell_neither_all_nor_nobody(
    world: World, above: int, up_to: int, told: str
) -> None:
    with world.database.writing() as session:
        kept = session.get_one(CampaignFigures, world.campaign)
        kept.answered_above, kept.answered_up_to = above, up_to

    page = world.sign_in(ORGANISER).get(f"/campaigns/{world.campaign}")

    assert page.html.find(id="answered").text == told


def test_where_too_few_were_asked_the_share_is_not_told(world: World) -> None:
    page = world.sign_in(ORGANISER).get(f"/campaigns/{world.campaign}")

    assert page.html.find(id="answered").text == "How many answered is not shown"
    assert "per cent" not in page
