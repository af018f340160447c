"""One-time codes by mail: each opens the browser that asked for it, once, for ten minutes.

Tries are counted where they are made, so nobody's guesses end another's code. Whoever asks for
many codes at an address cannot silence it either: after five that nobody used, one longer code
is mailed every ten minutes, good in each browser that has asked for that address. Such a code
needs no count of tries, for its length alone stops guessing.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, or_, select

from feedback.models import Account, SignInCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

VALID_FOR: Final = timedelta(minutes=10)
MOST_TRIES: Final = 5
MOST_UNUSED: Final = 5
PER: Final = timedelta(hours=1)
DIGITS: Final = 8
"""Six would be too few: 25 tries an hour at each of 1,000 known addresses find one in two days."""

SHARED_VALID_FOR: Final = timedelta(minutes=20)
SHARED_EVERY: Final = timedelta(minutes=10)
"""Half as long as one is good, so whoever asks has at least ten minutes."""
SHARED_DIGITS: Final = 12
"""Tries at these are not counted: 100 a second for a month find one with chance 1 to 1,000."""

LENGTHS: Final = (DIGITS, SHARED_DIGITS)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a browser's session keeps of the code it asked for; nobody else holds the nonce."""

    address: str
    nonce: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Issued:
    """A code to mail."""

    id: UUID
    code: str
    is_shared: bool

    @property
    def valid_for(self) -> timedelta:
        """How long it is good."""
        return SHARED_VALID_FOR if self.is_shared else VALID_FOR


def issue_code(session: Session, account: Account, asking: Asking, *, key: bytes) -> Issued | None:
    """Return the code to mail to who asked; None where a shared one lies in the mailbox."""
    now = asking.asked_at
    # Whoever asks at the same moment waits, so that none goes uncounted.
    session.scalar(select(Account.id).where(Account.id == account.id).with_for_update())
    # One from the future was issued before the clock went back: it would keep others waiting.
    is_old = or_(SignInCode.issued_at < now - PER, SignInCode.issued_at > now + PER)
    session.execute(delete(SignInCode).where(is_old))
    is_shared = _count_unused(session, account, SignInCode.browser.is_not(None)) >= MOST_UNUSED
    if is_shared and _count_unused(
        session, account, SignInCode.browser.is_(None), SignInCode.issued_at > now - SHARED_EVERY
    ):
        return None
    browser = None if is_shared else _browser_of(asking)
    code = SignInCode(account_id=account.id, issued_at=now, browser=browser)
    session.add(code)
    session.flush()
    return Issued(code.id, _digits_of(code, asking, key), is_shared)


def take_back(session: Session, issued: Issued) -> None:
    """Forget a code that did not leave: it counts for nothing, and keeps no other waiting."""
    session.execute(delete(SignInCode).where(SignInCode.id == issued.id))


def accept_code(
    session: Session, account: Account, asking: Asking, typed: str, *, now: datetime, key: bytes
) -> bool:
    """Tell whether a code opens this browser, and use it up; a wrong one counts here alone."""
    given = typed.encode()
    open_codes = list(_open_codes(session, account, asking, now=now))
    for code in open_codes:
        if hmac.compare_digest(_digits_of(code, asking, key).encode(), given):
            code.is_used = True
            return True
    for code in open_codes:
        if code.browser is not None:
            code.failures += 1
    return False


def _count_unused(session: Session, account: Account, *more: ColumnElement[bool]) -> int:
    # Only who reads the mail can use one, so used ones are nobody's flood.
    unused = select(func.count()).where(
        SignInCode.account_id == account.id, SignInCode.is_used.is_(False), *more
    )
    return session.scalar(unused) or 0


def _open_codes(
    session: Session, account: Account, asking: Asking, *, now: datetime
) -> Iterator[SignInCode]:
    codes = session.scalars(
        select(SignInCode)
        .where(
            SignInCode.account_id == account.id,
            SignInCode.is_used.is_(False),
            or_(SignInCode.browser == _browser_of(asking), SignInCode.browser.is_(None)),
        )
        # Tries at the same moment wait for each other, so that none goes uncounted.
        .with_for_update()
    )
    for code in codes:
        valid_for = VALID_FOR if code.browser else SHARED_VALID_FOR
        is_in_time = code.issued_at <= now < code.issued_at + valid_for
        if is_in_time and now < asking.asked_at + valid_for and code.failures < MOST_TRIES:
            yield code


def _browser_of(asking: Asking) -> str:
    return hashlib.sha256(asking.nonce.encode()).hexdigest()


def _digits_of(code: SignInCode, asking: Asking, key: bytes) -> str:
    # Computed anew each time, so that it is stored nowhere.
    nonce, digits = (asking.nonce, DIGITS) if code.browser else ("", SHARED_DIGITS)
    drawn = hmac.digest(key, code.id.bytes + nonce.encode(), "sha256")
    return f"{int.from_bytes(drawn) % 10**digits:0{digits}}"
