"""What letters, slips and messages say alike: who asks, how to begin, whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import segno

from feedback.text.spoken import led_from_the_left
from reports.pdf import QrCode

if TYPE_CHECKING:
    from feedback.languages.words import Words
    from feedback.operations.handouts import Asker, Handout

_NAMED_AT_MOST: Final = 3
_ONE_LINE: Final = 20


def question(handout: Handout, _: Words) -> str:
    """Return what is asked, in one sentence."""
    if len(handout.leaders) == 1:
        name = _unbroken(handout.leaders[0].name)
        return _("What is it like to work with %(name)s?", name=name)
    return _("%(count)s leaders want to know what you think", count=len(handout.leaders))


def leaders_in_short(handout: Handout, _: Words) -> str:
    """Return the names of the leaders, the first three if there are more."""
    names = [leader.name for leader in handout.leaders]
    if len(names) <= _NAMED_AT_MOST:
        return ", ".join(names)
    listed = ", ".join(names[:_NAMED_AT_MOST])
    return _("%(names)s and %(count)s more", names=listed, count=len(names) - _NAMED_AT_MOST)


def typed(handout: Handout, asker: Asker) -> str:
    """Return what is typed by hand: the short address, and the code below it."""
    return f"{without_scheme(asker.base_url)}/s\n{handout.code}"


def contact(asker: Asker, _: Words) -> str:
    """Return whom to turn to, as far as it is known."""
    phone = asker.contact_phone.replace(" ", "\N{NO-BREAK SPACE}")
    number = phone and led_from_the_left(phone, _.language)
    parts = (asker.contact_name, number or asker.contact_email)
    return _("Questions? %(contact)s.", contact=", ".join(part for part in parts if part))


def code_word(_: Words) -> str:
    """Return that going on later, or elsewhere, takes more than the code on the paper."""
    return _(
        "Write down the code word that the page shows, three words in a row: without it you start "
        "over next time, or on another phone."
    )


def minutes_in_all(handout: Handout, asker: Asker) -> int:
    """Return about how long the rater needs for all leaders."""
    return asker.minutes * len(handout.leaders)


def code_of(handout: Handout, _: Words) -> QrCode:
    """Return the link as a QR code that a quarter of can be smudged."""
    modules = segno.make_qr(handout.link, error="q", boost_error=False).matrix
    return QrCode(
        tuple(tuple(bool(module) for module in row) for row in modules),
        _("QR code that opens the survey; the address and the code stand beside it."),
    )


def _unbroken(name: str) -> str:
    """Keep a name on one line, unless it would fill more than one."""
    return name.replace(" ", "\N{NO-BREAK SPACE}") if len(name) <= _ONE_LINE else name


def without_scheme(address: str) -> str:
    """Return an address as people type it."""
    return address.partition("://")[2]
