"""YAML text as plain values with places: safe, small, and with no surprises of YAML 1.1.

Only `true` and `false` are yes and no, so that the language key `no` and the label
`Yes` stay words. Anchors, aliases and tags are refused, so no file grows while it is read.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING, Final, TypeAlias

import yaml

from surveys.places import START, FaultCollector, Path, Place
from surveys.yaml_faults import report_syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value] | None"

LARGEST_FILE: Final = 1_000_000
DEEPEST: Final = 12

# libyaml reads ten times faster than pure Python; the events are the same.
_READER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNREADABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
# Overrides, embeddings and isolates of direction; tags, which nobody sees at all.
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_ON_ONE_LINE: Final = frozenset({"title", "label"})  # they stand in tables and in mails' headers
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,15}")
_CONSTANTS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}


class _StoppedError(Exception):
    """Reading on would make no sense; the fault is already told."""


def decode_utf8(content: bytes, found: FaultCollector) -> str:
    """Return the content as text; a byte that is not UTF-8 is a fault at its place."""
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        found.at(
            _place_after(before),
            f"the byte 0x{content[error.start]:02x} is not UTF-8",
            "save the file as UTF-8",
        )
        return ""


def read_yaml(text: str, found: FaultCollector) -> Value:
    """Return the one document of a text; faults and places go to the collector."""
    if len(text) > LARGEST_FILE:
        what = f"the file has {len(text)} characters"
        found.at(START, what, f"a survey has at most {LARGEST_FILE}")
        return None
    for match in _UNREADABLE.finditer(text):
        what = f"the character U+{ord(match[0]):04X} cannot stand in YAML"
        found.at(_place_after(text[: match.start()]), what, "delete it")
        return None
    try:
        return _Composer(yaml.parse(text, Loader=_READER), found).document()
    except yaml.YAMLError as error:
        report_syntax(error, text, found)
    except _StoppedError:
        pass
    return None


def _place_after(text: str) -> Place:
    lines = re.split("\r\n|\r|\n", text)
    return Place(len(lines), len(lines[-1]) + 1)


class _Composer:
    """Builds values from YAML events, noting the place of each."""

    def __init__(self, events: Iterator[yaml.Event], found: FaultCollector) -> None:
        self._events = events
        self._found = found

    def document(self) -> Value:
        """Return the first document; a second one is a fault."""
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        value = self._value(next(self._events), ())
        next(self._events)
        following = next(self._events)
        if not isinstance(following, yaml.StreamEndEvent):
            place = _place(following)
            self._found.at(place, "a second document starts here", "one file holds one survey")
        return value

    def _value(self, event: yaml.Event, path: Path) -> Value:
        self._found.places.values[path] = _place(event)
        if len(path) > DEEPEST:
            self._found.value(path, "this is nested too deeply", f"go {DEEPEST} levels at most")
            raise _StoppedError
        self._refuse_extras(event, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        return None  # an alias, already refused

    def _refuse_extras(self, event: yaml.Event, path: Path) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            what, instead = f"the alias *{anchor} stands for a text", "write the text out"
        elif anchor:
            what, instead = f"the anchor &{anchor} is not used in surveys", "delete it"
        elif tag:
            what, instead = f"the tag {tag} is not used in surveys", "delete it"
        else:
            return
        self._found.value(path, what, instead)
        self._found.spoilt.add(path)

    def _mapping(self, path: Path) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for event in self._until(yaml.MappingEndEvent):
            key = self._key(event)
            place = _place(event)
            if key in values:
                first = self._found.places.of_key((*path, key)).line
                what = f"the key `{key}` stands here twice, first on line {first}"
                self._found.at(place, what, "delete one of them")
                self._skip_value()
                continue
            self._found.places.keys[(*path, key)] = place
            values[key] = self._value(next(self._events), (*path, key))
        return values

    def _key(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.ScalarEvent):
            return unicodedata.normalize("NFC", event.value)
        self._found.at(_place(event), "a key must be a word", "write `key: value`")
        # What follows a key that is itself a list or a mapping can only be guessed at.
        raise _StoppedError

    def _skip_value(self) -> None:
        depth = 0
        for event in self._events:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth == 0:
                return

    def _list(self, path: Path) -> list[Value]:
        ending = self._until(yaml.SequenceEndEvent)
        return [self._value(event, (*path, index)) for index, event in enumerate(ending)]

    def _until(self, ending: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, ending):
                return
            yield event

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> Value:
        text = unicodedata.normalize("NFC", event.value)
        plain = event.implicit[0]  # neither quoted nor a block
        if plain and text in _CONSTANTS:
            return _CONSTANTS[text]
        if plain and _INTEGER.fullmatch(text):
            return int(text)
        if any(unicodedata.category(c) in {"Cc", "Cs"} and c != "\n" for c in text):
            self._found.value(
                path, "an invisible control character stands in the text", "delete it"
            )
            self._found.spoilt.add(path)
        if _TURNS.search(text):
            what = "a sign that turns the direction of words, or a hidden one, stands in the text"
            self._found.value(path, what, "delete it, or write the text anew")
            self._found.spoilt.add(path)
        if "\n" in text.strip() and _ON_ONE_LINE.intersection(path):
            self._found.value(path, "a line break stands here", "write it on one line")
            self._found.spoilt.add(path)
        return text


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark else START
