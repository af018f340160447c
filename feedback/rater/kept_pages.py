"""Pages that are kept: rendered once for each wording, and filled for each rater.

A page of 45 items takes milliseconds to render and a tenth of one to fill. What differs
between two raters stands in the rendered page as a *blank*: the name, the address, what is
answered. All else is the page's `PageWording`, and pages are kept by it.

Nothing of a rater can get into a page that is kept: it is rendered for a rater who does not
exist, in a request of its own, which knows nothing but the wording.

Nor does a request decide what is kept, or the time of the next one would tell that somebody
of that group, or with that language, has been here before: `feedback.rater.keeping` renders
what open campaigns will need, whoever comes. Any other page is rendered for each request anew.
"""

from __future__ import annotations

import re
import secrets
from abc import abstractmethod
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from uuid import UUID, uuid4

from flask import current_app, g
from markupsafe import Markup, escape

from feedback.languages import QUERY, asked_language, current_language, use_language
from feedback.operations.answering.facts import InvitationFacts, RaterFacts, SubjectFacts
from feedback.operations.answering.links import Access
from feedback.rater.visits import Visit
from feedback.requests.appearance import appearance

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from flask import Flask

    from feedback.operations.answering.facts import CampaignFacts
    from feedback.operations.appearance import Appearance

_EXTENSION: Final = "feedback.kept-pages"
_MOST_KEPT: Final = 4096
# Neither HTML nor an address writes these letters otherwise; every process draws its own, so
# that no survey, name or answer can hold a blank.
_MARK: Final = f"blank{secrets.token_hex(8)}"
_BLANK: Final = re.compile(f"{_MARK}-(.+?)[.]")
_NOBODY: Final = UUID(int=0)
_SUBJECTS: Final = tuple(uuid4() for _ in range(4))
_SUBJECT_TEXTS: Final = ("name", "title", "workplace_name", "coach_name")
_SAFE_IN_PATH: Final = "!$&'()*+,/:;=@"  # as werkzeug writes an address

MOST_SUBJECTS: Final = len(_SUBJECTS)
"""How many people a page that is kept may name: of longer lists no two read alike."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Raters whose pages read alike: nothing of who answers."""

    rater: RaterFacts
    campaign: CampaignFacts
    survey_json: str
    appearance: Appearance
    language: str
    asked_language: str | None = None
    has_code_word: bool = False

    @classmethod
    def of(cls, visit: Visit) -> Readers:
        """Return those whom the reader of a visit is one of."""
        return cls(
            _nobody_like(visit.access),
            visit.access.campaign,
            visit.survey_json,
            appearance(),
            current_language(),
            asked_language(),
            "code_word" in g,
        )


@dataclass(frozen=True, slots=True)
class PageWording:
    """All that decides how a page reads but its blanks; nobody's facts, with blanks."""

    readers: Readers

    @property
    def path(self) -> str:
        """What the address of the page has behind the link's, if that makes it read otherwise."""
        return ""

    @abstractmethod
    def render(self, visit: Visit) -> str:
        """Render the page for a visit of nobody."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A rendered page as it is sent, cut at its blanks: an empty piece for each, by its name."""

    pieces: tuple[bytes, ...]
    places: dict[str, list[int]]

    @classmethod
    def of(cls, html: str) -> KeptPage:
        """Cut a page that was rendered with blanks."""
        pieces, places = _BLANK.split(html), defaultdict[str, list[int]](list)
        for place in range(1, len(pieces), 2):
            places[pieces[place]].append(place)
            pieces[place] = ""
        return cls(tuple(piece.encode() for piece in pieces), places)

    def fill(self, values: dict[str, str]) -> bytes:
        """Return the page with a value in each blank; one without a value stays empty."""
        pieces = list(self.pieces)
        for name in values.keys() & self.places.keys():  # of hundreds of radios few are marked
            for place in self.places[name]:
                pieces[place] = values[name].encode()
        return b"".join(pieces)


class _BlankChoice(str):
    """The value of radios of which one is marked later."""

    __slots__ = ()


@dataclass(slots=True)
class Shelf:
    """The pages that one process keeps, by campaign; only whole campaigns come and go."""

    campaigns: dict[CampaignFacts, dict[PageWording, KeptPage]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def find(self, wording: PageWording) -> KeptPage | None:
        """Return the page of a wording, if it is kept."""
        return self.campaigns.get(wording.readers.campaign, {}).get(wording)

    def keep(self, campaign: CampaignFacts, wordings: Iterable[PageWording]) -> None:
        """Render a campaign's wordings and keep them all, unless there are too many to keep."""
        wanted = list(wordings)
        if len(wanted) + sum(map(len, self.campaigns.values())) > _MOST_KEPT:
            return
        # Most groups read alike: of equal pages one is kept.
        pages: dict[tuple[bytes, ...], KeptPage] = {}
        made = {}
        for wording in wanted:
            page = render(wording)
            made[wording] = pages.setdefault(page.pieces, page)
        with self._lock:  # a request reads without it: what it finds is replaced, never changed
            self.campaigns = {**self.campaigns, campaign: made}

    def drop_all_but(self, campaigns: Collection[CampaignFacts]) -> None:
        """Let go of campaigns that are over, or that read otherwise by now."""
        with self._lock:
            left = [one for one in self.campaigns if one in campaigns]
            self.campaigns = {one: self.campaigns[one] for one in left}


def install(app: Flask) -> None:
    """Let the application keep pages, and templates mark the chosen radio."""
    app.extensions[_EXTENSION] = Shelf()
    app.jinja_env.globals["checked"] = checked


def shelf_of(app: Flask) -> Shelf:
    """Return the pages that an application keeps."""
    shelf: Shelf = app.extensions[_EXTENSION]
    return shelf


def checked(option: str, value: str) -> Markup:
    """Return the attribute of a radio that is chosen; where a page is kept, its blank."""
    if isinstance(value, _BlankChoice):
        return Markup(blank(f"checked-{value}-{option}"))  # noqa: S704 - letters of our own
    return Markup(" checked" if option == value else "")  # noqa: S704 - one of two constants


def blank(name: str) -> str:
    """Return what stands in a kept page where a value is to be filled in."""
    return f"{_MARK}-{name}."


def blank_choice(key: str) -> str:
    """Return what a template takes for the value of radios of which one is marked later."""
    return _BlankChoice(key)


def fill(wording: PageWording, values: dict[str, str]) -> bytes:
    """Return the page of a wording: the kept one, with these values and the link's own."""
    page = shelf_of(current_app).find(wording) or render(wording)
    link = {
        "code": quote(g.code, safe=_SAFE_IN_PATH),
        "code_word": g.get("code_word", ""),
        "promised": g.get("promised", ""),
    }
    return page.fill(escaped(link) | values)


def blank_invitation(invitation: InvitationFacts, place: int = 0) -> InvitationFacts:
    """Return an invitation with blanks where texts stand; what is empty stays empty."""
    subject = invitation.subject
    stands = tuple(bool(getattr(subject, text)) for text in _SUBJECT_TEXTS)
    return blank_of_group(invitation.group, stands, place)


def values_of(invitation: InvitationFacts, place: int = 0) -> dict[str, str]:
    """Return what fills the blanks of an invitation."""
    subject = invitation.subject
    texts = {f"{name}-{place}": getattr(subject, name) or "" for name in _SUBJECT_TEXTS}
    return escaped({f"subject-{place}": str(subject.id), **texts})


def escaped(texts: dict[str, str]) -> dict[str, str]:
    """Return texts as HTML writes them."""
    return {name: str(escape(text)) for name, text in texts.items()}


# Made of nothing, so that nothing of anybody can be left in them.
@lru_cache(maxsize=4)
def nobody(*, is_person: bool, on_paper: bool) -> RaterFacts:
    """Return the rater of a wording: in the register or of a code from a box, reached how."""
    return RaterFacts(
        id=_NOBODY,
        person_id=_NOBODY if is_person else None,
        number=0,
        link_version=0,
        language="",
        has_address=not on_paper,
    )


@lru_cache(maxsize=256)
def blank_of_group(group: str, stands: tuple[bool, ...], place: int = 0) -> InvitationFacts:
    """Return an invitation with blanks: for each text of the subject, whether it stands there."""
    name, title, workplace_name, coach_name = (
        blank(f"{text}-{place}") if is_there else ""
        for text, is_there in zip(_SUBJECT_TEXTS, stands, strict=True)
    )
    subject = SubjectFacts(
        id=_SUBJECTS[place],
        person_id=_NOBODY,
        name=name,
        title=title,
        workplace_name=workplace_name,
        coach_name=coach_name or None,
    )
    return InvitationFacts(id=_NOBODY, group=group, subject=subject)


def render(wording: PageWording) -> KeptPage:
    """Render the page of a wording, for nobody."""
    readers = wording.readers
    query = {QUERY: readers.asked_language} if readers.asked_language else {}
    path = f"/s/{blank('code')}{wording.path}"
    nowhere = current_app.test_request_context(path, query_string=query)
    with current_app.app_context(), nowhere:  # an application context of its own has its own g
        g.code = blank("code")
        g.appearance = readers.appearance
        g.programme_id = readers.campaign.programme_id
        if readers.has_code_word:
            g.code_word = blank("code_word")
        use_language(readers.language)
        access = Access(readers.rater, readers.campaign, b"")
        html = wording.render(Visit(access, readers.survey_json))
    for place, subject in enumerate(_SUBJECTS):
        html = html.replace(str(subject), blank(f"subject-{place}"))
    return KeptPage.of(html)


def _nobody_like(access: Access) -> RaterFacts:
    return nobody(is_person=access.rater.person_id is not None, on_paper=access.needs_code_word)
