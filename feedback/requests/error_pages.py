"""Turn errors that no view catches into pages: what happened, and what the reader can do."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING, Final

from flask import Response, has_request_context, render_template, request
from werkzeug.exceptions import HTTPException

from feedback.ballot import KeyMissingError, KeyUnreadableError
from feedback.errors import LinkError, TaskGoneError
from feedback.logs import where_it_failed
from feedback.requests.rater_pages import is_rater_page

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

_GONE: Final = 410
_FAILED: Final = 500
_UNAVAILABLE: Final = 503
_PLAIN_WORDS: Final = (
    "Något gick fel hos oss. Försök igen om en stund.\n"
    "Something went wrong on our side. Please try again in a while.\n"
)
_OWN_PAGES: Final = frozenset({400, 403, 404, 405, 408, 413, _UNAVAILABLE})

_log = logging.getLogger("feedback")


def install(app: Flask) -> None:
    """Register a page for every error that a person may meet, and take words out of the log."""
    _log.addFilter(_WITHOUT_WORDS)
    app.register_error_handler(LinkError, _link_page)
    app.register_error_handler(KeyMissingError, _key_away)
    app.register_error_handler(KeyUnreadableError, _key_away)
    app.register_error_handler(TaskGoneError, _task_gone)
    app.register_error_handler(HTTPException, _http_page)
    app.register_error_handler(Exception, _failure)


def _link_page(error: LinkError) -> ResponseReturnValue:
    return render_template(f"errors/link-{error.page}.html", error=error), error.status


def _key_away(error: Exception) -> ResponseReturnValue:
    # An open campaign has its key; a disk that is not there may come back.
    _log.error("%s", where_it_failed(error))
    return render_template("errors/key-away.html"), _UNAVAILABLE


def _task_gone(_error: TaskGoneError) -> ResponseReturnValue:
    return render_template("errors/task-gone.html"), _GONE


def _http_page(error: HTTPException) -> ResponseReturnValue:
    code = error.code or _FAILED
    if error.response is not None or code < 400:  # noqa: PLR2004 - below it is no error
        return error
    if code not in _OWN_PAGES and code < _FAILED:
        return render_template("errors/400.html"), code
    page = code if code in _OWN_PAGES else _FAILED
    return render_template(f"errors/{page}.html"), code, _kept_headers(error)


def _kept_headers(error: HTTPException) -> list[tuple[str, str]]:
    # `Allow` of a 405 and `Retry-After` belong to the answer; its own type does not.
    return [(name, value) for name, value in error.get_headers() if name != "Content-Type"]


def _failure(error: Exception) -> ResponseReturnValue:
    _log.error("", exc_info=error)
    try:
        return render_template("errors/500.html"), _FAILED
    except Exception as second:  # noqa: BLE001 - else the server logs both, with their words
        _log.error("", exc_info=second)
        return Response(_PLAIN_WORDS, _FAILED, mimetype="text/plain")


class _WithoutWords(logging.Filter):
    """Takes the words out of every failure that is logged, by us or by Flask.

    They may quote an answer, a comment or an address, and Flask's own line the rater's link.
    Of a rater's page one line is left; of a staff page also the way to it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Write a failure's kind and place in place of its words."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg, record.args = _told(error), ()
            record.exc_info = record.exc_text = None
        return True


_WITHOUT_WORDS: Final = _WithoutWords()


def _told(error: BaseException) -> str:
    if not has_request_context() or is_rater_page():
        return where_it_failed(error)
    way = "".join(traceback.format_tb(error.__traceback__))
    return f"{request.method} {request.url_rule}: {type(error).__name__}\n{way}"
