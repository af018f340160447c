"""A campaign whose raters have slips, drawn codes and mail, for tests of what is handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.models import Campaign
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit, tasks_of
from feedback.operations.appearance import appearance_at_first
from feedback.operations.handouts import asker_of, print_handouts
from feedback.operations.people.nameless import add_nameless
from feedback.operations.people.people_list import PeopleList, RaterEntry
from tests.acting import by
from tests.feedback.office import leader, rater, subject_named
from tests.opening import open_link

if TYPE_CHECKING:
    from uuid import UUID

    from feedback.operations.handouts import Asker, Handout
    from tests.feedback.office import Office


def on_paper(name: str, number: str, group: str = "team", language: str = "sv") -> RaterEntry:
    """Return a rater who is known by a slip's number."""
    return RaterEntry(name=name, group=group, own_number=number, language=language)


PEOPLE: Final = PeopleList(
    (
        leader(
            "Karin Lund",
            rater("Cia Dahl"),
            rater("Dan Frid"),
            on_paper("Anna Berg", "1"),
            on_paper("Bo Ek", "2", language="en"),
            on_paper("Per Holm", "3", "manager"),
        ),
        leader("Olle Sand", on_paper("Anna Berg", "1", "peer")),
    )
)
WITHOUT_ADDRESS: Final = {"Anna Berg", "Bo Ek", "Per Holm"}


def add_codes(office: Office, campaign_id: UUID, count: int, *, group: str = "team") -> None:
    """Make nameless codes about Karin Lund."""
    with office.database.writing() as session:
        subject = subject_named(session, campaign_id, "Karin Lund")
        add_nameless(session, subject.campaign, [subject], group, count, by=by())


def printed(office: Office, campaign_id: UUID) -> tuple[list[Handout], Asker]:
    """Print what everybody without an address gets."""
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        made = print_handouts(
            session,
            campaign,
            office.settings,
            kind="slips",
            by=by(office.now, name="hr@example.se"),
        )
        looks = appearance_at_first(office.settings)
        return made.handouts, asker_of(campaign, office.settings, looks)


def answer(office: Office, code: str) -> None:
    """Answer everything that a printed code asks for."""
    with office.database.writing() as session:
        access = open_link(session, office.settings.link_key_folder, code)
        for task in tasks_of(session, access, has_conditions=False):
            submit(
                session,
                office.settings.link_key_folder,
                task.invitation,
                task.part,
                Answers({"lugn": 3}),
            )
