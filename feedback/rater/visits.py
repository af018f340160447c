"""What a link opens, for one request: who answers, the survey, and one task of theirs."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from flask import abort, current_app, g, redirect, request, url_for

from feedback.ballot import Part, new_code_word, read_code_word
from feedback.errors import ChangedMeanwhileError, TaskGoneError
from feedback.languages import current_language, locale_of, use_language
from feedback.operations.answering.drafts import unseal_draft
from feedback.operations.answering.links import survey_json_of
from feedback.operations.answering.submitting import (
    Progress,
    open_task,
    open_tasks,
    tasks_of,
    without_conditions,
)
from feedback.operations.subjects import ASKED_KINDS
from feedback.rater.addresses import CODE_WORD, PROMISED
from feedback.requests.sessions import changing, looking_to_change, looking_up, settings_of
from surveys.form import options_of, pages_of
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from feedback.operations.answering.drafts import OpenedDraft
    from feedback.operations.answering.facts import InvitationFacts
    from feedback.operations.answering.links import Access
    from feedback.operations.answering.submitting import FoundTask, Task
    from feedback.operations.subjects import AskedKind
    from surveys.form import Page
    from surveys.model import Survey

P = ParamSpec("P")
T = TypeVar("T")
_MOST_LOOKS: Final = 99  # each lost one is another's change of the same task


@dataclass(frozen=True, slots=True)
class Visit:
    """A genuine link, opened."""

    access: Access
    survey_json: str

    @property
    def survey(self) -> Survey:
        """The survey that is asked."""
        return survey_from_json(self.survey_json)

    @property
    def last_day(self) -> date:
        """The last day to answer."""
        return self.access.campaign.last_day

    @property
    def self_key(self) -> str | None:
        """The key of the group that the leaders themselves are."""
        groups = self.survey.groups
        return next((group.key for group in groups if group.kind is GroupKind.SELF), None)

    @property
    def asks_all_alike(self) -> bool:
        """Whether every group is asked every statement."""
        survey = self.survey
        return all(survey.items_of(group) == survey.items for group in survey.groups)

    def options(self) -> tuple[tuple[str, str], ...]:
        """Return every answer to an item: its value and its words."""
        return options_of(self.survey, current_language())

    @property
    def foreign_language(self) -> str:
        """The language that the survey's texts stand in, if it is not that of the page."""
        known, wanted = self.survey.languages, current_language()
        is_own = wanted in known or locale_of(wanted) in known
        return "" if is_own else locale_of(self.survey.default_language)

    @property
    def asked_kind(self) -> AskedKind:
        """What campaigns make of the kind of subject that the survey is about."""
        return ASKED_KINDS[self.survey.kind.key]

    @property
    def shown_from(self) -> int:
        """How many answers of a group are shown at the least, as readers may know some."""
        return self.access.campaign.k + self.asked_kind.known

    @property
    def has_conditions(self) -> bool:
        """Whether leaders are also asked what they are given."""
        return self.survey.conditions is not None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One task of a visit, with the pages of its form."""

    visit: Visit
    found: FoundTask
    part: Part
    pages: tuple[Page, ...]

    @property
    def invitation(self) -> InvitationFacts:
        """The invitation it stands on."""
        return self.found.invitation

    @property
    def is_answered(self) -> bool:
        """Whether its response was sent."""
        return self.found.is_answered

    def draft(self) -> OpenedDraft:
        """Open the draft as it was when this request began."""
        return unseal_draft(self.visit.access, self.invitation, self.part, self.found.draft)

    @property
    def name(self) -> str:
        """The name of the leader it is about."""
        return self.invitation.subject.name

    @property
    def kind(self) -> GroupKind:
        """Whether the answers are shown by role or only in a block."""
        return self.visit.survey.group(self.invitation.group).kind

    @property
    def promise(self) -> str:
        """The template of what the rater's group is promised."""
        return self.visit.asked_kind.promises[self.kind]

    @property
    def is_joined(self) -> bool:
        """Whether its group is shown with another where too few answer: the subject's own never."""
        return self.kind is GroupKind.PROTECTED

    @property
    def is_promised_otherwise(self) -> bool:
        """Whether the pages that led here began with the promise of another group."""
        return bool(g.promised != self.invitation.group)

    @property
    def is_self(self) -> bool:
        """Whether the leader answers about themself."""
        return self.kind is GroupKind.SELF

    @property
    def can_be_named(self) -> bool:
        """Whether it is known who was asked: whoever drew a code from a box is nobody's."""
        return self.visit.access.rater.person_id is not None

    @property
    def is_conditions(self) -> bool:
        """Whether this is the part about what the leader is given."""
        return self.part is Part.CONDITIONS

    @property
    def group_label(self) -> str:
        """What the rater's group is called."""
        survey = self.visit.survey
        return survey.text(survey.group(self.invitation.group).label, current_language())

    @property
    def begins_with_promise(self) -> bool:
        """Whether the form, being one page, has the promise at its top."""
        return self.sends_at_once and not self.is_conditions

    @property
    def sends_at_once(self) -> bool:
        """Whether the form is one page, which is sent without a look over."""
        return len(self.pages) == 1

    def count_left(self) -> int:
        """Return how many tasks the rater has left, once this one is sent."""
        has_conditions = self.visit.has_conditions
        if self.found.is_only and not (self.is_self and has_conditions):
            return 0
        tasks = tasks_of(looking_up(), self.visit.access, has_conditions=has_conditions)
        return sum(task.is_undone for task in tasks)

    def url(self, endpoint: str, **values: Any) -> str:  # noqa: ANN401 - as Flask's own url_for
        """Return the address of one of this task's pages."""
        subject = self.invitation.subject_id
        return url_for(endpoint, subject=subject, part=self.part.value, **values)

    @property
    def keys(self) -> list[str]:
        """The keys of all items, in order."""
        return [key for page in self.pages for key in page.item_keys]


def open_list() -> tuple[Visit, list[Task]]:
    """Open the link of this request with all its tasks; raise LinkError if it opens nothing."""
    access, tasks = open_tasks(looking_up(), settings_of(current_app).link_key_folder, g.code)
    visit = _visit(access)
    return visit, without_conditions(tasks, keep=visit.has_conditions)


def find_assignment(
    subject: UUID, part: Part = Part.RESPONSE, *, to_change: bool = False
) -> Assignment:
    """Open the link and find one task; raise LinkError or TaskGoneError."""
    keys = settings_of(current_app).link_key_folder
    source = looking_to_change() if to_change else looking_up()
    access, found = open_task(source, keys, g.code, subject, part, to_change=to_change)
    visit = _visit(access)  # also where there is no task: the page that says so is in its words
    if found is None:
        raise TaskGoneError
    g.promised = _promised(visit, found.invitation)
    return assignment_of(visit, found, part)


def open_assignment(subject: UUID, part: Part) -> Assignment:
    """Find one task to answer it: a link on paper gets its code word, if none is drawn yet."""
    return with_code_word(find_assignment(subject, part, to_change=request.method == "POST"))


def looking_again(view: Callable[P, T]) -> Callable[P, T]:
    """Let a view begin anew where another change came between its look and its write."""

    @wraps(view)
    def patient(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(_MOST_LOOKS - 1):
            with suppress(ChangedMeanwhileError):
                return view(*args, **kwargs)
            changing().rollback()
        return view(*args, **kwargs)

    return patient


def with_code_word(task: Assignment) -> Assignment:
    """Draw the code word of a link on paper, unless something is saved under another already."""
    if task.found.draft is not None or task.is_answered:
        return task
    here, values = str(request.endpoint), request.view_args or {}
    access = draw_code_word(task.visit.access, here, **values)
    return replace(task, visit=replace(task.visit, access=access))


def begins(tasks: list[Task]) -> bool:
    """Tell whether nothing is saved yet under a code word, and something may be."""
    stands = {task.progress for task in tasks}
    return Progress.UNTOUCHED in stands and Progress.STARTED not in stands


def draw_code_word(access: Access, endpoint: str, **values: Any) -> Access:  # noqa: ANN401 - as url_for
    """Draw the code word of a link on paper, unless the address brings one along.

    Whoever reads a page is led to an address with the word, which reload, back and every
    link of the page then bring along.
    """
    if access.code_word or not access.needs_code_word:
        return access
    g.code_word = new_code_word()
    if request.method == "GET":
        abort(redirect(url_for(endpoint, **values)))
    return replace(access, code_word=g.code_word)


def assignment_of(visit: Visit, found: FoundTask, part: Part) -> Assignment:
    """Return a task with the pages of its form, in the words of its reader."""
    invitation = found.invitation
    pages = pages_of(
        visit.survey_json,
        invitation.group,
        of_conditions=part is Part.CONDITIONS,
        name=invitation.subject.name,
        language=current_language(),
    )
    return Assignment(visit, found, part, pages)


def promise_again(task: Assignment) -> ResponseReturnValue:
    """Lead to the promise, which says that it is another than the one that was shown."""
    return redirect(task.url(".promise", **{PROMISED: g.promised}), 303)


def promise_now(task: Assignment) -> None:
    """Let the pages that follow stand on the promise that this one shows."""
    g.promised = task.invitation.group


def _promised(visit: Visit, invitation: InvitationFacts) -> str:
    """Return the group whose promise the pages before this one showed, as they say."""
    shown = request.values.get(PROMISED)
    if shown is None:  # at the promise itself, or on a page that nothing led to
        return invitation.group
    return shown if shown in {group.key for group in visit.survey.groups} else "-"


def _visit(access: Access) -> Visit:
    g.programme_id = access.campaign.programme_id  # the footer leads to its department's page
    use_language(access.rater.language)
    if access.needs_code_word:
        access = _with_given_word(access)
    campaign = access.campaign
    return Visit(access, frozen_survey(campaign.id, campaign.launched_at))


def _with_given_word(access: Access) -> Access:
    word = read_code_word(request.args.get(CODE_WORD, ""))
    if word is None:
        return access
    g.code_word = word
    return replace(access, code_word=word)


# Frozen at launch, so one and the same text serves every page, and finds what was made of it.
@lru_cache(maxsize=64)
def frozen_survey(campaign_id: UUID, _launched_at: datetime | None) -> str:
    """Return the canonical JSON of the survey that a campaign asks."""
    return survey_json_of(looking_up(), campaign_id)
