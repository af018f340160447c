"""A department's own surveys: every version is kept, and what campaigns froze stays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.errors import InputError
from feedback.models import AuditEntry, Campaign, Department, StoredSurvey
from feedback.operations.campaigns.arranging import choose_survey
from feedback.operations.campaigns.own_surveys import (
    copy_survey,
    first_of,
    forget_authors,
    leave_out,
    put_back,
    readable,
    reword,
    survey_of,
    surveys_of,
)
from feedback.operations.people.own_data import everything_about
from feedback.operations.people.register import find_or_add_department
from surveys.editing import EditedPart, PartOf, PartText, texts_of
from surveys.loader import survey_from_json
from tests.acting import by
from tests.factories import small_survey

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tests.feedback.office import Office

HR = "hr@example.se"
WORDS = PartText("others", "sv")


@pytest.fixture
def survey_id(office: Office) -> UUID:
    """Give a copy of the small survey, made by HR."""
    with office.database.writing() as session:
        home = find_or_add_department(session, "Förvaltning", by=by(office.now))
        return copy_survey(
            session, home, small_survey(), title="Vår egen", by=by(office.now, HR)
        ).id


def _stored(session: Session, survey_id: UUID) -> StoredSurvey:
    return session.get_one(StoredSurvey, survey_id)


def _item(stored: StoredSurvey) -> EditedPart:
    return EditedPart(PartOf.ITEM, survey_of(stored).items[0].key)


def _reword(office: Office, survey_id: UUID, words: str) -> None:
    with office.database.writing() as session:
        stored = _stored(session, survey_id)
        part = _item(stored)
        texts = texts_of(survey_of(stored), part) | {WORDS: words}
        reword(session, stored, part, texts, by=by(office.now, HR))


def test_a_change_makes_a_version_and_leaves_the_others(office: Office, survey_id: UUID) -> None:
    _reword(office, survey_id, "{name} ber andra om råd.")

    with office.database.reading() as session:
        stored = _stored(session, survey_id)
        now, first = survey_of(stored), first_of(stored)
        acts = session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
        kept = [(one.number, one.changed, one.author) for one in stored.versions]
    key = first.items[0].key
    assert kept == [(1, "copy", HR), (2, f"reword item {key}", HR)]
    assert first.items[0].others["sv"] == small_survey().items[0].others["sv"]
    assert now.items[0].others["sv"] == "{name} ber andra om råd."
    assert (first.title, first.version, now.version) == ({"sv": "Vår egen"}, 1, 2)
    assert acts[-2:] == ["copy survey", "change survey"]


def test_what_a_file_is_refused_for_is_not_kept(office: Office, survey_id: UUID) -> None:
    with pytest.raises(InputError, match="genitive"):
        _reword(office, survey_id, "{name}s råd hjälper andra.")

    with office.database.reading() as session:
        assert len(_stored(session, survey_id).versions) == 1


def test_a_campaign_keeps_what_it_chose(office: Office, survey_id: UUID) -> None:
    campaign_id = office.draft()
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        chosen = survey_of(_stored(session, survey_id))
        choose_survey(session, campaign, chosen, by=by(office.now))

    _reword(office, survey_id, "{name} ber andra om råd.")

    with office.database.reading() as session:
        frozen = survey_from_json(session.get_one(Campaign, campaign_id).survey_json)
    assert frozen.id == chosen.id
    assert frozen.items == chosen.items


def test_a_statement_is_left_out_and_put_back(office: Office, survey_id: UUID) -> None:
    with office.database.writing() as session:
        stored = _stored(session, survey_id)
        part = _item(stored)
        leave_out(session, stored, part, by=by(office.now))
        fewer = len(survey_of(stored).items)
        put_back(session, stored, part, by=by(office.now))

        assert fewer == len(first_of(stored).items) - 1
        assert survey_of(stored).items == first_of(stored).items


def test_only_its_department_is_offered_it(office: Office, survey_id: UUID) -> None:
    with office.database.writing() as session:
        home = _stored(session, survey_id).department_id
        other = find_or_add_department(session, "En annan", by=by(office.now)).id
        session.flush()

        assert [one.title["sv"] for one in surveys_of(session, {home})] == ["Vår egen"]
        assert surveys_of(session, {other}) == ()


def test_two_copies_of_one_survey_have_two_ids(office: Office, survey_id: UUID) -> None:
    with office.database.writing() as session:
        home = session.get_one(Department, _stored(session, survey_id).department_id)
        twin = copy_survey(session, home, small_survey(), title="Vår egen", by=by(office.now))

        assert survey_of(twin).id != survey_of(_stored(session, survey_id)).id


@pytest.mark.parametrize("title", [" ", "x" * 101])
def test_a_copy_has_a_title_of_its_own(office: Office, survey_id: UUID, title: str) -> None:
    with office.database.writing() as session:
        home = session.get_one(Department, _stored(session, survey_id).department_id)

        with pytest.raises(InputError):
            copy_survey(session, home, small_survey(), title=title, by=by(office.now))


def test_what_can_be_read_no_more_hides_nothing_else(office: Office, survey_id: UUID) -> None:
    with office.database.writing() as session:
        stored = _stored(session, survey_id)
        stored.newest.text = "id: ["
        session.flush()

        assert readable(stored) is None
        assert surveys_of(session, {stored.department_id}) == ()


def test_authors_are_told_what_they_wrote_and_forgotten_with_the_log(
    office: Office, survey_id: UUID
) -> None:
    with office.database.writing() as session:
        told = {part.key: part.rows for part in everything_about(session, HR).parts}
        forget_authors(session, office.now + timedelta(days=1))
        session.expire_all()
        after = [one.author for one in _stored(session, survey_id).versions]

    assert [row[1:] for row in told["surveys"]] == [(small_survey().id, "1", "copy")]
    assert after == [""]
