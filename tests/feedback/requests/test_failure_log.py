"""A failure of a staff page tells where it was, and nothing that somebody wrote."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tests.feedback.world import KARIN

if TYPE_CHECKING:
    import pytest

    from tests.feedback.world import World


def test_a_failing_report_leaves_no_comment_in_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)

    def fail(*_arguments: object, **_named: object) -> None:
        message = "Ord från plats 03 passar inte"
        raise ValueError(message)

    monkeypatch.setattr("feedback.leader.views.report_pdf", fail)

    with caplog.at_level(logging.ERROR):
        browser.get(f"/my-reports/{world.karin}/report.sv.pdf", status=500)

    assert "ValueError" in caplog.text
    assert "feedback/leader/views.py" in caplog.text
    assert "Ord från plats" not in caplog.text
