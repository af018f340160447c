"""The page of what a programme writes as a list: how it stands, and a field to write it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request

from feedback.requests.attempt import REFUSED, attempt

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from feedback.models import Programme
    from feedback.requests.fields import Form


def written_page(
    template: str,
    programme: Programme,
    form: Form,
    put: Callable[[], None],
    *,
    said: str,
    **shown: object,
) -> ResponseReturnValue:
    """Answer with the page; where its form was sent, `put` what it says, and say so."""
    if form.validate_on_submit() and attempt(put, form):
        flash(said)
        return redirect(request.path)
    page = render_template(f"organiser/{template}.html", programme=programme, form=form, **shown)
    return page, REFUSED if form.is_submitted() else 200
