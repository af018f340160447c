"""Programmes, waves and everything before launch, as an operator types them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.models import Campaign, Programme, State
from surveys.loader import survey_from_json
from tests.feedback.cli.commands import created, feedback

if TYPE_CHECKING:
    from tests.feedback.office import Office


def named(office: Office, name: str) -> Campaign:
    with office.database.reading() as session:
        return session.scalars(select(Campaign).where(Campaign.name == name)).one()


def test_a_programme_is_made_changed_and_listed(desk: Office) -> None:
    made = feedback(
        *("programme", "create", "Chefer", "--department", "Skola", "--survey", "orebro"),
        *("--k", "4", "--coach", "siv.ros@example.se"),
    )
    changed = feedback("programme", "change", "Chefer", "--policy", "drop")
    listed = feedback("programme", "list")

    assert (made.exit_code, changed.exit_code) == (0, 0)
    assert "Chefer" in listed.output
    with desk.database.reading() as session:
        programme = session.scalars(select(Programme)).one()
    assert (programme.k, programme.policy) == (4, "drop")
    assert programme.coaches == ("siv.ros@example.se",)


def test_a_wave_asks_one_of_the_programmes_surveys(desk: Office) -> None:
    feedback(
        *("programme", "create", "Chefer", "--department", "Skola", "--survey", "orebro"),
        *("--survey", "linkoping"),
    )
    begin = ("programme", "wave", "Chefer", "--last-day", "2099-12-24", "--name")

    usual = feedback(*begin, "Våg 1")
    chosen = feedback(*begin, "Våg 2", "--survey", "linkoping")
    copied = feedback(*begin, "Våg 3", "--survey", "linkoping", "--from", "Våg 1")
    strange = feedback(*begin, "Våg 3", "--survey", "vimmerby")
    kept = feedback("programme", "change", "Chefer", "--k", "4")
    listed = feedback("programme", "list")
    changed = feedback("programme", "change", "Chefer", "--survey", "vimmerby")

    ran = (usual, chosen, copied, strange, kept, changed)
    assert [one.exit_code for one in ran] == [0, 0, 2, 2, 0, 0]
    asked = [survey_from_json(named(desk, name).survey_json).id for name in ("Våg 1", "Våg 2")]
    assert asked == ["orebro", "linkoping"]
    assert "leave --survey out" in copied.stderr
    assert "The programme does not ask the survey vimmerby." in strange.stderr
    assert "orebro, linkoping" in listed.output
    with desk.database.reading() as session:
        [programme] = session.scalars(select(Programme))
        assert [one.survey_id for one in programme.instruments] == ["vimmerby"]


def test_a_wave_is_begun_from_another_with_everybody(desk: Office) -> None:
    created()

    result = feedback(
        *("programme", "wave", "Ledare", "--name", "Våg 2", "--last-day", "2099-12-24"),
        *("--from", "Våg 1", "--take", "everybody"),
    )
    shown = feedback("programme", "show", "Ledare")

    assert result.exit_code == 0
    assert named(desk, "Våg 2").state is State.DRAFT
    assert "Våg 2" in shown.output


def test_a_draft_is_arranged_and_looked_over(desk: Office) -> None:
    created()

    arranged = feedback("campaign", "arrange", "Våg 1", "--reminders", "5,2", "--k", "4")
    checked = feedback("campaign", "check", "Våg 1")

    assert arranged.exit_code == 0
    assert named(desk, "Våg 1").reminder_days == (5, 2)
    assert checked.exit_code == 0
    assert "2099-11-27" in checked.output
    assert "hidden" in checked.output


def test_reminders_must_be_numbers(desk: Office) -> None:
    created()

    result = feedback("campaign", "arrange", "Våg 1", "--reminders", "ofta")

    assert result.exit_code == 2
    assert named(desk, "Våg 1").reminder_days == (7, 3, 1)


def test_a_launch_waits_and_is_taken_back(desk: Office) -> None:
    created()

    feedback("campaign", "launch", "Våg 1", "--yes")
    waiting = feedback("worker", "--until-idle")
    launched = named(desk, "Våg 1")
    taken_back = feedback("campaign", "undo-launch", "Våg 1")

    assert waiting.output.strip() == ""
    assert launched.state is State.LAUNCHING
    assert launched.launch_at is not None
    assert taken_back.exit_code == 0
    assert named(desk, "Våg 1").state is State.DRAFT


@pytest.mark.usefixtures("desk")
def test_a_campaigns_mail_is_held_and_sent() -> None:
    created()
    feedback("campaign", "launch", "Våg 1", "--now", "--yes")
    feedback("campaign", "hold-mail", "Våg 1")

    held = feedback("worker", "--until-idle")
    feedback("campaign", "send-mail", "Våg 1")
    sent = feedback("worker", "--until-idle")

    assert "Mails sent" not in held.output
    assert "Mails sent" in sent.output


def test_a_rehearsal_is_made_real(desk: Office) -> None:
    created()
    feedback("campaign", "arrange", "Våg 1", "--rehearsal", "hr@example.se")

    result = feedback(
        "campaign", "make-real", "Våg 1", "--name", "Äkta", "--last-day", "2099-12-24"
    )

    assert result.exit_code == 0
    assert named(desk, "Våg 1").is_rehearsal
    assert not named(desk, "Äkta").is_rehearsal


@pytest.mark.usefixtures("desk")
def test_a_leader_is_moved_to_a_later_wave() -> None:
    created()
    feedback(
        *("programme", "wave", "Ledare", "--name", "Våg 2", "--last-day", "2099-12-24"),
        *("--from", "Våg 1"),
    )

    wrong = feedback("campaign", "move", "Våg 1", "--leader", "x@y.se", "--to", "Våg 2", "--yes")
    right = feedback(
        *("campaign", "move", "Våg 1", "--leader", "karin.lund@example.se", "--to", "Våg 2"),
        "--yes",
    )

    assert "no leader of this campaign" in wrong.stderr
    assert right.exit_code == 0, right.stderr


@pytest.mark.usefixtures("desk")
def test_a_programme_without_its_survey_begins_no_wave() -> None:
    created()

    result = feedback("programme", "wave", "Ledare", "--name", "Våg 2", "--last-day", "2099-12-24")

    assert result.exit_code == 2
    assert "small" in result.stderr
