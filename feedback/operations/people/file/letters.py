"""Find out in which encoding a text was saved; ask where more than one makes sense.

A general detector was weighed: of fifteen short Swedish lists it read eight with wrong letters,
for it looks for any of ninety encodings. Here are those that programs in Sweden write, and
what names look like: a capital stands first, a sign does not stand inside a word.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from feedback.operations.people.file.notices import Notice, PeopleFileError
from feedback.operations.people.file.questions import AmbiguousFileError, Choice

ENCODINGS: Final = {
    "cp1252": "Windows",
    "mac_roman": "Mac",
    "cp850": "DOS (850)",
    "iso8859_15": "ISO 8859-15",
    "cp1250": "Windows (1250)",
    "cp1257": "Windows (1257)",
    "cp1251": "Windows (1251)",
}
"""What may be asked about; the first is by far the most usual."""

_TRIED: Final = ("cp1252", "mac_roman", "cp850", "iso8859_15")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_USUAL: Final = frozenset("åäöÅÄÖéÉüÜøØæÆ")
_INSIDE_WORDS: Final = frozenset("’‘–—·\u2010\u2011")
_ORDINALS: Final = frozenset("ªº")
_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_UTF_8_LETTER: Final = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")
_MOST_WORDS: Final = 5000
_ENOUGH: Final = 3  # different words that only one encoding makes sense of
_LONG_WORD: Final = 4
_LOOKED_AT: Final = 4096
_ZEROS: Final = 0.3
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what is to be told about how it was read."""

    text: str
    advice: tuple[Notice, ...] = ()


def decoded(content: bytes, encoding: str = "") -> Decoded:
    """Return the text of a file, in the encoding that was said if any; raise what must be asked."""
    if encoding:
        return Decoded(_read_as(content, encoding, "encoding-wrong"))
    for mark, name in _MARKS:
        if content.startswith(mark):
            code = "letters-mixed" if mark == codecs.BOM_UTF8 else "unreadable"
            return Decoded(_read_as(content, name, code))
    if b"\0" in content:
        return Decoded(_read_as(content, _wide(content), "unreadable"))
    try:
        return Decoded(content.decode())
    except UnicodeDecodeError as error:
        if _UTF_8_LETTER.search(content):
            raise PeopleFileError([Notice("letters-mixed", _row_of(content, error))]) from error
    return _guessed(content)


def _read_as(content: bytes, encoding: str, code: str) -> str:
    values = {"encoding": encoding[:40]}
    try:
        text = content.decode(encoding)
    except (LookupError, UnicodeError, ValueError) as error:
        row = _row_of(content, error) if code == "letters-mixed" else 0
        raise PeopleFileError([Notice(code, row, values=values)]) from error
    # Separators and ends of rows are half zeros in UTF-16, and nowhere else: half of all other
    # files would decode as it, into letters that nobody wrote.
    is_wide = codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))
    if "\0" in text or (is_wide and b"\0" not in content):
        raise PeopleFileError([Notice(code, values=values)])
    return text.removeprefix("\ufeff")


def _row_of(content: bytes, error: Exception) -> int:
    end = error.start if isinstance(error, UnicodeDecodeError) else 0
    return re.sub(rb"\r\n?", b"\n", content[:end]).count(b"\n") + 1


def _wide(content: bytes) -> str:
    """Return which UTF-16 this is, though no mark says so: half of plain text is zeros then."""
    even, odd = content[0:_LOOKED_AT:2].count(0), content[1:_LOOKED_AT:2].count(0)
    if max(even, odd) < min(len(content), _LOOKED_AT) * _ZEROS:
        return "ascii"  # which has none
    return "utf-16-le" if odd > even else "utf-16-be"


def _guessed(content: bytes) -> Decoded:
    words = list(dict.fromkeys(_WORD.findall(content)))[:_MOST_WORDS]
    plausible = {name: usual for name in _TRIED if (usual := _usual_words(words, name)) is not None}
    best = max(plausible, key=lambda name: plausible[name], default="")
    # Of two that read the same, the first counts: ISO 8859-15 is Windows but for eight signs.
    rivals = {name for name in plausible if _differ(words, name, best)}
    ahead = plausible.get(best, 0) - max((plausible[name] for name in rivals), default=0)
    is_plain = not rivals and not any(_has_letters(word.decode(best)) for word in words if best)
    if best == _TRIED[0] and (ahead > 0 or is_plain):
        return Decoded(content.decode(best))
    if ahead >= _ENOUGH:
        values = {"encoding": ENCODINGS[best], "sample": _sample(words, best)}
        return Decoded(content.decode(best), (Notice("encoding-read", values=values),))
    raise AmbiguousFileError("encoding", Notice("encoding-which"), tuple(_choices(content, words)))


def _has_letters(text: str) -> bool:
    return any(letter.isalpha() and not letter.isascii() for letter in text)


def _differ(words: list[bytes], name: str, other: str) -> bool:
    return any(word.decode(name) != word.decode(other) for word in words)


def _choices(content: bytes, words: list[bytes]) -> list[Choice]:
    """Return the encodings that fit with words of the file, those that make sense first."""
    choices: dict[str, Choice] = {}
    for name in sorted(ENCODINGS, key=lambda one: -_sense(words, one)):
        try:
            content.decode(name)
        except UnicodeDecodeError:
            continue
        sample = _sample(words, name)
        if sample.isprintable():
            choices.setdefault(sample, Choice(name, f"{sample} – {ENCODINGS[name]}"))
    return list(choices.values()) or [Choice(*one) for one in ENCODINGS.items()]


def _sense(words: list[bytes], name: str) -> int:
    usual = _usual_words(words, name)
    return -1 if usual is None else usual


def _sample(words: list[bytes], name: str) -> str:
    return ", ".join(word.decode(name, "replace") for word in words[:_SHOWN])[:120]


def _usual_words(words: list[bytes], name: str) -> int | None:
    """Return how many words have letters that are usual here; None if one cannot be a word."""
    try:
        texts = [word.decode(name) for word in words]
    except UnicodeDecodeError:
        return None
    if any(_is_odd(text) for text in texts):
        return None
    # What are æ and Æ there are the marks of ‘Kalle’ and O’Brien on Windows.
    wanted = _USUAL - {"æ", "Æ"} if name == "cp850" else _USUAL
    return sum(any(letter in wanted for letter in text) for text in texts)


def _is_odd(word: str) -> bool:
    foreign = sum(not letter.isascii() for letter in word)
    if len(word) >= _LONG_WORD and foreign > len(word) * 0.6:
        return True
    if len(word) == 1 and word.isalpha() and word not in _USUAL:
        return True  # a dash, in another encoding
    padded = f" {word} "
    return any(
        _is_out_of_place(*padded[at - 1 : at + 2])
        for at in range(1, len(padded) - 1)
        if not padded[at].isascii()
    )


def _is_out_of_place(before: str, letter: str, after: str) -> bool:
    kind = unicodedata.category(letter)
    if kind == "Lm" or letter in _ORDINALS:
        return True
    if letter.isalpha():
        follows = before.islower() or (before.isalpha() and after.islower())
        return letter.isupper() and follows
    if kind[0] == "S":
        return before.isalpha() or after.isalpha()
    if kind[0] == "P":
        return before.isalpha() and after.isalpha() and letter not in _INSIDE_WORDS
    return kind[0] not in "ZN"
