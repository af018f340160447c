"""What may be shown about one part of a tree of workplaces: frozen, versioned, hashed.

A part has a release of its own (decision 94), made together with all others from one partition:
whoever reads one part is given its row and nothing of its siblings. Only
`reports.disclosure.tree` makes one from responses, only `reports.release.reading_parts` reads
one back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reports.partitions import Member
from reports.policy import AnsweredShare
from reports.release.canonical import canonical_json, sha256
from reports.release.model import Kind, Previous, PreviousTrait, SigmaW

FORMAT_OF_PARTS: Final = 1


@dataclass(frozen=True, slots=True)
class PartCell:
    """One item as the people of a part answered it.

    `n` and `sum` are of all answers, `n_protected` of those that count: codes that anybody
    present could draw count towards no least number. Bands as `reports.disclosure.tree` allows.
    """

    n: int
    n_protected: int
    sum: int
    at_most: bool
    bands: tuple[int, int, int] | None
    favourable: int | None

    @property
    def mean(self) -> float:
        """The mean in scale points; an upper bound when `at_most`."""
        return self.sum / self.n


@dataclass(frozen=True, slots=True)
class PartName:
    """What a part is called by: its members, or *the rest of* what it lies within."""

    members: tuple[Member, ...]
    rest: bool
    within: Member | None


@dataclass(frozen=True, slots=True)
class PartFigures:
    """The numeric part of a part's release: integers and constants only.

    Attributes
    ----------
    number, parent
        Its place among all parts of the campaign, and that of the part it is a part of.
    parts
        The numbers of the parts that it is divided into.
    known
        How many of its answers a reader may know: the reader's own, or none.
    respondents
        How many answered, codes drawn at the spot left out.
    share
        The step in which the share of those asked lies who answered; None where not shown.
    cells
        One per item, in the survey's order; None where too few answered, here or above.

    """

    survey_id: str
    survey_version: int
    scale: tuple[int, int]
    favourable_from: int
    k: int
    k2: int
    items: tuple[str, ...]
    traits: tuple[tuple[str, tuple[str, ...]], ...]
    wording: tuple[str, ...]
    sigma_w: tuple[SigmaW, ...]
    number: int
    parent: int | None
    parts: tuple[int, ...]
    name: PartName
    known: int
    respondents: int
    share: AnsweredShare | None
    cells: tuple[PartCell | None, ...]
    previous: Previous | None = None


@dataclass(frozen=True, slots=True)
class PartComments:
    """What was written to one question in these parts, in an order that means nothing.

    Where few wrote, siblings have one list together, and each of them holds it.
    """

    question: str
    parts: tuple[int, ...]
    names: tuple[PartName, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartRelease:
    """What may be shown about one part, once and for all."""

    figures: PartFigures
    comments: tuple[PartComments, ...]
    format: int = FORMAT_OF_PARTS

    def to_json(self) -> str:
        """Return the release as canonical JSON: sorted keys, no spaces, no fractions."""
        return canonical_json(self)

    @property
    def figures_hash(self) -> str:
        """The SHA-256 of the canonical JSON of the figures."""
        return sha256(canonical_json(self.figures))

    @property
    def comments_hash(self) -> str:
        """The SHA-256 of the canonical JSON of the comments."""
        return sha256(canonical_json(self.comments))


@dataclass(frozen=True, slots=True)
class TreeRelease:
    """All parts of a campaign, the whole first, and where every unit is shown.

    Attributes
    ----------
    parts
        In the order of their numbers; none where the whole is too small.
    units
        By the code of a unit, the number of the deepest part that holds it with all below it.
    left_out
        Items that the audit took out at every level; none, unless a rule has a fault.

    """

    parts: tuple[PartRelease, ...]
    units: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...] = ()


DECLARED_OF_PARTS: Final[dict[type, dict[str, Kind]]] = {
    PartCell: {
        "n": "constant",
        "n_protected": "constant",
        "sum": "linear",
        "at_most": "derived",
        "bands": "linear",
        "favourable": "linear",
    },
    Member: {"code": "constant", "name": "constant", "staff": "constant"},
    AnsweredShare: {"above": "constant", "up_to": "constant"},
    PartName: {"rest": "constant"},
    SigmaW: {"hundredths": "constant", "source": "constant"},
    PreviousTrait: {"n": "constant", "n_protected": "constant", "mean_thousandths": "constant"},
    Previous: {"campaign": "constant", "respondents": "constant"},
    PartFigures: {
        "survey_id": "constant",
        "survey_version": "constant",
        "scale": "constant",
        "favourable_from": "constant",
        "k": "constant",
        "k2": "constant",
        "items": "constant",
        "traits": "constant",
        "wording": "constant",
        "number": "constant",
        "parent": "constant",
        "parts": "constant",
        "known": "constant",
        "respondents": "constant",
    },
    PartComments: {"question": "constant", "parts": "constant", "texts": "derived"},
    PartRelease: {"format": "constant"},
}
"""What each field is to whoever wants to look behind it, in the words of `DECLARED`."""
