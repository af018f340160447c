"""A draft campaign of the organiser's department, to edit people in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from feedback.ballot.opening import new_seal_pair
from feedback.models import Campaign, Invitation, Person, Rater, State, Subject
from feedback.operations.campaigns.pledging import pledge
from feedback.operations.campaigns.programmes import create_campaign
from tests.acting import by
from tests.factories import small_survey
from tests.feedback.office import PEOPLE, address_of
from tests.feedback.world import NOW, ORGANISER, form_to

if TYPE_CHECKING:
    from uuid import UUID

    from webtest import TestApp

    from feedback.operations.people.people_list import PeopleList
    from tests.feedback.world import World

APPROVER = "hanna.moberg@example.se"


class Draft:
    """The campaign, and the organiser's browser."""

    def __init__(self, world: World, people: PeopleList = PEOPLE) -> None:
        """Make the campaign; nobody is signed in yet."""
        self.world = world
        with world.database.writing() as session:
            programme = session.get_one(Campaign, world.campaign).programme
            survey = small_survey()
            self.id: UUID = create_campaign(
                session,
                programme,
                survey,
                name="Våg 2",
                last_day=date(2027, 3, 26),
                people=people,
                by=by(NOW),
            ).id

    def organiser(self) -> TestApp:
        """Return the browser of the department's organiser."""
        return self.world.sign_in(ORGANISER)

    def path(self, *parts: object) -> str:
        """Return a page of the campaign."""
        return "/".join([f"/campaigns/{self.id}", *map(str, parts)])

    def subject(self, name: str) -> UUID:
        """Return a leader's place."""
        with self.world.database.reading() as session:
            return session.scalars(
                select(Subject.id)
                .join(Person, Subject.person_id == Person.id)
                .where(Subject.campaign_id == self.id, Person.name == name)
            ).one()

    def invitation(self, who: str, about: str) -> UUID:
        """Return somebody's task about a leader."""
        with self.world.database.reading() as session:
            return session.scalars(
                select(Invitation.id)
                .join(Rater, Invitation.rater_id == Rater.id)
                .join(Person, Rater.person_id == Person.id)
                .where(
                    Invitation.subject_id == self.subject(about),
                    Person.email == address_of(who),
                )
            ).one()

    def names(self, about: str) -> list[str]:
        """Return who is asked about a leader, the leader included."""
        with self.world.database.reading() as session:
            return sorted(
                session.scalars(
                    select(Person.name)
                    .join(Rater, Rater.person_id == Person.id)
                    .join(Invitation, Invitation.rater_id == Rater.id)
                    .where(Invitation.subject_id == self.subject(about), ~Invitation.is_withdrawn)
                )
            )

    def set_state(self, state: State) -> None:
        """Put the campaign into another state, without doing what leads there."""
        settings, (private, public) = self.world.settings, new_seal_pair()
        with self.world.database.writing() as session:
            campaign = session.get_one(Campaign, self.id)
            campaign.public_key = campaign.public_key or public
            campaign.state = state
        settings.link_key_folder.create(self.id)
        settings.seal_key_folder.create(self.id, private)
        pledge(self.world.database, settings, self.id)

    def name_approver(self, leader: str, address: str = APPROVER) -> None:
        """Name who approves a leader's list."""
        with self.world.database.writing() as session:
            person = session.scalar(select(Person).where(Person.email == address))
            if person is None:
                person = Person(email=address, name="Hanna Moberg")
            session.get_one(Subject, self.subject(leader)).approver = person


def send(page: Any, path: str, **fields: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    """Fill in the form of a page that is sent to a path, and send it."""
    form = form_to(page, path)
    for name, value in fields.items():
        form[name.replace("__", "-")] = value
    return form.submit(status="*")
