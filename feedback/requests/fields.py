"""What a page asks: the base of all forms, and a field that belongs to none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import Label, SelectChoice
from wtforms.validators import ValidationError

from feedback.text.addresses import is_address, read_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask import Flask
    from wtforms import Field


class Form(FlaskForm):
    """A form of signed-in people: with a token, and with types."""

    def __init__(self, **given: object) -> None:
        """Take `formdata`, `obj`, `data` or `prefix` as WTForms does, or a field's first value."""
        super().__init__(**given)


@dataclass(frozen=True, slots=True)
class IsAddress:
    """Takes an address as people paste it, by the one rule for addresses."""

    message: str

    def __call__(self, form: object, field: Field) -> None:
        """Keep what was meant; refuse what is none."""
        del form
        if not is_address(address := read_address(field.data or "")):
            raise ValidationError(self.message)
        field.data = address


@dataclass(frozen=True, slots=True)
class LooseField:
    """What `components/fields.html` draws where no form has the field."""

    name: str
    words: str
    data: object = ""
    fault: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """Return the name, which is one of its page unless a macro is told another."""
        return self.name

    @property
    def label(self) -> Label:
        """Return its words as a form's field has them."""
        return Label(self.name, self.words)

    @property
    def errors(self) -> tuple[str, ...]:
        """Return what is wrong with it."""
        return (self.fault,) if self.fault else ()

    def iter_choices(self) -> Iterator[SelectChoice]:
        """Give what may be chosen."""
        return (SelectChoice(value, words) for value, words in self.choices)

    def _value(self) -> object:
        return self.data


def loose_field(
    name: str,
    words: str,
    data: object = "",
    *,
    fault: str = "",
    choices: Iterable[tuple[str, str]] = (),
) -> LooseField:
    """Return a field for a template, from whatever it can loop over."""
    return LooseField(name, words, data, fault, tuple(choices))


def install(app: Flask) -> None:
    """Give templates `loose_field`."""
    app.jinja_env.globals["loose_field"] = loose_field
