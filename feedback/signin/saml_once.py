"""Each assertion is taken once, in whichever process: its digest is kept until it has expired."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from feedback.models import UsedAssertion

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def use_once(session: Session, assertion: str, until: datetime, *, now: datetime) -> bool:
    """Note that an assertion was used, and forget those that are over; False if it was before."""
    session.execute(delete(UsedAssertion).where(UsedAssertion.until < now))
    digest = hashlib.sha256(assertion.encode()).hexdigest()
    if session.scalar(select(UsedAssertion).where(UsedAssertion.digest == digest)):
        return False
    try:
        # Of two processes at the same moment the database lets one in.
        with session.begin_nested():
            session.add(UsedAssertion(digest=digest, until=until))
    except IntegrityError:
        return False
    return True
