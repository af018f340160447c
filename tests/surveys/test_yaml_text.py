"""Survey files are read safely: no aliases, no tags, no growing, no surprises of YAML 1.1."""

from __future__ import annotations

import pytest
import yaml

from surveys import yaml_text
from surveys.places import FaultCollector
from surveys.yaml_faults import report_syntax
from surveys.yaml_text import read_yaml
from tests.surveys.samples import SMALL, changed, lines_of

MANY = 100_000


@pytest.fixture(autouse=True, params=[yaml.CSafeLoader, yaml.SafeLoader], ids=["libyaml", "python"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with the C library and without it."""
    monkeypatch.setattr(yaml_text, "_READER", request.param)


SYNTAX = [
    ("a:\n\tb: c", "2:1: the line is indented with a tab; indent with spaces"),
    ("-\t- b", "1:2: a tab stands where only spaces may; use spaces"),
    ("a: b: c", "1:5: a colon and a space stand where no key can be; put a text with a colon in"),
    ("a: {name} är", '1:11: a text starts with a brace; put it in quotation marks: "{name} …"'),
    ("- {name} är", '1:10: a text starts with a brace; put it in quotation marks: "{name} …"'),
    ('a: "b\nc: d', "1:4: a quotation mark is opened and never closed; close it at the end"),
    ("a: [b\nc: d", "1:4: a bracket is opened here, and not closed"),
    ("a: {b: c\nd: e", "1:4: a brace is opened here, and not closed"),
    ("a: @b", "1:4: no text can start with this sign; put the text in quotation marks"),
    ("a:\n- b\n  c: d", "3:4: a colon and a space stand where no key can be"),
    ("a: b\nc\nd: e", "2:1: a key without a colon stands here; write `key: value`"),
    ("%YAML 3.0\n---\na: b", "1:1: this is not YAML (found incompatible YAML document"),
]


@pytest.mark.parametrize(("text", "expected"), SYNTAX)
def test_a_slip_of_yaml_is_told_in_plain_words(text: str, expected: str) -> None:
    told = lines_of(text)

    assert len(told) == 1
    assert told[0].startswith(f"small.yaml:{expected}"), told


@pytest.mark.parametrize("text", ['"a" b: c', 'a: "b" c', "- a\nb: c", 'a: "\\q"', "a: |x\n b"])
def test_any_other_slip_is_told_with_what_would_be_right(text: str) -> None:
    told = lines_of(text)

    assert len(told) == 1
    assert "; " in told[0]


def test_an_error_of_the_reader_without_a_place_is_a_fault_of_the_whole_file() -> None:
    found = FaultCollector("small.yaml")

    report_syntax(yaml.YAMLError("no place"), SMALL, found)

    assert [str(fault) for fault in found.faults] == [
        "small.yaml:1:1: this is not YAML (no place); save the file as plain UTF-8 text"
    ]


EXTRAS = [
    ("{sv: Liten", "&t {sv: Liten", "4:8: the anchor &t is not used in surveys; delete it"),
    ("id: small", "id: !!str small", "1:5: the tag tag:yaml.org,2002:str is not used in surveys"),
    ("id: small", "id: !!python/name:os.system small", "1:5: the tag tag:yaml.org,2002:python"),
    ("id: small", "id: *liten", "1:5: the alias *liten stands for a text; write the text out"),
    ("id: small", "<<: {id: small}", "1:1: the key `<<` is unknown"),
    ("id: small", "[id]: small", "1:1: a key must be a word"),
    ("Liten enkät", '"Liten\\0enkät"', "4:13: an invisible control character stands in the text"),
    ("Liten enkät", '"Liten\\u202Eenkät"', "4:13: a sign that turns the direction of words"),
    ("Liten enkät", '"Liten\\U000E0067enkät"', "4:13: a sign that turns the direction of words"),
    ("Liten enkät", '"Liten\\nenkät"', "4:13: a line break stands here; write it on one line"),
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


@pytest.mark.parametrize(
    ("old", "new"),
    [("id: small", "id: *liten"), ("id: small", "id: !!str 3"), ("id: small", 'id: "sm\\0all"')],
    ids=["alias", "tag", "control character"],
)
def test_a_value_already_refused_is_not_told_of_twice(old: str, new: str) -> None:
    assert len(lines_of(changed(old, new))) == 1


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


def test_a_file_larger_than_any_survey_is_not_read() -> None:
    told = lines_of(SMALL + "#" * 1_000_001)

    assert told[0].endswith("a survey has at most 1000000")
    assert len(told) == 1


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
    ],
)
@pytest.mark.timeout(60)  # a reader that was exhausted would not come back
def test_a_file_made_to_exhaust_the_reader_is_refused_at_once(bomb: str) -> None:
    told = lines_of(bomb)

    assert told
