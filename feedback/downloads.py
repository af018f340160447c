"""Answer with a file that was made for this request; nobody keeps it."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final

from flask import send_file

if TYPE_CHECKING:
    from werkzeug import Response


_NO_FILE_NAME: Final = re.compile(r'[\s/\\:*?"<>|\x00-\x1f]+')


def download(content: bytes, mimetype: str, name: str) -> Response:
    """Return a file to download under a name, in which people's own words may stand."""
    plain = _NO_FILE_NAME.sub(" ", name).strip()
    answer = send_file(BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=plain)
    answer.headers["Cache-Control"] = "no-store"
    return answer
