"""Who may open what: every page but a rater's carries one of these rules.

A decorator finds the object that the address names, refuses whoever has no relation to
it, and hands the object to the view. What is not yours does not exist: 404, whether the
id was guessed or belongs to another. `guarded_by` names the rule; a house-rule test
fails on a page without one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from feedback.access import finding
from feedback.models import Plan
from feedback.operations.rights import accounts, plans, relations, subjects
from feedback.requests.sessions import db_session, today_here

if TYPE_CHECKING:
    from uuid import UUID

    from feedback.access.finding import Found
    from feedback.models import Account, Subject

View = Callable[..., ResponseReturnValue]


def open_to_all(view: View) -> View:
    """Let anybody in, on purpose."""
    view.guarded_by = "open to all"  # type: ignore[attr-defined] # functions carry any name
    return view


def signed_in(view: View) -> View:
    """Let in whoever is signed in."""
    return _guarded(view, "signed in", lambda _: {})


def admins_only(view: View) -> View:
    """Let in administrators of the installation."""
    return _guarded(view, "admins", _if(accounts.is_admin))


def organisers_only(view: View) -> View:
    """Let in organisers of any department."""
    return _guarded(
        view,
        "organisers",
        _if(lambda account: bool(accounts.departments_of(db_session(), account))),
    )


def organiser_of_campaign(view: View) -> View:
    """Let in organisers of the campaign's department; the view gets the campaign."""
    return _guarded(view, "organisers of the campaign's department", finding.organised_campaign)


def organiser_of_programme(view: View) -> View:
    """Let in organisers of the programme's department; the view gets the programme."""
    return _guarded(view, "organisers of the programme's department", finding.organised_programme)


def organiser_of_survey(view: View) -> View:
    """Let in organisers of the department whose own survey it is; the view gets the survey."""
    return _guarded(view, "organisers of the survey's department", finding.organised_survey)


def organiser_or_leader_of_campaign(view: View) -> View:
    """Let in organisers of the campaign's department, and whom the campaign is about."""
    return _guarded(
        view, "organisers of the campaign's department, and its leaders", _campaign_of_both
    )


def organiser_of_subject(view: View) -> View:
    """Let in organisers of the campaign's department; the view gets its subject."""
    return _guarded(view, "organisers of the subject's department", finding.organised_subject)


def organiser_of_invitation(view: View) -> View:
    """Let in organisers of the campaign's department; the view gets its invitation."""
    return _guarded(view, "organisers of the invitation's department", finding.organised_invitation)


def approvers_only(view: View) -> View:
    """Let in whoever approves somebody's raters."""
    return _guarded(
        view, "approvers", _if(lambda account: accounts.approves(db_session(), account))
    )


def approver_of_subject(view: View) -> View:
    """Let in who approves the subject's raters, while raters are proposed; gives the subject."""
    return _guarded(
        view, "the subject's approver, while raters are proposed", _subject_if(_approves)
    )


def leader_while_nominating(view: View) -> View:
    """Let in the leader that the subject is, while raters are proposed; gives the subject."""
    return _guarded(view, "the leader, while raters are proposed", _subject_if(_proposes))


def keepers_only(view: View) -> View:
    """Let in organisers of any department, and administrators."""
    return _guarded(view, "keepers of records", _if(_keeps_records))


def keeper_of_department(view: View) -> View:
    """Let in the department's organisers, and administrators; the view gets the department."""
    return _guarded(view, "keepers of the department's records", finding.kept_department)


def coaches_only(view: View) -> View:
    """Let in whoever coaches somebody."""
    return _guarded(view, "coaches", _if(_is_coach))


def coaches_and_organisers(view: View) -> View:
    """Let in whoever coaches somebody, and organisers of any department: to what is invented."""
    return _guarded(view, "coaches and organisers", _if(_practises))


def coach_of_subject(view: View) -> View:
    """Let in the subject's coach; the view gets the subject."""
    return _guarded(view, "the subject's coach", _subject_if(_coaches))


def coach_after_sharing(view: View) -> View:
    """Let in the subject's coach once the release is shared with coaches."""
    return _guarded(view, "the subject's coach, after sharing", _subject_if(_reads_as_coach))


def coach_may_download(view: View) -> View:
    """Let in the subject's coach after sharing, unless from outside: those read on the web."""
    return _guarded(
        view, "the subject's coach from inside, after sharing", _subject_if(_downloads_as_coach)
    )


def recipients_only(view: View) -> View:
    """Let in whomever reports are for: leaders, and who belongs to what a campaign is about."""
    return _guarded(
        view, "recipients", _if(lambda account: accounts.has_reports(db_session(), account))
    )


def recipient_after_sharing(view: View) -> View:
    """Let in whom the subject's report is for, once it is shared with them; gives the subject."""
    return _guarded(view, "recipients, after sharing", _subject_if(_reads_as_recipient))


def one_of_several_after_sharing(view: View) -> View:
    """Let in whoever reads it beside others, once it is shared with them; gives the subject."""
    return _guarded(view, "one of several recipients, after sharing", _subject_if(_reads_beside))


def leader_after_sharing(view: View) -> View:
    """Let in the leader that the subject is, once the release is shared; gives the subject."""
    return _guarded(view, "the leader, after sharing", _subject_if(_reads_as_leader))


def leaders_and_plan_readers(view: View) -> View:
    """Let in whoever a campaign is about, and whoever may read somebody's plan."""
    return _guarded(
        view,
        "leaders and readers of plans",
        _if(lambda account: accounts.has_plans(db_session(), account)),
    )


def owner_of_plan(view: View) -> View:
    """Let in whose plan it is; the view gets the plan."""
    return _guarded(view, "the plan's owner", _plan_if(plans.owns_plan))


def reader_of_plan(view: View) -> View:
    """Let in the plan's owner and whom the owner chose; the view gets the plan."""
    return _guarded(view, "the plan's owner and chosen readers", _plan_if(plans.may_read_plan))


def _guarded(view: View, name: str, find: Callable[..., Found | None]) -> View:
    @wraps(view)
    def guarded(**from_address: Any) -> ResponseReturnValue:  # noqa: ANN401 - whatever the address holds
        if not current_user.is_authenticated:
            return _sign_in_first()
        found = find(_account(), **from_address)
        if found is None:
            abort(404)
        return view(**found)

    guarded.guarded_by = name  # type: ignore[attr-defined] # functions carry any name
    return guarded


def _account() -> Account:
    account: Account = current_user._get_current_object()  # noqa: SLF001 - how werkzeug names it
    return account


def _if(admits: Callable[[Account], bool]) -> Callable[..., Found | None]:
    return lambda account, **from_address: from_address if admits(account) else None


def _sign_in_first() -> ResponseReturnValue:
    if request.method == "GET":
        return redirect(url_for("security.sign_in", next=request.full_path.rstrip("?")))
    return redirect(url_for("security.sign_in"))


def _subject_if(question: Callable[[Account, Subject], bool]) -> Callable[..., Found | None]:
    def find(account: Account, subject_id: UUID, **more: object) -> Found | None:
        subject = relations.find_subject(db_session(), subject_id)
        return {"subject": subject, **more} if subject and question(account, subject) else None

    return find


def _plan_if(question: Callable[[Plan, Account], bool]) -> Callable[..., Found | None]:
    def find(account: Account, plan_id: UUID, **more: object) -> Found | None:
        plan = db_session().get(Plan, plan_id)
        return {"plan": plan, **more} if plan and question(plan, account) else None

    return find


def _campaign_of_both(account: Account, campaign_id: UUID, **more: object) -> Found | None:
    found = finding.organised_campaign(account, campaign_id, **more)
    if found is not None:
        return found
    led = (subject.campaign for subject in relations.led_subjects(db_session(), account))
    campaign = next((campaign for campaign in led if campaign.id == campaign_id), None)
    return {"campaign": campaign, **more} if campaign else None


def _keeps_records(account: Account) -> bool:
    return accounts.keeps_records(db_session(), account)


def _is_coach(account: Account) -> bool:
    return accounts.coaches(db_session(), account, today=today_here())


def _practises(account: Account) -> bool:
    return _is_coach(account) or bool(accounts.departments_of(db_session(), account))


def _coaches(account: Account, subject: Subject) -> bool:
    return subjects.may_coach(db_session(), account, subject, today=today_here())


def _reads_as_coach(account: Account, subject: Subject) -> bool:
    return subjects.may_read_as_coach(db_session(), account, subject, today=today_here())


def _downloads_as_coach(account: Account, subject: Subject) -> bool:
    return subjects.may_download_as_coach(db_session(), account, subject, today=today_here())


def _reads_as_leader(account: Account, subject: Subject) -> bool:
    return subjects.may_read_as_leader(db_session(), account, subject)


def _reads_as_recipient(account: Account, subject: Subject) -> bool:
    return subjects.may_read_as_recipient(db_session(), account, subject)


def _reads_beside(account: Account, subject: Subject) -> bool:
    return subjects.may_read_as_one_of_several(db_session(), account, subject)


def _proposes(account: Account, subject: Subject) -> bool:
    return subjects.may_propose(db_session(), account, subject)


def _approves(account: Account, subject: Subject) -> bool:
    return subjects.may_approve(db_session(), account, subject)
