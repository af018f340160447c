"""What somebody types about one person: the same rule as for lists, told as faults of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.errors import Fault
from feedback.text.addresses import addresses_in, is_address, read_address, suggestion_for
from feedback.text.damaged import LONGEST, Damage, damage_of
from feedback.text.names import is_no_name
from feedback.text.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 80


def name_faults(text: str) -> Iterator[Fault]:
    """Yield what is wrong with a name; an empty one is a matter of who asks for it."""
    name = one_line(text)
    if name and is_no_name(name):
        yield Fault("“%(text)s” is no name. Write the name.", text=name[:_SHOWN])
    else:
        yield from words_faults(name)


def words_faults(*texts: str) -> Iterator[Fault]:
    """Yield what is wrong with titles, departments and whatever else somebody is called by."""
    for text in map(one_line, texts):
        yield from _told(text, damage_of(text))


def number_faults(text: str) -> Iterator[Fault]:
    """Yield what is wrong with a number of somebody's own, in which any sign may stand."""
    yield from _told(one_line(text), damage_of(one_line(text), may_hold_signs=True))


def _told(text: str, damage: Damage | None) -> Iterator[Fault]:
    match damage:
        case Damage.ERROR:
            yield Fault(
                "“%(text)s” is an error of a spreadsheet and no value. Write the value.",
                text=text,
            )
        case Damage.DIGITS_LOST:
            yield Fault("In %(text)s digits were lost. Write the number anew.", text=text)
        case Damage.TOO_LONG:
            yield Fault("Write at most %(most)s characters.", most=LONGEST)
        case Damage.LETTERS_LOST:
            yield Fault("In “%(text)s” letters were lost. Write them anew.", text=text[:_SHOWN])


def address_faults(text: str) -> Iterator[Fault]:
    """Yield why a text is no address, and what it was probably meant to be."""
    address = read_address(text)
    if is_address(address):
        return
    several = sorted(addresses_in(text))
    if len(several) > 1:
        yield Fault("Several addresses stand here: %(found)s. Write one.", found=", ".join(several))
        return
    yield Fault("%(email)s is no e-mail address.", email=address or "–")
    guess = suggestion_for(address)
    if guess:
        yield Fault("Did you mean %(guess)s?", guess=guess)
