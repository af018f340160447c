"""What this browser has begun at the municipality's own sign-in, until it comes back from there.

The newest few are kept, so that several tabs do not disturb each other and the cookie, which
browsers throw away when it grows, stays small.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import redirect, session
from flask_security import current_user

from feedback.clock import utc_now
from feedback.signin.addresses import onward

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_BEGUN: Final = "begun_at_work"
_LED_ON: Final = "led_on"
_KEPT: Final = 3
_VALID_FOR: Final = timedelta(hours=1)
_LONGEST_PAGE: Final = 300


def remember(name: str, *, wanted: str, **kept: str) -> None:
    """Keep in this browser what its return is compared with, and the page that was wanted."""
    wanted = wanted if len(wanted) <= _LONGEST_PAGE else ""
    entry = {"name": name, "wanted": wanted, "at": utc_now().timestamp(), **kept}
    session[_BEGUN] = [*session.get(_BEGUN, [])[1 - _KEPT :], entry]


def begun(name: str) -> dict[str, str] | None:
    """Return what was kept under a name; None if this browser began nothing of it lately.

    It stays until somebody is signed in: an answer that failed changes no session, so it cannot
    undo what another answer of the same moment has done.
    """
    oldest = (utc_now() - _VALID_FOR).timestamp()
    found = (one for one in session.get(_BEGUN, []) if name and one["name"] == name)
    return next((one for one in found if one["at"] > oldest), None)


def pages_wanted() -> dict[str, str]:
    """Return the page that each thing begun in this browser was to lead to, by its name."""
    return {one["name"]: one["wanted"] for one in session.get(_BEGUN, [])}


def go_on_to(wanted: str, pages: dict[str, str]) -> ResponseReturnValue:
    """Go to the page that was wanted; keep the others, for tabs that come back later."""
    session[_LED_ON] = pages
    return redirect(onward(wanted))


def in_already(name: str) -> ResponseReturnValue | None:
    """Lead on whoever is signed in: Back, an answer opened twice, another tab are no error."""
    if not current_user.is_authenticated:
        return None
    return redirect(onward(session.get(_LED_ON, {}).get(name, "")))
