"""A checksum over all comments would confirm a guess at one that is held back."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from feedback.models import StoredRelease, Withholding
from reports.release import read_release
from reports.sections.cover import Withholdings
from tests.feedback.world import KARIN

if TYPE_CHECKING:
    from tests.feedback.world import World


@pytest.mark.parametrize("withheld", [0, 1])
def test_the_comments_have_a_checksum_only_while_all_are_shown(world: World, withheld: int) -> None:
    digest = _withhold(world, withheld)
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)

    page = browser.get(f"/my-reports/{world.karin}").text
    pdf = PdfReader(BytesIO(browser.get(f"/my-reports/{world.karin}/report.sv.pdf").body))

    printed = "".join(one.extract_text() for one in pdf.pages)
    assert (digest in page) is (withheld == 0)
    assert (digest[:8] in printed) is (withheld == 0)


def _withhold(world: World, count: int) -> str:
    with world.database.writing() as session:
        release = read_release(session.get_one(StoredRelease, world.karin).content)
        question, texts = release.comments.others[0]
        session.add_all(
            Withholding(
                subject_id=world.karin,
                question=question,
                text_hash=Withholdings.digest(question, text),
                reason="Pekar ut någon.",
                withheld_by="maja.berg@example.se",
                withheld_at=datetime(2026, 12, 6, tzinfo=UTC),
            )
            for text in texts[:count]
        )
        return release.comments_hash
