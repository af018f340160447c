"""Where raters answer. The link is the only authority: no cookie, no session, no log line.

Addresses, all under /s/<code>; every one takes `?l=` for the language, and
`?w=` for the code word of a link that stands on paper. Form and look over also bring
along, as `p`, the group whose promise was shown; where it is another by now, nothing is
sent, and they lead to the promise:

    GET  /s                                    type the code of a letter; POST goes to the list
    GET  /s/<code>                             the rater's own list of tasks
    GET  /s/<code>/<subject>/<part>            the promise, before the first page
    GET  /s/<code>/<subject>/<part>/<page>     one page of the form, numbered from 1
    POST /s/<code>/<subject>/<part>/<page>     save it and go on, 303
    POST /s/<code>/<subject>/<part>/save       save it while typing; answers with JSON
    GET  /s/<code>/<subject>/<part>/look-over  how many are answered
    POST /s/<code>/<subject>/<part>/submit     hand in; the answer is the receipt
    GET  /s/<code>/<subject>/decline           "I cannot judge this person"; POST does it, 303
    POST /s/<code>/<subject>/undo-decline      take it back, 303
    GET  /s/<code>/<subject>/wrong             "is something wrong?"; POST says so, 303
    POST /s/<code>/<subject>/nothing-wrong     take it back, 303
    GET  /s/<code>/all                         the promises, before a question about all leaders
    GET  /s/<code>/all/<number>                one question about each; POST saves it, 303
    POST /s/<code>/all/<number>/save           save it while answering; answers with JSON
    GET  /s/<code>/all/look-over               how far each leader's answers have come
    POST /s/<code>/<subject>/<part>/code-word  open what was saved from a slip, 303
    POST /s/<code>/<subject>/<part>/start-over throw it away, 303
    GET  /closed                               the neutral page of "close and clear"

Beside each other, a leader's rating is `rating-<subject>`, and `started` the ratings then.
`<subject>` is a UUID, `<part>` is `response` or `conditions`. A survey with one page, and
the conditions, post their page straight to `submit`. GET changes nothing.

Fields of a page: `rating-<item>` (a step, or NO), `words-<question>`; `page` its number,
`base` the nonce (hex) of the draft it started from, `started` the fingerprints of the
fields that were filled then; `go` what to do after saving: `next`, `back`, `list`,
`look-over`, `close`, or `language:<key>`. Fields left out are empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.languages import DEFAULT
from feedback.rater import (
    beside,
    code_words,
    entry,
    errors,
    form,
    keeping,
    kept_pages,
    lists,
    sending,
    wrong,
)
from feedback.rater.addresses import blueprint
from feedback.requests.sessions import settings_of

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["install"]

_VIEWS = (entry, lists, form, sending, wrong, beside)  # importing them adds their routes


def install(app: Flask) -> None:
    """Add the rater's pages."""
    app.register_blueprint(blueprint)
    app.register_blueprint(entry.blueprint)
    errors.install(app)
    kept_pages.install(app)
    keeping.install(app)
    code_words.install(app)
    settings = settings_of(app)
    app.jinja_env.globals.update(
        help_phone=settings.help_phone,
        language_of_titles=DEFAULT,
        serious_matters_url=settings.serious_matters_url,
        mail_from=settings.mail_from,
        base_url=settings.base_url,
    )
