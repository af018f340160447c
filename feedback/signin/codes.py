"""One-time codes: each is good once, for ten minutes, and only the newest one.

Flask-Security's factory draws and keeps the secrets. A plain time-based code would be
one of forty that are good at the same time, and good again; here a code belongs to the
moment it was issued at, its tries are counted, and a new one ends the one before.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, cast

from flask_security.totp import Totp
from passlib.exc import TokenError
from sqlalchemy import delete, func, select

from feedback.clock import utc_now
from feedback.models import SignInCode
from feedback.sessions import db_session

if TYPE_CHECKING:
    from flask_security import SQLAlchemySessionUserDatastore, UserMixin
    from sqlalchemy.orm import Session

    from feedback.models import Account

VALID_FOR: Final = timedelta(minutes=10)
MOST_TRIES: Final = 5
MOST_CODES: Final = 5
PER: Final = timedelta(hours=1)
METHOD: Final = "email"
DIGITS: Final = 8
"""Six would be too few: 25 tries an hour at each of 1,000 known addresses find one in two days."""


class MailedCodes(Totp):
    """Flask-Security's code factory, with codes that are longer and good once."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        """Make the factory, for codes of our length."""
        super().__init__(secrets, issuer)
        self._totp = self._totp.using(digits=DIGITS)

    def draw(self, totp_secret: str, *, at: datetime) -> str:
        """Return the code that a secret gives for the moment it is issued at."""
        code: str = self._totp.from_source(totp_secret).generate(time=at).token
        return code

    def verify_totp(self, token: str, totp_secret: str, user: UserMixin, window: int = 0) -> bool:
        """Tell whether this is the account's newest code, in time, unused, and not guessed at."""
        del window
        session = db_session()
        code = _newest_code(session, cast("Account", user))
        if code is None or not _is_open(code, now=utc_now()):
            return False
        is_right = self._matches(token, totp_secret, code.issued_at)
        if is_right:
            code.is_used = True
        else:
            code.failures += 1
        # Committed at once: a failed try must count, whatever becomes of the request.
        session.commit()
        return is_right

    def _matches(self, token: str, totp_secret: str, issued_at: datetime) -> bool:
        try:
            self._totp.verify(
                "".join(token.split()), totp_secret, time=issued_at.timestamp(), window=0
            )
        except (TokenError, ValueError):
            return False
        return True


def issue_code(
    session: Session,
    datastore: SQLAlchemySessionUserDatastore,
    factory: MailedCodes,
    account: Account,
    *,
    now: datetime,
) -> str | None:
    """Return a new code for an account; None when too many were asked for within the hour."""
    session.execute(delete(SignInCode).where(SignInCode.issued_at < now - PER))
    issued = session.scalar(
        select(func.count()).select_from(SignInCode).where(SignInCode.account_id == account.id)
    )
    if (issued or 0) >= MOST_CODES:
        return None
    secret = factory.generate_totp_secret()
    datastore.us_set(account, METHOD, secret)
    session.add(SignInCode(account_id=account.id, issued_at=now))
    session.flush()
    return factory.draw(secret, at=now)


def _newest_code(session: Session, account: Account) -> SignInCode | None:
    return session.scalar(
        select(SignInCode)
        .where(SignInCode.account_id == account.id)
        .order_by(SignInCode.issued_at.desc())
        .limit(1)
        # Tries at the same moment wait for each other, so that none goes uncounted.
        .with_for_update()
    )


def _is_open(code: SignInCode, *, now: datetime) -> bool:
    is_in_time = code.issued_at <= now < code.issued_at + VALID_FOR
    return is_in_time and not code.is_used and code.failures < MOST_TRIES
