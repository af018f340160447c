"""What every text of a survey file must keep: its languages and its placeholders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from surveys.subjects import DEFAULT, SUBJECTS
from surveys.texts import INITIATIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.places import FaultCollector, Path
    from surveys.subjects import SubjectKind

_TEXT_KEYS: Final = frozenset(
    [
        "title",
        "meant_for",
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
_GENITIVE: Final = re.compile("\\{[a-z]+\\}(['’‘`\u00b4\u02bc]|:?s(?!\\w))", re.IGNORECASE)
_GLUED: Final = re.compile(r"\w\{[a-z]+\}|\{[a-z]+\}\w")
_LEADS: Final = frozenset(("lead", "lead_self"))


def check_texts(value: dict[str, Any], found: FaultCollector) -> None:
    """Add a fault for each text with a wrong language or placeholder."""
    languages = _languages(value)
    stated = value.get("subject", DEFAULT.key)
    kind = SUBJECTS.get(stated) if isinstance(stated, str) else None
    for path, text in texts(value):
        if languages and text:
            _check_languages(path, text, languages, found)
        for language, words in text.items():
            if kind and isinstance(words, str):
                _check_placeholders(path, language, words, kind, found)


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


def _check_placeholders(
    path: Path, language: str, words: str, kind: SubjectKind, found: FaultCollector
) -> None:
    place = (*path, language)
    for placeholder in _PLACEHOLDER.findall(words):
        if placeholder not in {kind.placeholder, INITIATIVE}:
            instead = f"only {kind.placeholder} is filled"
            found.value(place, f"the placeholder {placeholder} is unknown", instead)
    if re.search(r"[{}]", _PLACEHOLDER.sub("", words)):
        found.value(place, "a brace stands alone in the text", f"write {kind.placeholder}, or none")
    if INITIATIVE in words and not (len(path) == 1 and path[0] in _LEADS):
        what = f"{INITIATIVE} is not filled in here"
        found.value(place, what, "only `lead` and `lead_self` name what a campaign is about")
    misplaced = _misplaced(path, kind) if kind.placeholder in words else None
    if fault := misplaced or _inflected(words):
        found.value(place, *fault)


def _misplaced(path: Path, kind: SubjectKind) -> tuple[str, str] | None:
    name = kind.placeholder
    if path[-1] in {"self", "lead_self"} and kind.speaker:
        speaker = kind.speaker
        instead = f"its own people read it: write {speaker.english}, {speaker.swedish}"
        return f"{name} stands in the self wording", instead
    asks_others = path[0] == "questions" if path[-1] == "text" else path[0] != "conditions"
    if path[-1] in kind.named_in and asks_others and path[0] != "own_parts":
        return None
    allowed = " and ".join(f"`{key}`" for key in sorted(kind.named_in))
    return f"{name} is not filled in here", f"only {allowed} of what others are asked have it"


def _inflected(words: str) -> tuple[str, str] | None:
    if found := _GENITIVE.search(words):
        name = found[0][: found[0].index("}") + 1]
        return f"{name} stands in the genitive", "rephrase: it breaks for names that end in s"
    if found := _GLUED.search(words):
        name = re.sub(r"^\w|\w$", "", found[0])
        return f"{name} is glued to other letters", "let it stand as a word of its own"
    return None
