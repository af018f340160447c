"""Addresses of styles and scripts: they change with the content, so browsers may keep them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import request

if TYPE_CHECKING:
    from flask import Flask, Response

_FOLDER: Final = Path(__file__).parent.parent / "static"
A_YEAR: Final = "public, max-age=31536000, immutable"
"""How long a browser may keep what lies at an address that changes with its content."""

_VERSION: Final = "v"


def install(app: Flask) -> None:
    """Give templates `asset("rater.css")`, and let browsers keep what it names."""
    addresses = {
        path.relative_to(_FOLDER).as_posix(): _address(path)
        for path in sorted(_FOLDER.rglob("*"))
        if path.is_file()
    }
    app.jinja_env.globals["asset"] = addresses.__getitem__

    def keep(response: Response) -> Response:
        if request.endpoint == "static" and _VERSION in request.args:
            response.headers["Cache-Control"] = A_YEAR
        return response

    app.after_request(keep)


def _address(path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"/static/{path.relative_to(_FOLDER).as_posix()}?{_VERSION}={digest}"
