"""A team's report: nobody opens it before it is shared, and then all members alike."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from feedback.models import Mail, Person, Subject
from feedback.operations.ledger import REPORT_SHARED_LEADER, REPORT_SHARED_MEMBERS
from feedback.operations.results.sharing import share_with_coach, share_with_leader
from surveys.library import find_survey
from tests.acting import by
from tests.feedback.office import Office, body_of
from tests.feedback.teams import KARIN, NINE, about_teams, answer_all, close, launch, write
from tests.feedback.world import KARIN as LEADER
from tests.feedback.world import MAJA, NOW, ORGANISER, form_to

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

    def share_with_coach(self) -> None:
        """Let the coach read, before any member does."""
        with self.world.database.writing() as session:
            share_with_coach(session, session.get_one(Subject, self.id), by=by(NOW))

    def share(self) -> None:
        """Let the coach read, and then all members at the same moment."""
        self.share_with_coach()
        with self.world.database.writing() as session:
            share_with_leader(session, session.get_one(Subject, self.id), by=by(NOW))

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


def test_the_coach_reads_first_and_lets_all_members_read_at_one_moment(team: Team) -> None:
    team.share_with_coach()
    browser = team.world.sign_in(MAJA, language="sv")

    page = browser.get(f"/coach/{team.id}")
    asked = browser.get(f"/coach/{team.id}/share")
    shared = form_to(asked, f"/coach/{team.id}/share").submit().follow()

    words = " ".join(page.html.select_one("main").get_text(" ").split())
    assert "Det här gör ni bra och är överens om" in words
    assert "Chefen" not in words
    assert "Alla medlemmar får ett mejl" in asked
    assert "Delad med medlemmarna" in shared
    with team.world.database.reading() as session:
        mails = session.scalars(select(Mail).where(Mail.kind == REPORT_SHARED_MEMBERS)).all()
        assert {one.person.email for one in mails} >= {MEMBER, HEAD}
        assert len(mails) == 10
        assert len({one.due_at for one in mails}) == 1
        assert not session.scalars(select(Mail).where(Mail.kind == REPORT_SHARED_LEADER)).all()


def test_the_letter_to_members_says_that_all_of_them_get_it(team: Team) -> None:
    team.share()

    monday = NOW + timedelta(days=2, hours=6)  # letters to staff leave in office hours
    office = Office(team.world.database, team.world.settings, now=monday)
    office.worker.send()

    mails = [one for one in office.outbox() if MEMBER in str(one["To"])]
    letters = [one for one in mails if one["Subject"] == "Rapporten om Skola är klar att läsa"]
    assert len(letters) == 1
    assert "Alla medlemmar får den samtidigt." in body_of(letters[0])
    assert "Bara du" not in body_of(letters[0])


def test_a_coachs_look_at_it_as_members_do_is_the_page_itself(team: Team) -> None:
    team.share_with_coach()
    browser = team.world.sign_in(MAJA)

    seen = browser.get(f"/coach/{team.id}/as-leader", status=302)

    assert seen.location.endswith(f"/coach/{team.id}")


def _in_head(page: Any) -> str:  # noqa: ANN401 - WebTest brings no types
    return str(page.html.select_one(".head").get_text(" "))
