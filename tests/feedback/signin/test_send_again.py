"""What somebody wrote is not lost when the session ends meanwhile, or began anew elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from feedback.models import Plan
from tests.feedback.world import KARIN, form_to

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.signin.stepped_clock import SteppedClock
    from tests.feedback.world import World

WORDS: Final = 'Jag vill "fråga" oftare <i>än</i> i dag.\r\nOch lyssna.'


def test_an_hour_of_writing_is_saved(world: World, clock: SteppedClock) -> None:
    browser = world.sign_in(KARIN)
    form = _form(world, browser)
    clock.step(timedelta(hours=1))

    answer = form.submit()

    assert answer.status_int == 302
    assert _goals(world) == [WORDS]


def test_what_was_written_outlives_the_session(world: World, clock: SteppedClock) -> None:
    browser = world.sign_in(KARIN)
    form = _form(world, browser)
    clock.step(timedelta(hours=13))

    kept = form.submit(status=400)
    world.sign_in_with(browser, KARIN)  # in another tab
    once_more = form_to(kept, kept.request.path).submit(status=400)
    form_to(once_more, once_more.request.path).submit(status=302)

    assert kept.html.find("a", href="/sign-in")["target"] == "_blank"
    assert _goals(world) == [WORDS]


def test_nothing_is_saved_before_it_is_sent_once_more(world: World, clock: SteppedClock) -> None:
    browser = world.sign_in(KARIN)
    form = _form(world, browser)
    clock.step(timedelta(hours=13))

    form.submit(status=400)

    assert _goals(world) == []


def test_what_another_site_sends_is_not_kept(world: World) -> None:
    browser = world.sign_in(KARIN)
    form = _form(world, browser)
    form["csrf_token"] = ""

    page = form.submit(status=403, extra_environ={"HTTP_ORIGIN": "https://wiki.example.se"})

    assert "lyssna" not in page


def _form(world: World, browser: TestApp) -> Any:  # noqa: ANN401 - WebTest brings no types
    path = f"/plans/{world.plan}/goals/new"
    form = form_to(browser.get(path), path)
    form["kind"] = "change"
    form["text"] = WORDS
    return form


def _goals(world: World) -> list[str]:
    with world.database.reading() as session:
        return [goal.text for goal in session.get_one(Plan, world.plan).goals]
