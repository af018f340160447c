"""The organiser's thanks go once to everybody who was asked, whoever answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select, update

from feedback.errors import InputError, StateError
from feedback.models import Campaign, Invitation, Mail, Person, Rater, State
from feedback.operations.campaigns.thanking import CAMPAIGN_THANKS, thank_everybody, thanked_at
from feedback.operations.letters.composers import KINDS
from tests.acting import by
from tests.feedback.world import NOW

if TYPE_CHECKING:
    from tests.feedback.world import World

LATER = NOW + timedelta(days=200)


def _thank(world: World, *, later: bool = False) -> int:
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, world.campaign)
        return thank_everybody(session, campaign, by=by(LATER if later else NOW))


def _thanked(world: World) -> list[str]:
    with world.database.reading() as session:
        mails = session.scalars(select(Mail).where(Mail.kind == CAMPAIGN_THANKS))
        return sorted(str(mail.person.email) for mail in mails)


def test_everybody_who_was_asked_is_thanked_once_each(world_on_both: World) -> None:
    world = world_on_both
    with world.database.reading() as session:
        asked = session.scalars(
            select(Person.email)
            .join(Rater, Rater.person_id == Person.id)
            .where(Rater.campaign_id == world.campaign)
        ).all()

    count = _thank(world)

    assert _thanked(world) == sorted(map(str, asked))
    assert count == len(asked) == len(set(asked))
    with world.database.reading() as session:
        assert thanked_at(session, session.get_one(Campaign, world.campaign)) == NOW
        assert thanked_at(session, session.get_one(Campaign, world.other_campaign)) is None


def test_they_are_thanked_once_though_the_list_of_mails_is_erased_since(world: World) -> None:
    _thank(world)
    with world.database.writing() as session:
        session.execute(delete(Mail))

    with pytest.raises(StateError):
        _thank(world, later=True)

    assert _thanked(world) == []


def test_whoever_is_not_asked_any_more_is_not_thanked(world: World) -> None:
    with world.database.writing() as session:
        rater = session.scalars(select(Rater).where(Rater.campaign_id == world.campaign)).first()
        assert rater is not None
        assert rater.person is not None
        address = rater.person.email
        session.execute(
            update(Invitation).where(Invitation.rater_id == rater.id).values(is_withdrawn=True)
        )

    _thank(world)

    assert _thanked(world)
    assert address not in _thanked(world)


@pytest.mark.parametrize("state", [State.OPEN, State.CANCELLED, State.ERASED])
def test_nobody_is_thanked_before_the_close_or_when_it_is_erased(
    world: World, state: State
) -> None:
    with world.database.writing() as session:
        session.get_one(Campaign, world.campaign).state = state

    with pytest.raises(StateError):
        _thank(world)


def test_without_anybody_left_it_says_so(world: World) -> None:
    with world.database.writing() as session:
        session.execute(update(Rater).values(person_id=None))

    with pytest.raises(InputError, match="Nobody who was asked is left"):
        _thank(world)


def test_each_gets_it_in_the_language_of_their_link(world: World) -> None:
    with world.database.writing() as session:
        session.execute(update(Rater).values(language="fi"))
    _thank(world)

    with world.database.reading() as session:
        mail = session.scalars(select(Mail).where(Mail.kind == CAMPAIGN_THANKS)).first()
        assert mail is not None
        letter = KINDS[CAMPAIGN_THANKS].compose(session, world.settings, mail)

        assert letter is not None
        assert letter.language == "fi"
        assert letter.facts == {"campaign": mail.campaign.name if mail.campaign else ""}
