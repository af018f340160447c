"""A unit: a workplace in the tree, told by those who work there; nobody is rated."""

from __future__ import annotations

from typing import Final

from surveys.subjects.kind import SubjectKind

UNIT: Final = SubjectKind(
    key="unit",
    called="a unit",
    placeholder="{unit}",
    own=None,
    needs_protected=True,
    floor=5,
    speaker=None,
    named_in=frozenset(("lead",)),
    item_keys=frozenset(("theme", "about_manager")),
    in_tree=True,
)
