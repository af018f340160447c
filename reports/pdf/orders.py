"""An order for one report: all it is drawn from, as a line of JSON, and nothing more."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reports.partitions import read_by_head
from reports.pdf.document import render_report
from reports.pdf.parts import render_notice, render_part
from reports.release import read_release
from reports.release.reading_parts import read_part
from reports.sections.cover import Cover, Reading, Withholdings
from reports.subjects.unit import PartMaterial
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.release.parts import PartRelease
    from surveys.model import Survey


@dataclass(frozen=True, slots=True)
class Order:
    """What one report is drawn from: a release, its survey, its cover, as they are stored.

    `whole` is given for a part of a tree of workplaces: the release of all of it, and perhaps
    that of the part `above`; then `release` is the part's, and `is_notice` asks for the notice.
    """

    release: str
    survey: str
    cover: Cover
    withheld: tuple[str, ...] = ()
    organisation_mean: bool = False
    only: tuple[str, ...] | None = None
    whole: str | None = None
    above: str | None = None
    is_notice: bool = False

    def draw(self) -> bytes:
        """Return the report as PDF."""
        if self.whole is not None:
            return self._draw_part(self.whole)
        return render_report(
            read_release(self.release),
            self.cover,
            survey=_survey(self.survey),
            withholdings=Withholdings(frozenset(self.withheld)),
            only=self.only,
            organisation_mean=self.organisation_mean,
        )

    def _draw_part(self, whole: str) -> bytes:
        above = None if self.above is None else read_part(self.above)
        material = PartMaterial(
            read_part(self.release),
            _survey(self.survey),
            self.cover,
            _whole(whole),
            above,
            self.cover.language,
        )
        return render_notice(material) if self.is_notice else render_part(material)

    def to_json(self) -> str:
        """Return the order on one line."""
        content = asdict(self)
        content["cover"]["logo"] = b64encode(self.cover.logo).decode()
        return json.dumps(content)

    @classmethod
    def from_json(cls, line: str) -> Order:
        """Return the order that `to_json` wrote."""
        content: dict[str, Any] = json.loads(line)
        cover = content.pop("cover")
        cover["logo"], cover["reading"] = b64decode(cover["logo"]), Reading(cover["reading"])
        only, withheld = content.pop("only"), tuple(content.pop("withheld"))
        chosen = None if only is None else tuple(only)
        return cls(cover=Cover(**cover), withheld=withheld, only=chosen, **content)


def order_of_part(parts: Sequence[PartRelease], number: int, *, survey: str, cover: Cover) -> Order:
    """Return the order for the report of a part: its own release, the one above, the whole.

    `parts` are all of a campaign, in the order of their numbers.
    """
    read = read_by_head([part.figures for part in parts], number)
    above = next((one for one in read[1:] if one), None)
    return Order(
        parts[number].to_json(),
        survey,
        cover,
        whole=parts[0].to_json(),
        above=None if above is None else parts[above].to_json(),
    )


@lru_cache(maxsize=1)  # all reports of a batch have the same survey
def _survey(text: str) -> Survey:
    return survey_from_json(text)


@lru_cache(maxsize=1)  # all parts of a batch belong to the same whole
def _whole(text: str) -> PartRelease:
    return read_part(text)
