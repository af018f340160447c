"""Do one operation for whoever is signed in: with its audit entry, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_security import current_user

from feedback.clock import utc_now
from feedback.errors import InputError, StateError
from feedback.languages import translated
from feedback.operations import audit_log
from feedback.sessions import db_session

if TYPE_CHECKING:
    from collections.abc import Callable


def attempt(operation: Callable[[], object], *, action: str, thing: str) -> list[str]:
    """Do it, note it and commit; return nothing, or its faults in the page's language."""
    session = db_session()
    try:
        operation()
        actor = current_user.email
        audit_log.note(session, actor=actor, action=action, object=thing, now=utc_now())
        session.commit()
    except StateError:
        session.rollback()
        return [_("That cannot be done now. The page below shows how the campaign stands.")]
    except InputError as error:
        session.rollback()
        return [translated(fault) for fault in error.faults]
    return []
