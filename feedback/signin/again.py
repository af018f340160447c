"""A form whose session has ended is not lost: what was written stands on a page, to be sent again.

Only what our own pages send gets here, for `origin` has looked before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from flask_wtf.csrf import CSRFError

_FIELD: Final = "csrf_token"


def ask_again(error: CSRFError) -> ResponseReturnValue:
    """Keep what was sent with a token that is no longer good, and let it be sent once more."""
    written = [
        (name, value) for name, value in request.form.items(multi=True) if not name.endswith(_FIELD)
    ]
    is_signed_out = not current_user.is_authenticated
    if is_signed_out and (
        request.blueprint == "security" or not any(value for _, value in written)
    ):
        flash(_("You are signed out. Sign in, and do it again."), "error")
        return redirect(url_for("security.sign_in"))
    page = render_template("signin/again.html", written=written, is_signed_out=is_signed_out)
    return page, error.code
