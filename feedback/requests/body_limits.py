"""How large a request may be, and how long it may take to arrive: pages, and lists of people."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import abort, current_app, redirect, request, url_for

from feedback.requests.session_cookie import brings_session
from feedback.requests.sessions import look_first

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from flask import Flask
    from flask.typing import ResponseReturnValue

REFUSED: Final = "feedback.refused"
"""Where our server says in the WSGI environment why it has not read a body: a status."""


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """The most bytes of a body, and the most seconds from its first to its last."""

    most_bytes: int
    seconds: float


PAGE: Final = BodyLimit(256 * 1024, 30)
LIST: Final = BodyLimit(8 * 1024 * 1024, 120)
TAKE_LISTS: Final = frozenset(
    {
        *("organiser.read_list", "organiser.match_columns", "organiser.repair_list_that_waits"),
        *("organiser_programmes.take_staff", "admin.keep_appearance"),
    }
)
"""The pages that read a list of people: two take it, two say how it is to be read.
The fifth takes a picture, which is as large and as much work."""
MOST_FIELDS: Final = 5_000
"""Of one form. Each costs far more than its two bytes: to read, and to write into a page again."""

_FILES: Final = "multipart/form-data"  # of these Flask allows a thousand parts
_FIELDS: Final = "application/x-www-form-urlencoded"


def install(app: Flask) -> None:
    """Refuse what is too large with a page, whichever server has read it."""
    app.config.update(MAX_CONTENT_LENGTH=PAGE.most_bytes, MAX_FORM_MEMORY_SIZE=PAGE.most_bytes)
    app.url_value_preprocessor(_allow_lists)
    app.before_request(_refuse)


def brings_list(app: Flask, endpoint: str | None, environ: WSGIEnvironment) -> bool:
    """Tell whether a request brings a list of people, however small: reading one takes time.

    Only from whoever is signed in: all others are sent away at once, as from any page.
    """
    return endpoint in TAKE_LISTS and brings_session(app, environ)


def limit_for(app: Flask, endpoint: str | None, environ: WSGIEnvironment) -> BodyLimit:
    """Return the limit of a request, before anything of its body is read."""
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    return LIST if kind == _FILES and brings_list(app, endpoint, environ) else PAGE


def _allow_lists(endpoint: str | None, _values: dict[str, object] | None) -> None:
    if endpoint in TAKE_LISTS:
        look_first()  # no lock is held while a list arrives and is read
    limit = limit_for(current_app, endpoint, request.environ)
    if limit is not PAGE:
        request.max_content_length = request.max_form_memory_size = limit.most_bytes


def _refuse() -> ResponseReturnValue | None:
    status: HTTPStatus | None = request.environ.get(REFUSED)
    if status is None and _has_too_many_fields():
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE and _is_list_of_nobody():
        return redirect(url_for("security.sign_in"))  # after it, as much is taken
    return abort(status) if status else None


def _has_too_many_fields() -> bool:
    return request.mimetype == _FIELDS and request.get_data().count(b"&") >= MOST_FIELDS


def _is_list_of_nobody() -> bool:
    return request.endpoint in TAKE_LISTS and not brings_session(current_app, request.environ)
