"""What every text of a survey file must keep: its languages and its placeholders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from surveys.texts import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.places import FaultCollector, Path

_TEXT_KEYS: Final = frozenset(
    [
        "title",
        "name",
        "label",
        "description",
        "hint",
        "others",
        "self",
        "text",
        "intro",
        "lead",
        "lead_self",
        "cannot_judge",
    ]
)
_LISTS_OF_TEXTS: Final = ("reflection", "actions", "labels")

_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")
# Every mark that keyboards and word processors offer as an apostrophe.
_GENITIVE: Final = re.compile("\\{name\\}(['’‘`\u00b4\u02bc]|:?s(?!\\w))", re.IGNORECASE)
_GLUED: Final = re.compile(r"\w\{name\}|\{name\}\w")


def check_texts(value: dict[str, Any], found: FaultCollector) -> None:
    """Add a fault for each text with a wrong language or placeholder."""
    languages = _languages(value)
    for path, text in texts(value):
        if languages and text:
            _check_languages(path, text, languages, found)
        for language, words in text.items():
            if isinstance(words, str):
                _check_placeholders(path, (*path, language), words, found)


def texts(value: object, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield every text by language with its path, wherever it stands."""
    if isinstance(value, dict):
        if _is_text(path):
            yield path, value
            return
        for key, inside in value.items():
            yield from texts(inside, (*path, key))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from texts(inside, (*path, index))


def _is_text(path: Path) -> bool:
    if not path:
        return False
    return path[-1] in _TEXT_KEYS or (len(path) > 1 and path[-2] in _LISTS_OF_TEXTS)


def _languages(value: dict[str, Any]) -> list[str]:
    stated = value.get("languages")
    if not isinstance(stated, list):
        return []
    return [language for language in stated if isinstance(language, str)]


def _check_languages(
    path: Path, text: dict[str, Any], languages: list[str], found: FaultCollector
) -> None:
    if languages[0] not in text:
        what = f"the text has no wording in {languages[0]}, the first language of the file"
        found.value(path, what, f"add `{languages[0]}:`")
    for language in text:
        if language not in languages:
            what = f"`{language}` is not among the file's languages ({', '.join(languages)})"
            found.key((*path, language), what, "add it to `languages`, or delete the text")


def _check_placeholders(path: Path, place: Path, words: str, found: FaultCollector) -> None:
    for placeholder in _PLACEHOLDER.findall(words):
        if placeholder != NAME:
            found.value(place, f"the placeholder {placeholder} is unknown", "only {name} is filled")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", words)):
        found.value(place, "a brace stands alone in the text", "write {name}, or no brace")
    if NAME not in words:
        return
    if fault := _misplaced(path) or _inflected(words):
        found.value(place, *fault)


def _misplaced(path: Path) -> tuple[str, str] | None:
    if path[-1] in {"self", "lead_self"}:
        return "{name} stands in the self wording", "the leader reads it: write I, jag"
    if path[-1] in {"others", "lead"} and path[0] != "conditions":
        return None
    if path[-1] == "text" and path[0] == "questions":
        return None
    return "{name} is not filled in here", "only others' wording and `lead` have a name"


def _inflected(words: str) -> tuple[str, str] | None:
    if _GENITIVE.search(words):
        return "{name} stands in the genitive", "rephrase: it breaks for Lars and Agnes"
    if _GLUED.search(words):
        return "{name} is glued to other letters", "let it stand as a word of its own"
    return None
