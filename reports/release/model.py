"""What may be shown about one subject after disclosure control: frozen, versioned, hashed.

Everything a person sees is a function of a `Release` (and of what the leader or coach
marked). Only `reports.disclosure` makes one from responses, only
`reports.release.reading.read_release` reads one back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from reports.policy import Policy  # noqa: TC001 - read back by these types
from reports.release.canonical import LEFT_OUT_WHEN_NONE, canonical_json, sha256

FORMAT: Final = 1

Kind = Literal["linear", "constant", "derived"]
Agreement = Literal["high", "moderate", "views_differ", "divided"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One item as a block of raters answered it: n answers and their guarded sum."""

    n: int
    sum: int
    at_most: bool
    agreement: Agreement | None  # only as `reports.release.dispersion` allows

    @property
    def mean(self) -> float:
        """The mean in scale points; an upper bound when `at_most`."""
        return self.sum / self.n


@dataclass(frozen=True, slots=True)
class Block:
    """Protected raters shown together: one group, or several merged; n >= k."""

    groups: tuple[str, ...]
    n: int
    cells: tuple[Cell | None, ...]  # one per item, in the survey's order


@dataclass(frozen=True, slots=True)
class Identified:
    """The answers of a group shown under its role, as the leader's manager."""

    group: str
    n: int
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class OthersCell:
    """One item as Others answered it: displayed blocks and identified raters, never self."""

    n: int
    n_protected: int
    sum: int
    at_most: bool
    blocks: tuple[int, ...]  # indices of the blocks it stands on; all of them when none has a cell
    bands: tuple[int, int, int] | None  # low, middle, high; as `reports.release.dispersion` allows
    favourable: int | None  # answers at or above the scale's favourable step; as bands

    @property
    def mean(self) -> float:
        """The mean in scale points; an upper bound when `at_most`."""
        return self.sum / self.n


@dataclass(frozen=True, slots=True)
class SigmaW:
    """The pooled spread within leader and block of one trait, a constant of the campaign."""

    hundredths: int  # scale points x 100, so that the release holds integers only
    source: Literal["campaign", "norm", "constant"]

    @property
    def points(self) -> float:
        """The spread in scale points."""
        return self.hundredths / 100


@dataclass(frozen=True, slots=True)
class Norm:
    """What other leaders' releases say about one trait; copied in at close."""

    n_leaders: int
    mean_thousandths: int | None  # of Others, from 10 leaders
    gap_mean_thousandths: int | None  # classes from 30
    gap_sd_thousandths: int | None
    percentile: int | None  # 1-99 from 100; the quarter's number 1-4 stands in `quarter`
    quarter: int | None  # from 30


@dataclass(frozen=True, slots=True)
class PreviousTrait:
    """Others of one trait in the campaign before, where it may be compared."""

    n: int  # the smallest n of the trait's items
    n_protected: int
    mean_thousandths: int


@dataclass(frozen=True, slots=True)
class Previous:
    """The subject's release before this one: what the comparison stands on."""

    campaign: str
    respondents: int
    traits: tuple[PreviousTrait | None, ...]  # one per trait; None where not comparable


@dataclass(frozen=True, slots=True)
class Figures:
    """The numeric part of a release: integers and constants only."""

    survey_id: str
    survey_version: int
    scale: tuple[int, int]
    favourable_from: int
    k: int
    k2: int
    policy: Policy
    items: tuple[str, ...]
    traits: tuple[tuple[str, tuple[str, ...]], ...]  # trait key and its item keys
    wording: tuple[str, ...]  # wording hash per item
    self_ratings: tuple[int | None, ...]  # keyed, one per item
    identified: tuple[Identified, ...]
    blocks: tuple[Block, ...]
    hidden_groups: tuple[str, ...]
    others: tuple[OthersCell | None, ...]  # one per item
    sigma_w: tuple[SigmaW, ...]  # one per trait
    norms: tuple[Norm, ...] = ()  # one per trait, or none at all
    previous: Previous | None = None
    # The protected groups in which anybody was asked, each in a block or hidden, answered or
    # not. None where groups are named by who answered, as in all releases before there was this.
    asked: tuple[str, ...] | None = field(default=None, metadata=LEFT_OUT_WHEN_NONE)
    # How many answers of a block a reader knows, where those who answered also read.
    known: int | None = field(default=None, metadata=LEFT_OUT_WHEN_NONE)


@dataclass(frozen=True, slots=True)
class Comments:
    """The words of a release: pooled over all protected raters, in an order that means nothing."""

    others: tuple[tuple[str, tuple[str, ...]], ...]  # question key and its texts
    self_: tuple[tuple[str, tuple[str, ...]], ...]
    identified: tuple[tuple[str, str, tuple[str, ...]], ...]  # group, question key, texts


@dataclass(frozen=True, slots=True)
class Release:
    """What may be shown about one subject, once and for all."""

    figures: Figures
    comments: Comments
    format: int = FORMAT

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


DECLARED: Final[dict[type, dict[str, Kind]]] = {
    Cell: {"n": "constant", "sum": "linear", "at_most": "derived", "agreement": "derived"},
    Block: {"groups": "constant", "n": "constant"},
    Identified: {"group": "constant", "n": "constant"},
    OthersCell: {
        "n": "constant",
        "n_protected": "constant",
        "sum": "linear",
        "at_most": "derived",
        "blocks": "constant",
        "bands": "linear",
        "favourable": "linear",
    },
    SigmaW: {"hundredths": "constant", "source": "constant"},
    Norm: {
        "n_leaders": "constant",
        "mean_thousandths": "constant",
        "gap_mean_thousandths": "constant",
        "gap_sd_thousandths": "constant",
        "percentile": "derived",
        "quarter": "derived",
    },
    PreviousTrait: {"n": "constant", "n_protected": "constant", "mean_thousandths": "constant"},
    Previous: {"campaign": "constant", "respondents": "constant"},
    Figures: {
        "survey_id": "constant",
        "survey_version": "constant",
        "scale": "constant",
        "favourable_from": "constant",
        "k": "constant",
        "k2": "constant",
        "policy": "constant",
        "items": "constant",
        "traits": "constant",
        "wording": "constant",
        "self_ratings": "linear",
        "hidden_groups": "constant",
        "asked": "constant",
        "known": "constant",
    },
    Comments: {"others": "derived", "self_": "derived", "identified": "derived"},
    Release: {"format": "constant"},
}
"""What each field of a release is to whoever wants to look behind it.

linear
    A sum of a function of the answers over (rater, item) cells; `reports.audit.linear` gives the
    weights and the exact audit judges them all.
constant
    Set by the policy, the survey, who answered which items, or a whole campaign: never by
    what one rater of this subject answered.
derived
    Any other function that permuting answer sheets inside a block leaves unchanged.

Fields that hold other records of a release are not listed; those records are. A test walks
the types and fails on a field that is missing here.
"""
