"""Goals and actions of a plan: write them, write them anew, tell how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from feedback.access import owner_of_plan
from feedback.clock import utc_now
from feedback.languages import current_language
from feedback.operations.plans import planning
from feedback.operations.plans.planning import ActionText
from feedback.operations.results.quoting import quoted_comment
from feedback.plans.forms import LONGEST, ActForm, ActionForm, GoalForm, OutcomeForm
from feedback.plans.showing import about_words
from feedback.requests.attempt import REFUSED, act, attempt, told
from feedback.requests.sessions import db_session
from reports.texts import texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Action, Goal, Plan

blueprint: Final = Blueprint("goals", __name__, url_prefix="/plans/<uuid:plan_id>/goals")

_EITHER: Final = ["GET", "POST"]
_ROOM: Final = LONGEST - 2  # between quotation marks


@blueprint.route("/new", methods=_EITHER)
@owner_of_plan
def add(plan: Plan) -> ResponseReturnValue:
    """Write a goal, perhaps with a comment from the report in it."""
    quote = _quote(plan)
    form = _goal_form(plan, None, text=quote)
    if not form.validate_on_submit():
        return _goal_page(plan, None, form, has_quote=bool(quote))
    done = attempt(
        lambda: planning.add_goal(
            db_session(),
            plan,
            kind=form.kind.data,
            about=form.about.data or "",
            text=form.text.data,
            now=utc_now(),
        )
    )
    if not done:
        return told(done, "", url_for("plans.show", plan_id=plan.id))
    flash(_("The goal is saved. What will you do for it?"))
    return redirect(url_for(".add_action", plan_id=plan.id, goal_id=done.made.id))


@blueprint.route("/<uuid:goal_id>", methods=_EITHER)
@owner_of_plan
def change(plan: Plan, goal_id: UUID) -> ResponseReturnValue:
    """Write a goal anew."""
    goal = _goal(plan, goal_id)
    form = _goal_form(plan, goal)
    if not form.validate_on_submit():
        return _goal_page(plan, goal, form)
    return _save(
        plan,
        lambda: planning.change_goal(
            db_session(),
            goal,
            kind=form.kind.data,
            about=form.about.data or "",
            text=form.text.data,
            now=utc_now(),
        ),
    )


@blueprint.route("/<uuid:goal_id>/remove", methods=_EITHER)
@owner_of_plan
def remove(plan: Plan, goal_id: UUID) -> ResponseReturnValue:
    """Ask, then take a goal out of the plan."""
    goal, form = _goal(plan, goal_id), ActForm()
    if not form.validate_on_submit():
        return render_template("plans/remove.html", plan=plan, goal=goal)
    return _save(plan, lambda: planning.remove_goal(db_session(), goal, now=utc_now()))


@blueprint.route("/<uuid:goal_id>/actions/new", methods=_EITHER)
@owner_of_plan
def add_action(plan: Plan, goal_id: UUID) -> ResponseReturnValue:
    """Write down something to do."""
    goal, form = _goal(plan, goal_id), ActionForm()
    if not form.validate_on_submit():
        return _action_page(plan, goal, None, form)
    return _save(plan, lambda: planning.add_action(db_session(), goal, _text(form), now=utc_now()))


@blueprint.route("/<uuid:goal_id>/actions/<uuid:action_id>", methods=_EITHER)
@owner_of_plan
def change_action(plan: Plan, goal_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """Write an action anew."""
    goal = _goal(plan, goal_id)
    action = _action(goal, action_id)
    form = ActionForm(obj=action)
    if not form.validate_on_submit():
        return _action_page(plan, goal, action, form)
    return _save(
        plan, lambda: planning.change_action(db_session(), action, _text(form), now=utc_now())
    )


@blueprint.route("/<uuid:goal_id>/actions/<uuid:action_id>/outcome", methods=_EITHER)
@owner_of_plan
def tell(plan: Plan, goal_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """Tell how it went."""
    action = _action(_goal(plan, goal_id), action_id)
    form = OutcomeForm(obj=action)
    if not form.validate_on_submit():
        return _answer(form, "plans/outcome.html", plan=plan, action=action)
    return _save(
        plan,
        lambda: planning.tell_how_it_went(
            db_session(),
            action,
            state=form.state.data,
            reflection=form.reflection.data or "",
            now=utc_now(),
        ),
    )


def _goal(plan: Plan, goal_id: UUID) -> Goal:
    return next((goal for goal in plan.goals if goal.id == goal_id), None) or abort(404)


def _action(goal: Goal, action_id: UUID) -> Action:
    return next((one for one in goal.actions if one.id == action_id), None) or abort(404)


def _quote(plan: Plan) -> str:
    """Return the comment that the address names, in quotation marks, no longer than a goal."""
    name = request.args.get("comment", "")
    if not name:
        return ""
    words = quoted_comment(db_session(), plan.subject, name) if plan.subject else None
    if words is None:
        abort(404)
    fitting = words if len(words) <= _ROOM else f"{words[: _ROOM - 1].rstrip()}…"
    return texts(current_language())("words.quote", text=fitting)


def _goal_form(plan: Plan, goal: Goal | None, *, text: str = "") -> GoalForm:
    abouts = about_words(plan, current_language())
    return GoalForm(obj=goal, abouts=list(abouts.items()), **({"text": text} if text else {}))


def _goal_page(
    plan: Plan, goal: Goal | None, form: GoalForm, *, has_quote: bool = False
) -> ResponseReturnValue:
    return _answer(form, "plans/goal.html", plan=plan, goal=goal, has_quote=has_quote)


def _action_page(
    plan: Plan, goal: Goal, action: Action | None, form: ActionForm
) -> ResponseReturnValue:
    ideas = planning.suggestions(plan, goal.about, current_language())
    return _answer(form, "plans/action.html", plan=plan, goal=goal, action=action, ideas=ideas)


def _answer(form: GoalForm, template: str, **facts: object) -> ResponseReturnValue:
    page = render_template(template, form=form, **facts)
    return (page, REFUSED) if form.errors else page


def _text(form: ActionForm) -> ActionText:
    return ActionText(
        what=form.what.data,
        first_step=form.first_step.data or "",
        with_whom=form.with_whom.data or "",
        notice=form.notice.data or "",
        support=form.support.data or "",
        by_when=form.by_when.data,
    )


def _save(plan: Plan, operation: Callable[[], object]) -> Response:
    return act(operation, _("Saved."), url_for("plans.show", plan_id=plan.id))
