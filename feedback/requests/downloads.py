"""Answer with a file that was made for this request; nobody keeps it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from flask import send_file

from feedback.text.one_line import one_line

if TYPE_CHECKING:
    from werkzeug import Response


_NO_FILE_NAME: Final = re.compile(r'[\s/\\:*?"<>|]+')
_LONGEST_NAME: Final = 120  # in bytes; file systems take 255, and browsers add to a name
_DEVICES: Final = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)


def download(content: bytes, mimetype: str, name: str) -> Response:
    """Return a file to download under a name, in which people's own words may stand."""
    answer = send_file(
        BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=file_name(name)
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def file_name(name: str) -> str:
    """Return what a file may be called on every system; its ending stays, whatever goes."""
    whole = PurePosixPath(_NO_FILE_NAME.sub(" ", one_line(name)).strip())
    stem = whole.stem.encode()[:_LONGEST_NAME].decode(errors="ignore").strip().rstrip(" .") or "fil"
    return f"{_DEVICES.sub('fil', stem)}{whole.suffix}"
