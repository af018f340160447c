"""What the columns of a list may be called, Swedish or English, however they are spelled."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.heading_words import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from feedback.operations.people.file.table import Line

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "leader_email": ("leader email", "chefens e-post"),
    "leader_name": ("leader name", "chefens namn", "chefsnamn", "ledarnamn"),
    "leader_first_name": ("leader first name", "chefens förnamn"),
    "leader_last_name": ("leader last name", "chefens efternamn", "leader surname"),
    "leader_title": ("leader title", "chefens titel", "chefens befattning"),
    "workplace": ("workplace", "enhet", "unit", "chefens enhet", "leader unit"),
    "coach_email": ("coach email", "coachens e-post", "coach"),
    "approver_email": (
        "approver email",
        "godkännarens e-post",
        "godkännare",
        "godkänns av",
        "godkännande chef",
    ),
    "rater_email": ("rater email", "svarandes e-post"),
    "rater_name": ("rater name", "svarandes namn", "respondentnamn", "bedömarnamn"),
    "rater_first_name": ("rater first name", "svarandes förnamn"),
    "rater_last_name": ("rater last name", "svarandes efternamn", "rater surname"),
    "rater_id": ("rater id", "svarandes id", "löpnummer", "svarandes nummer"),
    "rater_workplace": (
        "rater workplace",
        "svarandes enhet",
        "rater unit",
        "svarandes arbetsplats",
        "svarandes avdelning",
    ),
    "group": (
        "group",
        "relation",
        "grupp",
        "svarsgrupp",
        "relation till chefen",
        "relation till manager",
        "svarandegrupp",
        "respondentgrupp",
        "bedömargrupp",
        "svarandes grupp",
        "svarandes relation",
        "svarandes relation till chefen",
    ),
    "language": ("language", "språk", "svarsspråk", "enkätspråk", "svarandes språk", "språkval"),
}
"""Each column's headings; the first is English, the next the usual Swedish one.

Other forms and names of the same are known besides: see `heading_words`.
"""

EMPLOYEE_NAMES: Final = (
    "employee",
    "namn",
    "name",
    "anställd",
    "medarbetare",
    "förnamn efternamn",
    "anställds namn",
    "medarbetarens namn",
)
EMPLOYEE_ADDRESSES: Final = (
    "e-mail",
    "e-post",
    "e-post anställd",
    "medarbetarens e-post",
    "e-post medarbetare",
)
EMPLOYEE_IDS: Final = (
    "employee id",
    "anställningsnummer",
    "anställningsnr",
    "anst nr",
    "löpnummer",
)
FIRST_NAMES: Final = ("first name", "förnamn", "given name", "tilltalsnamn")
LAST_NAMES: Final = ("last name", "efternamn", "surname", "family name")
# The nearest first: a staff system's list has an employee's place beside the department's name.
WORKPLACES: Final = (
    "arbetsplats",
    "avdelning",
    "organisationsenhet",
    "verksamhet",
    "department",
    "förvaltning",
    "organisation",
)
TITLES: Final = ("title", "titel", "befattning", "yrkestitel", "job title", "yrke")
"""Of these a staff system's list may have several beside each other; one is read."""

SEARCHED_LINES: Final = 30
_FEWEST_KNOWN: Final = 2
_RANKS: Final = {words_of(name): rank for rank, name in enumerate(WORKPLACES)}
_HINT: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the columns of one kind of list may be called.

    Loose names count only where no other column has the meaning: a list that says whose
    addresses its columns hold may have one called `E-post` besides.
    """

    names: Mapping[str, tuple[str, ...]]
    required: tuple[tuple[str, ...], ...]
    exact: Mapping[frozenset[str], str]
    loose: Mapping[frozenset[str], tuple[str, ...]]

    @classmethod
    def of(
        cls,
        names: Mapping[str, tuple[str, ...]],
        required: tuple[tuple[str, ...], ...],
        loose: Mapping[str, tuple[str, ...]],
    ) -> Vocabulary:
        """Return a vocabulary of these names, each by the column that it means."""
        wanted: dict[frozenset[str], tuple[str, ...]] = {}
        for column, spellings in loose.items():
            for name in dict.fromkeys(map(words_of, spellings)):
                wanted[name] = (*wanted.get(name, ()), column)
        exact = {words_of(name): key for key in names for name in (key, *names[key])}
        return cls(names, required, exact, wanted)

    def meanings(self, line: Line) -> dict[int, str]:
        """Return the columns that the cells of a line name, by their place."""
        spelled = {place: words_of(cell) for place, cell in enumerate(line.cells) if cell}
        found = {place: self.exact[name] for place, name in spelled.items() if name in self.exact}
        # What stands in brackets may be of the name, as in Chef (e-post), or only say how to fill
        # the column in; without them a heading counts where no other has the meaning.
        hinted = {
            place: words_of(_HINT.sub("", cell))
            for place, cell in enumerate(line.cells)
            if place not in found and _HINT.search(cell)
        }
        named = (*spelled.items(), *hinted.items())
        for place, name in sorted(named, key=lambda one: _RANKS.get(one[1], 0)):
            meant = (*self.loose.get(name, ()), *filter(None, [self.exact.get(name)]))
            column = next((one for one in meant if one not in found.values()), None)
            if place not in found and column is not None:
                found[place] = column
        return found

    def lacking(self, columns: Collection[str]) -> list[str]:
        """Return what must be there and is not."""
        return [choices[0] for choices in self.required if not set(choices) & set(columns)]

    def heading_line(self, lines: Sequence[Line]) -> Line:
        """Return the line of headings; a title, notes or empty rows may stand above."""
        candidates = lines[:SEARCHED_LINES]
        line = max(candidates, key=self._known)
        if self.lacking(self.meanings(line).values()):
            for above, below in pairwise(candidates):
                joined = self._joined(above, below)
                if not self.lacking(self.meanings(joined).values()):
                    return joined
        return line if self._known(line) >= _FEWEST_KNOWN else candidates[0]

    def _joined(self, above: Line, below: Line) -> Line:
        """Return two lines as one: Chef over E-post and Namn is Chef E-post, Chef Namn."""
        over, cells = "", []
        for place, cell in enumerate(below.cells):
            over = (above.cells[place] if place < len(above.cells) else "") or over
            both = f"{over} {cell}"
            cells.append(both if cell and words_of(both) in self.exact else cell)
        return replace(below, cells=tuple(cells))

    def _known(self, line: Line) -> int:
        return len(set(self.meanings(line).values()))


LIST: Final = Vocabulary.of(
    NAMES,
    (
        ("leader_email",),
        ("leader_name", "leader_first_name"),
        ("group",),
        ("rater_email", "rater_id"),
    ),
    # What is nobody's is the rater's: whose row it is.
    {
        "leader_email": ("manager e-mail", "närmaste chefs e-post", "ansvarig chefs e-post"),
        "leader_name": (
            "chef",
            "närmaste chef",
            "ansvarig chef",
            "närmaste chefs namn",
            "manager",
            "manager name",
        ),
        "leader_first_name": ("närmaste chefs förnamn", "manager first name"),
        "leader_last_name": ("närmaste chefs efternamn", "manager last name"),
        "leader_title": TITLES,
        "workplace": WORKPLACES,
        "rater_email": ("e-post", "medarbetarens e-post", "anställds e-post"),
        "rater_name": (
            "svarande",
            "name",
            "namn",
            "medarbetarens namn",
            "medarbetare",
            "anställd",
            "för- och efternamn",
        ),
        "group": (
            "roll",
            "kategori",
            "svarandes roll",
            "svarandes kategori",
            "respondenttyp",
            "respondentkategori",
            "relationstyp",
        ),
        "rater_first_name": FIRST_NAMES,
        "rater_last_name": LAST_NAMES,
        "rater_id": ("anställningsnummer", "anställningsnr", "anst nr", "employee id"),
    },
)
"""A list with a row for each rater of each leader."""
