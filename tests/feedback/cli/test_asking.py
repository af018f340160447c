"""A command that waits for a person holds no lock, and does what it has shown or nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click
import pytest
from sqlalchemy import select

from feedback.models import Campaign, Mail, MailState
from feedback.operations.people.present import people_of
from feedback.operations.people.raters import add_rater
from tests.acting import by
from tests.feedback.cli.commands import feedback
from tests.feedback.locks import write_at_once
from tests.feedback.office import rater, subject_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from tests.feedback.office import Office

LEAVING = ("people", "remove-leader", "Våg 1", "--leader", "olle.sand@example.se")


@pytest.fixture
def answered_when(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], list[str]]:
    """Give a way to have something happen while a question waits for its answer, which is yes."""

    def install(meanwhile: Callable[[], None]) -> list[str]:
        questions: list[str] = []

        def confirm(question: str, **_options: object) -> bool:
            questions.append(question)
            meanwhile()
            return True

        monkeypatch.setattr(click, "confirm", confirm)
        return questions

    return install


@pytest.fixture
def draft(desk: Office) -> UUID:
    """Give a draft campaign at an operator's desk."""
    return desk.draft(last_day=date(2099, 12, 31))  # commands go by the real clock


@pytest.mark.parametrize(
    "command",
    [
        ("people", "import", "Våg 1", "people.csv"),
        LEAVING,
        ("launch", "Våg 1"),
        ("cancel", "Våg 1"),
    ],
    ids=["import", "remove a leader", "launch", "cancel"],
)
def test_a_save_goes_through_while_an_operator_thinks(
    desk: Office,
    draft: UUID,
    command: tuple[str, ...],
    answered_when: Callable[[Callable[[], None]], list[str]],
) -> None:
    del draft
    questions = answered_when(lambda: write_at_once(desk.database))

    done = feedback("campaign", *command)

    assert done.exit_code == 0, done.output
    assert len(questions) == 1


def test_a_save_goes_through_while_a_correction_is_thought_over(
    desk: Office, tmp_path: Path, answered_when: Callable[[Callable[[], None]], list[str]]
) -> None:
    desk.opened()
    desk.worker.send()
    (tmp_path / "rätt.txt").write_text("Rätt dag\n\nHej {recipient}!\n", encoding="utf-8")
    questions = answered_when(lambda: write_at_once(desk.database))
    which = ("Våg 1", "invitation", f"{desk.now:%Y-%m-%d}", "--sv", "rätt.txt")

    done = feedback("mail", "correct-batch", *which)

    assert done.exit_code == 0, done.output
    assert questions == ["Våg 1: Write to 8 people?"]


def test_who_came_while_the_question_waited_is_not_removed_unseen(
    desk: Office, draft: UUID, answered_when: Callable[[Callable[[], None]], list[str]]
) -> None:
    def add_ida() -> None:
        with desk.database.writing() as session:
            karin = subject_named(session, draft, "Karin Lund")
            add_rater(session, karin, rater("Ida Lim"), by=by(desk.now))

    answered_when(add_ida)

    refused = feedback("campaign", "people", "import", "Våg 1", "people.csv")

    assert refused.exit_code == 2
    assert "The people have changed meanwhile." in refused.output
    with desk.database.reading() as session:
        karin, olle = people_of(session, session.get_one(Campaign, draft)).leaders
    assert "Ida Lim" in [one.name for one in karin.raters]
    assert len(olle.raters) == 2


def test_a_correction_goes_to_no_more_people_than_were_told(
    desk: Office, tmp_path: Path, answered_when: Callable[[Callable[[], None]], list[str]]
) -> None:
    desk.opened()
    desk.worker.send()
    (tmp_path / "rätt.txt").write_text("Rätt dag\n\nHej {recipient}!\n", encoding="utf-8")

    def one_more_leaves() -> None:
        with desk.database.writing() as session:
            sent = session.scalars(select(Mail)).first()
            assert sent
            session.add(
                Mail(
                    person_id=sent.person_id,
                    campaign_id=sent.campaign_id,
                    kind=sent.kind,
                    occasion="again",
                    state=MailState.SENT,
                    due_at=sent.due_at,
                    sent_at=sent.sent_at,
                )
            )

    answered_when(one_more_leaves)
    which = ("Våg 1", "invitation", f"{desk.now:%Y-%m-%d}", "--sv", "rätt.txt")

    refused = feedback("mail", "correct-batch", *which)

    assert refused.exit_code == 2
    assert "More such mail has left meanwhile." in refused.output


def test_an_unknown_kind_of_mail_is_told(desk: Office, tmp_path: Path) -> None:
    desk.opened()
    (tmp_path / "rätt.txt").write_text("Rätt dag\n\nHej!\n", encoding="utf-8")

    refused = feedback(
        *("mail", "correct-batch", "Våg 1", "vykort", "2026-11-23", "--sv", "rätt.txt", "--yes")
    )

    assert refused.exit_code == 2
    assert "No such mail has left on that day." in refused.output
