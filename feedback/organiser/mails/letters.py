"""The letters of a programme: read them, word them anew, and go back to the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import (
    Blueprint,
    abort,
    after_this_request,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from feedback.access import organiser_of_programme
from feedback.languages import translated
from feedback.mail.templates import languages_of
from feedback.operations.letters.composers import KINDS
from feedback.operations.letters.kinds import Audience
from feedback.operations.letters.placeholders import example_facts
from feedback.operations.letters.texts import (
    example_of,
    faults_of,
    forget_text,
    keep_text,
    names_for,
    own_text,
    own_texts,
    text_of,
    tidied,
)
from feedback.organiser.mails.blanks import called, explained, in_words
from feedback.organiser.mails.forms import LetterForm
from feedback.requests.appearance import appearance
from feedback.requests.attempt import REFUSED, act, attempt, me
from feedback.requests.response_headers import CONTENT_SECURITY_POLICY
from feedback.requests.sessions import db_session, settings_of

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from feedback.mail.templates import LetterText
    from feedback.models import Programme
    from feedback.operations.letters.kinds import MailKind

blueprint: Final = Blueprint(
    "organiser_letters", __name__, url_prefix="/programmes/<uuid:programme_id>/letters"
)


@blueprint.get("/")
@organiser_of_programme
def index(programme: Programme) -> str:
    """List the letters of a programme."""
    return render_template(
        "organiser/mails/letters.html",
        programme=programme,
        groups=letters_by_audience(),
        own=own_texts(db_session(), programme),
    )


@blueprint.route("/<kind>/<language>", methods=["GET", "POST"])
@organiser_of_programme
def edit(programme: Programme, kind: str, language: str) -> ResponseReturnValue:
    """Show a letter with invented people, and word it anew."""
    found = _kind(kind, language)
    now = text_of(db_session(), programme, kind, language)
    shown = in_words(now)
    form = LetterForm(data={"subject": shown.subject, "body": shown.body})
    if form.validate_on_submit() and request.form.get("act") == "keep":
        if attempt(
            lambda: keep_text(
                db_session(), programme, found, language, form.text, by=me(), called=called()
            ),
            form,
        ):
            flash(_("The letter is kept. Mails that leave from now on say this."))
            return redirect(url_for(".index", programme_id=programme.id))
    elif form.is_submitted():
        form.form_errors = [
            translated(fault) for fault in faults_of(found, tidied(form.text), called())
        ]
    return _editor(programme, found, language, form), REFUSED if form.errors else 200


@blueprint.post("/<kind>/<language>/standard")
@organiser_of_programme
def standard(programme: Programme, kind: str, language: str) -> ResponseReturnValue:
    """Go back to the standard letter."""
    found = _kind(kind, language)
    return act(
        lambda: forget_text(db_session(), programme, found, language, by=me()),
        _("The standard letter holds again."),
        url_for(".edit", programme_id=programme.id, kind=kind, language=language),
    )


def letters_by_audience() -> dict[Audience, list[tuple[MailKind, tuple[str, ...]]]]:
    """Return the kinds that have texts, with their languages, by whom they go to."""
    groups: dict[Audience, list[tuple[MailKind, tuple[str, ...]]]] = {one: [] for one in Audience}
    for kind in KINDS.values():
        if kind.has_text:
            groups[kind.audience].append((kind, languages_of(kind.key)))
    return {one: kinds for one, kinds in groups.items() if kinds}


def allow_styles() -> None:
    """Let a mail that is shown inside a page keep its inline styles, which mail programs need."""

    def relax(response: Response) -> Response:
        policy = CONTENT_SECURITY_POLICY.replace(
            "style-src 'self'", "style-src 'self' 'unsafe-inline'"
        )
        response.headers["Content-Security-Policy"] = policy + "; frame-src 'self'"
        return response

    after_this_request(relax)


def _editor(programme: Programme, kind: MailKind, language: str, form: LetterForm) -> str:
    allow_styles()
    shown: LetterText = tidied(form.text)
    name = appearance().name
    facts = example_facts(settings_of(current_app), programme, organisation=name)
    return render_template(
        "organiser/mails/letter.html",
        programme=programme,
        kind=kind,
        language=language,
        form=form,
        names=explained(names_for(kind.key)),
        is_own=own_text(db_session(), programme.id, kind.key, language) is not None,
        others=[one for one in languages_of(kind.key) if one != language],
        preview=example_of(shown, language, facts),
    )


def _kind(kind: str, language: str) -> MailKind:
    if kind not in KINDS or not KINDS[kind].has_text or language not in languages_of(kind):
        abort(404)
    return KINDS[kind]
