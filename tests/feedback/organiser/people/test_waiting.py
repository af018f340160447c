"""While a list of people is read, raters save: nothing is locked until it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from webtest import Upload

from feedback.models import OrganiserGrant, StagedPeople
from feedback.operations.people.file import PeopleFileError, read_people_file, read_teams
from feedback.operations.people.file.notices import Notice
from feedback.operations.people.staged import waiting_list
from feedback.organiser.people import importing
from tests.feedback.locks import write_at_once
from tests.feedback.operations.people.file.people_files import csv_bytes
from tests.feedback.people_world import Draft
from tests.feedback.world import form_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestResponse

    from feedback.operations.people.file import PeopleFile
    from tests.feedback.world import World

STAFF = b"name;e-mail;manager e-mail\nIda Lim;ida.lim@example.se;nina.vik@example.se\n"


@pytest.fixture
def draft(world_on_both: World) -> Draft:
    """Give a draft campaign on each engine."""
    return Draft(world_on_both)


def upload(draft: Draft, page: str, content: bytes) -> TestResponse:
    browser, path = draft.organiser(), draft.path("people", "import", page)
    form = form_to(browser.get(draft.path("people", "import")), path)
    form["file"] = Upload("lista.csv", content)
    return form.submit(status="*")


@pytest.mark.parametrize("page", ["list", "staff"])
def test_a_save_goes_through_while_a_list_is_read(
    draft: Draft, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[str] = []

    def slowly(read: Callable[..., PeopleFile]) -> Callable[..., PeopleFile]:
        def read_while_others_save(*given: object, **more: object) -> PeopleFile:
            write_at_once(draft.world.database)
            saved.append("while it is read")
            return read(*given, **more)

        return read_while_others_save

    def write_out_while_others_save(file: PeopleFile, *, source: str, adds_only: bool) -> object:
        write_at_once(draft.world.database)
        saved.append("while it is written out")
        return waiting_list(file, source=source, adds_only=adds_only)

    monkeypatch.setattr(importing, "read_people_file", slowly(read_people_file))
    monkeypatch.setattr(importing, "read_teams", slowly(read_teams))
    monkeypatch.setattr(importing, "waiting_list", write_out_while_others_save)

    answer = upload(draft, page, STAFF if page == "staff" else csv_bytes())

    assert answer.status_int == 302
    assert saved == ["while it is read", "while it is written out"]
    with draft.world.database.reading() as session:
        assert session.scalar(select(StagedPeople.source)) == "lista.csv"


def test_a_refused_list_locks_nothing_either(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_given: object, **_more: object) -> PeopleFile:
        write_at_once(draft.world.database)
        raise PeopleFileError([Notice("unreadable")])

    monkeypatch.setattr(importing, "read_people_file", refused)

    answer = upload(draft, "list", csv_bytes())

    assert answer.status_int == 422
    assert "The file is damaged" in answer


def test_who_loses_the_department_while_the_list_is_read_leaves_nothing(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_meanwhile(*given: object, **more: object) -> PeopleFile:
        with draft.world.database.writing() as session:
            for grant in session.scalars(select(OrganiserGrant)):
                session.delete(grant)
        return read_people_file(*given, **more)  # type: ignore[arg-type] # handed on

    monkeypatch.setattr(importing, "read_people_file", read_meanwhile)

    answer = upload(draft, "list", csv_bytes())

    assert answer.status_int == 404
    with draft.world.database.reading() as session:
        assert session.scalar(select(StagedPeople.source)) is None
