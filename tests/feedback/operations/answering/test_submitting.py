"""Submitting: once, whole, and only while the campaign is open; on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from feedback.ballot import Mark, Part
from feedback.database import Database
from feedback.errors import (
    AnswersTooLongError,
    LinkReplacedError,
    LinkUnknownError,
    SurveyCancelledError,
    SurveyEndedError,
    SurveyLostError,
    SurveyNotOpenError,
    TaskGoneError,
)
from feedback.models import Answered, Declined, Draft, Envelope, Invitation, Rater, State
from feedback.operations.answering.drafts import Answers, OpenedDraft, PageAnswers, save_page
from feedback.operations.answering.links import replace_link
from feedback.operations.answering.submitting import (
    Progress,
    decline,
    find_task,
    submit,
    tasks_of,
    undo_decline,
)
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.opening import open_link, read_draft

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from feedback.operations.answering.facts import InvitationFacts
    from feedback.operations.answering.links import Access

NOW = datetime(2026, 11, 21, 9, 42, tzinfo=UTC)
ANSWERS = Answers({"lugn": 4, "lika": "NO"}, {"borja": "Fråga oftare.", "fortsatt": "  "})


@pytest.fixture
def campaign(database_url: str, tmp_path: Path) -> Iterator[OpenCampaign]:
    database = Database(database_url)
    yield open_campaign(database, test_settings(tmp_path, database_url))
    database.dispose()


def _open(session: Session, campaign: OpenCampaign, address: str = "anna@example.se") -> Access:
    return open_link(session, campaign.settings.link_key_folder, _code(campaign, address))


def _code(campaign: OpenCampaign, address: str = "anna@example.se") -> str:
    return campaign.link_to(address).removeprefix("/s/")


def _invitation(session: Session, access: Access) -> InvitationFacts:
    return tasks_of(session, access, has_conditions=False)[0].invitation


def test_a_submitted_response_opens_as_it_was_written(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        invitation = _invitation(session, _open(session, campaign))
        is_new = submit(
            session, campaign.settings.link_key_folder, invitation, Part.RESPONSE, ANSWERS
        )

    [ballot] = campaign.ballots()
    assert is_new
    assert ballot.ratings == {"lugn": 4, "lika": "NO"}
    assert ballot.comments == {"borja": "Fråga oftare."}
    assert ballot.group == "team"


def test_submitting_twice_counts_once(campaign: OpenCampaign) -> None:
    was_new = []
    for _ in range(2):
        with campaign.database.writing() as session:
            invitation = _invitation(session, _open(session, campaign))
            was_new.append(
                submit(
                    session, campaign.settings.link_key_folder, invitation, Part.RESPONSE, ANSWERS
                )
            )

    assert was_new == [True, False]
    assert campaign.count(Envelope) == campaign.count(Answered) == 1


def test_submitting_deletes_the_draft(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        access = _open(session, campaign)
        invitation = _invitation(session, access)
        _save(session, access, invitation, {"lugn": 3})
        submit(session, campaign.settings.link_key_folder, invitation, Part.RESPONSE, ANSWERS)

    assert campaign.count(Draft) == 0


def test_a_response_and_conditions_are_two_envelopes(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        access = _open(session, campaign, "karin.lund@example.se")
        tasks = tasks_of(session, access, has_conditions=True)
        for task in tasks:
            submit(session, campaign.settings.link_key_folder, task.invitation, task.part, ANSWERS)

    assert [task.part for task in tasks] == [Part.RESPONSE, Part.CONDITIONS]
    assert sorted(ballot.part for ballot in campaign.ballots()) == [
        Part.CONDITIONS,
        Part.RESPONSE,
    ]


def test_words_that_fill_more_than_an_envelope_are_refused(campaign: OpenCampaign) -> None:
    long = Answers({}, {"borja": "ö" * 9_000})

    with campaign.database.writing() as session:
        invitation = _invitation(session, _open(session, campaign))
        with pytest.raises(AnswersTooLongError):
            submit(session, campaign.settings.link_key_folder, invitation, Part.RESPONSE, long)

    assert campaign.count(Envelope) == campaign.count(Answered) == 0


def test_nothing_is_taken_after_closing_began(campaign: OpenCampaign) -> None:
    with campaign.database.reading() as session:
        invitation = _invitation(session, _open(session, campaign))
    campaign.set_state(State.CLOSING)

    with campaign.database.writing() as session, pytest.raises(SurveyEndedError):
        submit(session, campaign.settings.link_key_folder, invitation, Part.RESPONSE, ANSWERS)

    assert campaign.count(Envelope) == 0


def test_no_draft_is_saved_after_closing_began(campaign: OpenCampaign) -> None:
    with campaign.database.reading() as session:
        access = _open(session, campaign)
        invitation = _invitation(session, access)
    campaign.set_state(State.CLOSING)

    with campaign.database.writing() as session, pytest.raises(SurveyEndedError):
        _save(session, access, invitation, {"lugn": 3})


def test_a_draft_is_read_back_with_its_time(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        access = _open(session, campaign)
        _save(session, access, _invitation(session, access), {"lugn": 3})

    with campaign.database.reading() as session:
        access = _open(session, campaign)
        draft = read_draft(session, access, _invitation(session, access), Part.RESPONSE)

    assert draft.answers.ratings == {"lugn": 3}
    assert draft.saved_at == NOW


def test_two_tabs_merge_field_by_field(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        access = _open(session, campaign)
        invitation = _invitation(session, access)
        start = _save(session, access, invitation, {"lugn": 3, "lika": 2, "misstag": None})
        marks = start.answers.fingerprints(["lugn", "lika", "misstag"])
        one_tab = {"lugn": 5, "lika": 2, "misstag": None}
        other_tab = {"lugn": 3, "lika": 2, "misstag": 6}
        _, merged = [
            save_page(
                session,
                access,
                invitation,
                Part.RESPONSE,
                PageAnswers(dict(tab), base=start.nonce, started_from=marks),
                now=NOW,
            )
            for tab in (one_tab, other_tab)
        ]

    assert merged.was_merged
    assert merged.answers.ratings == {"lugn": 5, "lika": 2, "misstag": 6}


def test_a_corrected_address_ends_the_old_link_and_its_draft(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        access = _open(session, campaign)
        _save(session, access, _invitation(session, access), {"lugn": 3})
        replace_link(session.get_one(Rater, access.rater.id))
        raised = replace(access.rater, link_version=access.rater.link_version + 1)
        new_access = replace(access, rater=raised)
        draft = read_draft(session, new_access, _invitation(session, new_access), Part.RESPONSE)

    assert draft.answers == Answers()
    with campaign.database.reading() as session, pytest.raises(LinkReplacedError):
        _open(session, campaign)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (State.DRAFT, SurveyNotOpenError),
        (State.LAUNCHING, SurveyNotOpenError),
        (State.CLOSING, SurveyEndedError),
        (State.CLOSED, SurveyEndedError),
        (State.CANCELLED, SurveyCancelledError),
        (State.LOST, SurveyLostError),
    ],
)
def test_a_link_out_of_its_time_says_why(
    campaign: OpenCampaign, state: State, refusal: type[Exception]
) -> None:
    campaign.set_state(state)

    with campaign.database.reading() as session, pytest.raises(refusal):
        _open(session, campaign)


def test_a_tampered_link_is_unknown(campaign: OpenCampaign) -> None:
    code = _code(campaign)
    tampered = code[:-1] + ("0" if code[-1] != "0" else "1")

    with campaign.database.reading() as session, pytest.raises(LinkUnknownError):
        open_link(session, campaign.settings.link_key_folder, tampered)


def test_a_link_opens_no_task_of_another_rater(campaign: OpenCampaign) -> None:
    with campaign.database.reading() as session:
        access = _open(session, campaign)

        with pytest.raises(TaskGoneError):
            find_task(session, access, uuid4(), Part.RESPONSE)


def test_conditions_are_asked_of_the_leader_alone(campaign: OpenCampaign) -> None:
    with campaign.database.reading() as session:
        access = _open(session, campaign)
        subject = _invitation(session, access).subject_id

        with pytest.raises(TaskGoneError):
            find_task(session, access, subject, Part.CONDITIONS)


def test_a_withdrawn_invitation_is_gone_but_its_response_stays(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        access = _open(session, campaign)
        invitation = _invitation(session, access)
        submit(session, campaign.settings.link_key_folder, invitation, Part.RESPONSE, ANSWERS)
        session.get_one(Invitation, invitation.id).is_withdrawn = True
        session.flush()
        tasks = tasks_of(session, access, has_conditions=False)

    assert tasks == []
    assert campaign.count(Envelope) == 1


def test_declining_can_be_undone_until_close(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        access = _open(session, campaign)
        invitation = _invitation(session, access)
        decline(session, invitation, reason="Vi arbetar aldrig ihop.")
        [declined] = tasks_of(session, access, has_conditions=False)
        undo_decline(session, invitation)
        [taken_back] = tasks_of(session, access, has_conditions=False)

    assert declined.progress is Progress.DECLINED
    assert taken_back.progress is Progress.UNTOUCHED


def test_an_answer_after_declining_leaves_the_decline_so_that_it_tells_nobody(
    campaign: OpenCampaign,
) -> None:
    # Organisers may see that somebody declined: one that vanished would say who has answered.
    with campaign.database.writing() as session:
        access = _open(session, campaign)
        invitation = _invitation(session, access)
        decline(session, invitation, reason="Vi arbetar aldrig ihop.")

        submit(session, campaign.settings.link_key_folder, invitation, Part.RESPONSE, ANSWERS)
        [task] = tasks_of(session, access, has_conditions=False)

    assert task.progress is Progress.ANSWERED
    assert campaign.count(Declined) == 1


def _save(
    session: Session, access: Access, invitation: InvitationFacts, ratings: dict[str, Mark | None]
) -> OpenedDraft:
    current = read_draft(session, access, invitation, Part.RESPONSE)
    page = PageAnswers(ratings, base=current.nonce)
    return save_page(session, access, invitation, Part.RESPONSE, page, now=NOW)
