"""What this browser keeps of signing in: which code it asked for, and that somebody is in."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from flask import session
from flask_security import login_user

from feedback.clock import utc_now
from feedback.requests.session_cookie import renew
from feedback.signin.codes import Asking

if TYPE_CHECKING:
    from feedback.models import Account

_BY_MAIL: Final = "email"
_WAY: Final = "way"
_ASKING: Final = ("sign_in_address", "sign_in_nonce", "sign_in_asked")


def begin_session(account: Account, *, way: str) -> None:
    """Sign somebody in, in a new session: cookie and token from before are worth nothing in it."""
    # Whoever planted them in this browser knows them.
    renew(session)
    login_user(account, remember=False, authn_via=[way])
    session[_WAY] = way


def came_from_work() -> bool:
    """Tell whether whoever is signed in came by another's sign-in, which stays when ours ends."""
    return bool(session.get(_WAY, _BY_MAIL) != _BY_MAIL)


def remember_asking(address: str) -> Asking:
    """Keep in this browser alone what the code that it asks for now is bound to."""
    asking = Asking(address, secrets.token_urlsafe(16), utc_now())
    values = (asking.address, asking.nonce, asking.asked_at.timestamp())
    session.update(zip(_ASKING, values, strict=True))
    return asking


def remembered_asking() -> Asking | None:
    """Return what this browser asked for last, if it did."""
    if any(name not in session for name in _ASKING):
        return None
    address, nonce, asked_at = (session[name] for name in _ASKING)
    return Asking(address, nonce, datetime.fromtimestamp(asked_at, UTC))
