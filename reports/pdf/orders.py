"""An order for one report: all it is drawn from, as a line of JSON, and nothing more."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reports.pdf.document import render_report
from reports.release import read_release
from reports.sections.cover import Cover, Reading, Withholdings
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from surveys.model import Survey


@dataclass(frozen=True, slots=True)
class Order:
    """What one report is drawn from: a release, its survey, its cover, as they are stored."""

    release: str
    survey: str
    cover: Cover
    withheld: tuple[str, ...] = ()
    organisation_mean: bool = False
    only: tuple[str, ...] | None = None

    def draw(self) -> bytes:
        """Return the report as PDF."""
        return render_report(
            read_release(self.release),
            self.cover,
            survey=_survey(self.survey),
            withholdings=Withholdings(frozenset(self.withheld)),
            only=self.only,
            organisation_mean=self.organisation_mean,
        )

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


@lru_cache(maxsize=1)  # all reports of a batch have the same survey
def _survey(text: str) -> Survey:
    return survey_from_json(text)
