"""The plan on paper: the same words, tagged, to print and to bring along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from feedback.languages import day_in_words, in_language
from feedback.operations.plans.naming import title_of
from feedback.operations.plans.planning import DONE, DROPPED, USE
from feedback.plans.showing import about_words
from reports.pdf import PrintedLetter, render_letters
from reports.sections.pieces import Bullets, Heading, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.models import Action, Goal, Plan


def plan_pdf(plan: Plan, language: str) -> bytes:
    """Return a plan as a tagged PDF in a language."""
    with in_language(language):
        title = title_of(plan, language)
        page = PrintedLetter(title, plan.person.name, tuple(_plan(plan, language)), language)
        return render_letters(title, [page], author=plan.person.name, language=language)


def _plan(plan: Plan, language: str) -> Iterator[Text | Heading | Bullets]:
    if plan.subject is not None:
        yield Text(_("From the report of %(campaign)s.", campaign=plan.subject.campaign.name))
    if plan.follow_up_on is not None:
        yield Text(_("I look at it again on %(day)s.", day=day_in_words(plan.follow_up_on)))
    if not plan.goals:
        yield Text(_("The plan has no goal yet."))
    words = about_words(plan, language)
    for goal in plan.goals:
        yield from _goal(goal, words)


def _goal(goal: Goal, words: dict[str, str]) -> Iterator[Text | Heading | Bullets]:
    kind = _("A strength to use") if goal.kind == USE else _("To do differently")
    yield Heading(f"{kind}: {goal.text}")
    about = words.get(goal.about, "")
    if about and about != goal.text:
        yield Text(_("About: %(about)s", about=about))
    for action in goal.actions:
        yield Bullets(tuple(_action(action)))


def _action(action: Action) -> Iterator[str]:
    done = {DONE: _("Done"), DROPPED: _("Let go")}.get(action.state, "")
    yield f"{action.what} ({done})" if done else action.what
    pairs = (
        (_("First step"), action.first_step),
        (_("Where and with whom"), action.with_whom),
        (_("By when"), day_in_words(action.by_when) if action.by_when else ""),
        (_("How others will notice"), action.notice),
        (_("Support from my manager"), action.support),
        (_("How it went"), action.reflection),
    )
    for label, value in pairs:
        if value:
            yield f"{label}: {value}"
