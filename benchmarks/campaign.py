"""A large open campaign to answer: thousands of raters, their links, and the key to open it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from benchmarks.driver import mark_of, words_of
from feedback.ballot import code_for, new_number
from feedback.ballot.opening import new_seal_pair, open_envelopes
from feedback.database import Database, migrate
from feedback.models import (
    Campaign,
    Department,
    Envelope,
    Instrument,
    Invitation,
    Person,
    Programme,
    Rater,
    State,
    Subject,
)
from feedback.operations.campaigns.pledging import pledge
from surveys.model import Survey
from tests.days import today_in_sweden

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from feedback.config import WorkerSettings

RATERS_A_LEADER: Final = 12
_ITEMS_BY_TRAIT: Final = (12, 11, 11, 11)
_QUESTIONS: Final = ("bra", "mer")
_STEPS: Final = (
    "Nästan aldrig",
    "Sällan",
    "Ibland",
    "Ganska ofta",
    "Mycket ofta",
    "Nästan alltid",
)


@dataclass(frozen=True, slots=True)
class LoadCampaign:
    """An open campaign: its raters' links by their number, and its private key."""

    database: Database
    id: UUID
    seal_key: bytes
    links: Sequence[tuple[int, bytes]]

    def wrong_responses(self, finished: list[int]) -> int:
        """Open every envelope; count receipts without, and responses that differ."""
        with self.database.reading() as session:
            sealed = session.scalars(
                select(Envelope.sealed).where(Envelope.campaign_id == self.id)
            ).all()
        opened = [
            (ballot.ratings, ballot.comments) for ballot in open_envelopes(self.seal_key, sealed)
        ]
        found = {comments["bra"]: (ratings, comments) for ratings, comments in opened}
        sent = {words_of(rater, "words-bra"): _sent_by(rater) for rater in finished}
        missing = sum(found.get(words) != content for words, content in sent.items())
        return missing + abs(len(opened) - len(sent))


def make_survey(layout: str) -> Survey:
    """Return a survey of 45 items in four traits and two open questions, in Swedish."""
    numbers = iter(range(sum(_ITEMS_BY_TRAIT)))
    return Survey.model_validate(
        {
            "id": "load",
            "version": 1,
            "status": "draft",
            "languages": ["sv"],
            "layout": layout,
            "title": {"sv": "Så leder vi"},
            "lead": {"sv": "Hur ofta gör {name} så här?"},
            "lead_self": {"sv": "Hur ofta gör du så här?"},
            "scale": {
                "from": 1,
                "to": len(_STEPS),
                "labels": {str(step): {"sv": words} for step, words in enumerate(_STEPS, 1)},
                "cannot_judge": {"sv": "Kan inte bedöma"},
            },
            "groups": [
                {"key": "self", "kind": "self", "label": {"sv": "Jag"}},
                {"key": "team", "kind": "protected", "label": {"sv": "Medarbetare"}},
            ],
            "traits": [
                {
                    "key": f"t{trait}",
                    "name": {"sv": f"Egenskap {trait}"},
                    "description": {"sv": "Vad egenskapen betyder, sagt i en mening."},
                    "items": [_item(next(numbers)) for _ in range(items)],
                }
                for trait, items in enumerate(_ITEMS_BY_TRAIT)
            ],
            "questions": [
                {"key": key, "text": {"sv": f"Vad gör {{name}} {key}?"}, "self": {"sv": f"{key}?"}}
                for key in _QUESTIONS
            ],
        }
    )


def make_campaign(settings: WorkerSettings, *, layout: str, raters: int) -> LoadCampaign:
    """Open a campaign on the settings' database, made if it is not there."""
    migrate(settings.database)
    database = Database(settings.database)
    private, public = new_seal_pair()
    with database.writing() as session:
        campaign_id = _campaign(session, layout, public)
        numbers = _raters(session, campaign_id, raters)
    for folder in (settings.link_key_folder, settings.seal_key_folder):
        folder.prepare()
    link_key = settings.link_key_folder.create(campaign_id)
    settings.seal_key_folder.create(campaign_id, private)
    pledge(database, settings, campaign_id)
    codes = (code_for(link_key, number=number, version=1) for number in numbers)
    links = [(rater, f"/s/{code}".encode()) for rater, code in enumerate(codes)]
    return LoadCampaign(database, campaign_id, private, links)


def _item(number: int) -> dict[str, object]:
    act = f"berättar i god tid vad som gäller i fråga {number}"
    return {
        "key": f"q{number}",
        "others": {"sv": f"{{name}} {act}."},
        "self": {"sv": f"Jag {act}."},
    }


def _campaign(session: Session, layout: str, public_key: bytes) -> UUID:
    survey = make_survey(layout)
    department = Department(name=layout, contact_name="Eva Holm", contact_phone="019-21 10 10")
    programme = Programme(
        department=department,
        name=layout,
        instruments=[Instrument(survey_id=survey.id)],
        purpose="Att mäta.",
    )
    campaign = Campaign(
        programme=programme,
        name="Våren",
        state=State.OPEN,
        survey_json=survey.canonical_json(),
        k=3,
        policy="merge",
        purpose="Att mäta.",
        last_day=today_in_sweden() + timedelta(days=10),
        public_key=public_key,
    )
    session.add(campaign)
    session.flush()
    return campaign.id


def _raters(session: Session, campaign_id: UUID, count: int) -> list[int]:
    """Make raters, and a leader for every twelve; return the raters' numbers."""
    leaders = list(_people(session, "chef", -(-count // RATERS_A_LEADER)))
    subjects = [
        {"id": uuid4(), "campaign_id": campaign_id, "person_id": person} for person in leaders
    ]
    raters = [
        {"id": uuid4(), "campaign_id": campaign_id, "person_id": person, "number": new_number()}
        for person in _people(session, "svarar", count)
    ]
    session.execute(insert(Subject), subjects)
    session.execute(insert(Rater), raters)
    session.execute(
        insert(Invitation),
        [
            {
                "subject_id": subjects[place // RATERS_A_LEADER]["id"],
                "rater_id": rater["id"],
                "group": "team",
            }
            for place, rater in enumerate(raters)
        ],
    )
    return [int(str(rater["number"])) for rater in raters]


def _people(session: Session, kind: str, count: int) -> Iterator[UUID]:
    people = [
        {
            "id": uuid4(),
            "email": f"{kind}{number}.{uuid4().hex[:8]}@example.se",
            "name": f"Karin Lund {number}",
        }
        for number in range(count)
    ]
    session.execute(insert(Person), people)
    for person in people:
        yield UUID(str(person["id"]))


def _sent_by(rater: int) -> tuple[dict[str, int], dict[str, str]]:
    ratings = {f"q{item}": mark_of(rater, item) for item in range(sum(_ITEMS_BY_TRAIT))}
    return ratings, {key: words_of(rater, f"words-{key}") for key in _QUESTIONS}
