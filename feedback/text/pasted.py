"""What people paste, as it was meant.

Mail programs, chats, phones, scanners and word processors put things round a code, into it and
in its place. Here lies what is known of them; which code is looked for, its reader knows.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64Error
from html import unescape
from typing import TYPE_CHECKING, Final
from unicodedata import category, decimal, normalize
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_LONGEST: Final = 20_000  # a whole mail
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me"})
_BLANK_LETTERS: Final = "\u115f\u1160"
_DASHES: Final = "\u02d7\u2043\u2212\u30fc"  # that Unicode does not call so
_SOFT_BREAK: Final = re.compile(r"=\r?\n")
_PROOFPOINT: Final = re.compile(r"urldefense\S*?/v2/url\?\S*?\bu=([^&\s]+)", re.IGNORECASE)
_PROOFPOINT_HEX: Final = re.compile(r"-([0-9A-Fa-f]{2})")
_BASE64_LINK: Final = re.compile(r"aHR0c[\w-]{10,}")  # "http" in base64, as Sophos wraps links
_MOST_READINGS: Final = 12

_APART: Final = r"(?:[ \t]?[-.,·/][ \t]?|\s{1,2})"
_GROUPED: Final = re.compile(rf"(?<![^\W_])\d+(?:({_APART})\d+(?:\1\d+)*)?(?![^\W_])")
_ALIKE: Final = re.compile(r"(?<![^\W_])[\dOoIl]+(?![^\W_])")  # as a scanner reads digits
_READ_AS: Final = str.maketrans("OoIl", "0011")


def plain(text: str) -> str:
    r"""Return a text in plain letters: any digit and dash as ASCII, what is not seen left out.

    >>> plain("\u200b\uff11\uff12\u00a0\u2013\u0663")
    '12 -3'
    """
    return "".join(map(_plain_letter, normalize("NFKC", text[:_LONGEST])))


def readings(text: str) -> list[str]:
    """Return a pasted text as it stands, and as whatever wrapped it had it before."""
    found = [text[:_LONGEST]]
    for one in found:  # which grows: a link is forwarded and wrapped again
        unwrapped = (unescape(unquote(_SOFT_BREAK.sub("", one))), *_hidden_links(one))
        found += [inner for inner in unwrapped if inner not in found][: _MOST_READINGS - len(found)]
    return list(map(plain, found))


def digits_in(text: str, lengths: Collection[int]) -> set[str]:
    """Return the codes of so many digits that stand in a text: one, if it is understood.

    >>> digits_in("Din kod för Feedback: 12345678.", {8})
    {'12345678'}
    """
    read = plain(text)
    whole = [one.translate(_READ_AS) for one in _ALIKE.findall(read) if _is_mostly_digits(one)]
    # What stands together goes before what could be put together: a time, a telephone number.
    for found in (whole, [one[0] for one in _GROUPED.finditer(read)], [read]):
        codes = {code for one in found if len(code := _digits_of(one)) in lengths}
        if codes:
            return codes
    return set()


def _plain_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    kind = category(letter)
    if kind in _UNSEEN or letter in _BLANK_LETTERS:
        return ""
    if kind == "Pd" or letter in _DASHES:
        return "-"
    return str(decimal(letter)) if kind == "Nd" else letter


def _hidden_links(text: str) -> Iterator[str]:
    """Yield the links that mail filters have written into others in a way of their own."""
    for found in _PROOFPOINT.findall(text):
        yield _PROOFPOINT_HEX.sub(lambda one: chr(int(one[1], 16)), found.replace("_", "/"))
    for found in _BASE64_LINK.findall(text):
        try:
            yield urlsafe_b64decode(found + "==").decode("ascii", errors="ignore")
        except NotBase64Error:
            continue


def _is_mostly_digits(text: str) -> bool:
    return sum(one.isdigit() for one in text) > len(text) // 2


def _digits_of(text: str) -> str:
    """Return digits without what parts them; nothing where there is anything else."""
    digits = re.sub(_APART, "", text)
    return digits if digits.isascii() and digits.isdigit() else ""
