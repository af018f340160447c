"""The product's own texts in each of its languages; survey texts carry theirs themselves.

How to translate: write readable English in the code, `_("Send your answers")` in a template
and `gettext("…")` or `lazy_gettext("…")` (of flask_babel) in Python, `Fault("…")` where an
operation refuses an input and `Phrase("…")` where it names something; values as
`_("Answers about %(name)s", name=name)`, numbers as `ngettext("%(num)s page", "%(num)s pages",
count)`. Then `make translate` and write the Swedish into
`feedback/translations/sv/LC_MESSAGES/messages.po`. Easy Swedish (`sv_simple`) is written
where raters read; what it lacks is read from `sv`. Finnish, Ukrainian, Arabic and Somali (`fi`,
`uk`, `ar`, `so`) are whole where raters read, and nowhere else. English needs no catalogue: it is
the code. Catalogues are read as they are, so nothing is compiled. A test finds what has no Swedish.

Which language: a rater page takes `?l=…`, else the rater's own (`use_language`); a staff page
takes what was chosen (`choose_for_session`), else the browser's. A mail is rendered inside
`with in_language("en"):`.
"""

from feedback.languages.choosing import (
    QUERY,
    asked_language,
    choose_for_session,
    current_language,
    in_language,
    use_language,
)
from feedback.languages.in_words import (
    briefly,
    clock,
    day_in_words,
    html_language,
    is_right_to_left,
    language_in_words,
    translated,
    unbroken,
    weekday_in_words,
)
from feedback.languages.known import STAFF_LANGUAGES, catalogue, locale_of, spoken
from feedback.languages.templates import install
from feedback.text.spoken import DEFAULT, LANGUAGES

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "QUERY",
    "STAFF_LANGUAGES",
    "asked_language",
    "briefly",
    "catalogue",
    "choose_for_session",
    "clock",
    "current_language",
    "day_in_words",
    "html_language",
    "in_language",
    "install",
    "is_right_to_left",
    "language_in_words",
    "locale_of",
    "spoken",
    "translated",
    "unbroken",
    "use_language",
    "weekday_in_words",
]
