"""The desk that hands out codes, behind the page: the answer never waits for it.

The page only drops an address here. Looking it up, drawing a code and mailing it happen
in a thread, so neither the answer nor its time tells whether the address is known.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from feedback.database import with_a_second_look
from feedback.operations.rights.accounts import account_for
from feedback.requests.appearance import appearance
from feedback.requests.sessions import db_session, settings_of, today_here
from feedback.signin.code_mail import mail_code
from feedback.signin.codes import issue_code, take_back

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from feedback.signin.codes import Asking, Issued

_EXTENSION: Final = "feedback.signin_desk"
_MOST_WAITING: Final = 200


@dataclass(slots=True)
class SignInDesk:
    """Who hands out codes, on a few threads; more requests than it can hold are sent away."""

    app: Flask
    key: bytes
    _pool: ThreadPoolExecutor = field(init=False)
    _places: BoundedSemaphore = field(init=False)
    _pending: set[Future[None]] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """Open the desk; its threads start with the first request."""
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="signin")
        self._places = BoundedSemaphore(_MOST_WAITING)
        self.app.extensions[_EXTENSION] = self

    def ask(self, asking: Asking, language: str) -> bool:
        """Take an address; whoever is known gets a code by mail. False if too many wait."""
        if not self._places.acquire(blocking=False):
            return False
        future = self._pool.submit(self._serve, asking, language)
        self._pending.add(future)
        future.add_done_callback(self._finished)
        return True

    def settle(self) -> None:
        """Wait until every address that was dropped here has been dealt with."""
        wait(set(self._pending))

    def _finished(self, future: Future[None]) -> None:
        self._pending.discard(future)
        self._places.release()
        error = future.exception()
        if error is not None:
            # The type only: a message may hold the address.
            self.app.logger.error("a sign-in code was not mailed: %s", type(error).__name__)

    def _serve(self, asking: Asking, language: str) -> None:
        with self.app.app_context():
            session = db_session()
            # Whoever asks twice at once for the first time has one account, and both codes.
            address, issued = with_a_second_look(
                lambda: self._issued(session, asking), undo=session.rollback
            )
            if issued is None:
                return
            try:
                mail_code(
                    settings_of(self.app),
                    address,
                    issued,
                    organisation=appearance().name,
                    asked_at=asking.asked_at,
                    language=language,
                )
            except Exception:
                take_back(session, issued)
                session.commit()
                raise

    def _issued(self, session: Session, asking: Asking) -> tuple[str, Issued | None]:
        """Return whom to mail, and the code, if there is one to mail."""
        account = account_for(session, asking.address, today=today_here())
        if account is None:
            return asking.address, None
        issued = issue_code(session, account, asking, key=self.key)
        session.commit()
        return account.email, issued


def desk_of(app: Flask) -> SignInDesk:
    """Return the application's desk."""
    desk: SignInDesk = app.extensions[_EXTENSION]
    return desk
