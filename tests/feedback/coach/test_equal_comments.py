"""Of several comments that say the same, the coach withholds one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import select

from feedback.models import Campaign, StoredRelease, Withholding
from feedback.operations.retention.erasers import erase_withheld_texts
from reports.release import read_release
from reports.sections.cover import Withholdings
from tests.feedback.world import KARIN, MAJA

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.world import World

QUESTION: Final = "fortsatt"
WORDS: Final = "Vet inte"


@pytest.fixture
def world(world: World) -> World:
    """Give the world in which three of Karin's raters wrote the same to one question."""
    with world.database.writing() as session:
        stored = session.get_one(StoredRelease, world.karin)
        release = read_release(stored.content)
        same = ((QUESTION, (WORDS, "Ett annat ord", WORDS, WORDS)),)
        stored.content = replace(
            release, comments=replace(release.comments, others=same, identified=())
        ).to_json()
    world.share_with_coach(world.karin)
    return world


def test_one_of_several_is_withheld_and_the_page_counts_one(world: World) -> None:
    coach = world.sign_in(MAJA)

    page = _withhold_first(coach, world)

    assert page.text.count(WORDS) == 3
    assert page.text.count("comment--withheld") == 1
    assert "1 comment is withheld" in coach.get(f"/coach/{world.karin}/share")
    ids = [one["id"] for one in page.html.select("textarea")]
    assert len(ids) == len(set(ids)) == 3


def test_the_leader_reads_those_that_are_left(world: World) -> None:
    coach = world.sign_in(MAJA)
    _withhold_first(coach, world)
    _withhold_first(coach, world)
    world.share_with_leader(world.karin)

    page = world.sign_in(KARIN).get(f"/my-reports/{world.karin}/comments")

    assert page.text.count(WORDS) == 1
    assert "Ett annat ord" in page
    assert "2 comments have been held back" in page


def test_a_record_of_an_earlier_version_still_holds_all_and_is_taken_back_as_one(
    world: World,
) -> None:
    _record(world, Withholdings.digest(QUESTION, WORDS))
    coach = world.sign_in(MAJA)

    page = coach.get(f"/coach/{world.karin}/comments")
    forms = [one for one in page.forms.values() if one.action.endswith("/restore")]
    after = forms[0].submit().follow()

    assert page.text.count("comment--withheld") == len(forms) == 3
    assert after.text.count("comment--withheld") == 0


def test_erasing_takes_the_withheld_one_alone_and_a_second_time_nothing(world: World) -> None:
    _withhold_first(world.sign_in(MAJA), world)

    gone = [_erase(world), _erase(world)]

    assert gone == [1, 0]
    with world.database.reading() as session:
        release = read_release(session.get_one(StoredRelease, world.karin).content)
        record = session.scalars(select(Withholding)).one()
    assert release.comments.others == ((QUESTION, ("Ett annat ord", WORDS, WORDS)),)
    assert record.reason == "Pekar ut någon."
    world.share_with_leader(world.karin)
    page = world.sign_in(KARIN).get(f"/my-reports/{world.karin}/comments")
    assert page.text.count(WORDS) == 2


def _withhold_first(browser: TestApp, world: World) -> Any:  # noqa: ANN401 - WebTest brings no types
    page = browser.get(f"/coach/{world.karin}/comments")
    form = next(
        one
        for one in page.html.select("li.comment")
        if WORDS in one.get_text() and one.select("form[action$=withhold]")
    )
    name = form.select_one("input[name=comment]")["value"]
    chosen = next(
        one
        for one in page.forms.values()
        if one.action.endswith("/withhold") and one["comment"].value == name
    )
    chosen["reason"] = "Pekar ut någon."
    return chosen.submit().follow()


def _record(world: World, name: str) -> None:
    with world.database.writing() as session:
        session.add(
            Withholding(
                subject_id=world.karin,
                question=QUESTION,
                text_hash=name,
                reason="Pekar ut någon.",
                withheld_by=MAJA,
                withheld_at=datetime(2026, 12, 6, tzinfo=UTC),
            )
        )


def _erase(world: World) -> int:
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, world.campaign)
        return erase_withheld_texts(session, campaign.id, datetime.now(UTC))
