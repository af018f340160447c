"""What came of the talks: the plans and pulses of all my leaders on one page.

A plan stands here only if its leader shares it with this coach, a pulse once the coach may read
it: nothing is shown here that the coach could not open leader by leader.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import coaches_only
from feedback.coach.pages import blueprint
from feedback.models import CampaignKind
from feedback.operations.plans.planning import DONE, PLANNED
from feedback.operations.plans.pulses import pulses_for_coach
from feedback.operations.results.reports import releases_of
from feedback.operations.rights.knowing import coach_reads
from feedback.operations.rights.plans import plans_shared_with
from feedback.operations.rights.relations import coached_subjects
from feedback.operations.subjects import called
from feedback.reading.perceived import perceived_in
from feedback.requests.listing import Choice, Column, listed
from feedback.requests.sessions import db_session, today_here

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from feedback.models import Action, Plan, Subject
    from feedback.reading.perceived import Perceived
    from feedback.requests.listing import Listing


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """A plan that is shared with the coach, and how far its leader says to have come."""

    plan: Plan
    today: date

    @property
    def done(self) -> int:
        """How many actions are done."""
        return sum(one.state == DONE for one in self._actions)

    @property
    def planned(self) -> int:
        """How many are still to be done."""
        return sum(one.state == PLANNED for one in self._actions)

    @property
    def next_day(self) -> date | None:
        """The first day that an action is to be done by, or on which the plan is looked at."""
        days = [one.by_when for one in self._actions if one.state == PLANNED and one.by_when]
        days += [self.plan.follow_up_on] if self.plan.follow_up_on else []
        return min(days, default=None)

    @property
    def is_late(self) -> bool:
        """Whether that day has passed."""
        return self.next_day is not None and self.next_day < self.today

    @property
    def _actions(self) -> list[Action]:
        return [action for goal in self.plan.goals for action in goal.actions]


@dataclass(frozen=True, slots=True)
class FollowRow:
    """One leader with a report: the shared plan, and what the pulse gave."""

    subject: Subject
    standing: PlanStanding | None
    perceived: Perceived | None

    @property
    def is_late(self) -> bool:
        """Whether a day of the plan has passed."""
        return self.standing is not None and self.standing.is_late


@blueprint.get("/follow-up")
@coaches_only
def follow_up() -> str:
    """Show the plans and pulses of my leaders, by name."""
    return render_template("coach/following.html", leaders=_leader_list(_rows()))


def _rows() -> list[FollowRow]:
    session, today = db_session(), today_here()
    subjects = [
        one
        for one in coached_subjects(session, current_user, today=today)
        if coach_reads(one) and one.campaign.kind is CampaignKind.FULL
    ]
    shared = plans_shared_with(session, current_user)
    on_report = {plan.subject_id: plan for plan in shared if plan.subject_id}
    pulses = pulses_for_coach(session, subjects)
    releases = releases_of(session, list(pulses.values()))

    def perceived(subject_id: UUID) -> Perceived | None:
        pulse = pulses.get(subject_id)
        return perceived_in(pulse, releases[pulse.id]) if pulse else None

    return [
        FollowRow(
            one,
            PlanStanding(on_report[one.id], today) if one.id in on_report else None,
            perceived(one.id),
        )
        for one in sorted(subjects, key=called)
    ]


def _leader_list(rows: list[FollowRow]) -> Listing[FollowRow]:
    return listed(
        rows,
        [
            Column("name", _("Name"), lambda row: called(row.subject)),
            Column("plan", _("Plan"), lambda row: row.standing.next_day if row.standing else None),
            Column("pulse", _("What others have noticed since")),
        ],
        request.args,
        search=lambda row: (
            called(row.subject),
            row.subject.workplace_name,
            row.subject.campaign.name,
        ),
        choices=[
            Choice(
                "late",
                _("A day has passed"),
                lambda row: row.is_late,
            ),
            Choice("plan", _("Plan shared with me"), lambda row: row.standing is not None),
            Choice("pulse", _("With a pulse"), lambda row: row.perceived is not None),
        ],
        everything=_("All"),
    )
