"""Our fields write what the components of GOV.UK write, keep what was typed, and work alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from wtforms import DateField, IntegerField, StringField, TextAreaField

from feedback.application import build
from feedback.requests.fields import Form, loose_field
from tests.factories import test_settings
from tests.feedback.components import rendered

if TYPE_CHECKING:
    from flask import Flask

OURS: Final = """
{% from "components/fields.html" import checkboxes, faults, file %}
{% from "components/fields.html" import input, radios, select, textarea %}
"""
THEIRS: Final = "govuk_frontend_jinja/components"
CHOICES: Final = (("a", "Ja & <nej>"), ("b", "Nej"))
MACROS: Final = {
    "input": "govukInput",
    "textarea": "govukTextarea",
    "select": "govukSelect",
    "file-upload": "govukFileUpload",
    "radios": "govukRadios",
    "checkboxes": "govukCheckboxes",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Give the application; nothing here asks its database."""
    return build(test_settings(tmp_path_factory.mktemp("app"), "sqlite://"))


@pytest.mark.parametrize("hint", ["", "Till exempel HR."])
@pytest.mark.parametrize("fault", ["", "Skriv ett <namn>."])
@pytest.mark.parametrize(
    ("name", "ours", "theirs"),
    [
        ("input", "input(field, type='email', autocomplete='off', **more)", {"type": "email"}),
        ("textarea", "textarea(field, rows=4, **more)", {"rows": 4}),
        ("select", "select(field, **more)", {}),
        ("file-upload", "file(field, '.csv', **more)", {"attributes": {"accept": ".csv"}}),
        ("radios", "radios(field, **more)", {}),
        ("checkboxes", "checkboxes(field, **more)", {}),
    ],
)
def test_a_field_is_the_component(
    app: Flask, name: str, ours: str, theirs: dict[str, object], fault: str, hint: str
) -> None:
    field = loose_field("namn", "Namn <&>", "a", fault=fault, choices=CHOICES)
    params = _params(name, theirs, fault, hint)
    source = f'{{% from "{THEIRS}/{name}/macro.html" import {MACROS[name]} %}}'

    our = _render(app, f"{OURS}{{{{ {ours} }}}}", field=field, more={"hint": hint})
    their = _render(app, f"{source}{{{{ {MACROS[name]}(params) }}}}", params=params)

    assert _shape(our) == _shape(their)


def test_the_summary_of_faults_is_the_component(app: Flask) -> None:
    form = _form(app, {"name": "", "amount": "mycket"})
    params = {
        "titleText": "Något behöver rättas",
        "errorList": [{"text": "Inte ett giltigt heltal", "href": "#amount"}],
    }
    source = f'{{% from "{THEIRS}/error-summary/macro.html" import govukErrorSummary %}}'

    our = _render(app, OURS + "{{ faults(form) }}", form=form)
    their = _render(app, source + "{{ govukErrorSummary(params) }}", params=params)

    assert _shape(our) == _shape(their)


def test_what_was_typed_stays_also_where_it_is_no_number_and_no_day(app: Flask) -> None:
    typed = {"name": "Karin", "amount": "tolv", "day": "i morgon", "words": "\n <rad> "}
    form = _form(app, typed)
    fields = "{{ input(form.amount) }}{{ input(form.day, type='date') }}{{ textarea(form.words) }}"

    page = _render(app, OURS + fields, form=form)

    amount, day = page.select("input")
    assert (amount["value"], day["value"]) == ("tolv", "i morgon")
    # A browser takes the first line break behind the tag away, and so one more is written.
    [words] = page.select("textarea")
    assert str(words.string) == "\n" + typed["words"]


def test_a_form_that_stands_twice_has_each_field_tied_by_its_own_name(app: Flask) -> None:
    field = loose_field("group", "Grupp", fault="Välj en grupp.", choices=CHOICES)

    page = _render(app, OURS + "{{ radios(field, id='group-2', hint='En räcker.') }}", field=field)

    described = str(page.select("fieldset")[0]["aria-describedby"]).split()
    assert described == ["group-2-hint", "group-2-error"]
    assert all(page.find(id=name) for name in described)
    assert [one["for"] for one in page.select("label")] == ["group-2", "group-2-2"]


class _Asked(Form):
    name = StringField("Namn")
    amount = IntegerField("Antal")
    day = DateField("Dag")
    words = TextAreaField("Ord")


def _form(app: Flask, typed: dict[str, str]) -> _Asked:
    with app.test_request_context("/", method="POST", data=typed):
        form = _Asked(meta={"csrf": False})
        form.amount.validate(form)
        form.day.errors = ()
    return form


def _params(name: str, own: dict[str, object], fault: str, hint: str) -> dict[str, object]:
    """Return what the component is called with for the same field."""
    items = [
        {"value": value, "text": words, "selected": value == "a", "checked": value == "a"}
        for value, words in CHOICES
    ]
    words = {"text": "Namn <&>"}
    params: dict[str, object] = {"id": "namn", "name": "namn", "value": "a"} | own
    if name in {"radios", "checkboxes"}:
        params |= {"idPrefix": "namn", "items": items}
        params["fieldset"] = {"legend": words | {"classes": "govuk-fieldset__legend--m"}}
    else:
        params |= {"label": words | {"classes": "govuk-label--m"}, "items": items}
    if name == "input":
        params["autocomplete"] = "off"
    if hint:
        params["hint"] = {"text": hint}
    if fault:
        params["errorMessage"] = {"text": fault, "visuallyHiddenText": "Fel"}
    return params


def _render(app: Flask, source: str, **known: object) -> BeautifulSoup:
    return BeautifulSoup(rendered(app, source, **known), "html.parser")


def _shape(node: Tag) -> list[object]:
    """Return elements with their attributes and words, as a browser takes them."""
    found: list[object] = []
    for part in node.children:
        if isinstance(part, Tag):
            # Their script is not used: nothing here needs one.
            kept = {name: value for name, value in part.attrs.items() if name != "data-module"}
            kept.pop("value", None) if part.get("type") == "file" else None
            found.append((part.name, kept, _shape(part)))
        elif words := " ".join(str(part).split()):
            found.append(words)
    return found
