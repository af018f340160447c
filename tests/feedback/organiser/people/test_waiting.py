"""While a list of people is read, raters save: nothing is locked until it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from webtest import Upload

from feedback.ballot.uploads import UploadSeal
from feedback.models import Campaign, OrganiserGrant, StagedPeople
from feedback.operations.people.file import PeopleFileError
from feedback.operations.people.file.notices import Notice
from feedback.operations.people.file.uploads import read_again, read_upload
from feedback.operations.people.staged import sealed_upload
from feedback.operations.rights.accounts import grant_department
from feedback.organiser.people.importing import matching, repairing, steps, taking
from tests.acting import by
from tests.feedback.locks import write_at_once
from tests.feedback.operations.people.file.people_files import csv_bytes, row
from tests.feedback.people_world import Draft
from tests.feedback.world import ORGANISER, OTHER_ORGANISER, form_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestResponse

    from tests.feedback.world import World

STAFF = b"name;e-mail;manager e-mail\nIda Lim;ida.lim@example.se;nina.vik@example.se\n"


@pytest.fixture
def draft(world_on_both: World) -> Draft:
    """Give a draft campaign on each engine."""
    return Draft(world_on_both)


def upload(draft: Draft, content: bytes) -> TestResponse:
    browser, path = draft.organiser(), draft.path("people", "import")
    form = form_to(browser.get(path), f"{path}/list")
    form["file"] = Upload("lista.csv", content)
    return form.submit(status="*")


@pytest.mark.parametrize("content", [csv_bytes(), STAFF], ids=["list", "staff"])
def test_a_save_goes_through_while_a_list_is_read(
    draft: Draft, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[str] = []

    def while_others_save(work: Callable[..., Any]) -> Callable[..., Any]:
        def slowly(*given: object, **more: object) -> object:
            write_at_once(draft.world.database)
            saved.append(work.__name__)
            return work(*given, **more)

        return slowly

    monkeypatch.setattr(taking, "read_upload", while_others_save(read_upload))
    monkeypatch.setattr(steps, "sealed_upload", while_others_save(sealed_upload))

    answer = upload(draft, content)

    assert answer.status_int == 302
    assert saved == ["read_upload", "sealed_upload"]
    with draft.world.database.reading() as session:
        assert session.scalar(select(StagedPeople.staged_by)) == ORGANISER


@pytest.mark.parametrize("step", ["columns", "repair"])
def test_a_save_goes_through_while_a_list_is_read_again(
    draft: Draft, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, path = draft.organiser(), draft.path("people", "import")
    form = form_to(browser.get(path), f"{path}/list")
    form["file"] = Upload("lista.csv", csv_bytes())
    form.submit()
    form = form_to(browser.get(f"{path}/{step}"), f"{path}/{step}")
    module = {"columns": matching, "repair": repairing}[step]
    saved: list[str] = []

    def slowly(*given: object, **more: object) -> object:
        write_at_once(draft.world.database)
        saved.append(step)
        return read_again(*given, **more)  # type: ignore[arg-type] # handed on

    monkeypatch.setattr(module, "read_again", slowly)

    assert form.submit().status_int == 302
    assert saved == [step]


def test_a_refused_list_locks_nothing_either(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_given: object, **_more: object) -> object:
        write_at_once(draft.world.database)
        raise PeopleFileError([Notice("unreadable")])

    monkeypatch.setattr(taking, "read_upload", refused)

    answer = upload(draft, csv_bytes())

    assert answer.status_int == 422
    assert "The file is damaged" in answer


def test_another_organiser_sees_nothing_of_a_list_and_has_one_of_their_own(draft: Draft) -> None:
    upload(draft, csv_bytes())
    with draft.world.database.writing() as session:
        department = session.get_one(Campaign, draft.id).programme.department
        grant_department(session, OTHER_ORGANISER, department.name, by=by())
    other, path = draft.world.sign_in(OTHER_ORGANISER), draft.path("people", "import")

    form = form_to(other.get(path), f"{path}/list")
    form["file"] = Upload("min.csv", csv_bytes([row("Ida Lim")]))
    page = form.submit().follow()

    assert "Ida Lim" in page
    assert "Åsa Öberg" not in page
    with draft.world.database.reading() as session:
        owners = session.scalars(select(StagedPeople.staged_by)).all()
    assert sorted(owners) == sorted([ORGANISER, OTHER_ORGANISER])


def test_what_waits_is_sealed_where_it_lies(draft: Draft) -> None:
    upload(draft, csv_bytes())

    with draft.world.database.reading() as session:
        row = session.scalars(select(StagedPeople)).one()
        stored = row.file + row.content

    assert b"anna.berg" not in stored
    assert UploadSeal("another secret", ORGANISER).open(draft.id, "content", row.content) is None


def test_who_loses_the_department_while_the_list_is_read_leaves_nothing(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_meanwhile(*given: object, **more: object) -> object:
        with draft.world.database.writing() as session:
            for grant in session.scalars(select(OrganiserGrant)):
                session.delete(grant)
        return read_upload(*given, **more)  # type: ignore[arg-type] # handed on

    monkeypatch.setattr(taking, "read_upload", read_meanwhile)

    answer = upload(draft, csv_bytes())

    assert answer.status_int == 404
    with draft.world.database.reading() as session:
        assert session.scalar(select(StagedPeople.staged_by)) is None
