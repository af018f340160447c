"""Every page of leaders, coaches and approvers in every state that a campaign can be in.

A campaign that nobody has been told of does not exist for whom it is about: it stands in no
list, no address of it opens, and nothing can be done in it by sending a form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import delete, update

from feedback.models import Campaign, Nomination, Plan, State, Subject
from feedback.operations.plans.planning import begin_plan
from feedback.operations.rights.accounts import account_for
from tests.days import today_in_sweden
from tests.factories import person
from tests.feedback.world import KARIN, MAJA, NOW, ORGANISER, form_to, guess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from webtest import TestApp
    from werkzeug.routing import Rule

    from tests.feedback.world import World

HANNA: Final = "hanna.moberg@example.se"  # approves Karin's raters
SECRET: Final = "Omgången som ingen vet om"
OPENED: Final = {200, 302, 303}


@dataclass(frozen=True)
class Situation:
    """How the campaign about Karin stands; it is shared with coach and leader in each."""

    state: State
    is_nominated: bool = False  # raters were asked to be proposed before the launch was clicked
    is_moved: bool = False
    rehearses: str = ""  # the address of whoever rehearses
    is_shared: bool = True

    def __str__(self) -> str:
        """Name the situation in what a test prints."""
        more = [name for name in ("is_nominated", "is_moved") if getattr(self, name)]
        return " ".join([self.state, *more, self.rehearses and f"rehearsed by {self.rehearses}"])

    def hears(self, address: str) -> bool:
        """Tell whether somebody with a part in it may know of the campaign at all."""
        return not self.is_moved and self.rehearses in ("", address)


SITUATIONS: Final = (
    *(Situation(state) for state in State if state is not State.NOMINATING),
    Situation(State.NOMINATING, is_nominated=True),
    Situation(State.LAUNCHING, is_nominated=True),
    Situation(State.DRAFT, rehearses=ORGANISER),
    Situation(State.NOMINATING, is_nominated=True, rehearses=ORGANISER),
    Situation(State.OPEN, rehearses=ORGANISER),
    Situation(State.CLOSED, rehearses=ORGANISER),
    Situation(State.NOMINATING, is_nominated=True, rehearses=KARIN),
    Situation(State.CLOSED, rehearses=MAJA),
    Situation(State.OPEN, is_moved=True),
    Situation(State.CLOSED, is_moved=True),
    Situation(State.CLOSED, is_shared=False),
)
_LAUNCHED: Final = {State.OPEN, State.CLOSING, State.CLOSED, State.ERASED, State.LOST}


def nobody(_: str, __: Situation) -> bool:
    """Not for leaders, coaches or approvers."""
    return False


def everybody(_: str, __: Situation) -> bool:
    """For whoever is signed in, or for all."""
    return True


def leader_knows(address: str, now: Situation) -> bool:
    """From the day on which raters are proposed, or on which the campaign opens."""
    is_asked = now.state in {State.NOMINATING, State.LAUNCHING} and now.is_nominated
    return address == KARIN and now.hears(address) and (is_asked or now.state in _LAUNCHED)


def leader_proposes(address: str, now: Situation) -> bool:
    """While raters are proposed."""
    return leader_knows(address, now) and now.state is State.NOMINATING


def leader_reads(address: str, now: Situation) -> bool:
    """Once the report is shared, until the campaign is erased."""
    return leader_knows(address, now) and now.state is State.CLOSED and now.is_shared


def leader_plans(address: str, _: Situation) -> bool:
    """Keep a plan its leader's, whatever becomes of campaigns."""
    return address == KARIN


def coach_knows(address: str, now: Situation) -> bool:
    """From the day on which the campaign opens."""
    return address == MAJA and now.hears(address) and now.state in _LAUNCHED


def coach_reads(address: str, now: Situation) -> bool:
    """Once the report is shared with the coach, until the campaign is erased."""
    return coach_knows(address, now) and now.state is State.CLOSED and now.is_shared


def approver_decides(address: str, now: Situation) -> bool:
    """While raters are proposed."""
    return address == HANNA and now.hears(address) and now.state is State.NOMINATING


def approver_knows(address: str, now: Situation) -> bool:
    """From the day on which raters are proposed on; a list of none stays when it is over."""
    return address == HANNA and now.rehearses in ("", HANNA) and now.is_nominated


# A page that is added must be said here: by its endpoint, or by the blueprint's name.
DOORS: Final[dict[str, Callable[[str, Situation], bool]]] = {
    "leader.index": leader_knows,
    **dict.fromkeys(("leader.raters", "leader.propose"), leader_proposes),
    **dict.fromkeys(("leader.withdraw", "leader.move", "leader.send"), leader_proposes),
    **dict.fromkeys(("leader.show", "leader.set_marks", "leader.comments"), leader_reads),
    **dict.fromkeys(("leader.confirm_end", "leader.end_access"), leader_reads),
    **dict.fromkeys(("leader.pdf", "leader.summary_pdf"), leader_reads),
    "leader.slides": nobody,  # of no leader: of a team, see leader/test_together
    **dict.fromkeys(("loop.thanks", "loop.pulse", "loop.start"), leader_reads),
    **dict.fromkeys(("handouts.card", "handouts.card_as_pdf"), leader_knows),
    **dict.fromkeys(("plans.index", "plans.show", "plans.pdf", "plans.calendar"), leader_plans),
    "plans.begin": leader_knows,
    "plans.follow_up": leader_plans,
    **dict.fromkeys(("goals.add", "goals.change", "goals.remove"), leader_plans),
    **dict.fromkeys(("goals.add_action", "goals.change_action", "goals.tell"), leader_plans),
    **dict.fromkeys(("plan_readers.add", "plan_readers.remove"), leader_plans),
    **dict.fromkeys(("coach.index", "coach.side_by_side", "coach.follow_up"), coach_knows),
    **dict.fromkeys(("coach.practice", "coach.practice_comments"), coach_knows),
    **dict.fromkeys(("coach.practice_guide", "coach.practice_notes"), coach_knows),
    **dict.fromkeys(("coach.practice_slides", "coach.practice_withhold"), coach_knows),
    **dict.fromkeys(("coach.practice_restore", "coach.practice_share"), coach_knows),
    "coach.practice_confirm_share": coach_knows,
    **dict.fromkeys(("coach.practice_plan", "coach.practice_guide_as_pdf"), coach_knows),
    **dict.fromkeys(("coach.practice_report", "leader.practice"), coach_knows),
    **dict.fromkeys(("coach.show", "coach.notes", "coach.keep_notes"), coach_knows),
    **dict.fromkeys(("coach.talk", "coach.plan_talk", "coach.take_talk_back"), coach_knows),
    "coach.talk_ics": coach_knows,
    **dict.fromkeys(("coach.guide", "coach.guide_as_pdf", "coach.pulse"), coach_reads),
    **dict.fromkeys(("coach.as_leader", "coach.slides"), coach_reads),
    **dict.fromkeys(("coach.questions", "coach.keep_own_questions"), coach_reads),
    "coach.keep_item_note": coach_knows,
    **dict.fromkeys(("coach.comments", "coach.withhold", "coach.restore"), coach_reads),
    **dict.fromkeys(("coach.mark_read", "coach.serious", "coach.pdf"), coach_reads),
    **dict.fromkeys(("coach.summary_pdf", "coach.confirm_share", "coach.share"), coach_reads),
    "approver.index": approver_knows,
    **dict.fromkeys(("approver.show", "approver.accept", "approver.refuse"), approver_decides),
    **dict.fromkeys(("security", "notices"), everybody),
    **dict.fromkeys(("organiser", "organiser_mails", "organiser_letters", "handouts"), nobody),
    **dict.fromkeys(("organiser_programmes", "organiser_surveys", "organiser_holding"), nobody),
    **dict.fromkeys(("records", "personal", "log", "admin"), nobody),
}
BY_ENDPOINT_ONLY: Final = {"leader", "loop", "plans", "goals", "plan_readers", "coach", "approver"}
LINK_IS_THE_RULE: Final = {"rater", "rater_entry", "static", "appearance", "healthz"}
NOT_THERE_YET: Final = {
    *("coach.talk_ics", "coach.pulse", "goals.change", "goals.remove", "goals.add_action"),
    *("goals.change_action", "goals.tell", "plan_readers.remove", "notices.privacy_of"),
}
"""What is found only once something else is there, such as a goal."""


def test_every_page_has_a_door(world: World) -> None:
    endpoints = {rule.endpoint for rule in world.app.url_map.iter_rules()}
    unknown = {
        name
        for name in endpoints
        if name.partition(".")[0] not in LINK_IS_THE_RULE
        and not (name in DOORS or _by_blueprint(name) is not None)
    }

    assert unknown == set()
    assert {name for name in DOORS if "." in name} <= endpoints


@pytest.mark.parametrize("address", [KARIN, MAJA, HANNA])
def test_a_campaign_opens_to_nobody_before_they_are_told_of_it(world: World, address: str) -> None:
    is_coach = address == MAJA
    _put(world, Situation(State.OPEN if is_coach else State.NOMINATING, is_nominated=True))
    browser = world.sign_in(address)

    wrongly = []
    for now in SITUATIONS:
        _put(world, now)
        wrongly += [
            f"{now}: {method} {endpoint} gave {status}"
            for method, endpoint, expected, status in _walk(world, browser, address, now)
            if status not in expected
        ]

    assert wrongly == []


@pytest.mark.parametrize("address", [KARIN, MAJA, HANNA])
def test_whoever_has_been_told_of_nothing_gets_no_account(world: World, address: str) -> None:
    with world.database.writing() as session:
        session.delete(session.get_one(Plan, world.plan))
    for now in SITUATIONS:
        _put(world, now)
        knows = leader_knows(address, now) or coach_knows(address, now)

        with world.database.writing() as session:
            found = account_for(session, address, today=today_in_sweden())
            assert (found is not None) is (knows or approver_knows(address, now)), str(now)
            if found is not None:
                session.delete(found)


def test_a_leader_comes_back_to_a_plan_whatever_became_of_the_campaign(world: World) -> None:
    _put(world, Situation(State.CANCELLED))

    world.sign_in(KARIN).get(f"/plans/{world.plan}", status=200)


def test_a_plan_without_report_takes_no_words_from_a_campaign_that_is_not_told_of(
    world_on_both: World,
) -> None:
    world = world_on_both
    for now, knows in (
        (Situation(State.DRAFT), False),
        (Situation(State.CLOSED, rehearses=ORGANISER), False),
        (Situation(State.OPEN), True),
    ):
        _put(world, now)
        with world.database.writing() as session:
            karin = session.get_one(Subject, world.karin).person
            plan = begin_plan(session, karin, None, now=NOW, language="sv")

            assert (plan.survey_json is not None) is knows


def test_a_draft_is_in_no_list_of_its_leader_on_both_engines(world_on_both: World) -> None:
    world = world_on_both
    _put(world, Situation(State.OPEN))
    browser = world.sign_in(KARIN)
    seen = browser.get("/my-reports/").text

    _put(world, Situation(State.DRAFT))

    assert SECRET in seen
    browser.get("/my-reports/", status=404)
    browser.get(f"/campaigns/{world.campaign}/handouts/card", status=404)


def _walk(
    world: World, browser: TestApp, address: str, now: Situation
) -> Iterator[tuple[str, str, set[int], int]]:
    start = browser.get("/start").maybe_follow()
    token = form_to(start, "/language")["csrf_token"].value
    for rule in world.app.url_map.iter_rules():
        name = rule.endpoint
        if name.partition(".")[0] in LINK_IS_THE_RULE or name == "security.sign_out":
            continue
        door = DOORS.get(name) or _by_blueprint(name)
        assert door, name
        if now != SITUATIONS[0] and len({door(address, one) for one in SITUATIONS}) == 1:
            continue  # no situation opens or closes it: one is enough
        is_open = door(address, now)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            if method == "POST" and is_open:
                continue  # what it does is another test's
            path = _path(world, rule)
            answer = _ask(browser, method, path, token)
            missing = {404} if name in NOT_THERE_YET else set()
            yield method, name, (OPENED | missing if is_open else {404}), answer.status_int
            is_told = leader_knows(address, now) or coach_knows(address, now)
            is_told = is_told or approver_decides(address, now)
            is_page = answer.content_type == "text/html"
            assert is_told or not is_page or SECRET not in answer.text, (str(now), name)


def _by_blueprint(endpoint: str) -> Callable[[str, Situation], bool] | None:
    blueprint = endpoint.partition(".")[0]
    return None if blueprint in BY_ENDPOINT_ONLY else DOORS.get(blueprint)


def _path(world: World, rule: Rule) -> str:
    ids: dict[str, Any] = {
        "campaign_id": world.campaign,
        "subject_id": world.karin,
        "invitation_id": world.invitations[world.campaign],
        "programme_id": world.programmes[0],
        "plan_id": world.plan,
        "department_id": world.departments[0],
        "language": "sv",
        "act": "close",
    }
    values = {name: ids.get(name) or guess(rule, name) for name in rule.arguments}
    return world.app.url_map.bind("feedback.example.se").build(rule.endpoint, values)


def _ask(browser: TestApp, method: str, path: str, token: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    if method == "GET":
        return browser.get(path, status="*")
    return browser.post(path, {"csrf_token": token}, status="*")


def _put(world: World, now: Situation) -> None:
    """Let the campaign about Karin stand like this."""
    shared_at = NOW if now.is_shared else None
    with world.database.writing() as session:
        approver = person(session, HANNA, "Hanna Moberg")
        session.execute(
            update(Campaign)
            .where(Campaign.id == world.campaign)
            .values(
                state=now.state,
                name=SECRET,
                is_rehearsal=bool(now.rehearses),
                rehearsal_address=now.rehearses or None,
            )
        )
        session.execute(
            update(Subject)
            .where(Subject.id == world.karin)
            .values(
                is_moved=now.is_moved,
                approver_id=approver.id,
                shared_with_coach_at=shared_at,
                shared_with_leader_at=shared_at,
            )
        )
        session.execute(delete(Nomination).where(Nomination.campaign_id == world.campaign))
        if now.is_nominated:
            session.add(Nomination(campaign_id=world.campaign, until=date(2026, 12, 24)))
