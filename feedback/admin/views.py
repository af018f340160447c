"""The audit log and the granted rights; both are changed from the command line only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template

from feedback.access import admins_only
from feedback.operations import accounts, audit_log
from feedback.sessions import db_session

if TYPE_CHECKING:
    from feedback.models import Account

blueprint: Final = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.get("/")
@admins_only
def index() -> str:
    """Show who may do what, and the latest acts of staff."""
    session = db_session()
    granted = [account for account in accounts.all_accounts(session) if _rights(account)]
    return render_template(
        "admin/index.html",
        rights={account.email: _rights(account) for account in granted},
        entries=audit_log.latest(session),
    )


def _rights(account: Account) -> list[str]:
    roles = [role.name for role in account.roles]
    return roles + sorted(grant.unit.name for grant in account.grants)
