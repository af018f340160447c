"""The organisation's logo: read from a file, refused in a sentence when it is no picture."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image, UnidentifiedImageError

if TYPE_CHECKING:
    from pathlib import Path

GREATEST_BYTES: Final = 2_000_000
GREATEST_SIDE: Final = 8_000  # pixels


def read_logo(path: Path) -> bytes:
    """Return the PNG in a file; raise ValueError with what is wrong with it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise ValueError(message) from error
    if len(content) > GREATEST_BYTES:
        message = f"{path} is larger than {GREATEST_BYTES // 1_000_000} MB"
        raise ValueError(message)
    if not _is_png(content):
        message = f"{path} is not a PNG picture that can be shown"
        raise ValueError(message)
    return content


def _is_png(content: bytes) -> bool:
    """Tell whether this is a whole PNG of a sensible size."""
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as picture:
            if max(picture.size) > GREATEST_SIDE:
                return False
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return False
    return True
