"""What both ways of signing in as people do at work share: who gets in, and what failures say.

An address that the municipality vouches for leads to the same account, with the same rights, as
a mailed code. Nothing else that a provider says is used or kept. A page says what is missing and
what to do; the log says what came, by its names and codes, never a value.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from flask import current_app, render_template

from feedback.database import with_a_second_look
from feedback.models import Account
from feedback.operations.rights.accounts import account_for
from feedback.requests.sessions import database_of, db_session, settings_of, today_here
from feedback.signin.begun import go_on_to, pages_wanted
from feedback.signin.browser import begin_session
from feedback.signin.forms import LONGEST_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

ASKS_PROVIDER: Final = frozenset({"oidc.begin", "oidc.finish", "saml.begin", "saml.take"})
"""The pages that wait for another server's answer, or take long over what it said."""

_SAFE_NAME: Final = re.compile(r"[A-Za-z][\w.:/#-]{0,79}")
_MOST_NAMES: Final = 30

_log = logging.getLogger("feedback")


class SignInTrouble(StrEnum):
    """Why somebody was not let in, as the page and the log call it."""

    AWAY = "provider-away"
    TURNED_ROUND = "access-denied"
    MORE_NEEDED = "more-needed"
    NOT_BEGUN_HERE = "not-begun-here"
    TIME = "wrong-time"
    REFUSED = "answer-refused"
    SET_UP = "set-up"
    STALE = "metadata-expired"
    NO_ADDRESS = "no-address"
    NOT_VERIFIED = "address-not-verified"
    UNKNOWN = "unknown-person"


_STATUSES: Final = {
    SignInTrouble.AWAY: 503,
    SignInTrouble.STALE: 503,
    SignInTrouble.NO_ADDRESS: 403,
    SignInTrouble.NOT_VERIFIED: 403,
    SignInTrouble.UNKNOWN: 403,
}


class SignInError(Exception):
    """Somebody is not let in; says why, and what came, in words that hold no value."""

    def __init__(self, trouble: SignInTrouble, found: str = "") -> None:
        """Keep both."""
        super().__init__(found)
        self.trouble, self.found = trouble, found


@dataclass(frozen=True, slots=True)
class WayIn:
    """One way to sign in as people do at work: what it is called, if anything, and its address."""

    name: str
    endpoint: str


def arrive(addresses: Iterable[str], *, way: str, wanted: str) -> ResponseReturnValue:
    """Sign in whoever has the first known address, and go on; tell a stranger kindly."""
    given = list(addresses)
    account = next(filter(None, map(_account_for, given)), None)
    if account is None:
        _log.info("sign-in by %s: %s", way, SignInTrouble.UNKNOWN)
        return render_template("signin/unknown.html", address=given[0]), 403
    pages = pages_wanted()
    begin_session(account, way=way)
    return go_on_to(wanted, pages)


def failed(way: str, error: SignInError, *, wanted: str = "") -> ResponseReturnValue:
    """Say on a page what is missing, and in the log what came; the way on keeps what was wanted."""
    _log.warning("sign-in by %s: %s (%s)", way, error.trouble, error.found or "nothing more")
    page = render_template(
        "signin/at-work-failed.html",
        trouble=error.trouble,
        code=f"{way} {error.trouble}",
        address=settings_of(current_app).base_url,
        wanted=wanted,
    )
    return page, _STATUSES.get(error.trouble, 400)


def is_address(value: str) -> bool:
    """Tell whether somebody could be found by a value.

    Only plain letters: some others become plain ones in lower case, and so another's address.
    """
    is_plain = value.isascii() and value.isprintable()
    return "@" in value and is_plain and len(value) <= LONGEST_ADDRESS


def named(names: Iterable[object]) -> str:
    """Return the names of what came, as a log may hold them.

    >>> named(["sub", "upn", "eva.lind@example.se"])
    'came: sub, upn and 1 more'
    """
    given = list(names)
    safe = sorted(str(name) for name in given if _SAFE_NAME.fullmatch(str(name)))[:_MOST_NAMES]
    rest = f" and {len(given) - len(safe)} more" if len(given) > len(safe) else ""
    return f"came: {', '.join(safe) or 'nothing'}{rest}"


def _account_for(address: str) -> Account | None:
    # A provider's answer ends in a GET. What it brings works once and in this browser only, so
    # no mail scanner makes an account by following a link.
    account_id = with_a_second_look(lambda: _kept_account(address))
    reading = db_session()
    reading.rollback()  # what it sees may be older than the account
    return reading.get(Account, account_id) if account_id else None


def _kept_account(address: str) -> int | None:
    with database_of(current_app).writing() as writing:
        found = account_for(writing, address, today=today_here())
        return found.id if found else None
