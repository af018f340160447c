"""How a page does one thing: whole or not at all, with what is wrong in the page's language.

    made = attempt(lambda: add_rater(db_session(), subject, form.entry(), by=me()), form)
    if not made:
        return leader_page(subject, rater_form=form, faults=made.faults), REFUSED

Operations note their own acts; nothing here does, or knows what was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from flask import current_app, flash, redirect
from flask_babel import gettext as _
from flask_security import current_user
from wtforms import Form

from feedback.clock import moment_in
from feedback.database import with_a_second_look
from feedback.errors import InputError, StateError
from feedback.languages import translated
from feedback.operations.acts import Actor
from feedback.requests.sessions import db_session, settings_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug import Response
    from wtforms import Field

REFUSED: Final = 422
"""The answer to a form that is not taken; the page says why."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Attempt(Generic[T]):
    """How it went: what came of it, or everything that stands against it."""

    result: T | None = None
    faults: tuple[str, ...] = ()
    is_too_late: bool = False
    """Whether it cannot be done at all as things stand, however the form is filled in."""

    def __bool__(self) -> bool:
        """Tell whether it was done."""
        return not self.faults

    @property
    def made(self) -> T:
        """What came of it; only where it was done."""
        assert not self.faults  # noqa: S101 - whoever asks has looked
        return self.result  # type: ignore[return-value] # None only where the operation gives it


def me() -> Actor:
    """Return whoever is signed in, acting now."""
    return Actor(str(current_user.email), moment_in(settings_of(current_app).zone))


def attempt(
    operation: Callable[[], T], where: Form | Field | None = None, *, too_late: str = ""
) -> Attempt[T]:
    """Do it and commit, or undo it; faults are kept with the form or field they belong to."""

    def to_its_commit() -> T:
        result = operation()
        db_session().commit()
        return result

    try:
        result = with_a_second_look(to_its_commit, undo=db_session().rollback)
    except StateError:
        told = too_late or _(
            "That cannot be done now. The page below shows how the campaign stands."
        )
        found: Attempt[T] = Attempt(faults=(told,), is_too_late=True)
    except InputError as error:
        found = Attempt(faults=tuple(translated(fault) for fault in error.faults))
    else:
        return Attempt(result)
    db_session().rollback()
    if isinstance(where, Form):
        where.form_errors = [*found.faults]
    elif where is not None:
        where.errors = [*where.errors, *found.faults]
    return found


def act(
    operation: Callable[[], object], done: str, back: str | Response, *, too_late: str = ""
) -> Response:
    """Do what a click asks for, say how it went, and go to a page."""
    return told(attempt(operation, too_late=too_late), done, back)


def told(outcome: Attempt[T], done: str, back: str | Response) -> Response:
    """Say how it went, and go to a page."""
    tell(outcome, done)
    return redirect(back) if isinstance(back, str) else back


def tell(outcome: Attempt[T], done: str = "") -> None:
    """Say how it went, on the page that is shown next."""
    for fault in outcome.faults:
        flash(fault, "error")
    if outcome:
        flash(done)
