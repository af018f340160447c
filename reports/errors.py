"""What can go wrong between responses and a report.

    ReportsError
    ├── PolicyError             k or policy out of bounds
    ├── ResponsesError          responses that no release can be made from
    ├── ReleaseRefusedError     the audit found a figure that stands on too few raters
    ├── ReleaseFormatError      a stored release that cannot be read
    ├── FiguresError            figures for the audit that cannot be read
    ├── EffectCaseError         a case of effects that cannot be read
    ├── UnsealedFigureError     a figure for a page that no release vouches for
    ├── UnknownTextError        a sentence that a language lacks
    └── UnknownSectionError     a section that no report has

An error that has several faults to tell carries them all in `problems`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class ReportsError(Exception):
    """Anything that this package refuses; `problems` holds one sentence per fault."""

    def __init__(self, *problems: str) -> None:
        """Keep every fault, in the order found."""
        super().__init__("\n".join(problems))
        self.problems: Sequence[str] = problems


class PolicyError(ReportsError):
    """A disclosure policy that is out of bounds."""


class ResponsesError(ReportsError):
    """Responses that no release can be made from."""


class ReleaseRefusedError(ReportsError):
    """A release with a figure that stands on too few raters; nothing was released."""


class ReleaseFormatError(ReportsError):
    """A stored release that is damaged or of an unknown format."""


class FiguresError(ReportsError):
    """Figures for the audit that cannot be read."""


class EffectCaseError(ReportsError):
    """A case of effects, or a table it names, that cannot be read."""


class UnsealedFigureError(ReportsError):
    """A figure for a page that was not computed from a release."""

    def __init__(self, kind: str) -> None:
        """Say which type was made by hand."""
        super().__init__(
            f"A {kind} is made by reports.shown.profile from a release, never by hand."
        )


class UnknownTextError(ReportsError):
    """A sentence that a report wants to say and that a language lacks."""

    def __init__(self, language: str, key: str) -> None:
        """Name the language and the key."""
        super().__init__(f"There is no text {key!r} in {language!r}.")


class UnknownSectionError(ReportsError):
    """A section that no report has."""
