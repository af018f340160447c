"""A comment becomes a goal in the leader's plan; one that is held back never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from feedback.models import StoredRelease, Withholding
from reports.release import read_release
from reports.sections.cover import Withholdings
from tests.feedback.world import KARIN, OLLE, form_to

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.world import World

LINK = "Take into the plan"


def test_a_comment_is_taken_into_the_plan_word_for_word(world: World) -> None:
    world.share_with_leader(world.karin)
    browser, (question, text) = world.sign_in(KARIN), _comment(world)
    _begin(browser, world)

    page = browser.get(f"/my-reports/{world.karin}/comments")
    goal = page.click(href=Withholdings.digest(question, text))
    form = form_to(goal, goal.request.path)
    form["kind"] = "change"
    form.submit()
    plan = browser.get(goal.request.path.removesuffix("/goals/new"))

    assert "Whoever may read the plan reads the quote there, too." in page
    assert "Whoever may read your plan reads the quote, too." in goal
    assert form["text"].value == f"“{text}”"
    assert plan.html.find(id="goal-1").text == f"“{text}”"


def test_each_comment_of_others_has_a_link_and_ones_own_has_none(world: World) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)

    before = browser.get(f"/my-reports/{world.karin}/comments")
    _begin(browser, world)
    after = browser.get(f"/my-reports/{world.karin}/comments")

    with world.database.reading() as session:
        written = read_release(session.get_one(StoredRelease, world.karin).content).comments
    others = sum(len(texts) for *_, texts in (*written.others, *written.identified))
    assert LINK not in before
    assert "Begin your plan, and a comment can become a goal in it" in before
    assert written.self_
    assert after.text.count(LINK) == others > 0


def test_what_is_held_back_is_quoted_no_more_than_what_nobody_wrote(world: World) -> None:
    question, text = _comment(world)
    _withhold(world, question, text)
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)
    path = f"{_begin(browser, world).request.path}/goals/new"

    held, guessed = (
        browser.get(path, {"comment": Withholdings.digest(question, words)}, status=404)
        for words in (text, "Det här har ingen skrivit.")
    )

    assert held.html.find("main").text == guessed.html.find("main").text
    assert text not in held


def test_a_link_tells_nothing_of_an_equal_comment_that_is_held_back(world: World) -> None:
    question, text = _comment(world)
    _write_twice(world, question, text)
    _withhold(world, question, text, number=1)
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)
    _begin(browser, world)

    page = browser.get(f"/my-reports/{world.karin}/comments")

    assert Withholdings.digest(question, text) in page
    assert Withholdings.digest(question, text, number=2) not in page


def test_only_the_plan_of_the_report_quotes_from_it(world: World) -> None:
    question, text = _comment(world)[0], "Det här står bara om Karin."
    _write_twice(world, question, text)
    for subject in (world.karin, world.olle):
        world.share_with_leader(subject)
    name = {"comment": Withholdings.digest(question, text)}
    olle = world.sign_in(OLLE)
    theirs = _begin(olle, world, "olle").request.path

    olle.get(f"{theirs}/goals/new", name, status=404)
    world.sign_in(KARIN).get(f"/plans/{world.plan}/goals/new", name, status=404)


def test_a_long_comment_is_cut_to_what_a_goal_holds(world: World) -> None:
    question, _ = _comment(world)
    long = "Hon lyssnar. " * 150
    _write_twice(world, question, long)
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)
    path = f"{_begin(browser, world).request.path}/goals/new"

    goal = browser.get(path, {"comment": Withholdings.digest(question, long)})
    form = form_to(goal, path)
    form["kind"] = "use"

    assert form["text"].value.endswith("…”")
    assert len(form["text"].value) <= 1000
    assert form.submit().status_int == 302


def _comment(world: World) -> tuple[str, str]:
    with world.database.reading() as session:
        release = read_release(session.get_one(StoredRelease, world.karin).content)
    question, texts = release.comments.others[0]
    return question, texts[0]


def _write_twice(world: World, question: str, text: str) -> None:
    with world.database.writing() as session:
        stored = session.get_one(StoredRelease, world.karin)
        release = read_release(stored.content)
        same = ((question, (text, text)),)
        comments = replace(release.comments, others=same, identified=())
        stored.content = replace(release, comments=comments).to_json()


def _withhold(world: World, question: str, text: str, *, number: int = 0) -> None:
    with world.database.writing() as session:
        session.add(
            Withholding(
                subject_id=world.karin,
                question=question,
                text_hash=Withholdings.digest(question, text, number=number),
                reason="Pekar ut någon.",
                withheld_by="maja.berg@example.se",
                withheld_at=datetime(2026, 12, 6, tzinfo=UTC),
            )
        )


def _begin(browser: TestApp, world: World, leader: str = "karin") -> Any:  # noqa: ANN401 - WebTest brings no types
    report = browser.get(f"/my-reports/{getattr(world, leader)}")
    return form_to(report, "/plans/").submit().follow()
