"""A stored release: canonical bytes, hashes, and what is refused when reading it back."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

import pytest

from reports.audit.linear import WEIGHTS
from reports.disclosure import release_subjects
from reports.errors import ReleaseFormatError
from reports.policy import DisclosurePolicy
from reports.release import DECLARED, Cell, Norm, Release, read_release
from reports.release.parts import DECLARED_OF_PARTS, PartRelease
from tests.reports.campaigns import make_responses, make_survey

SURVEY = make_survey({"T": ("a", "b")}, questions=("keep",))


def release() -> Release:
    """Return a release with something in most of its fields."""
    responses = make_responses(
        SURVEY,
        {"L1": {"self": [[4, 5]], "manager": [[4, 2]], "peer": [[3, 4]] * 5 + [[1, None]]}},
        {"L1": {"peer": [{"keep": f"Räksmörgås {n} 🦐"} for n in range(3)]}},
    )
    return release_subjects(responses, DisclosurePolicy())["L1"]


def changed(steps: list[Any], value: object) -> str:
    """Return the JSON of a release with one value replaced."""
    content = json.loads(release().to_json())
    place = content
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = value
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def record_types(kind: Any) -> set[type]:  # noqa: ANN401 - a type hint may be anything
    """Return the record types that a type hint mentions."""
    if is_dataclass(kind):
        return {kind} if isinstance(kind, type) else set()
    return set().union(*(record_types(one) for one in get_args(kind)))


def undeclared(kind: type, declared: dict[type, dict[str, Any]]) -> list[str]:
    """Return the fields, here and below, that are neither records nor declared."""
    missing = []
    hints = get_type_hints(kind)
    for one in fields(kind):
        inner = record_types(hints[one.name])
        if not inner and one.name not in declared.get(kind, {}):
            missing.append(f"{kind.__name__}.{one.name}")
        for below in inner:
            missing.extend(undeclared(below, declared))
    return missing


def test_every_field_of_a_release_is_declared() -> None:
    assert undeclared(Release, DECLARED) == []


def test_every_field_of_the_release_of_a_part_is_declared() -> None:
    assert undeclared(PartRelease, DECLARED_OF_PARTS) == []


def test_a_field_without_declaration_is_noticed() -> None:
    without_sum: dict[type, dict[str, Any]] = {**DECLARED, Cell: {"n": "constant"}}

    assert "Cell.sum" in undeclared(Release, without_sum)


def test_declarations_are_of_fields_that_exist() -> None:
    for kind, declared in [*DECLARED.items(), *DECLARED_OF_PARTS.items()]:
        assert set(declared) <= {one.name for one in fields(kind)}


def test_every_linear_field_has_weights_for_the_audit() -> None:
    linear = {
        (kind, name)
        for kind, declared in DECLARED.items()
        for name, how in declared.items()
        if how == "linear"
    }

    assert set(WEIGHTS) == linear


def test_json_is_canonical_and_holds_no_fraction() -> None:
    text = release().to_json()

    content = json.loads(text, parse_float=pytest.fail)
    assert text == json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sorted(content) == ["comments", "figures", "format"]
    assert content["format"] == 1
    assert sorted(content["comments"]) == ["identified", "others", "self"]


def test_figures_and_comments_have_hashes_of_their_own() -> None:
    first = release()
    silent = replace(first, comments=replace(first.comments, others=()))

    assert silent.figures_hash == first.figures_hash
    assert silent.comments_hash != first.comments_hash
    assert len(first.figures_hash) == 64


def test_a_fraction_never_gets_into_a_release() -> None:
    first = release()
    norm = Norm(30, 3.5, None, None, None, None)  # type: ignore[arg-type]  # the wrong type is the point

    with pytest.raises(ReleaseFormatError, match="float"):
        replace(first, figures=replace(first.figures, norms=(norm,))).to_json()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no JSON"),
        ("[]", "does not say its format"),
        (changed(["format"], 2), "has format 2; this version reads 1"),
        (changed(["figures", "k"], "three"), "figures.k: "),
        (changed(["figures", "policy"], "guess"), "figures.policy: "),
        (changed(["figures", "blocks", 0, "cells", 0, "n"], 2), "blocks.0: "),
        (changed(["figures", "others", 0, "blocks"], [0, 7]), "not there"),
        (changed(["figures", "others", 0, "n_protected"], 1), "others.0: "),
        (changed(["figures", "self_ratings"], [4]), "self_ratings: 1 entries for 2 items"),
        (changed(["figures", "traits"], [["T", ["a"]]]), "traits: "),
        (changed(["figures", "sigma_w"], []), "sigma_w: 0 entries for 1 traits"),
        (changed(["figures", "k"], "3"), "canonical"),
        (changed(["figures", "name"], "Karin Lund"), "canonical"),
        (release().to_json() + " ", "canonical"),
    ],
)
def test_what_was_changed_is_refused_with_its_reason(text: str, sentence: str) -> None:
    with pytest.raises(ReleaseFormatError, match=sentence):
        read_release(text)
