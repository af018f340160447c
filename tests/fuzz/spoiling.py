"""Spoil files as disks, mail filters and attackers do, always in the same way for a seed."""

from __future__ import annotations

import io
import zipfile
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_ANYWHERE: Final = (
    b"<", b">", b"&", b"&a;", b"<!--", b"]]>", b"<!DOCTYPE x>", b'"', b"'", b";", b",", b"\t",
    b"\r", b"\n", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00", b"\x1a", b"\x85", b"\xe5",
    b"\xe2\x80\xae", b"\xc2\xa0", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"PK\x01\x02",
    b"PK\x03\x04", b"PK\x05\x06", b"99999999999999999999", b"1e999", b"nan", b"-1", b"{", b"[",
)  # fmt: skip


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {part.filename: archive.read(part) for part in archive.infolist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """Return an archive of these parts, with checksums that are right."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def spoilt(content: bytes, seed: int, tokens: Sequence[bytes] = ()) -> bytes:
    """Return a file spoilt in one to three places; of an archive, mostly inside its parts."""
    random = Random(seed)
    for _ in range(random.randint(1, 3)):
        parts = _parts(content) if random.random() < 0.5 else None
        if parts is None:
            content = _spoilt(content, random, tokens)
        else:
            content = _spoilt_inside(parts, random, tokens)
    return content


def _parts(content: bytes) -> dict[str, bytes] | None:
    try:
        return parts_of(content)
    except Exception:  # noqa: BLE001 - no archive, or already past repair: spoil it as it is
        return None


def _spoilt_inside(parts: dict[str, bytes], random: Random, tokens: Sequence[bytes]) -> bytes:
    name = random.choice(sorted(parts) or ["x"])
    if random.random() < 0.1:
        parts.pop(name, None)
    else:
        parts[name] = _spoilt(parts.get(name, b""), random, tokens)
    return packed(parts)


def _spoilt(content: bytes, random: Random, tokens: Sequence[bytes]) -> bytes:
    at, length = random.randrange(len(content) + 1), random.randint(1, 40)
    noise, token = random.randbytes(length), random.choice([*_ANYWHERE, *tokens])
    other = random.randrange(len(content) + 1)
    head, tail, rest = content[:at], content[at + length :], content[at:]
    flipped = bytes([rest[0] ^ 1 << random.randrange(8)]) if rest else b""
    return random.choice(
        (
            head,
            head + tail,
            head + noise + tail,
            head + bytes(length) + tail,
            head + noise + rest,
            head + content[other : other + length] + rest,
            head + flipped + rest[1:],
            head + token + rest,
            head + token + rest,
            head + token + tail,
        )
    )
