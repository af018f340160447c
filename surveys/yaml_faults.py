"""Sentences for what a YAML reader trips over, with the slip that usually lies behind it."""

from __future__ import annotations

import re
from typing import Final

import yaml

from surveys.places import START, FaultCollector, Place

_UNQUOTED_BRACE: Final = re.compile(r"(:|-)\s+\{\w+\}")
_UNCLOSED: Final = "unexpected end of stream"
_OPEN_BRACKET: Final = "or ']'"
_OPEN_BRACE: Final = "or '}'"
_NO_COLON: Final = "could not find expected ':'"
_FAR_FROM_THE_SLIP: Final = (_UNCLOSED, _OPEN_BRACKET, _OPEN_BRACE, _NO_COLON)
_SENTENCES: Final = (
    (
        "mapping values are not allowed",
        "a colon and a space stand where no key can be",
        "put a text with a colon in quotation marks, or mend the indentation",
    ),
    (
        _NO_COLON,
        "a key without a colon stands here",
        "write `key: value`, and indent what continues a text",
    ),
    (
        _UNCLOSED,
        "a quotation mark is opened and never closed",
        "close it at the end of the text",
    ),
    (
        _OPEN_BRACKET,
        "a bracket is opened here, and not closed before the text goes on",
        "close it after the last entry",
    ),
    (
        _OPEN_BRACE,
        "a brace is opened here, and not closed before the text goes on",
        "close it after the last text",
    ),
    (
        "cannot start any token",
        "no text can start with this sign",
        "put the text in quotation marks",
    ),
    (
        "unknown escape character",
        "a backslash stands in double quotation marks",
        "delete it, or use single quotation marks",
    ),
    (
        "did not find expected key",
        "a key is expected here",
        "indent the keys of one block alike, and quote texts that contain quotation marks",
    ),
    (
        "expected <block end>",
        "a key or a new entry is expected here",
        "indent the keys of one block alike, and quote texts that contain quotation marks",
    ),
    (
        "did not find expected '-' indicator",
        "an entry of a list is expected here",
        "start each entry with - under the one above",
    ),
)


def report_syntax(error: yaml.YAMLError, text: str, found: FaultCollector) -> None:
    """Add the fault that stopped the YAML reader."""
    if not isinstance(error, yaml.MarkedYAMLError):
        found.at(START, f"this is not YAML ({error})", "save the file as plain UTF-8 text")
        return
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    if any(sign in problem for sign in _FAR_FROM_THE_SLIP):
        mark = error.context_mark  # where it begins, not where the reader gave up
    place = Place(mark.line + 1, mark.column + 1) if mark else START
    lines = text.splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    what, instead = _slip(line, problem)
    found.at(place, what, instead)


def _slip(line: str, problem: str) -> tuple[str, str]:
    """Return what is probably wrong with the line, and what would be right."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "the line is indented with a tab", "indent with spaces"
    if _UNQUOTED_BRACE.search(line):
        return "a text starts with a brace", 'put it in quotation marks: "{name} …"'
    if "\t" in line and "cannot start any token" in problem:
        return "a tab stands where only spaces may", "use spaces"
    for sign, what, instead in _SENTENCES:
        if sign in problem:
            return what, instead
    return f"this is not YAML ({problem})", "check indentation, colons and quotation marks"
