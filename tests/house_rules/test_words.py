"""The interface says *konfidentiellt*: who promises more than holds is found out once.

The word stands in no text that a person reads, but for the one question that raters ask. And a
thing has one name in Swedish: whoever was asked is *tillfrågad*, for a *svarande* reads as if
they had answered; a campaign is *avbruten*, for *ställ in* is also how a setting is changed.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from tests.house_rules.repository import files_matching, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORBIDDEN = re.compile("anonym", re.IGNORECASE)
THE_QUESTION = re.compile(r"är det anonymt\?|is it anonymous\?", re.IGNORECASE)
# Names of commands, modules and settings are no texts: audit-anonymity, feedback.anonymity.
NAME = re.compile(r"[A-Za-z0-9_./:-]+")
TEMPLATE_COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
WRONG_WORDS = re.compile(
    r"""\b(?:ställ(?:a|er|s|des|ts)?[ ]in | inställ(?:d|t|da) | svarande\w* | respondent\w*
    | gränser?|gränsen  # the least number of answers
    | (?:edit|delete|submit|save|cancel|close|share|launch|upload|download|remove|update)\w* )\b""",
    re.IGNORECASE | re.VERBOSE,
)
RIGHT_WORDS = re.compile(
    # What can be set, and what the promise leaves open.
    r"inte inställ\w+|är inställd: mejl|finns (?:det )?gränser (?:som|för)",
    re.IGNORECASE,
)


def wrong_words_in(text: str) -> list[str]:
    """Return the words of a Swedish text that the interface calls something else."""
    return WRONG_WORDS.findall(RIGHT_WORDS.sub("", text))


def test_swedish_calls_each_thing_by_its_one_name() -> None:
    catalogues = files_matching("feedback/translations/sv*/LC_MESSAGES/messages.po")
    texts = [text for file in catalogues for text in _translated(file)]

    found = {text: words for text in texts if (words := wrong_words_in(text))}

    assert len(texts) > 1000
    assert found == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ställ in omgången", ["Ställ in"]),
        ("Svarande 247", ["Svarande"]),
        ("Motsvarande gäller avgränsade listor.", []),
        ("Save och cancel", ["Save", "cancel"]),
        ("Inställningar", []),
    ],
)
def test_another_name_is_found(text: str, words: list[str]) -> None:
    assert wrong_words_in(text) == words


def test_templates_and_mails_promise_no_anonymity() -> None:
    found = _promising(
        (file, TEMPLATE_COMMENT.sub("", text_of(file)))
        for file in files_matching("feedback/templates/**")
    )

    assert found == []


def test_translations_promise_no_anonymity() -> None:
    found = _promising(
        (file, line)
        for file in files_matching("**/*.po")
        for line in text_of(file).splitlines()
        if not line.startswith("#")
    )

    assert found == []


def test_surveys_and_reports_promise_no_anonymity() -> None:
    files = files_matching("feedback/**/*.yaml", "reports/**/*.yaml", "surveys/**/*.yaml")

    found = _promising((file, text_of(file)) for file in files)

    assert found == []


def test_texts_in_the_code_promise_no_anonymity() -> None:
    found = _promising(
        (file, text)
        for file in files_matching("feedback/**/*.py", "reports/**/*.py", "surveys/**/*.py")
        for text in _texts_of_code(file)
        if not NAME.fullmatch(text)
    )

    assert found == []


@pytest.mark.parametrize(
    ("text", "promises"),
    [
        ("Svaren är anonyma.", True),
        ("Your answers are anonymous", True),
        ("Är det anonymt? Nej, konfidentiellt.", False),
        ("Är det anonymt? Ja, helt anonymt.", True),
    ],
)
def test_only_the_question_itself_may_say_the_word(text: str, *, promises: bool) -> None:
    assert _promises(text) is promises


def _translated(file: Path) -> Iterator[str]:
    for message in read_po(text_of(file).splitlines(keepends=True)):
        if message.id and message.string:
            yield from [message.string] if isinstance(message.string, str) else message.string


def _promising(texts: Iterator[tuple[Path, str]]) -> list[str]:
    return sorted({f"{file}: {text[:80]}" for file, text in texts if _promises(text)})


def _promises(text: str) -> bool:
    return FORBIDDEN.search(THE_QUESTION.sub("", text)) is not None


def _texts_of_code(file: Path) -> Iterator[str]:
    tree = ast.parse(text_of(file))
    # A string that stands alone documents what is above it.
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield str(node.value)
