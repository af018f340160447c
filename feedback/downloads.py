"""Answer with a file that was made for this request; nobody keeps it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import send_file

if TYPE_CHECKING:
    from werkzeug import Response


def download(content: bytes, mimetype: str, name: str) -> Response:
    """Return a file to download under a name."""
    answer = send_file(BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
