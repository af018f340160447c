"""A team's report: nobody opens it before it is shared, and then all members alike."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from feedback.models import Person, Subject
from feedback.operations.results.sharing import share_with_coach, share_with_leader
from surveys.library import find_survey
from tests.acting import by
from tests.feedback.office import Office
from tests.feedback.teams import KARIN, NINE, about_teams, answer_all, close, launch, write
from tests.feedback.world import KARIN as LEADER
from tests.feedback.world import MAJA, NOW, ORGANISER

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.world import World

MEMBER: Final = "ledamot.3@example.se"
HEAD: Final = "karin.lund@example.se"


@dataclass(frozen=True)
class Team:
    """A team whose answers are in, beside the leaders of the world."""

    world: World
    id: UUID

    @property
    def pages(self) -> list[str]:
        """Return every address of its report, whoever they are for."""
        made = ("", "/slides", "/report.sv.pdf", "/report.en.pdf", "/summary.sv.pdf")
        return [f"/my-reports/{self.id}{end}" for end in (*made, "/comments", "/coach")]

    def share(self) -> None:
        """Let the coach read, and then all members at the same moment."""
        with self.world.database.writing() as session:
            team = session.get_one(Subject, self.id)
            share_with_coach(session, team, by=by(NOW))
            share_with_leader(session, team, by=by(NOW))

    def opened(self, address: str) -> list[str]:
        """Return which of the addresses open to somebody."""
        browser = self.world.sign_in(address)
        return [path for path in self.pages if browser.get(path, status="*").status_int == 200]


@pytest.fixture
def team(world: World) -> Team:
    """Make a team of ten, asked by the packaged survey, coached by Maja, closed."""
    office = Office(world.database, world.settings)
    survey = find_survey("ledningsgrupp")
    campaign_id = about_teams(office, survey)
    write(office, campaign_id, KARIN + NINE, office.now.date())
    launch(office, campaign_id)
    answer_all(office, campaign_id, survey)
    close(office, campaign_id)
    with world.database.writing() as session:
        made = session.scalars(select(Subject).where(Subject.campaign_id == campaign_id)).one()
        made.coach = session.scalars(select(Person).where(Person.email == MAJA)).one()
        return Team(world, made.id)


def test_members_open_it_once_it_is_shared_and_nobody_else_ever(team: Team) -> None:
    assert team.opened(MEMBER) == []

    team.share()

    theirs = [
        path for path in team.pages if path.endswith((str(team.id), "slides", "report.sv.pdf"))
    ]
    for address in (MEMBER, HEAD):
        assert set(theirs) <= set(team.opened(address))
        assert not [path for path in team.opened(address) if path.endswith(("comments", "coach"))]
    for address in (ORGANISER, MAJA, "olle.ek@example.se"):
        assert team.opened(address) == []


def test_the_page_says_agreement_first_and_names_no_member(team: Team) -> None:
    team.share()
    browser = team.world.sign_in(MEMBER, language="sv")

    listed = browser.get("/my-reports/")
    page = listed.click(href=str(team.id))
    words = " ".join(page.html.get_text(" ").split())

    assert "Skola" in listed
    assert "Alla medlemmar får den vid samma tillfälle" in words
    assert words.index("Det här gör ni bra och är överens om") < words.index("Möten")
    assert "Vi hinner mer nu." in words
    assert "Ledamot" not in words
    assert "chef" not in _in_head(page).lower()


def test_on_a_wall_stands_one_finding_a_screen_and_no_count(team: Team) -> None:
    team.share()
    browser = team.world.sign_in(MEMBER, language="sv")

    page = browser.get(f"/my-reports/{team.id}/slides")

    screens = page.html.select("section.slide")
    assert len(screens) >= 3
    assert all(len(one.select("h1, h2")) == 1 for one in screens)
    assert "Ledamot" not in page.text
    assert not page.html.select("table")


def test_the_file_is_the_teams_own(team: Team) -> None:
    team.share()

    answer = team.world.sign_in(MEMBER).get(f"/my-reports/{team.id}/report.sv.pdf")

    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body)).pages)
    assert "Bara gruppens medlemmar och gruppens handledare" in " ".join(said.split())


def test_a_leader_who_heads_the_team_keeps_the_two_apart(team: Team) -> None:
    team.share()
    team.world.share_with_leader(team.world.karin)
    browser = team.world.sign_in(LEADER)

    own = browser.get(f"/my-reports/{team.world.karin}")

    assert "Skola" not in own
    browser.get(f"/my-reports/{team.world.karin}/slides", status=404)


def _in_head(page: Any) -> str:  # noqa: ANN401 - WebTest brings no types
    return str(page.html.select_one(".head").get_text(" "))
