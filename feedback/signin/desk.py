"""The desk that hands out codes, behind the page: the answer never waits for it.

The page only drops an address here. Looking it up, drawing a code and mailing it happen
in a thread, so neither the answer nor its time tells whether the address is known.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from feedback.clock import utc_now
from feedback.operations.accounts import account_for
from feedback.sessions import db_session, settings_of
from feedback.signin.code_mail import mail_code
from feedback.signin.codes import MailedCodes, issue_code

if TYPE_CHECKING:
    from flask import Flask
    from flask_security import SQLAlchemySessionUserDatastore

_EXTENSION: Final = "feedback.signin_desk"
_MOST_WAITING: Final = 200


@dataclass(slots=True)
class Desk:
    """A small pool of threads; more requests than it can hold are let go."""

    app: Flask
    _pool: ThreadPoolExecutor = field(init=False)
    _places: BoundedSemaphore = field(init=False)
    _pending: set[Future[None]] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """Open the desk; its threads start with the first request."""
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="signin")
        self._places = BoundedSemaphore(_MOST_WAITING)
        self.app.extensions[_EXTENSION] = self

    def ask(self, address: str, language: str) -> None:
        """Take an address; whoever is known gets a code by mail, in this language."""
        if not self._places.acquire(blocking=False):
            return
        future = self._pool.submit(self._serve, address, language)
        self._pending.add(future)
        future.add_done_callback(self._finished)

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

    def _serve(self, address: str, language: str) -> None:
        security = self.app.extensions["security"]
        factory: MailedCodes = security.totp_factory
        datastore: SQLAlchemySessionUserDatastore = security.datastore
        with self.app.app_context():
            session = db_session()
            account = account_for(session, address)
            if account is None:
                return
            code = issue_code(session, datastore, factory, account, now=utc_now())
            session.commit()
            if code is not None:
                mail_code(settings_of(self.app), account.email, code, language=language)


def desk_of(app: Flask) -> Desk:
    """Return the application's desk."""
    desk: Desk = app.extensions[_EXTENSION]
    return desk
