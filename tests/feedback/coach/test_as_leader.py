"""A coach sees the leader's page as the leader does, and can do nothing on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedback.models import Subject
from feedback.operations.results.reports import release_of
from feedback.operations.results.withholding import withhold_comment
from reports.sections.written import written_by_others
from tests.acting import by
from tests.feedback.world import KARIN, MAJA, NOW

if TYPE_CHECKING:
    from tests.feedback.world import World

TO_PLAN = "Begin your plan, and a comment can become a goal in it"
"""What only the leader can do."""


def test_it_says_chapter_by_chapter_what_the_leader_reads(world: World) -> None:
    world.share_with_coach(world.karin)
    withheld = _withhold_one(world)
    path = f"/coach/{world.karin}"

    seen = world.sign_in(MAJA).get(path).click("See it as Karin Lund does")
    world.share_with_leader(world.karin)
    leader = world.sign_in(KARIN)
    read = leader.get(f"/my-reports/{world.karin}")

    expected = _chapters(read)
    comments = leader.get(f"/my-reports/{world.karin}/comments")
    words = _squeezed(comments.html.select_one(".cols"))
    expected["comments"] = words.removeprefix(f"{TO_PLAN} ")
    assert len(expected) > 8
    assert _chapters(seen) == expected
    assert seen.html.select_one("h1").get_text() == read.html.select_one("h1").get_text()
    assert withheld not in seen
    assert "held back" in seen


def test_nothing_on_it_can_be_done(world: World) -> None:
    world.share_with_coach(world.karin)

    page = world.sign_in(MAJA).get(f"/coach/{world.karin}/as-leader")

    assert page.html.select("main form") == []
    assert [a["href"] for a in page.html.select("main a") if "/my-reports" in a["href"]] == []
    assert "will read once you share" in page


def test_there_is_no_such_page_before_the_coach_may_read(world: World) -> None:
    world.sign_in(MAJA).get(f"/coach/{world.karin}/as-leader", status=404)


def _chapters(page: Any) -> dict[str, str]:  # noqa: ANN401 - WebTest brings no types
    for marking in page.html.select("main .govuk-details"):
        marking.decompose()
    return {one["id"]: _squeezed(one) for one in page.html.select(".chapter__body")}


def _squeezed(part: Any) -> str:  # noqa: ANN401 - as above
    return " ".join(part.get_text(" ").split())


def _withhold_one(world: World) -> str:
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        one = written_by_others(release_of(session, subject).comments)[0]
        withhold_comment(session, subject, one.name, reason="Röjer vem.", by=by(NOW, name=MAJA))
        return one.text
