"""Where the service is reached: the base URL alone says it, and never what a request claims.

`Host` and `X-Forwarded-…` are words of whoever asks. They are laid aside before the application
sees them, so that no redirect can lead to another host or out of https.

Raters' addresses are served however mail programs, phones and hands write them: a redirect to
the usual form would repeat the link.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_CLAIMS: Final = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_FORWARDED_PROTO",
)
_FOR_RATERS: Final = re.compile(r"/+(s|akta|closed)(?=/|$)", re.IGNORECASE)
# As WSGI brings them, a byte a letter: soft hyphen, zero width space and its kin, word joiner.
_UNSEEN: Final = re.compile(
    "\xc2\xad|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf"
)
_SLASHES: Final = re.compile(r"/{2,}")


class PublicAddress:
    """A WSGI application that is always asked for at its public address."""

    def __init__(self, app: WSGIApplication, base_url: str) -> None:
        """Wrap an application."""
        address = urlsplit(base_url)
        self._app = app
        self._public = {"wsgi.url_scheme": address.scheme, "HTTP_HOST": address.netloc}

    def __call__(self, environ: WSGIEnvironment, start: StartResponse, /) -> Iterable[bytes]:
        """Hand a request on."""
        for claim in _CLAIMS:
            environ.pop(claim, None)
        environ.update(self._public)
        environ["PATH_INFO"] = usual_path(environ.get("PATH_INFO", ""))
        return self._app(environ, start)


def usual_path(path: str) -> str:
    """Return a path; one for raters with a small first letter and without spare slashes.

    Nor with what is not seen: some editors put it behind slashes, so that lines may end there.

    >>> usual_path("//S//17KC-0W4Z/")
    '/s/17KC-0W4Z'
    >>> usual_path("/Static//rater.css")
    '/Static//rater.css'
    """
    seen = _UNSEEN.sub("", path)
    first = _FOR_RATERS.match(seen)
    if first is None:
        return path
    return f"/{first[1].lower()}{_SLASHES.sub('/', seen[first.end() :]).rstrip('/')}"
