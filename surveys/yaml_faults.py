"""Sentences for what a YAML reader trips over, with the slip that usually lies behind it."""

from __future__ import annotations

import re
from typing import Final

import yaml

from surveys.places import START, FaultCollector, Place

_UNQUOTED_BRACE: Final = re.compile(r"(:|-)\s+\{\w+\}")
_UNCLOSED: Final = "unexpected end of stream"
_SENTENCES: Final = (
    (
        "mapping values are not allowed",
        "a colon and a space stand where no key can be",
        "put a text with a colon in quotation marks, or mend the indentation",
    ),
    (
        "could not find expected ':'",
        "a key without a colon stands here",
        "write `key: value`, and indent what continues a text",
    ),
    (
        _UNCLOSED,
        "a quotation mark is opened and never closed",
        "close it at the end of the text",
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
    mark = error.problem_mark or error.context_mark
    if _UNCLOSED in (error.problem or ""):
        mark = error.context_mark  # where the quotation mark was opened, not where the file ends
    place = Place(mark.line + 1, mark.column + 1) if mark else START
    lines = text.splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    what, instead = _slip(line, error.problem or "")
    found.at(place, what, instead)


def _slip(line: str, problem: str) -> tuple[str, str]:
    """Return what is probably wrong with the line, and what would be right."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "the line is indented with a tab", "indent with spaces"
    if _UNQUOTED_BRACE.search(line):
        return "a text starts with a brace", 'put it in quotation marks: "{name} …"'
    for sign, what, instead in _SENTENCES:
        if sign in problem:
            return what, instead
    if "\t" in line:
        return "a tab stands where only spaces may", "use spaces"
    return f"this is not YAML ({problem})", "check indentation, colons and quotation marks"
