"""Who may do what: rights are granted and taken away here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import admins_only
from feedback.admin.forms import GrantForm
from feedback.operations.people.departments import all_departments
from feedback.operations.rights import accounts
from feedback.requests.attempt import REFUSED, act, attempt, me, tell
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Account, Department

blueprint: Final = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.get("/")
@admins_only
def index() -> str:
    """Show who may do what."""
    return _page(_form())


@blueprint.post("/rights")
@admins_only
def grant() -> ResponseReturnValue:
    """Grant a right to an address; whoever has it may sign in."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form), REFUSED
    department = next((one for one in _departments() if str(one.id) == form.right.data), None)
    address = form.address.data.lower()
    done = attempt(lambda: _grant(address, department))
    if not done:
        tell(done)
        return _page(form), REFUSED
    flash(_("Granted. %(address)s signs in with a code that we mail.", address=address))
    return redirect(url_for(".index"))


@blueprint.get("/rights/<int:account_id>/revoke")
@admins_only
def confirm(account_id: int) -> str:
    """Ask before somebody's rights are taken away."""
    return render_template("admin/revoke.html", account=_find(account_id), rights=_rights)


@blueprint.post("/rights/<int:account_id>/revoke")
@admins_only
def revoke(account_id: int) -> Response:
    """Take every granted right away from an account, at once; nobody takes one's own away."""
    account = _find(account_id)
    if account.id == current_user.id:
        flash(_("Let another administrator take your rights away: somebody must be left."), "error")
        return redirect(url_for(".index"))
    return act(
        lambda: accounts.revoke(db_session(), account, by=me()),
        _("%(address)s has no granted right any more.", address=account.email),
        url_for(".index"),
    )


def _grant(address: str, department: Department | None) -> None:
    if department is None:
        accounts.grant_admin(db_session(), address, by=me())
    else:
        accounts.grant_department(db_session(), address, department.name, by=me())


def _find(account_id: int) -> Account:
    account = accounts.find_by_id(db_session(), account_id)
    if account is None or not _rights(account):
        abort(404)
    return account


def _form() -> GrantForm:
    return GrantForm(departments=_departments())


def _departments() -> list[Department]:
    return list(all_departments(db_session()))


def _page(form: GrantForm) -> str:
    session = db_session()
    return render_template(
        "admin/index.html",
        granted=accounts.granted_accounts(session),
        rights=_rights,
        form=form,
    )


def _rights(account: Account) -> list[str]:
    is_admin = [_("Administrator of the installation")] if accounts.is_admin(account) else []
    departments = sorted(grant.department.name for grant in account.grants)
    return is_admin + [_("Organiser of %(department)s", department=name) for name in departments]
