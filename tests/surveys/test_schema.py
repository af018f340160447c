"""The JSON Schema for editors stays in step with the model and with the definitions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # no types yet

import surveys
from surveys.places import FaultCollector
from surveys.schema import schema_json
from surveys.yaml_text import read_yaml
from tests.surveys.samples import SMALL, changed

DEFINITIONS = Path(surveys.__file__).parent / "definitions"


def problems(text: str) -> list[Any]:
    """Return what an editor would underline."""
    validator = Draft202012Validator(json.loads(schema_json()))
    return list(validator.iter_errors(read_yaml(text, FaultCollector("text"))))


def test_the_written_schema_is_the_models() -> None:
    written = (DEFINITIONS / "schema.json").read_text(encoding="utf-8")

    assert written == schema_json(), "run `python -m surveys schema`"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(schema_json()))


@pytest.mark.parametrize("path", sorted(DEFINITIONS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_definition_keeps_to_the_schema(path: Path) -> None:
    assert problems(path.read_text(encoding="utf-8")) == []


def test_every_definition_says_which_schema_it_follows() -> None:
    for path in DEFINITIONS.glob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith(
            "# yaml-language-server: $schema=schema.json\n"
        )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version: 1\n", ""),
        ("version: 1\n", "version: 1\nlayuot: one-page\n"),
        ("kind: protected", "kind: secret"),
        ("key: fragar", "key: frå gar"),
        ("{sv: Liten enkät,", "{SV: Liten,"),
        ("    1: {", "    ett: {"),
        ("  to: 4\n", "  to: 11\n"),
    ],
)
def test_an_editor_underlines_what_the_loader_refuses(old: str, new: str) -> None:
    assert problems(SMALL) == []
    assert problems(changed(old, new))


def test_every_key_is_described_to_whoever_writes_a_survey() -> None:
    schema = json.loads(schema_json())
    models = [schema, *(model for model in schema["$defs"].values() if "properties" in model)]

    undescribed = [
        key
        for model in models
        for key, value in model["properties"].items()
        if "description" not in value
    ]

    assert undescribed == []
