"""Every sample of what people's programs write has its outcome on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from webtest import Upload

from tests.feedback.operations.people.file.people_samples import FOLDER, sample
from tests.feedback.people_world import Draft, send
from tests.feedback.world import form_to

if TYPE_CHECKING:
    from tests.feedback.world import World

REDIRECTED = 302
READ = "This would change"
OUTCOMES = {
    "bidi-addresses.csv": READ,
    "first-sheet-hidden.xlsx": READ,
    "hidden-rows.xlsx": "Hidden rows: 2",
    "lookup-errors-sv.csv": "Cell C2 holds the error #SAKNAS!",
    "lookup-errors.xlsx": "Cell C2 holds the error #N/A",
    "macroman-cr.csv": READ,
    "macroman-lower.csv": READ,
    "outlook.csv": READ,
    "strict.xlsx": READ,
    "table-on-second-sheet.xlsx": READ,
}
"""What the page says."""


@pytest.fixture
def draft(world_on_both: World) -> Draft:
    """Give a draft campaign on each engine."""
    return Draft(world_on_both)


def uploaded(draft: Draft, browser: Any, name: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    form = form_to(
        browser.get(draft.path("people", "import")), draft.path("people", "import", "list")
    )
    form["file"] = Upload(name, sample(name))
    answer = form.submit(status="*")
    if answer.status_int != REDIRECTED:
        return answer
    page = answer.follow()
    if "What do the columns mean?" in page and "Hidden rows" not in page:
        page = send(page, draft.path("people", "import", "columns")).follow()
    send(page, draft.path("people", "import", "discard"))  # or it would wait there
    return page


def test_every_sample_has_its_outcome_on_the_page(draft: Draft) -> None:
    browser = draft.organiser()

    pages = {name: uploaded(draft, browser, name) for name in OUTCOMES}

    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(OUTCOMES)
    assert {name: said for name, said in OUTCOMES.items() if said not in pages[name]} == {}
    assert {name: READ in page for name, page in pages.items()} == {
        name: said == READ for name, said in OUTCOMES.items()
    }
