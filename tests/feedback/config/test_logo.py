"""An uploaded logo is drawn anew: nothing else that its file held is kept or shown."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from feedback.config.logo import LooksError, clean_logo, logo_for_pages


def png(size: tuple[int, int] = (300, 90), colour: str = "#1f5c57", **saved: object) -> bytes:
    """Return a picture with one colour in its left half, and nothing in its right."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    picture.paste(colour, (0, 0, max(1, size[0] // 2), size[1]))
    target = BytesIO()
    picture.save(target, "PNG", **saved)
    return target.getvalue()


def opened(content: bytes) -> Image.Image:
    """Open a PNG."""
    return Image.open(BytesIO(content))


def test_what_rides_along_in_the_file_is_left_behind() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Anna Nyström")
    brought = png(pnginfo=words, dpi=(300, 300)) + b"<script>alert(1)</script>"

    kept = clean_logo(brought)

    assert b"Anna" in brought
    assert set(_chunks(kept)) == {b"IHDR", b"IDAT", b"IEND"}
    assert kept.endswith(b"IEND\xaeB`\x82")


def test_what_is_transparent_stays_so() -> None:
    kept = opened(clean_logo(png()))

    assert kept.mode == "RGBA"
    assert kept.getpixel((kept.width - 1, 0)) == (0, 0, 0, 0)
    assert kept.getpixel((0, 0)) == (31, 92, 87, 255)


def test_it_is_kept_no_larger_than_it_is_drawn() -> None:
    large = clean_logo(png((3_000, 900)))

    assert opened(large).size == (587, 176)
    assert opened(logo_for_pages(large)).size == (320, 96)
    assert clean_logo(large) == large


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"GIF89a", "no PNG"),
        (png()[:60], "no PNG"),
        (b"\x89PNG\r\n\x1a\n", "no PNG"),
        (png((4_001, 2)), "4,000 pixels"),
        (png(colour="#ffffff"), "cannot be seen on white"),
        (png() + b"x" * 2_000_000, "larger than 2 MB"),
    ],
    ids=["another kind", "broken off", "only a beginning", "too wide", "white", "too large"],
)
def test_what_is_no_logo_is_refused_in_one_sentence(content: bytes, told: str) -> None:
    with pytest.raises(LooksError, match=told):
        clean_logo(content)


def test_a_picture_that_says_it_is_huge_is_not_unpacked() -> None:
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
    chunk = b"IHDR" + header
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
    bomb += struct.pack(">I", zlib.crc32(chunk))

    with pytest.raises(LooksError, match="4,000 pixels"):
        clean_logo(bomb)


def _chunks(content: bytes) -> list[bytes]:
    place, found = 8, []
    while place < len(content):
        (length,) = struct.unpack_from(">I", content, place)
        found.append(content[place + 4 : place + 8])
        place += 12 + length
    return found
