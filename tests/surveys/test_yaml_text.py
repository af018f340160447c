"""Survey files are read safely: no aliases, no tags, no growing, no surprises of YAML 1.1."""

from __future__ import annotations

import time

import pytest
import yaml

from surveys import yaml_text
from surveys.places import FaultCollector
from surveys.yaml_text import read_yaml
from tests.surveys.samples import SMALL, changed, lines_of

MANY = 100_000


@pytest.fixture(autouse=True, params=[yaml.CSafeLoader, yaml.SafeLoader], ids=["libyaml", "python"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with the C library and without it."""
    monkeypatch.setattr(yaml_text, "_READER", request.param)


SYNTAX = [
    ("  from: 1\n", "\tfrom: 1\n", "8:1: the line is indented with a tab; indent with spaces"),
    ("id: small\n", "id: small: er\n", "1:10: a colon and a space stand where no key can be"),
    (
        'others: {sv: "{name} frågar andra.", en: "{name} asks others."}',
        "others:\n          sv: {name} frågar andra.\n",
        '29:22: a text starts with a brace; put it in quotation marks: "{name} …"',
    ),
    ("id: small\n", 'id: "small\n', "1:5: a quotation mark is opened and never closed; close it"),
]


@pytest.mark.parametrize(("old", "new", "expected"), SYNTAX)
def test_a_slip_of_yaml_is_told_in_plain_words(old: str, new: str, expected: str) -> None:
    text = changed(old, new)
    if "never closed" in expected:
        text = text.replace('"', "").replace("id: small", 'id: "small')

    told = lines_of(text)

    assert len(told) == 1
    assert told[0].startswith(f"small.yaml:{expected}")


EXTRAS = [
    ("{sv: Liten", "&t {sv: Liten", "4:8: the anchor &t is not used in surveys; delete it"),
    ("id: small", "id: !!str small", "1:5: the tag tag:yaml.org,2002:str is not used in surveys"),
    ("id: small", "id: !!python/name:os.system small", "1:5: the tag tag:yaml.org,2002:python"),
    ("id: small", "id: *liten", "1:5: the alias *liten stands for a text; write the text out"),
    ("id: small", "<<: {id: small}", "1:1: the key `<<` is unknown"),
    ("id: small", "[id]: small", "1:1: a key must be a word"),
    ("Liten enkät", '"Liten\\0enkät"', "4:13: an invisible control character stands in the text"),
    ("Liten enkät", "Liten\x7fenkät", "4:18: the character U+007F cannot stand in YAML"),
]


@pytest.mark.parametrize(("old", "new", "expected"), EXTRAS)
def test_what_yaml_offers_beyond_plain_values_is_refused(old: str, new: str, expected: str) -> None:
    told = lines_of(changed(old, new))

    assert any(line.startswith(f"small.yaml:{expected}") for line in told), told


def test_an_anchor_does_not_hide_the_faults_around_it() -> None:
    text = changed("{sv: Liten", "&t {sv: Liten").replace("version: 1", "version: x")

    told = [line.split(":")[1] for line in lines_of(text)]

    assert told == ["2", "4"]


def test_a_second_document_is_refused() -> None:
    told = lines_of(SMALL + "---\nid: other\n")

    assert told == ["small.yaml:42:1: a second document starts here; one file holds one survey"]


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n", "[]", "survey", "3"])
def test_a_file_without_a_survey_is_refused(text: str) -> None:
    told = lines_of(text)

    assert told == [
        "small.yaml:1:1: the file holds no survey; start with `id:`, `version:`, `title:`"
    ]


def test_words_that_yaml_once_took_for_yes_and_no_stay_words() -> None:
    found = FaultCollector("words")

    value = read_yaml(
        "{no: Yes, on: 12:30, när: 2026-01-01, true: false, a: ~, b: '1', c: 1}", found
    )

    assert value == {
        "no": "Yes",
        "on": "12:30",
        "när": "2026-01-01",
        "true": False,
        "a": None,
        "b": "1",
        "c": 1,
    }
    assert found.faults == []


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * MANY,
        "{a: " * MANY,
        "- " * MANY,
        "? " * MANY,
        "&a " * MANY,
        "a: &a [x, x]\n" + "".join(f"k{i}: &b{i} [*a, *a, *a]\n" for i in range(999)),
        "a: &a [*a]",
        "version: " + "9" * MANY,
        "title: {sv: '" + "{name" * MANY + "'}",
        "x" * 1_000_001,
    ],
    ids=[
        "lists",
        "maps",
        "entries",
        "keys",
        "anchors",
        "laughs",
        "loop",
        "number",
        "braces",
        "big",
    ],
)
def test_a_file_made_to_exhaust_the_reader_is_refused_at_once(bomb: str) -> None:
    started = time.process_time()

    told = lines_of(bomb)

    assert told
    assert time.process_time() - started < 5
