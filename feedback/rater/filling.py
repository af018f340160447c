"""Pages of one task, rendered once for each wording and filled for each rater.

A page of 45 items takes milliseconds to render and a tenth of one to fill. What differs
between two raters stands in the rendered page as a *blank*: the name, the address, what is
answered. All else is the page's `Wording`, and pages are kept by it.

Nothing of a rater can get into a page that is kept: it is rendered for a rater who does not
exist, in a request of its own, which knows nothing but the wording.
"""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote
from uuid import UUID, uuid4

from flask import current_app, g, render_template
from markupsafe import Markup, escape

from feedback.languages import QUERY, asked_language, current_language, use_language
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.links import Access
from feedback.operations.answering.submitting import FoundTask
from feedback.rater.forms import PageState
from feedback.rater.visits import Visit, assignment_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from feedback.ballot import Part
    from feedback.form_pages import Page
    from feedback.operations.answering.facts import CampaignFacts, InvitationFacts, RaterFacts
    from feedback.rater.visits import Assignment

_EXTENSION: Final = "feedback.kept-pages"
_MOST_KEPT: Final = 256
# Neither HTML nor an address writes these letters otherwise; every process draws its own, so
# that no survey, name or answer can hold a blank.
_MARK: Final = f"blank{secrets.token_hex(8)}"
_BLANK: Final = re.compile(f"{_MARK}-(.+?)[.]")
_NOBODY: Final = UUID(int=0)
_SUBJECT: Final = uuid4()
_SUBJECT_TEXTS: Final = ("name", "title", "unit_name", "coach_name")
_SAFE_IN_PATH: Final = "!$&'()*+,/:;=@"  # as werkzeug writes an address


class View(StrEnum):
    """A page of a task beside its form that is kept: its template, and the end of its address."""

    PROMISE = "promise"
    LOOK_OVER = "look-over"
    RECEIPT = "receipt"

    @property
    def path(self) -> str:
        """What its address has behind that of the task."""
        return {View.PROMISE: "", View.LOOK_OVER: "/look-over", View.RECEIPT: "/submit"}[self]


@dataclass(frozen=True, slots=True)
class Wording:
    """All that decides how a page reads but its blanks; nobody's facts, with blanks."""

    rater: RaterFacts
    campaign: CampaignFacts
    invitation: InvitationFacts
    survey_json: str
    part: Part
    language: str
    asked_language: str | None
    has_code_word: bool
    page: int = 0
    was_merged: bool = False
    view: View | None = None
    told: tuple[tuple[str, int], ...] = ()


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

    def filled(self, values: dict[str, str]) -> bytes:
        """Return the page with a value in each blank; one without a value stays empty."""
        pieces = list(self.pieces)
        for name in values.keys() & self.places.keys():  # of hundreds of radios few are marked
            for place in self.places[name]:
                pieces[place] = values[name].encode()
        return b"".join(pieces)


class _BlankState(PageState):
    """The state of a page whose fields are filled later."""

    def rating(self, key: str) -> str:
        return _BlankChoice(key)

    def words(self, key: str) -> str:
        return _blank(f"words-{key}")


class _BlankChoice(str):
    """The value of radios of which one is marked later."""

    __slots__ = ()


def install(app: Flask) -> None:
    """Let the application keep pages, and templates mark the chosen radio."""
    app.extensions[_EXTENSION] = lru_cache(maxsize=_MOST_KEPT)(_render)
    app.jinja_env.globals["checked"] = checked


def checked(option: str, value: str) -> Markup:
    """Return the attribute of a radio that is chosen; where a page is kept, its blank."""
    if isinstance(value, _BlankChoice):
        return Markup(_blank(f"checked-{value}-{option}"))  # noqa: S704 - letters of our own
    return Markup(" checked" if option == value else "")  # noqa: S704 - one of two constants


def filled_page(task: Assignment, page: Page, state: PageState, *, was_merged: bool) -> bytes:
    """Return a page of the form: the kept one, with this rater's values."""
    wording = _wording(task, page=page.number, was_merged=was_merged)
    return _kept(wording).filled(_values(task) | _values_of_form(page, state))


def filled_view(task: Assignment, view: View, **told: int) -> bytes:
    """Return a page beside the form, told some numbers: the kept one, with this rater's values."""
    wording = _wording(task, view=view, told=tuple(told.items()))
    return _kept(wording).filled(_values(task))


def rendered_view(task: Assignment, view: View, **told: object) -> str:
    """Render a page beside the form for one rater alone."""
    return render_template(f"rater/{view.value}.html", task=task, **told)


def rendered_page(task: Assignment, page: Page, state: PageState, *, was_merged: bool) -> str:
    """Render a page of the form for one rater alone."""
    return render_template(
        "rater/page.html",
        task=task,
        page=page,
        state=state,
        options=task.visit.options(),
        was_merged=was_merged,
    )


def _kept(wording: Wording) -> KeptPage:
    render: Callable[[Wording], KeptPage] = current_app.extensions[_EXTENSION]
    return render(wording)


def _wording(task: Assignment, **shown: Any) -> Wording:  # noqa: ANN401 - as Wording names them
    rater, campaign = task.visit.access.rater, task.visit.access.campaign
    return Wording(
        rater=replace(
            rater, id=_NOBODY, number=0, link_version=0, person_id=rater.person_id and _NOBODY
        ),
        campaign=campaign,
        invitation=_blank_invitation(task.invitation),
        survey_json=task.visit.survey_json,
        part=task.part,
        language=current_language(),
        asked_language=asked_language(),
        has_code_word="code_word" in g,
        **shown,
    )


def _blank_invitation(invitation: InvitationFacts) -> InvitationFacts:
    """Return an invitation with blanks where texts stand; what is empty stays empty."""
    subject = invitation.subject
    blanks = {name: _blank(name) for name in _SUBJECT_TEXTS if getattr(subject, name)}
    nobody = replace(subject, id=_SUBJECT, person_id=_NOBODY, **blanks)
    return replace(invitation, id=_NOBODY, subject=nobody)


def _values(task: Assignment) -> dict[str, str]:
    subject = task.invitation.subject
    return _escaped(
        {
            **{name: getattr(subject, name) or "" for name in _SUBJECT_TEXTS},
            "code": quote(g.code, safe=_SAFE_IN_PATH),
            "subject": str(subject.id),
            "code_word": g.get("code_word", ""),
        }
    )


def _values_of_form(page: Page, state: PageState) -> dict[str, str]:
    words = {f"words-{question.key}": state.words(question.key) for question in page.questions}
    ratings = state.values.ratings.items()
    marked = {f"checked-{key}-{rating}": " checked" for key, rating in ratings}
    return _escaped({"base": state.base, "started": state.started, **words}) | marked


def _escaped(texts: dict[str, str]) -> dict[str, str]:
    return {name: str(escape(text)) for name, text in texts.items()}


def _render(wording: Wording) -> KeptPage:
    query = {QUERY: wording.asked_language} if wording.asked_language else {}
    path = f"/s/{_blank('code')}"
    if wording.view:
        path += f"/{_SUBJECT}/{wording.part.value}{wording.view.path}"
    nowhere = current_app.test_request_context(path, query_string=query)
    with current_app.app_context(), nowhere:  # an application context of its own has its own g
        g.code = _blank("code")
        g.programme_id = wording.campaign.programme_id
        if wording.has_code_word:
            g.code_word = _blank("code_word")
        use_language(wording.language)
        html = _rendered(wording)
    return KeptPage.of(html.replace(str(_SUBJECT), _blank("subject")))


def _rendered(wording: Wording) -> str:
    visit = Visit(Access(wording.rater, wording.campaign, b""), wording.survey_json)
    found = FoundTask(wording.invitation, is_answered=False, draft=None)
    task = assignment_of(visit, found, wording.part)
    if wording.view:
        return rendered_view(task, wording.view, **dict(wording.told))
    state = _BlankState(Answers(), base=_blank("base"), started=_blank("started"))
    page = task.pages[wording.page - 1]
    return rendered_page(task, page, state, was_merged=wording.was_merged)


def _blank(name: str) -> str:
    return f"{_MARK}-{name}."
