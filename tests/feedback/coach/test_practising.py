"""Whoever practises withholds and shares as in earnest, and nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from feedback.models import AuditEntry, Mail, Withholding
from tests.feedback.world import MAJA, ORGANISER

if TYPE_CHECKING:
    from tests.feedback.world import World

COMMENTS = "/coach/practice/comments"


def test_a_comment_is_withheld_until_what_the_leader_would_read(world: World) -> None:
    browser = world.sign_in(MAJA)

    page, text = _withhold(browser.get(COMMENTS))
    shown = _share(page.click("On to sharing"))

    assert "The comment is withheld." in page
    assert [one.get_text(strip=True) for one in page.html.select(".comment--withheld .quote")] == [
        text
    ]
    assert "would get a mail now" in shown
    assert text in browser.get("/my-reports/practice")
    assert text not in shown
    assert "held back" in shown


def test_several_are_withheld_and_one_is_shown_again(world: World) -> None:
    page, first = _withhold(world.sign_in(MAJA).get(COMMENTS))
    page, second = _withhold(page)

    again = next(form for form in page.forms.values() if "/restore" in form.action)
    page = again.submit().follow()

    withheld = {one.get_text(strip=True) for one in page.html.select(".comment--withheld .quote")}
    assert len(withheld) == 1
    assert withheld < {first, second}
    assert "1 comment is withheld." in page.click("On to sharing")


def test_a_reason_is_asked_for_and_not_kept(world: World) -> None:
    browser = world.sign_in(ORGANISER)

    refused = _form(browser.get(COMMENTS)).submit(status=422)
    page, _text = _withhold(browser.get(COMMENTS), "Röjer vem det är.")

    assert "Write why the comment is withheld." in refused
    assert "Röjer" not in page
    assert "R%C3%B6jer" not in page.request.url


def test_a_comment_that_is_not_there_is_refused(world: World) -> None:
    form = _form(world.sign_in(MAJA).get(COMMENTS))
    form["comment"] = "0" * 64
    form["reason"] = "Ingen."

    form.submit(status=400)


def test_practising_leaves_no_trace(world: World) -> None:
    def left() -> tuple[int | None, ...]:
        with world.database.reading() as session:
            tables = (Withholding, AuditEntry, Mail)
            return tuple(session.scalar(select(func.count()).select_from(one)) for one in tables)

    browser = world.sign_in(MAJA)
    before = left()

    page, text = _withhold(browser.get(COMMENTS))
    _share(page.click("On to sharing"))

    assert left() == before
    assert browser.get(COMMENTS).html.select(".comment--withheld") == []
    assert text in world.sign_in(ORGANISER).get("/my-reports/practice")


def _form(page: Any) -> Any:  # noqa: ANN401 - WebTest brings no types
    return next(form for form in page.forms.values() if "/withhold" in form.action)


def _withhold(page: Any, reason: str = "Övning.") -> tuple[Any, str]:  # noqa: ANN401 - as above
    form = _form(page)
    quotes = {
        one.select_one("input[name=comment]")["value"]: one.select_one(".quote").get_text(
            strip=True
        )
        for one in page.html.select(".comment")
    }
    form["reason"] = reason
    return form.submit().follow(), quotes[form["comment"].value]


def _share(page: Any) -> Any:  # noqa: ANN401 - as above
    form = next(form for form in page.forms.values() if "/practice/share" in form.action)
    return form.submit().follow()
