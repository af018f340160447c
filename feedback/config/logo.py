"""The organisation's logo: read from a file or an upload, refused in a sentence if it is none."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image

from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from pathlib import Path

GREATEST_BYTES: Final = 2_000_000
GREATEST_SIDE: Final = 8_000  # pixels
GREATEST_UPLOADED_SIDE: Final = 4_000  # the web takes it into memory, 4 bytes a pixel

_KEPT: Final = (680, 176)  # pixels: what the cover of a report draws at its sharpest
_ON_PAGES: Final = (480, 96)  # three times what the head of a page shows
_BEGINNING: Final = b"\x89PNG\r\n\x1a\n"
_SIDES: Final = struct.Struct(">II")  # behind the beginning, a length and a name
_SIDES_AT: Final = 16
_LIGHTEST_SEEN: Final = 225  # of 255, on white


class LooksError(ValueError):
    """Part of how the installation shall look that cannot be; its words are for a person."""

    def __init__(self, fault: Phrase) -> None:
        """Take what is wrong and what to do, in one sentence or two."""
        super().__init__(fault)
        self.fault = fault


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
    if max(_sides(content)) > GREATEST_SIDE or _opened(content) is None:
        message = f"{path} is not a PNG picture that can be shown"
        raise ValueError(message)
    return content


def clean_logo(content: bytes) -> bytes:
    """Return the picture of an uploaded PNG, drawn anew: nothing else that the file held.

    As large as its places need, with what is transparent. Raises LooksError.
    """
    if len(content) > GREATEST_BYTES:
        raise LooksError(Phrase("The logo is larger than 2 MB. Save it smaller, and choose it."))
    if max(_sides(content)) > GREATEST_UPLOADED_SIDE:
        raise LooksError(
            Phrase("The logo is more than 4,000 pixels wide or high. Save it smaller.")
        )
    picture = _opened(content)
    if picture is None:
        raise LooksError(Phrase("The logo is no PNG picture that can be shown. Save it as PNG."))
    if _is_unseen(picture):
        raise LooksError(
            Phrase("The logo cannot be seen on white. Choose the one meant for white paper.")
        )
    return _within(picture, _KEPT)


def logo_for_pages(content: bytes) -> bytes:
    """Return a logo as small as the head of a page needs."""
    picture = _opened(content)
    return content if picture is None else _within(picture, _ON_PAGES)


def _opened(content: bytes) -> Image.Image | None:
    """Return the picture of a whole PNG; None where it is none."""
    if not content.startswith(_BEGINNING):
        return None
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as picture:
            return picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError):
        return None


def _sides(content: bytes) -> tuple[int, int]:
    """Return width and height as a PNG says them, before any of it is unpacked."""
    if not content.startswith(_BEGINNING) or len(content) < _SIDES_AT + _SIDES.size:
        return (0, 0)
    width, height = _SIDES.unpack_from(content, _SIDES_AT)
    return width, height


def _is_unseen(picture: Image.Image) -> bool:
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture)
    darkest, _lightest = ground.convert("L").getextrema()
    return bool(darkest > _LIGHTEST_SEEN)  # type: ignore[operator] # one band has one number


def _within(picture: Image.Image, most: tuple[int, int]) -> bytes:
    """Return a picture as PNG, no larger than this and without what its file said besides."""
    bare = Image.frombytes("RGBA", picture.size, picture.tobytes())
    bare.thumbnail(most, Image.Resampling.LANCZOS)
    target = BytesIO()
    bare.save(target, "PNG", optimize=True)
    return target.getvalue()
