"""How pages look: name, logo and accent, read once for many pages, and the files they lead to.

Every web process reads it anew when a page is asked for some seconds later, so that all of
them show a change within seconds, and no page waits for more than it did.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, abort, current_app, g, url_for
from PIL import Image
from sqlalchemy.exc import SQLAlchemyError

from feedback.config.logo import logo_for_pages
from feedback.operations.appearance import Appearance, appearance_at_first, appearance_of
from feedback.requests.accent import stylesheet
from feedback.requests.sessions import database_of, settings_of
from feedback.requests.static_files import A_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedback.config import Settings
    from feedback.database import Database

ENDPOINT: Final = "appearance"

_EXTENSION: Final = "feedback.appearance"
_KEPT_SECONDS: Final = 5.0
_LOGO_HEIGHT: Final = 32
_LOGO_WIDEST: Final = 160


@dataclass(frozen=True, slots=True)
class PageLogo:
    """A logo in the head of a page: its address, and its size in pixels."""

    address: str
    width: int
    height: int


@dataclass(slots=True)
class ShownAppearance:
    """How one process shows the installation: as it was at the last look."""

    database: Database
    settings: Settings
    seconds: Callable[[], float] = monotonic
    _shown: Appearance | None = None
    _looked_at: float | None = None
    _lock: Lock = field(default_factory=Lock)

    def now(self) -> Appearance:
        """Return it, after a look if the last one is old."""
        if self._shown is None or self._is_old():
            self.look()
        return self._shown or appearance_at_first(self.settings)

    def look(self) -> None:
        """Look at once; where the database does not answer, it stays as it was."""
        # One looks, and the others do not wait: beside its own connection a look takes another.
        if not self._lock.acquire(blocking=self._shown is None):
            return
        try:
            with self.database.looking() as connection:
                self._shown = appearance_of(connection, self.settings)
        except SQLAlchemyError:
            self._shown = self._shown or appearance_at_first(self.settings)
        finally:
            self._looked_at = self.seconds()
            self._lock.release()

    def _is_old(self) -> bool:
        looked_at = self._looked_at
        return looked_at is None or not 0 <= self.seconds() - looked_at < _KEPT_SECONDS


def install(app: Flask) -> None:
    """Give templates `appearance()`, its stylesheet and its logo, and serve both files."""
    begin_to_show(app)
    app.jinja_env.globals |= {
        "appearance": appearance,
        "accent_address": accent_address,
        "page_logo": page_logo,
    }
    # Beside the other styles, which tell a proxy's log as little of who opened a form.
    path = "/static/appearance/<version>.<any(css, png):kind>"
    app.add_url_rule(path, ENDPOINT, _file)


def begin_to_show(app: Flask) -> None:
    """Let an application show the installation of its database, of which it knows nothing yet."""
    app.extensions[_EXTENSION] = ShownAppearance(database_of(app), settings_of(app))


def shown_of(app: Flask) -> ShownAppearance:
    """Return how an application shows the installation."""
    shown: ShownAppearance = app.extensions[_EXTENSION]
    return shown


def appearance() -> Appearance:
    """Return how the installation looks on this page."""
    if "appearance" not in g:
        g.appearance = shown_of(current_app).now()
    found: Appearance = g.appearance
    return found


def accent_address() -> str:
    """Return where the shades of the accent lie; nothing where it is the product's own."""
    looks = appearance()
    return url_for(ENDPOINT, version=looks.version, kind="css") if looks.accent else ""


def page_logo() -> PageLogo | None:
    """Return the logo for the head of a page."""
    looks = appearance()
    if not looks.logo:
        return None
    address = url_for(ENDPOINT, version=looks.version, kind="png")
    return PageLogo(address, *_size_in_head(looks.logo))


def _file(version: str, kind: str) -> Response:
    """Give the stylesheet or the logo, to keep for ever if it is the version that was asked for."""
    shown = shown_of(current_app)
    if shown.now().version != version:
        shown.look()  # another process may have shown the page that asks
    looks = shown.now()
    if not (looks.accent if kind == "css" else looks.logo):
        abort(404)
    answer = (
        Response(stylesheet(looks.accent), mimetype="text/css")
        if kind == "css"
        else Response(_small(looks.logo), mimetype="image/png")
    )
    # What is asked for may be gone by now: then this is shown once, and not kept as that.
    answer.headers["Cache-Control"] = A_YEAR if looks.version == version else "no-store"
    return answer


@lru_cache(maxsize=2)
def _small(logo: bytes) -> bytes:
    return logo_for_pages(logo)


@lru_cache(maxsize=2)
def _size_in_head(logo: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(logo)) as picture:
        scale = min(_LOGO_HEIGHT / picture.height, _LOGO_WIDEST / picture.width)
        return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
